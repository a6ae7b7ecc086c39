import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { guidBytes, guidOf } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';
import { ourUser } from '../support/world/tenant.ts';

// Who takes part by the default rules, and with what: as the rules of Connect decide it.

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({
    ordinary: false,
    topology: '  signIn: { newUsers: externalPassword }\n  extends: [lockstep/default@1]',
  });
});

type Given = Readonly<Record<string, Value | undefined>>;

/** The names of what the tenant should hold. */
function wanted(...objects: readonly SourceObject[]): readonly string[] {
  return populationOf(rules, [imported(objects)]).desired.map(({ name }) => name.replace(/@.*/, ''));
}

function value(object: SourceObject, attribute: string): unknown {
  return populationOf(rules, [imported([object])]).desired[0]?.attributes.get(attribute)?.value;
}

test('a disabled account takes part, and is disabled', () => {
  expect(value(person('ada', { with: { userAccountControl: 514 } }), 'accountEnabled')).toBe(false);
  expect(value(person('ada', { with: { userAccountControl: 66_048 } }), 'accountEnabled')).toBe(true);
});

test.each<[string, Given, boolean]>([
  ['an ordinary one', {}, true],
  ['critical', { isCriticalSystemObject: true }, false],
  ['written back by a sync engine', { adminDescription: 'User_2f2c7c3e' }, false],
  ['described in another way', { adminDescription: 'Userland' }, true],
  ['the support account', { sAMAccountName: 'SUPPORT_388945a0' }, false],
  ['of a sync engine', { sAMAccountName: 'MSOL_d1edb676ca03' }, false],
  ['of an agent', { sAMAccountName: 'AAD_d1edb676ca03' }, false],
  ['a system mailbox', { mailNickname: 'SystemMailbox{1f05a927}' }, false],
  ['a discovery mailbox', { msExchRecipientTypeDetails: 0x2000_0000 }, false],
  ['a plan of mailboxes', { msExchRecipientTypeDetails: 0x100_0000 }, false],
  ['a mailbox', { msExchRecipientTypeDetails: 1 }, true],
  ['a remote mailbox', { msExchRecipientTypeDetails: 2 ** 31 }, true],
  ['of client access', { sAMAccountName: 'CAS_{1f05a927}' }, false],
  ['like one of client access', { sAMAccountName: 'CAS_1f05a927' }, true],
  ['without an account name', { sAMAccountName: undefined }, false],
])('a user: %s', (_what, given, takesPart) => {
  expect(wanted(person('ada', { with: given })).length).toBe(takesPart ? 1 : 0);
});

test('the loser of a replication conflict never takes part, by either spelling of its name', () => {
  for (const dn of [
    'CN=ada\\0ACNF:1f05a927,DC=corp,DC=contoso,DC=com',
    'CN=ada\nCNF:1f05a927,DC=corp,DC=contoso,DC=com',
  ]) {
    expect(wanted(person('ada', { dn }))).toEqual([]);
    expect(wanted(team('crew', [], { dn }))).toEqual([]);
  }
});

test.each<[string, Given, boolean]>([
  ['of security, without mail', {}, true],
  ['of distribution', { groupType: 2 }, false],
  ['of security, with mail', { mail: 'crew@contoso.com' }, false],
  ['with a secondary address alone', { proxyAddresses: ['smtp:crew@contoso.com'] }, true],
  ['with a primary address', { proxyAddresses: ['x500:a', 'SMTP:crew@contoso.com'] }, false],
  ['critical', { isCriticalSystemObject: true }, false],
  ['written back by a sync engine', { adminDescription: 'Group_2f2c7c3e' }, false],
  ['a role group of Exchange', { msExchRecipientTypeDetails: 0x4000_0000 }, false],
  ['a remote mailbox type beyond 32 bits', { msExchRecipientTypeDetails: 2 ** 33 }, true],
])('a group: %s', (_what, given, takesPart) => {
  expect(wanted(team('crew', [], { with: given })).length).toBe(takesPart ? 1 : 0);
});

test('inetOrgPerson takes part as user does', () => {
  const { attributes } = person('ada');
  const twin = { ...person('ada'), type: 'inetOrgPerson', attributes };
  expect(wanted(twin)).toEqual(['ada']);
});

test('a contact and a computer are known and never made in the tenant', () => {
  const contact = sourceObject('c', { type: 'contact', with: { mail: 'c@x.example', displayName: 'c' } });
  const computer = sourceObject('pc', {
    type: 'computer',
    with: { userCertificate: [Uint8Array.of(1)], userAccountControl: 4096 },
  });
  expect(wanted(contact, computer)).toEqual([]);
});

test('an account without userPrincipalName gets one of its account name and its domain', () => {
  const ada = person('ada', { with: { userPrincipalName: undefined } });
  expect(value(ada, 'userPrincipalName')).toBe('ada@corp.contoso.com');
});

test('a name that is missing is the cn', () => {
  const named = (given: Given): unknown => value(person('ada', { with: { cn: 'Ada Byron', ...given } }), 'displayName');
  expect(named({ displayName: undefined })).toBe('Ada Byron');
  expect(named({ displayName: ' Ada  ' })).toBe('Ada');
});

test('the source anchor is the objectGUID in Base64, in the order of bytes of the directory', () => {
  const [desired] = populationOf(rules, [imported([person('ada')])]).desired;
  expect(desired?.metaverse.get('sourceAnchor')?.value).toBe(Buffer.from(guidBytes(guidOf('ada'))).toString('base64'));
});

test('a usage location that was set is never cleared', () => {
  const ours = ourUser('ada', { attributes: { usageLocation: 'NO' } });
  expect(planOf({ rules, source: [person('ada')], tenant: { objects: [ours] } }).told).toEqual([]);
  const moved = person('ada', { with: { c: 'SE' } });
  expect(planOf({ rules, source: [moved], tenant: { objects: [ours] } }).told).toEqual(['update ada']);
});

test('blanks around a value are none of it, and a value of blanks is absent', () => {
  expect(value(person('ada', { with: { department: ' Research ' } }), 'department')).toBe('Research');
  expect(value(person('ada', { with: { department: '  ' } }), 'department')).toBeUndefined();
});
