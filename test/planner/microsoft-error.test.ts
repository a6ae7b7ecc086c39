import { expect, test } from 'vitest';
import { tenantSchema } from '../../src/app/registry.ts';
import type { DesiredPopulation, FailureCause } from '../../src/model/desired.ts';
import type { Held } from '../../src/model/plan.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { microsoftNames } from '../../src/planner/microsoft-error.ts';
import { indexTenant } from '../../src/planner/tenant-index.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { ourUser, strangeGroup, stranger, tenantOf, without } from '../support/world/tenant.ts';

const KEY = `corp/${guidOf('ada')}`;

interface Parts {
  readonly objects?: readonly TenantObject[];
  readonly privileged?: readonly string[];
  readonly mail?: string;
  readonly cause?: FailureCause | 'none';
}

/** What Microsoft would have called a hold of Ada. */
function nameOf(held: Partial<Held>, { objects = [], privileged = [], mail, cause }: Parts = {}) {
  const values = new Map(
    Object.entries({ userPrincipalName: 'ada@contoso.com', ...(mail === undefined ? {} : { mail }) }),
  );
  const attributes = new Map([...values].map(([name, value]) => [name, { value, flow: 0, losers: [] }]));
  const desired = { type: 'user', key: KEY, anchor: userAnchor('ada'), otherAnchors: [], attributes };
  const failure = { type: undefined, key: KEY, dn: 'CN=ada', message: '', at: '' };
  const population: DesiredPopulation = {
    desired: [desired] as never,
    failed: cause === undefined ? [] : [{ ...failure, ...(cause === 'none' ? {} : { cause }) }],
    undesired: [],
    source: new Map(),
  };
  const tenant = tenantOf({ objects, facts: { privilegedUsers: new Map(privileged.map((id) => [id, 'Reader'])) } });
  const index = indexTenant(tenant, 'contoso');
  const whole: Held = {
    kind: 'held',
    object: { type: 'user', key: KEY, name: 'ada' },
    reason: 'candidate',
    detail: '',
    would: 'create',
    changes: [],
    ...held,
  };
  const { microsoftError, ...rest } = microsoftNames({
    population,
    index,
    facts: tenant.facts,
    schema: tenantSchema,
  })(whole);
  // Nothing else of the hold changes.
  expect(rest).toEqual(whole);
  return microsoftError;
}

const change = (attribute: string, after: Held['changes'][number]['after']) => ({
  attribute,
  before: null,
  after,
  why: [],
});
const taken = (attribute: string, name = 'ada@contoso.com', would: Held['would'] = 'create'): Partial<Held> => ({
  reason: 'nameTaken',
  detail: `${name}: somebody has it`,
  would,
  changes: [change(attribute, name)],
});
const ANCHORED = stranger('ada', { anchor: userAnchor('ada') });
const OTHER = stranger('ada', { anchor: userAnchor('other') });
const BARE = stranger('ada');
const GROUP = strangeGroup('sales', { attributes: { proxyAddresses: ['SMTP:ada@contoso.com'] } });

