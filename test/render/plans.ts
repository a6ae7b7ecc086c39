import type {
  AttributeChange,
  Census,
  Held,
  ObjectRef,
  Operation,
  Plan,
  PlanEnvelope,
  Why,
} from '../../src/model/plan.ts';
import type { Json } from '../../src/kernel/canonical-json.ts';

/** Small plans made by hand, for the tests of what people read. */
export function why(rule: string, at: string, flow: string, losers: readonly string[] = []): Why {
  return { rule, at, flow, losers };
}

export function change(attribute: string, before: Json, after: Json, at = 'contractors.yaml:14'): AttributeChange {
  return {
    attribute,
    before,
    after,
    why: [why('person-to-entra-user', 'outbound.yaml:9', attribute), why('contractor-names', at, attribute)],
  };
}

export function user(name: string): ObjectRef {
  return { type: 'user', key: `corp/${name}`, id: `id-of-${name}`, name };
}

export function group(name: string): ObjectRef {
  return { type: 'group', key: `corp/${name}`, id: `id-of-${name}`, name };
}

export function update(object: ObjectRef, changes: readonly AttributeChange[]): Operation {
  return {
    kind: 'update',
    id: `update ${object.key}`,
    after: [],
    object,
    from: `CN=${object.name},OU=Staff,DC=corp,DC=contoso,DC=com`,
    mark: 'v1;contoso;corp;x;',
    changes,
  };
}

export function create(object: ObjectRef, changes: readonly AttributeChange[]): Operation {
  return {
    kind: 'create',
    id: `create ${object.key}`,
    after: [],
    object,
    from: `CN=${object.name},OU=Staff,DC=corp,DC=contoso,DC=com`,
    anchor: 'AAECAwQFBgcICQoLDA0ODw==',
    mark: 'v1;contoso;corp;x;',
    changes,
  };
}

export function leave(object: ObjectRef, reason: string, licences = 0): Operation {
  return {
    kind: 'leave',
    id: `leave ${object.key}`,
    after: [],
    object,
    reason,
    mark: 'v1;contoso;corp;x;',
    newMark: 'v1;contoso;corp;x;2026-11-22',
    changes: [change('accountEnabled', true, false)],
    deleteAfter: '2026-12-22',
    licences,
  };
}

export function remove(object: ObjectRef, reason: string, licences = 0): Operation {
  return {
    kind: 'delete',
    id: `delete ${object.key}`,
    after: [],
    object,
    reason,
    mark: 'v1;contoso;corp;x;',
    licences,
  };
}

export function member(kind: 'addMember' | 'removeMember', object: ObjectRef, who: ObjectRef): Operation {
  return { kind, id: `${kind} ${object.key} ${who.key}`, after: [], object, mark: 'v1;contoso;corp;x;', member: who };
}

export function setManager(object: ObjectRef, before: ObjectRef | null, manager: ObjectRef | null): Operation {
  return {
    kind: 'setManager',
    id: `setManager ${object.key}`,
    after: [],
    object,
    mark: 'v1;contoso;corp;x;',
    before,
    manager,
    why: [why('person-to-entra-user', 'outbound.yaml:20', 'manager')],
  };
}

export function held(
  object: ObjectRef,
  reason: Held['reason'],
  detail: string,
  changes: readonly AttributeChange[] = [],
): Held {
  return { kind: 'held', object, reason, detail, would: 'update', changes };
}

export const ENVELOPE_WITHOUT_REVISION: PlanEnvelope = {
  format: 'lockstep-plan',
  version: 1,
  tool: '0.1.0',
  runId: 'run-1',
  createdAt: '2026-11-22T14:03:02.000Z',
  expiresAt: '2026-11-23T14:03:02.000Z',
  asOf: '2026-11-22T14:03:02.000Z',
  workspace: 'contoso',
  tenantId: '5d1e1c2a-0000-4000-8000-000000000001',
  tenantName: 'contoso',
  rulesDigest: 'ab'.repeat(32),
  sources: [{ connector: 'corp', origin: 'dc1, ldaps', readAt: '2026-11-22T14:02:11.000Z' }],
  bodyDigest: 'cd'.repeat(32),
};

const ENVELOPE: PlanEnvelope = { ...ENVELOPE_WITHOUT_REVISION, revision: '3f9c2a1' };

const CENSUS: Census = {
  kind: 'census',
  inScope: 212,
  unchanged: 208,
  changed: 3,
  held: 1,
  filteredOut: 0,
  marked: { 'corp/user': 200 },
  source: { 'corp/user': 220 },
  notCarried: [],
};

export function planOf(parts: {
  operations?: readonly Operation[];
  held?: readonly Held[];
  census?: Partial<Census>;
  findings?: Plan['findings'];
  hazards?: Plan['hazards'];
  envelope?: Partial<PlanEnvelope>;
}): Plan {
  return {
    envelope: { ...ENVELOPE, ...parts.envelope },
    body: { operations: parts.operations ?? [], held: parts.held ?? [], census: { ...CENSUS, ...parts.census } },
    findings: parts.findings ?? [],
    hazards: parts.hazards ?? [],
  };
}
