import type { Json } from '../../../src/kernel/canonical-json.ts';
import type {
  AddMember,
  AttributeChange,
  CreateObject,
  RemoveMember,
  SetManager,
  UpdateObject,
} from '../../../src/model/plan.ts';
import { CLIENT } from './sandbox.ts';

export const MARK_NAME = `extension_${CLIENT.replaceAll('-', '')}_lockstepOwner`;
export const MARK = 'v1;contoso;corp;00000000-0000-4000-8000-0000000000a1;';

const base = { id: 'operation', after: [], mark: MARK } as const;
const person = { type: 'user', key: 'corp/a', name: 'ada@contoso.com' } as const;
const team = { type: 'group', key: 'corp/t', name: 'Team' } as const;

export function changes(values: Readonly<Record<string, Json>>): readonly AttributeChange[] {
  return Object.entries(values).map(([attribute, after]) => ({ attribute, before: null, after, why: [] }));
}

export const createAda: CreateObject = {
  ...base,
  kind: 'create',
  object: person,
  from: 'CN=Ada',
  anchor: 'AAAA',
  changes: changes({ userPrincipalName: 'ada@contoso.com', displayName: 'Ada', city: null }),
};

export const createTeam: CreateObject = {
  ...base,
  kind: 'create',
  object: team,
  from: 'CN=Team',
  anchor: 'contoso.team',
  changes: changes({ displayName: 'Team' }),
};

export const updateAda: UpdateObject = {
  ...base,
  kind: 'update',
  object: { ...person, id: 'id-a' },
  from: '',
  changes: changes({ city: 'Oslo' }),
};

export const addAda: AddMember = {
  ...base,
  kind: 'addMember',
  object: { ...team, id: 'id-t' },
  member: { ...person, id: 'id-a' },
};

export const removeAda: RemoveMember = { ...addAda, kind: 'removeMember' };

export const manageAda: SetManager = {
  ...base,
  kind: 'setManager',
  object: { ...person, id: 'id-a' },
  before: null,
  manager: { type: 'user', key: 'corp/b', name: 'boss@contoso.com', id: 'id-b' },
  why: [],
};
