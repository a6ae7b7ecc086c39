import { groupCaseAt, groupTypes } from './group-cases.ts';
import { guidBytes } from './identifiers.ts';
import { audiences, departments, topics } from './names.ts';
import type { ForestPlan } from './plan.ts';
import { random } from './random.ts';

/** A member, as a pointer into the forest. */
export type MemberRef =
  | { readonly person: number }
  | { readonly group: number }
  | { readonly contact: number }
  | { readonly computer: number }
  | { readonly dn: string };

export interface Group {
  readonly index: number;
  readonly guid: Uint8Array;
  readonly cn: string;
  readonly account: string;
  readonly displayName: string | undefined;
  readonly description: string;
  readonly groupType: number;
  readonly mail: string | undefined;
  readonly proxies: readonly string[];
  /** How many people; who they are follows from the index. */
  readonly size: number;
  readonly extra: readonly MemberRef[];
  readonly awkward: string | undefined;
  readonly standing: 'absent' | undefined;
  /** The name that the tenant still holds. */
  readonly was: string | undefined;
}

const LARGEST_GROUP = 50_000;
const STRIDES = 7;

export function groupAt(plan: ForestPlan, index: number): Group {
  const group = ordinaryGroup(plan, index);
  const found = groupCaseAt(index);
  if (found === undefined) return group;
  return { ...group, awkward: found.case.name, ...found.case.alter(group, found.nth) };
}

export function* membersOf(plan: ForestPlan, group: Group): Generator<MemberRef> {
  const named = new Set(group.extra.map((ref) => ('person' in ref ? ref.person : -1)));
  for (const person of peopleOf(plan, group)) if (!named.has(person)) yield { person };
  for (const ref of group.extra) if (exists(plan, ref)) yield ref;
}

function ordinaryGroup(plan: ForestPlan, index: number): Group {
  const name = index === 0 ? 'All Staff' : groupName(index);
  return {
    index,
    guid: guidBytes(plan.seed, 'group', index),
    cn: name,
    account: name.normalize('NFD').replaceAll(/[^A-Za-z0-9 .-]/g, ''),
    displayName: name,
    description: index === 0 ? 'Everybody, more or less' : `Maintained by the owners of ${name}`,
    groupType: index % 3 === 0 ? groupTypes.universalSecurity : groupTypes.globalSecurity,
    mail: undefined,
    proxies: [],
    size: sizeOf(plan, index),
    extra: [],
    awkward: undefined,
    standing: undefined,
    was: undefined,
  };
}

function groupName(index: number): string {
  const topic = topics[index % topics.length]!;
  const department = departments[index % departments.length]!;
  const audience = audiences[Math.floor(index / topics.length) % audiences.length]!;
  return `${department} ${topic} ${audience} ${index}`;
}

function sizeOf(plan: ForestPlan, index: number): number {
  if (index === 0) return Math.min(Math.floor(plan.users / 2), LARGEST_GROUP);
  const skew = random(plan.seed, 'group size', index).below(100) / 100;
  return Math.min(Math.ceil(plan.members * 3 * skew * skew), Math.floor(plan.users / STRIDES));
}

/** Distinct, because size times stride never exceeds the number of people. */
function* peopleOf(plan: ForestPlan, group: Group): Generator<number> {
  const source = random(plan.seed, 'members', group.index);
  const start = source.below(plan.users);
  const stride = group.index === 0 ? 2 : 1 + source.below(STRIDES);
  for (let turn = 0; turn < group.size; turn++) yield (start + turn * stride) % plan.users;
}

function exists(plan: ForestPlan, ref: MemberRef): boolean {
  if ('person' in ref) return ref.person < plan.users;
  if ('group' in ref) return ref.group < plan.groups;
  if ('contact' in ref) return ref.contact < plan.contacts;
  if ('computer' in ref) return ref.computer < plan.computers;
  return true;
}
