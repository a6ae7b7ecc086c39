import type { TenantFacts, TenantObject, TenantPopulation } from '../model/tenant.ts';

/**
 * What a group gives to its members. Applications and licences go to direct members only (learn.microsoft.com: "Manage
 * users and groups assignment to an application", "What is group-based licensing"); yet an application that reads
 * nested groups (`transitiveMemberOf`, the claim `groups` of all groups: "Configure group claims for applications")
 * may decide by them. No group can be put into a role-assignable one ("Use Microsoft Entra groups to manage role
 * assignments"); where a tenant has such a nesting all the same, it counts.
 */
export interface Grant {
  /** Role names; a role-assignable group without a role can be given one. */
  readonly role?: string;
  /** In words: which applications. */
  readonly application?: string;
  /** In words: how many licences. */
  readonly licence?: string;
}

export type GrantKind = keyof Grant;

/** What groups grant, by id. */
export function grantsOf({ facts, objects }: TenantPopulation): ReadonlyMap<string, Grant> {
  const licences = new Map(objects.filter(isLicensing).map(({ id, licences: count }) => [id, count]));
  const ids = new Set([...facts.grantingGroups, ...licences.keys(), ...facts.privilegedGroups.keys()]);
  return new Map([...ids].map((id) => [id, grantOf(id, facts, licences.get(id) ?? 0)]));
}

function isLicensing({ type, licences }: TenantObject): boolean {
  return type === 'group' && licences > 0;
}

function grantOf(id: string, facts: TenantFacts, licences: number): Grant {
  const role = facts.privilegedGroups.get(id);
  const application = applicationsOf(id, facts, licences);
  return {
    ...(role === undefined ? {} : { role }),
    ...(application === undefined ? {} : { application }),
    ...(licences === 0 ? {} : { licence: licences === 1 ? 'a licence' : `${licences} licences` }),
  };
}

function applicationsOf(id: string, facts: TenantFacts, licences: number): string | undefined {
  if (!facts.grantingGroups.has(id)) return undefined;
  // A snapshot of before does not say which of the two it is.
  if (facts.applications === undefined) return licences > 0 ? 'perhaps an application' : 'an application';
  const names = facts.applications.get(id);
  if (names === undefined) return undefined;
  const [first = ''] = names;
  return names.length === 1 ? `the application ${first}` : `${names.length} applications (${inShort(names)})`;
}

function inShort(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, …` : names.join(', ');
}
