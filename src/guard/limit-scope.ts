import { foldCase } from '../kernel/text.ts';
import { dnKey, isAtOrBelow } from '../model/dn.ts';
import type { LimitScope, Policy } from '../model/policy.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import { finding } from './input.ts';
import type { Analyzer, ApplyGuardInput, PlanGuardInput } from './input.ts';

/** What a scope is asked about: an object, with the DN that the plan gives it where it is in the source. */
export interface ScopedObject {
  readonly id?: string;
  /** `connector/type` that it counts against; `new/type` where no connector is known. */
  readonly base: string;
  readonly from?: string;
}

/** Does an object lie in the scope of a limit? What cannot be told counts as lying in it. */
export type ScopeTest = (object: ScopedObject) => boolean;

/** The test of a scope; everything is in none. */
export function scopeTest(where: LimitScope | undefined, tenant: TenantPopulation): ScopeTest {
  if (where === undefined) return () => true;
  const { connector, under, group } = where;
  const container = under === undefined ? undefined : dnKey(under);
  const members = group === undefined ? undefined : groupAndMembers(group, tenant);
  return ({ id, base, from }) => {
    if (connector !== undefined && !base.startsWith(`${connector}/`) && !base.startsWith('new/')) return false;
    // What is still to be created is in no group.
    if (members !== undefined && !members.has(id ?? '')) return false;
    return container === undefined || from === undefined || from === '' || isAtOrBelow(dnKey(from), container);
  };
}

/** Ids of a group and its direct members; undefined when there is not just one of that name, or nobody read it. */
function groupAndMembers(group: string, tenant: TenantPopulation): ReadonlySet<string> | undefined {
  const [found, ...others] = groupsNamed(group, tenant);
  const members = found === undefined || others.length > 0 ? undefined : tenant.members.get(found.id);
  return found === undefined || members === undefined ? undefined : new Set([found.id, ...members]);
}

/** Groups of the tenant with that display name or id. */
export function groupsNamed(name: string, { objects }: TenantPopulation): readonly TenantObject[] {
  const folded = foldCase(name);
  const groups = objects.filter((one) => one.type === 'group');
  const byId = groups.filter((one) => foldCase(one.id) === folded);
  return byId.length > 0 ? byId : groups.filter((one) => foldCase(one.name) === folded);
}

/** Is a group one whose members the policy asks about? */
export function groupsOfPolicy({ limits, floors }: Policy): (group: TenantObject) => boolean {
  const ofFloors = floors.flatMap((floor) => (floor.kind === 'group' ? [floor.group] : []));
  const named = new Set([...limits.flatMap(({ where }) => where?.group ?? []), ...ofFloors].map(foldCase));
  return ({ id, name }) => named.has(foldCase(name)) || named.has(foldCase(id));
}

/** The scope in words, after a number of objects: ` of corp, under OU=…, in the group …`. */
export function scopeWords(where: LimitScope | undefined): string {
  if (where === undefined) return '';
  const { connector, under, group } = where;
  const parts = [
    ...(connector === undefined ? [] : [`of ${connector}`]),
    ...(under === undefined ? [] : [`under ${under} (or in no container any more)`]),
    ...(group === undefined ? [] : [`in the group ${group}`]),
  ];
  return ` ${parts.join(', ')}`;
}

/** What the tenant cannot tell of a scope: then everything counts, which is said with the finding. */
export function scopeDoubt(where: LimitScope | undefined, { tenant }: ApplyGuardInput): string {
  if (where?.group === undefined || groupAndMembers(where.group, tenant) !== undefined) return '';
  return ` The group ${where.group} cannot be told in the tenant, so everybody counts.`;
}

/** A container that a limit names and in which no object of a source lies: told, it may be empty rightly. */
export const emptyScope: Analyzer<PlanGuardInput> = ({ policy, population }) => {
  const named = new Set(policy.limits.flatMap(({ where }) => where?.under ?? []));
  if (named.size === 0) return [];
  const dns = [...population.desired, ...population.undesired, ...population.failed].map(({ dn }) => dnKey(dn));
  return [...named]
    .filter((under) => !dns.some((dn) => isAtOrBelow(dn, dnKey(under))))
    .map((under) =>
      finding('SAFE044', {
        detail: `Nothing was read under ${under}.`,
        policyKey: 'limits: where.under',
        operations: [],
      }),
    );
};
