import { expect, test } from 'vitest';
import type { DesiredObject } from '../../src/model/desired.ts';
import type { AttributeSchema } from '../../src/model/schema.ts';
import type { TenantType } from '../../src/model/tenant.ts';
import type { Value } from '../../src/model/value.ts';
import { differenceOf } from '../../src/planner/diff.ts';
import type { DiffContext } from '../../src/planner/diff.ts';
import { markOf, ourGroup, ourUser } from '../support/world/tenant.ts';
import type { ObjectParts } from '../support/world/tenant.ts';

const text: AttributeSchema = {
  syntax: 'string',
  multiValued: false,
  comparison: 'exact',
  write: 'always',
  clearable: true,
};
const attributes = new Map<string, AttributeSchema>([
  ['birthday', { ...text, write: 'create' }],
  ['seat', { ...text, write: 'never' }],
  ['boss', { ...text, syntax: 'reference' }],
  ['flag', { ...text, syntax: 'boolean' }],
  ['accountEnabled', { ...text, syntax: 'boolean' }],
  ['country', { ...text, clearable: false }],
  ['mail', text],
  ['userPrincipalName', text],
  ['department', text],
]);

/** Every name is taken, no domain is verified, and no department may be called `bad`. */
const context: DiffContext = {
  schema: new Map([
    ['user', { attributes }],
    ['group', { attributes }],
  ]),
  valueProblem: (_type, attribute, value) => (attribute === 'department' && value === 'bad' ? 'is bad' : undefined),
  domains: [{ name: 'pending.example', verified: false, federated: false, initial: false }],
  definitions: () => undefined,
  lineage: () => [],
  nameVerdict: () => ({ kind: 'taken', reason: 'nameTaken', detail: 'eve has it' }),
};

function desired(
  type: TenantType,
  given: Readonly<Record<string, Value | undefined>>,
  once: readonly string[] = [],
): DesiredObject {
  const contributions = Object.entries(given).map(([name, value]) => [name, { value, flow: 0, losers: [] }] as const);
  return {
    type,
    key: 'corp/ada',
    connector: 'corp',
    guid: 'ada',
    joinedKeys: [],
    anchor: 'ada',
    otherAnchors: [],
    name: 'ada',
    dn: 'CN=ada',
    attributes: new Map(contributions),
    once: new Set(once),
    metaverse: new Map(),
  };
}

interface Told {
  readonly changes: Readonly<Record<string, unknown>>;
  readonly held: Readonly<Record<string, string>>;
}

function told(wanted: DesiredObject, parts?: ObjectParts): Told {
  const make = wanted.type === 'user' ? ourUser : ourGroup;
  const object = parts === undefined ? undefined : make('ada', parts);
  const { changes, held } = differenceOf(wanted, object, context);
  return {
    changes: Object.fromEntries(changes.map(({ attribute, before, after }) => [attribute, [before, after]])),
    held: Object.fromEntries(held.map(({ reason, change }) => [change.attribute, reason])),
  };
}

test('what can be written in the create only is written there, and held afterwards', () => {
  expect(told(desired('user', { birthday: 'today' }))).toEqual({ changes: { birthday: [null, 'today'] }, held: {} });
  expect(told(desired('user', { birthday: 'today' }), {})).toEqual({ changes: {}, held: { birthday: 'invalidValue' } });
  const same = { attributes: { birthday: 'today' } };
  expect(told(desired('user', { birthday: 'today' }), same)).toEqual({ changes: {}, held: {} });
});

test('what can never be written, and references, are no differences', () => {
  expect(told(desired('user', { seat: 'here', boss: { dn: 'CN=b' } }), {})).toEqual({ changes: {}, held: {} });
});

test('an attribute that no schema has is a text', () => {
  expect(told(desired('user', { extension_1_level: 'A' }), {}).changes).toEqual({ extension_1_level: [null, 'A'] });
  const nowhere = { ...context, schema: new Map() };
  expect(differenceOf(desired('user', { level: 'A' }), undefined, nowhere).changes).toHaveLength(1);
});

test('a create sets nothing to nothing; what cannot be emptied stays', () => {
  expect(told(desired('user', { department: undefined, country: undefined }))).toEqual({ changes: {}, held: {} });
  const filled = { attributes: { department: 'R', country: 'NO' } };
  expect(told(desired('user', { department: undefined, country: undefined }), filled)).toEqual({
    changes: { department: ['R', null] },
    held: { country: 'cannotClear' },
  });
});

test('names are asked for of users alone, and in texts alone', () => {
  const names = { mail: 'ada@pending.example' };
  expect(told(desired('user', names), {}).held).toEqual({ mail: 'nameTaken' });
  expect(told(desired('group', names), {})).toEqual({ changes: { mail: [null, names.mail] }, held: {} });
  const upn = { userPrincipalName: 'ada@pending.example' };
  expect(told(desired('user', upn), {}).held).toEqual({ userPrincipalName: 'unverifiedDomain' });
  expect(told(desired('group', upn), {}).held).toEqual({});
});

test('a value that the tenant refuses is held, the rest changes, in the order of names', () => {
  const { changes, held } = differenceOf(
    desired('user', { flag: true, department: 'bad', birthday: 'b' }),
    undefined,
    context,
  );
  expect(changes.map(({ attribute }) => attribute)).toEqual(['birthday', 'flag']);
  expect(held.map(({ reason, change }) => [reason, change.attribute])).toEqual([['invalidValue', 'department']]);
  const numbered = differenceOf(desired('user', { department: 1n << 70n, flag: 'yes' }), undefined, context);
  expect(numbered.held.map(({ change }) => [change.attribute, change.after])).toContainEqual(['flag', null]);
});

test('what is applied once stays, but for the account of a leaver who returns', () => {
  const wanted = desired('user', { department: 'R', accountEnabled: true }, ['department', 'accountEnabled']);
  const held = { attributes: { accountEnabled: false, department: 'old' } };
  expect(told(wanted, held).changes).toEqual({});
  expect(told(wanted, { ...held, mark: undefined }).changes).toEqual({});
  expect(told(wanted, { ...held, mark: 'unreadable' }).changes).toEqual({});
  const leaving = { ...held, mark: markOf('ada', { leavingSince: '2026-11-01' }) };
  expect(told(wanted, leaving).changes).toEqual({ accountEnabled: [false, true] });
});
