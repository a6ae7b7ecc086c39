import { describe, expect, test } from 'vitest';
import { entraSchema } from '../../../src/connectors/entra/capabilities.ts';
import { convertDeleted, converter } from '../../../src/connectors/entra/convert.ts';
import { selectionOf } from '../../../src/connectors/entra/read/selection.ts';
import type { Json } from '../../../src/kernel/canonical-json.ts';
import { withDirectoryExtensions } from '../../../src/model/directory-extension.ts';
import { sameValue } from '../../../src/model/comparison.ts';
import type { TenantObject } from '../../../src/model/tenant.ts';
import { MARK, MARK_NAME } from './operations.ts';

const request = {
  attributes: {
    user: ['jobTitle', 'businessPhones', 'extensionAttribute1', 'accountEnabled', 'manager'],
    group: ['description', 'members', 'extensionAttribute1'],
  },
  managers: true,
};
const OWN = MARK_NAME.replace('lockstepOwner', 'costCentre');
const OTHER = `extension_${'a'.repeat(32)}_x`;
const extension = { applicationId: 'a', type: 'String', multiValued: false, on: ['user'] } as const;
const schema = withDirectoryExtensions(entraSchema, [
  { ...extension, name: OWN },
  { ...extension, name: OTHER },
]);
const selecting = { request, schema, markName: MARK_NAME, markDefined: true, defined: new Set<string>() };

type Values = Readonly<Record<string, Json>>;
const toUser = converter('user', selectionOf('user', selecting), MARK_NAME);
const toGroup = converter('group', selectionOf('group', selecting), MARK_NAME);
const user = (values: Values) => toUser({ id: '1', ...values });
const group = (values: Values) => toGroup({ id: '1', ...values });

describe('an object of the tenant', () => {
  test.each<[title: string, object: TenantObject, expected: Partial<TenantObject>]>([
    ['mastered by another engine', user({ onPremisesSyncEnabled: true }), { mastery: 'otherEngine' }],
    ['formerly synchronized', user({ onPremisesSyncEnabled: false }), { mastery: 'formerlySynced' }],
    ['of the cloud', user({ onPremisesSyncEnabled: null }), { mastery: 'cloud' }],
    ['without the flag', user({}), { mastery: 'cloud' }],
    ['a guest', user({ userType: 'Guest' }), { guest: true }],
    ['a member', user({ userType: 'Member' }), { guest: false }],
    ['restricted', user({ isManagementRestricted: true }), { managementRestricted: true }],
    ['with licences', user({ assignedLicenses: [{ skuId: 'a' }, { skuId: 'b' }] }), { licences: 2 }],
    ['with an anchor', user({ onPremisesImmutableId: 'AAAA' }), { anchor: 'AAAA' }],
    ['with a SID', user({ onPremisesSecurityIdentifier: 'S-1-5' }), { sid: 'S-1-5' }],
    ['with a manager', user({ manager: { '@odata.type': '#microsoft.graph.user', id: '2' } }), { manager: '2' }],
    [
      'with our mark',
      user({ [MARK_NAME]: MARK }),
      { mark: { workspace: 'contoso', connector: 'corp', anchor: '00000000-0000-4000-8000-0000000000a1' } },
    ],
    ['with a mark of no version', user({ [MARK_NAME]: 'v9;x' }), { mark: 'unreadable' }],
    ['with a mark that is no text', user({ [MARK_NAME]: 5 }), { mark: 'unreadable' }],
    ['without mark', user({ [MARK_NAME]: null }), { mark: undefined }],
    ['dynamic', group({ groupTypes: ['DynamicMembership'] }), { dynamicMembership: true }],
    ['role-assignable', group({ isAssignableToRole: true }), { roleAssignable: true }],
    ['mail-enabled', group({ mailEnabled: true, groupTypes: [] }), { mailEnabled: true }],
    ['a Microsoft 365 group', group({ mailEnabled: true, groupTypes: ['Unified'] }), { mailEnabled: false }],
    ['a group with its anchor', group({ uniqueName: 'x', displayName: 'Team' }), { anchor: 'x', name: 'Team' }],
  ])('%s', (_, object, expected) => {
    expect(object).toMatchObject(expected);
  });

  test('what is absent is not there at all', () => {
    const object = user({ jobTitle: null, businessPhones: [], manager: null, onPremisesImmutableId: null });
    expect([...object.attributes]).toEqual([]);
    for (const name of ['anchor', 'sid', 'manager']) expect(Object.hasOwn(object, name)).toBe(false);
  });

  test('what is present: false and nested values too, and nothing that was not asked for', () => {
    const object = user({
      accountEnabled: false,
      city: 'Oslo',
      businessPhones: ['1'],
      onPremisesExtensionAttributes: { extensionAttribute1: 'one', extensionAttribute2: 'two' },
    });
    expect([...object.attributes]).toEqual([
      ['businessPhones', ['1']],
      ['accountEnabled', false],
      ['extensionAttribute1', 'one'],
    ]);
  });

  test('a deleted person has the name that it had', () => {
    const id = '5d1e1c2a-0000-4000-8000-000000000001';
    const name = `${id.replaceAll('-', '')}ada@contoso.com`;
    const item = { id, userPrincipalName: name, onPremisesImmutableId: 'AAAA', [MARK_NAME]: MARK };
    expect(convertDeleted('user', item, MARK_NAME)).toMatchObject({ name: 'ada@contoso.com', anchor: 'AAAA' });
    expect(convertDeleted('user', { ...item, id: id.toUpperCase() }, MARK_NAME).name).toBe('ada@contoso.com');
  });
});

test.each<[type: 'user' | 'group', name: string]>([
  ['user', 'userPrincipalName'],
  ['user', 'mailNickname'],
  ['user', 'mail'],
  ['user', 'usageLocation'],
  ['group', 'mailNickname'],
])('%s.%s is the same in upper and in lower case', (type, name) => {
  expect(sameValue('de', 'DE', entraSchema.get(type)!.attributes.get(name)!)).toBe(true);
});

describe('what is selected', () => {
  const attributes = { user: ['city', OWN, OTHER, 'extensionAttribute3', 'nonsense'], group: [] };
  const asked = { ...selecting, request: { attributes, managers: false }, defined: new Set([OTHER]) };

  test('what was asked for, and extension attributes as the whole that Graph has', () => {
    const { select } = selectionOf('user', asked);
    expect(select).toEqual(expect.arrayContaining(['id', 'city', MARK_NAME, OTHER, 'onPremisesExtensionAttributes']));
    for (const name of ['nonsense', 'extensionAttribute3', 'manager', OWN]) expect(select).not.toContain(name);
  });

  test('no mark while it is not defined, and an extension as soon as it is', () => {
    const { select } = selectionOf('user', { ...asked, markDefined: false, defined: new Set([OWN]) });
    expect(select).not.toContain(MARK_NAME);
    expect(select).toContain(OWN);
  });
});
