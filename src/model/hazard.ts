/**
 * What a plan may do to people that someone should have agreed to. Closed: each has its risk (the order of this list,
 * gravest first), its words and its guard.
 *
 * - `DELETES_MAILBOX`: a user is deleted who holds a licence for a mailbox.
 * - `LOSES_PRIVILEGE`, `GRANTS_PRIVILEGE`: of a directory role, held directly or through groups.
 * - `TAKES_OVER_OBJECT`: an object that another owner made gets the mark or the anchor of this workspace.
 * - `ENABLES_ACCOUNT`: an account that is in the tenant, disabled, is enabled.
 * - `LOSES_ACCESS`, `LOSES_LICENCE`, `GRANTS_ACCESS`: through groups, nested and dynamic ones, too.
 */
export const hazards = [
  'DELETES_MAILBOX',
  'DELETES_USER',
  'DELETES_GROUP',
  'LOSES_PRIVILEGE',
  'GRANTS_PRIVILEGE',
  'TAKES_OVER_OBJECT',
  'DISABLES_USER',
  'ENABLES_ACCOUNT',
  'LOSES_ACCESS',
  'LOSES_LICENCE',
  'UPN_CHANGE',
  'MAIL_CHANGE',
  'REMOVES_MEMBER',
  'CLEARS_ATTRIBUTE',
  'GRANTS_ACCESS',
] as const;

export type Hazard = (typeof hazards)[number];

/** Where a plan holds a hazard: a sidecar of the plan, in no body digest. */
export interface HazardFound {
  readonly hazard: Hazard;
  /** Id of the operation that brings it. */
  readonly operation: string;
  /** In words: which role, which licence, through which groups; absent where the operation says it all. */
  readonly detail?: string;
  /** People it befalls where that is not the object of the operation: a nested group has many. */
  readonly people?: number;
}

/** The graver, the lower. */
export function riskOfHazard(hazard: Hazard): number {
  return hazards.indexOf(hazard);
}

/** How many people each hazard befalls, gravest first; what has no number befalls the object of its operation. */
export function hazardCounts(found: readonly HazardFound[]): ReadonlyMap<Hazard, number> {
  const counts = new Map<Hazard, number>();
  for (const { hazard, people = 1 } of found) counts.set(hazard, (counts.get(hazard) ?? 0) + people);
  return new Map([...counts].sort(([a], [b]) => riskOfHazard(a) - riskOfHazard(b)));
}
