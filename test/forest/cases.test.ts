import { describe, expect, test } from 'vitest';
import { directory } from '../support/forest/directory.ts';
import { groupCaseNames } from '../support/forest/group-cases.ts';
import { groupAt } from '../support/forest/group.ts';
import { ldifRecord } from '../support/forest/ldif.ts';
import { personCaseNames } from '../support/forest/person-cases.ts';
import { personAt } from '../support/forest/person.ts';
import { examplePlan } from '../support/forest/plan.ts';
import type { ForestPlan } from '../support/forest/plan.ts';
import { tenant } from '../support/forest/tenant.ts';
import { readLdif, textOf } from './read-ldif.ts';
import type { LdifRecord } from './read-ldif.ts';

const records = readLdif([...directory(examplePlan)].map(ldifRecord).join(''));
const groups = records.filter((record) => hasClass(record, 'group'));
const people = records.filter((record) => hasClass(record, 'user') && !hasClass(record, 'computer'));

test('every case in the tables occurs in the example', () => {
  const persons = Array.from({ length: examplePlan.users }, (_, index) => personAt(examplePlan, index).awkward);
  const named = Array.from({ length: examplePlan.groups }, (_, index) => groupAt(examplePlan, index).awkward);
  expect(personCaseNames.filter((name) => !persons.includes(name))).toEqual([]);
  expect(groupCaseNames.filter((name) => !named.includes(name))).toEqual([]);
});

describe('seen from outside, the example holds', () => {
  const wanted: readonly (readonly [what: string, count: number, objects: readonly LdifRecord[], LdifTest])[] = [
    ['disabled people', 8, people, (record) => textOf(record, 'userAccountControl') === '514'],
    ['people without mail', 4, people, (record) => textOf(record, 'mail') === undefined],
    ['people without a UPN', 3, people, (record) => textOf(record, 'userPrincipalName') === undefined],
    ['an unverified suffix', 4, people, (record) => textOf(record, 'userPrincipalName')?.endsWith('@corp.local')],
    ['people in OU=Test', 8, people, (record) => record.dn.includes(',OU=Test,OU=Staff,')],
    ['service accounts', 8, people, (record) => record.dn.includes(',OU=Service Accounts,')],
    ['escaped names', 7, records, (record) => /^CN=[^,]*\\[,+#"; ]/.test(record.dn)],
    ['replication conflicts', 2, people, (record) => record.dn.includes('\\0ACNF:')],
    ['sync engine accounts', 2, people, (record) => /^(AAD|MSOL)_/.test(textOf(record, 'sAMAccountName') ?? '')],
    ['critical system objects', 12, records, (record) => record.values.has('isCriticalSystemObject')],
    ['over-long titles', 2, people, (record) => (textOf(record, 'title') ?? '').length > 128],
    ['contractors', 20, people, (record) => textOf(record, 'employeeType') === 'Contractor'],
    ['other scripts', 12, people, (record) => /[\p{Script=Han}\p{Script=Arabic}\p{Script=Hebrew}]/u.test(record.dn)],
    ['emoji', 2, people, (record) => textOf(record, 'displayName')?.includes('🚀')],
    ['decomposed accents', 2, people, (record) => isDecomposed(textOf(record, 'displayName'))],
    ['apostrophes', 2, people, (record) => textOf(record, 'userPrincipalName')?.includes("'")],
    ['managers in another partition', 2, people, (record) => textOf(record, 'manager')?.includes('DC=partner')],
    ['mail-enabled groups', 6, groups, (record) => record.values.has('mail')],
    ['members in another partition', 2, groups, (record) => memberIn(record, 'DC=partner')],
    ['members in OU=Test', 2, groups, (record) => memberIn(record, 'OU=Test,')],
    ['members that are service accounts', 2, groups, (record) => memberIn(record, 'OU=Service Accounts,')],
    ['members that are contacts', 2, groups, (record) => memberIn(record, 'OU=Contacts,')],
    ['members that are groups', 9, groups, (record) => memberIn(record, 'OU=Groups,')],
    ['contacts', 14, records, (record) => hasClass(record, 'contact')],
    ['computers', 9, records, (record) => hasClass(record, 'computer')],
  ];
  test.each(wanted)('%s', (_, count, objects, matches) => {
    expect(objects.filter((record) => matches(record) === true).length).toBeGreaterThanOrEqual(count);
  });

  test('proxy addresses that two people have', () => {
    const all = people.flatMap((record) => record.values.get('proxyAddresses')?.map(String) ?? []);
    expect(all.length - new Set(all).size).toBe(2);
  });

  test('a ring of three managers, and one who is his own', () => {
    const managers = new Map(people.map((record) => [record.dn, textOf(record, 'manager')]));
    const rings = [...managers.keys()].map((dn) => ringLength(managers, dn)).filter((length) => length > 0);
    expect(rings.sort()).toEqual([1, 3, 3, 3]);
  });
});

describe('the generator', () => {
  const small: ForestPlan = { ...examplePlan, users: 3000, groups: 60, seed: 7 };

  test('gives the same bytes for the same plan and others for another seed', () => {
    expect(written(small)).toEqual(written(small));
    expect(written({ ...small, seed: 8 })).not.toEqual(written(small));
  });

  test('makes 30,000 people with names and accounts of their own', () => {
    const accounts = Array.from({ length: 30_000 }, (_, index) => personAt(small, index));
    expect(new Set(accounts.map(({ account }) => account.toLowerCase())).size).toBe(30_000);
    expect(new Set(accounts.map(({ cn }) => cn.normalize().toLowerCase())).size).toBe(30_000);
    expect(Math.max(...accounts.map(({ account }) => account.length))).toBeLessThanOrEqual(20);
  });
});

type LdifTest = (record: LdifRecord) => boolean | undefined;

function hasClass(record: LdifRecord, name: string): boolean {
  return record.values.get('objectClass')!.some((value) => value.toString() === name);
}

function memberIn(record: LdifRecord, part: string): boolean {
  return record.values.get('member')?.some((value) => value.toString().includes(part)) ?? false;
}

function isDecomposed(text: string | undefined): boolean {
  return text !== undefined && text !== text.normalize('NFC');
}

/** How many steps up lead back to the start; 0: none do. */
function ringLength(managers: ReadonlyMap<string, string | undefined>, start: string): number {
  let at = managers.get(start);
  for (let steps = 1; steps <= 5 && at !== undefined; steps++) {
    if (at === start) return steps;
    at = managers.get(at);
  }
  return 0;
}

function written(plan: ForestPlan): string {
  const objects = [...tenant(plan)].map((object) => JSON.stringify(object));
  return [...[...directory(plan)].map(ldifRecord), ...objects].join('');
}
