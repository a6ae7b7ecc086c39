import { beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../src/kernel/canonical-json.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import type { Value } from '../../src/model/value.ts';
import { sidBytes } from '../support/world/identity.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { stranger } from '../support/world/tenant.ts';
import { changed, compare } from './connect.ts';

/** Its nickname is that of the directory, or there is none. */
const NICKNAME = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: nickname }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: 50
  flows:
    mailNickname: '=IIF(IsPresent([mailNickname]), [mailNickname], [sAMAccountName])'
    c: c
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: country }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 60
  flows:
    usageLocation: c
    preferredLanguage: { constant: en-US, applyOnce: true }
`;

let rules: RuleSet;

beforeAll(async () => {
  rules = await rulesOf({ documents: NICKNAME });
});

interface Case {
  /** Attributes of ada in the directory. */
  readonly ada?: Readonly<Record<string, Value | undefined>>;
  /** What the tenant holds of her; null: nothing. */
  readonly holds: Readonly<Record<string, Json>>;
  readonly licences?: number;
  readonly others?: readonly TenantObject[];
}

/** The class of each difference between ada's values in the tenant and those of the rules. */
function classesOf({ ada = {}, holds, licences = 0, others = [] }: Case): Readonly<Record<string, string>> {
  const upn = ada['userPrincipalName'];
  const { differences, parity } = compare({
    rules,
    source: [person('ada', { with: { preferredLanguage: 'en-US', ...ada } })],
    tenant: (tenant) => {
      const named = typeof holds['userPrincipalName'] === 'string' ? { name: holds['userPrincipalName'] } : {};
      const name = typeof upn === 'string' ? upn : 'ada@contoso.com';
      const made = changed(tenant, name, { licences, ...named, attributes: holds });
      return { ...made, objects: [...made.objects, ...others] };
    },
  });
  expect(parity.pairs.user).toBe(1);
  return Object.fromEntries(differences.map((one) => [one.attribute, one.class]));
}

const other = (attributes: Readonly<Record<string, Json>>, name = 'other@contoso.com'): TenantObject =>
  stranger('other', { name, attributes: { userPrincipalName: name, ...attributes } });

describe('userPrincipalName', () => {
  const unverified = { userPrincipalName: 'ada@pending.example', sAMAccountName: 'al' };
  test.each<[string, Case, string | undefined]>([
    [
      'of an unverified suffix becomes nickname of the directory and initial domain',
      { ada: { ...unverified, mailNickname: 'nick' }, holds: { userPrincipalName: 'nick@contoso.onmicrosoft.com' } },
      'serviceUpn',
    ],
    [
      'else front part of the primary address',
      {
        ada: { ...unverified, mail: 'm@contoso.com', proxyAddresses: ['smtp:s@contoso.com', 'SMTP:p@contoso.com'] },
        holds: { userPrincipalName: 'p@contoso.onmicrosoft.com' },
      },
      'serviceUpn',
    ],
    [
      'else of mail',
      {
        ada: { ...unverified, mail: 'm@contoso.com', proxyAddresses: ['smtp:s@contoso.com'] },
        holds: { userPrincipalName: 'm@contoso.onmicrosoft.com' },
      },
      'serviceUpn',
    ],
    [
      'else of itself',
      {
        ada: { ...unverified, proxyAddresses: ['smtp:s@contoso.com'] },
        holds: { userPrincipalName: 'ada@contoso.onmicrosoft.com' },
      },
      'serviceUpn',
    ],
    [
      'or of the nickname that both sides have',
      { ada: unverified, holds: { userPrincipalName: 'al@contoso.onmicrosoft.com' } },
      'serviceUpn',
    ],
    [
      'but not of a nickname that the rules do not give',
      { ada: unverified, holds: { userPrincipalName: 'x@contoso.onmicrosoft.com', mailNickname: 'x' } },
      'difference',
    ],
    [
      'whatever the case',
      { ada: { ...unverified, mailNickname: 'Nick' }, holds: { userPrincipalName: 'nick@Contoso.onmicrosoft.com' } },
      'serviceUpn',
    ],
    [
      'of what there was when the person came, whatever came since',
      { ada: { ...unverified, mail: 'm@contoso.com' }, holds: { userPrincipalName: 'ada@contoso.onmicrosoft.com' } },
      'serviceUpn',
    ],
    [
      'also of an address, where the directory has a nickname by now',
      {
        ada: { ...unverified, mail: 'm@contoso.com', mailNickname: 'new' },
        holds: { userPrincipalName: 'm@contoso.onmicrosoft.com', mailNickname: 'new' },
      },
      'serviceUpn',
    ],
    [
      'not of an address that there is not',
      { ada: { ...unverified, mail: 'm@contoso.com' }, holds: { userPrincipalName: 'p@contoso.onmicrosoft.com' } },
      'difference',
    ],
    [
      'not in another domain',
      { ada: { ...unverified, mailNickname: 'nick' }, holds: { userPrincipalName: 'nick@contoso.com' } },
      'difference',
    ],
    [
      'not of a verified suffix',
      { ada: { mailNickname: 'nick' }, holds: { userPrincipalName: 'nick@contoso.onmicrosoft.com' } },
      'difference',
    ],
    [
      'but of a name that is not valid',
      {
        ada: { userPrincipalName: 'a da@contoso.com', mailNickname: 'nick' },
        holds: { userPrincipalName: 'nick@contoso.onmicrosoft.com' },
      },
      'serviceUpn',
    ],
    ['which is no difference where it is the same', { ada: unverified, holds: {} }, undefined],
  ])('%s', (_what, one, expected) => {
    expect(classesOf(one)['userPrincipalName']).toBe(expected);
  });

  const taken = { userPrincipalName: 'ada1234@contoso.onmicrosoft.com' };
  const told = (property: string, value: string): Case['holds'] => ({
    onPremisesProvisioningErrors: [{ category: 'PropertyConflict', propertyCausingError: property, value }],
  });
  test.each<[string, Case, string]>([
    ['held by another name', { holds: taken, others: [other({}, 'ada@contoso.com')] }, 'duplicateQuarantine'],
    [
      'held by another address',
      { holds: taken, others: [other({ proxyAddresses: ['smtp:ADA@contoso.com'] })] },
      'duplicateQuarantine',
    ],
    [
      'with a plus',
      { holds: { userPrincipalName: 'ada+1234@contoso.onmicrosoft.com' }, others: [other({}, 'ada@contoso.com')] },
      'duplicateQuarantine',
    ],
    [
      'told by the tenant',
      { holds: { ...taken, ...told('UserPrincipalName', 'ada@contoso.com') } },
      'duplicateQuarantine',
    ],
    ['told of another value', { holds: { ...taken, ...told('UserPrincipalName', 'eve@contoso.com') } }, 'difference'],
    ['told of another property', { holds: { ...taken, ...told('ProxyAddress', 'ada@contoso.com') } }, 'difference'],
    ['held by nobody', { holds: taken, others: [other({})] }, 'difference'],
    [
      'three digits',
      { holds: { userPrincipalName: 'ada123@contoso.onmicrosoft.com' }, others: [other({}, 'ada@contoso.com')] },
      'difference',
    ],
    [
      'another front part',
      { holds: { userPrincipalName: 'eve1234@contoso.onmicrosoft.com' }, others: [other({}, 'ada@contoso.com')] },
      'difference',
    ],
    [
      'another domain',
      { holds: { userPrincipalName: 'ada1234@contoso.com' }, others: [other({}, 'ada@contoso.com')] },
      'difference',
    ],
  ])('a duplicate: %s', (_what, one, expected) => {
    expect(classesOf(one)['userPrincipalName']).toBe(expected);
  });
});

describe('mailNickname', () => {
  test.each<[string, Case, string | undefined]>([
    [
      'is made of the primary address where the directory has none',
      { ada: { proxyAddresses: ['SMTP:p@contoso.com'] }, holds: { mailNickname: 'p' } },
      'serviceMailNickname',
    ],
    ['of mail', { ada: { mail: 'm@contoso.com' }, holds: { mailNickname: 'M' } }, 'serviceMailNickname'],
    ['of the sign-in name', { ada: { sAMAccountName: 'al' }, holds: { mailNickname: 'ada' } }, 'serviceMailNickname'],
    [
      'of a secondary address, which may have been the primary one',
      { ada: { proxyAddresses: ['smtp:r@contoso.com', 'smtp:s@contoso.com'] }, holds: { mailNickname: 's' } },
      'serviceMailNickname',
    ],
    [
      'of the sign-in name, where mail came later',
      { ada: { sAMAccountName: 'al', mail: 'm@contoso.com' }, holds: { mailNickname: 'ada' } },
      'serviceMailNickname',
    ],
    [
      'not of a primary address in a reserved domain',
      { ada: { proxyAddresses: ['SMTP:p@contoso.onmicrosoft.com'] }, holds: { mailNickname: 'p' } },
      'difference',
    ],
    [
      'not where the directory has one',
      { ada: { mailNickname: 'nick', mail: 'm@contoso.com' }, holds: { mailNickname: 'm' } },
      'difference',
    ],
    ['not where it is missing', { holds: { mailNickname: null } }, 'difference'],
    ['not of anything else', { holds: { mailNickname: 'old' } }, 'difference'],
  ])('%s', (_what, one, expected) => {
    expect(classesOf(one)['mailNickname']).toBe(expected);
  });
});

describe('mail', () => {
  const both = { mail: 'm@contoso.com', proxyAddresses: ['SMTP:p@contoso.com', 'smtp:s@contoso.com'] };
  const told = (value: string): Case['holds'] => ({
    onPremisesProvisioningErrors: [{ propertyCausingError: 'ProxyAddress', value }],
  });
  test.each<[string, Case, string | undefined]>([
    ['is the primary address', { ada: both, holds: { mail: 'p@contoso.com' } }, 'proxyCalculation'],
    ['not a secondary one', { ada: both, holds: { mail: 's@contoso.com' } }, 'difference'],
    [
      'not one in a reserved domain',
      {
        ada: { mail: 'm@contoso.com', proxyAddresses: ['SMTP:p@contoso.onmicrosoft.com'] },
        holds: { mail: 'p@contoso.onmicrosoft.com' },
      },
      'difference',
    ],
    [
      'not one that is no address',
      { ada: { mail: 'm@contoso.com', proxyAddresses: ['SMTP:p p@contoso.com'] }, holds: { mail: 'p p@contoso.com' } },
      'difference',
    ],
    [
      'of the licensed, only of a verified domain',
      {
        ada: { ...both, proxyAddresses: ['SMTP:p@pending.example'], mail: 'm@pending.example' },
        licences: 1,
        holds: { mail: 'ada@contoso.com' },
      },
      'proxyCalculation',
    ],
    [
      'of others, of any domain',
      { ada: { mail: 'm@pending.example' }, holds: { mail: 'ada@contoso.com' } },
      'difference',
    ],
    [
      'of the licensed without any, the sign-in name',
      { holds: { mail: 'ada@contoso.com' }, licences: 1 },
      'proxyCalculation',
    ],
    [
      'of the unlicensed without any, the initial domain',
      { holds: { mail: 'ada@contoso.onmicrosoft.com' } },
      'proxyCalculation',
    ],
    [
      'not the initial domain where there is an address',
      { ada: { mail: 'm@contoso.com' }, holds: { mail: 'ada@contoso.onmicrosoft.com' } },
      'difference',
    ],
    ['not the initial domain of another nickname', { holds: { mail: 'eve@contoso.onmicrosoft.com' } }, 'difference'],
    ['is not lost', { ada: both, holds: { mail: null } }, 'difference'],
    [
      'is set aside where another holds it',
      {
        ada: { mail: 'm@contoso.com' },
        holds: { mail: null },
        others: [other({ proxyAddresses: ['SMTP:m@contoso.com'] })],
      },
      'duplicateQuarantine',
    ],
    [
      'and another primary one stays',
      {
        ada: { ...both, mail: 'm@contoso.com' },
        holds: { mail: 'p@contoso.com' },
        others: [other({ mail: 'm@contoso.com' })],
      },
      'proxyCalculation',
    ],
    [
      'or where the tenant tells so',
      { ada: { mail: 'm@contoso.com' }, holds: { mail: null, ...told('SMTP:m@contoso.com') } },
      'duplicateQuarantine',
    ],
    [
      'not of another value',
      { ada: { mail: 'm@contoso.com' }, holds: { mail: null, ...told('SMTP:x@contoso.com') } },
      'difference',
    ],
    [
      'not for any address in its place',
      { ada: { mail: 'm@contoso.com' }, holds: { mail: 'x@contoso.com', ...told('SMTP:m@contoso.com') } },
      'difference',
    ],
  ])('%s', (_what, one, expected) => {
    expect(classesOf(one)['mail']).toBe(expected);
  });
});

describe('usageLocation', () => {
  test.each<[string, Case, string | undefined]>([
    ['set in the cloud where the rules say nothing', { holds: { usageLocation: 'NO' } }, 'usageLocation'],
    ['no country', { holds: { usageLocation: 'Norway' } }, 'difference'],
    ['another than the rules give', { ada: { c: 'SE' }, holds: { usageLocation: 'NO' } }, 'difference'],
    ['the same in another case', { ada: { c: 'NO' }, holds: { usageLocation: 'no' } }, undefined],
    ['missing though the rules give it', { ada: { c: 'SE' }, holds: { usageLocation: null } }, 'difference'],
  ])('%s', (_what, one, expected) => {
    expect(classesOf(one)['usageLocation']).toBe(expected);
  });
});

test('what is for new objects only may have become anything', () => {
  expect(classesOf({ holds: { preferredLanguage: 'sv-SE' } })).toEqual({ preferredLanguage: 'setOnce' });
  expect(classesOf({ holds: { preferredLanguage: null } })).toEqual({ preferredLanguage: 'setOnce' });
});

test.each<[what: string, nickname: string, source: { displayName?: string } & Record<string, Value>, expected: string]>(
  [
    ['its name without what is not allowed', 'OursRed', { displayName: 'Ours (Red)' }, 'serviceMailNickname'],
    ['its account name', 'r.e.d', { displayName: 'Ours' }, 'serviceMailNickname'],
    ['its address', 'team-red', { proxyAddresses: ['smtp:team-red@contoso.com'] }, 'serviceMailNickname'],
    ['another name', 'blue', { displayName: 'Ours (Red)' }, 'difference'],
    ['a part of its name', 'ours', { displayName: 'Ours (Red)' }, 'difference'],
    ['nothing that can be told', '---', { displayName: '+++' }, 'difference'],
    [
      'its name, though the directory has a nickname',
      'OursRed',
      { displayName: 'Ours Red', mailNickname: 'r' },
      'difference',
    ],
  ],
)('the nickname of a group is %s', async (_what, nickname, source, expected) => {
  const { told } = compare({
    rules: await rulesOf({}),
    source: [team('red', [], { with: { objectSid: sidBytes(7), ...source } })],
    tenant: (tenant) => changed(tenant, source.displayName ?? 'red', { attributes: { mailNickname: nickname } }),
  });
  expect(told.map((line) => line.split(' mailNickname ')[1]?.split(' ')[0])).toEqual([expected]);
});

test('no class is given by the name of an attribute: the same values on a group are differences', () => {
  const red = team('red', [], { with: { objectSid: sidBytes(7), mail: 'm@contoso.com' } });
  const { told } = compare({
    rules,
    source: [red],
    tenant: (tenant) => changed(tenant, 'red', { attributes: { mailNickname: 'm' } }),
  });
  expect(told).toEqual(['red mailNickname difference m -> red']);
});
