import { domainSid } from './identifiers.ts';

/** What a forest is made from. Equal plans give equal bytes. */
export interface ForestPlan {
  readonly seed: number;
  readonly users: number;
  readonly groups: number;
  readonly contacts: number;
  readonly computers: number;
  /** Members of an ordinary group, on average. */
  readonly members: number;
  readonly base: string;
  /** The share of the people in scope whom the tenant already holds. */
  readonly tenantShare: number;
  /** The share of the objects in the tenant that differ from what the rules give. */
  readonly drift: number;
}

export const examplePlan: ForestPlan = {
  seed: 1,
  users: 250,
  groups: 40,
  contacts: 14,
  computers: 9,
  members: 12,
  base: 'DC=corp,DC=contoso,DC=com',
  tenantShare: 0.95,
  drift: 0.04,
};

/** Containers, relative to the base. */
export const units = {
  staff: 'OU=Staff',
  test: 'OU=Test,OU=Staff',
  field: 'OU=Field,OU=Staff',
  groups: 'OU=Groups',
  contacts: 'OU=Contacts',
  computers: 'OU=Computers',
  services: 'OU=Service Accounts',
  external: 'OU=External',
} as const;

/** A partition of the same forest that the example workspace does not read. */
export const foreignPartition = 'DC=partner,DC=contoso,DC=com';

const FIRST_RID = 1100;

/** Relative identifiers: users, then groups, then computers. */
export function rid(plan: ForestPlan, kind: 'user' | 'group' | 'computer', index: number): number {
  const before = { user: 0, group: plan.users, computer: plan.users + plan.groups }[kind];
  return FIRST_RID + before + index;
}

const sids = new Map<number, number[]>();

export function accountSid(plan: ForestPlan, relative: number): number[] {
  const domain = sids.get(plan.seed) ?? domainSid(plan.seed);
  sids.set(plan.seed, domain);
  return [...domain, relative];
}