test.each<[string, Partial<Held>, Parts, string | undefined]>([
  ['hard match of an administrator', {}, { objects: [ANCHORED], privileged: ['id-ada'] }, 'InvalidHardMatch'],
  ['hard match of anybody else', {}, { objects: [ANCHORED] }, undefined],
  ['hard match before soft match', {}, { objects: [ANCHORED, OTHER], privileged: ['id-ada'] }, 'InvalidHardMatch'],
  ['soft match with another anchor', {}, { objects: [OTHER] }, 'InvalidSoftMatch'],
  ['soft match of an administrator', {}, { objects: [BARE], privileged: ['id-ada'] }, 'ExistingAdminRoleConflict'],
  ['soft match of anybody else', {}, { objects: [BARE] }, undefined],
  [
    'soft match by mail',
    {},
    { objects: [stranger('eve', { anchor: userAnchor('eve'), attributes: { mail: 'a@b.c' } })], mail: 'a@b.c' },
    'InvalidSoftMatch',
  ],
  ['somebody who is ours is matched with nobody', {}, { objects: [ourUser('ada')], privileged: ['id-ada'] }, undefined],
  ['the name of a user with an anchor', taken('userPrincipalName'), { objects: [OTHER] }, 'InvalidSoftMatch'],
  [
    'the name of an administrator',
    taken('userPrincipalName'),
    { objects: [BARE], privileged: ['id-ada'] },
    'ExistingAdminRoleConflict',
  ],
  ['the name of anybody else', taken('userPrincipalName'), { objects: [BARE] }, undefined],
  [
    'the name of another, when it is there already',
    taken('userPrincipalName', undefined, 'update'),
    { objects: [BARE] },
    'AttributeValueMustBeUnique',
  ],
  ['an address of a group', taken('mail'), { objects: [GROUP] }, 'ObjectTypeMismatch'],
  [
    'an address of a group, when it is there already',
    taken('mail', undefined, 'update'),
    { objects: [GROUP] },
    'ObjectTypeMismatch',
  ],
  [
    'an address of another user',
    taken('mail', undefined, 'update'),
    { objects: [stranger('eve', { attributes: { mail: 'ada@contoso.com' } })] },
    'AttributeValueMustBeUnique',
  ],
  ['twice in the source', { reason: 'duplicateInSource' }, {}, 'AttributeValueMustBeUnique'],
  ['a leaver who is part of another', { reason: 'duplicateInSource', would: 'delete' }, {}, undefined],
  ['a twin', { reason: 'twinSid' }, {}, 'AttributeValueMustBeUnique'],
  ['another anchor', { reason: 'changedAnchor', would: 'update' }, {}, 'SourceAnchor attribute has changed'],
  ['a leaver whose anchor another has now', { reason: 'changedAnchor', would: 'leave' }, {}, undefined],
  [
    'an anchor of nobody',
    { reason: 'markDisagrees', would: 'update', object: { type: 'user', key: KEY, id: 'id-ada', name: 'ada' } },
    { objects: [OTHER] },
    'SourceAnchor attribute has changed',
  ],
  [
    'a mark on a group',
    { reason: 'markDisagrees', would: 'update', object: { type: 'user', key: KEY, id: 'id-sales', name: 'ada' } },
    { objects: [GROUP] },
    'ObjectTypeMismatch',
  ],
  [
    'the anchor of somebody who is another now',
    { reason: 'markDisagrees', would: 'update', object: { type: 'user', key: KEY, id: 'id-ada', name: 'ada' } },
    { objects: [ANCHORED] },
    undefined,
  ],
  [
    'no anchor',
    { reason: 'markDisagrees', would: 'update', object: { type: 'user', key: KEY, id: 'id-ada', name: 'ada' } },
    { objects: [without(ourUser('ada'), 'anchor')] },
    undefined,
  ],
  [
    'a leaver without anchor',
    { reason: 'markDisagrees', would: 'delete', object: { type: 'user', key: KEY, id: 'id-ada', name: 'ada' } },
    { objects: [without(ourUser('ada'), 'anchor')] },
    'DeletingCloudOnlyObjectNotAllowed',
  ],
  [
    'a leaver with another anchor',
    { reason: 'markDisagrees', would: 'delete', object: { type: 'user', key: KEY, id: 'id-ada', name: 'ada' } },
    { objects: [OTHER] },
    undefined,
  ],
  [
    'a leaver who was synchronized',
    { reason: 'formerlySynced', would: 'delete' },
    {},
    'DeletingCloudOnlyObjectNotAllowed',
  ],
  ['somebody who was synchronized', { reason: 'formerlySynced', would: 'update' }, {}, undefined],
  ['a domain', { reason: 'unverifiedDomain' }, {}, 'DomainNotVerified'],
  ['between federated domains', { reason: 'federatedDomainChange', would: 'update' }, {}, 'FederatedDomainChangeError'],
  ['several identities fit', { reason: 'evaluationFailed', would: 'nothing' }, { cause: 'ambiguousJoin' }, 'Ambiguous'],
  [
    'rules with different join conditions',
    { reason: 'evaluationFailed', would: 'nothing' },
    { cause: 'severalJoinRules' },
    'MultipleJoinRules',
  ],
  ['a rule failed', { reason: 'evaluationFailed', would: 'nothing' }, { cause: 'none' }, undefined],
  ['mastered elsewhere', { reason: 'masteredElsewhere' }, {}, undefined],
])('%s', (_, held, parts, expected) => {
  expect(nameOf(held, parts)).toBe(expected);
});

const invalid = (
  attribute: string,
  after: Held['changes'][number]['after'],
  more: Partial<Held> = {},
): Partial<Held> => ({
  reason: 'invalidValue',
  detail: `${attribute} is refused`,
  changes: [change(attribute, after)],
  ...more,
});

test.each<[string, Partial<Held>, string | undefined]>([
  ['a sign-in name', invalid('userPrincipalName', 'a b@contoso.com'), 'IdentityDataValidationFailed'],
  [
    'a sign-in name that is too long',
    invalid('userPrincipalName', `${'a'.repeat(200)}@contoso.com`),
    'IdentityDataValidationFailed',
  ],
  ['as long as the tenant takes', invalid('employeeId', '1'.repeat(16)), 'DataValidationFailed'],
  ['longer', invalid('employeeId', '1'.repeat(17)), 'ExceededAllowedLength'],
  ['one of several is longer', invalid('otherMails', ['a@b.c', `${'a'.repeat(250)}@b.c`]), 'ExceededAllowedLength'],
  ['as many as the tenant takes', invalid('businessPhones', ['1']), 'DataValidationFailed'],
  ['more', invalid('businessPhones', ['1', '2']), 'LargeObject'],
  ['a character', invalid('mailNickname', 'a(b'), 'DataValidationFailed'],
  [
    'no value',
    {
      reason: 'invalidValue',
      detail: 'displayName has no value',
      changes: [change('mailNickname', 'a'), change('userPrincipalName', 'x')],
    },
    undefined,
  ],
  [
    'one of several',
    invalid('employeeId', 'x', { changes: [change('mailNickname', 'a'), change('employeeId', '1'.repeat(17))] }),
    'ExceededAllowedLength',
  ],
])('a value: %s', (_, held, expected) => {
  expect(nameOf(held)).toBe(expected);
});
