import type { Group, MemberRef } from './group.ts';
import { firstOf } from './person-cases.ts';
import { foreignPartition } from './plan.ts';

export interface GroupCase {
  readonly name: string;
  readonly count: number;
  readonly alter: (group: Group, nth: number) => Partial<Group>;
}

/** Values of groupType (MS-ADTS 2.2.12): scope bits, and the sign bit for security. */
export const groupTypes = {
  globalSecurity: -2147483646,
  domainLocalSecurity: -2147483644,
  universalSecurity: -2147483640,
  globalDistribution: 2,
  universalDistribution: 8,
} as const;

const FIRST_POSITION = 1;

const cases: readonly GroupCase[] = [
  { name: 'nested', count: 3, alter: (group) => with_(group, [{ group: group.index + 1 }]) },
  { name: 'circular', count: 5, alter: circular },
  { name: 'members outside scope', count: 2, alter: (group) => with_(group, people('service account', 4)) },
  {
    name: 'members in OU=Test',
    count: 2,
    alter: (group) => with_(group, [...people('in OU=Test', 2), ...people('moved to OU=Test', 2)]),
  },
  { name: 'member in a partition that is not configured', count: 2, alter: (group) => with_(group, [{ dn: partner }]) },
  {
    name: 'contact and computer members',
    count: 2,
    alter: (group) => with_(group, [{ contact: 0 }, { contact: 1 }, { computer: 0 }]),
  },
  { name: 'mail-enabled', count: 6, alter: mailEnabled },
  { name: 'mail-enabled group as a member', count: 1, alter: (group) => with_(group, [{ group: group.index - 1 }]) },
  { name: 'disabled members', count: 1, alter: (group) => with_(group, people('disabled', 8)) },
  { name: 'empty', count: 1, alter: () => ({ size: 0 }) },
  { name: 'special name', count: 4, alter: specialName },
  {
    name: 'renamed',
    count: 2,
    alter: (group, nth) => ({ displayName: `Ünited ${nth}`, cn: `Ünited ${nth}`, was: group.displayName }),
  },
  { name: 'no displayName', count: 1, alter: () => ({ displayName: undefined }) },
  { name: 'domain local', count: 1, alter: () => ({ groupType: groupTypes.domainLocalSecurity }) },
  { name: 'new', count: 3, alter: () => ({ standing: 'absent' }) },
];

const slots = cases.flatMap((one) => Array.from({ length: one.count }, (_, nth) => ({ case: one, nth })));

export const groupCaseNames: readonly string[] = cases.map(({ name }) => name);

export function groupCaseAt(index: number): { readonly case: GroupCase; readonly nth: number } | undefined {
  return slots[index - FIRST_POSITION];
}

const partner = `CN=Partner Liaison,OU=Staff,${foreignPartition}`;

function with_(group: Group, extra: readonly MemberRef[]): Partial<Group> {
  return { extra: [...group.extra, ...extra] };
}

function people(name: string, count: number): MemberRef[] {
  const first = firstOf(0, name);
  return Array.from({ length: count }, (_, nth) => ({ person: first + nth }));
}

/** A ring of three and a pair. */
function circular(group: Group, nth: number): Partial<Group> {
  const [start, length] = nth < 3 ? [group.index - nth, 3] : [group.index - nth + 3, 2];
  return with_(group, [{ group: start + ((group.index - start + 1) % length) }]);
}

function mailEnabled(group: Group, nth: number): Partial<Group> {
  const kinds = [groupTypes.globalDistribution, groupTypes.universalDistribution, groupTypes.universalSecurity];
  const cn = `${['DL', 'DL', 'MES'][nth % 3]!} ${group.cn}`;
  const account = cn.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const mail = `${account}@contoso.com`;
  return {
    cn,
    displayName: cn,
    account,
    groupType: kinds[nth % 3]!,
    mail,
    proxies: [`SMTP:${mail}`],
    standing: 'absent',
  };
}

function specialName(_: Group, nth: number): Partial<Group> {
  const [cn, account] = [
    ['研究開発 Team', 'rd-team ja'],
    ['Sales, Nordics + Baltics', 'Sales Nordics (Baltics)'],
    ['#1 Café & Küche', 'cafe_kueche@1'],
    ['فريق المبيعات', 'sales-ar'],
  ][nth] as [string, string];
  return { cn, displayName: cn, account };
}
