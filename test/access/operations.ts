import type { Json } from '../../src/kernel/canonical-json.ts';
import type { ObjectRef, Operation } from '../../src/model/plan.ts';

const base = { after: [], mark: '' };

export const user = (name: string): ObjectRef => ({ type: 'user', key: `corp/${name}`, id: `id-${name}`, name });
export const group = (name: string): ObjectRef => ({ type: 'group', key: `corp/${name}`, id: `id-${name}`, name });

/** One that is still to be created has no id. */
export const unborn = ({ type, key, name }: ObjectRef): ObjectRef => ({ type, key, name });

export const adds = (to: ObjectRef, member: ObjectRef): Operation => ({
  ...base,
  kind: 'addMember',
  id: `+${to.name}/${member.name}`,
  object: to,
  member,
});

export const removes = (from: ObjectRef, member: ObjectRef): Operation => ({
  ...base,
  kind: 'removeMember',
  id: `-${from.name}/${member.name}`,
  object: from,
  member,
});

const changes = (values: Readonly<Record<string, Json>>) =>
  Object.entries(values).map(([attribute, after]) => ({ attribute, before: null, after, why: [] }));

export const updates = (object: ObjectRef, values: Readonly<Record<string, Json>>): Operation => ({
  ...base,
  kind: 'update',
  id: `~${object.name}`,
  object,
  from: '',
  changes: changes(values),
});

export const creates = (object: ObjectRef, values: Readonly<Record<string, Json>> = {}): Operation => ({
  ...base,
  kind: 'create',
  id: `*${object.name}`,
  object: unborn(object),
  from: '',
  anchor: '',
  changes: changes(values),
});

export const deletes = (object: ObjectRef): Operation => ({
  ...base,
  kind: 'delete',
  id: `x${object.name}`,
  object,
  reason: '',
  licences: 0,
});

export const leaves = (object: ObjectRef): Operation => ({
  ...base,
  kind: 'leave',
  id: `!${object.name}`,
  object,
  reason: '',
  newMark: '',
  changes: changes({ accountEnabled: false }),
  deleteAfter: '2026-12-22',
  licences: 0,
});

export const manages = (object: ObjectRef, manager: ObjectRef | null): Operation => ({
  ...base,
  kind: 'setManager',
  id: `^${object.name}`,
  object,
  before: null,
  manager,
  why: [],
});

export const restores = (object: ObjectRef): Operation => ({
  ...base,
  kind: 'restore',
  id: `o${object.name}`,
  object,
  from: '',
  anchor: null,
  deletedAt: '2026-11-01T00:00:00Z',
  evidence: [],
  pair: '',
});
