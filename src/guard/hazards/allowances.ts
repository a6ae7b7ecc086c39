import type { CauseFound } from '../../model/cause.ts';
import { hazardCounts } from '../../model/hazard.ts';
import type { Hazard, HazardFound } from '../../model/hazard.ts';
import type { Finding, Operation } from '../../model/plan.ts';
import { finding } from '../input.ts';
import type { ApplyGuardInput } from '../input.ts';

/** More of a hazard than the policy allows one plan without consent. */
export function beyondAllowance(
  { body, policy }: Pick<ApplyGuardInput, 'body' | 'policy'>,
  found: readonly HazardFound[],
): readonly Finding[] {
  const counts = hazardCounts(found);
  return policy.hazards.flatMap(({ hazard, allow }): readonly Finding[] => {
    const count = counts.get(hazard) ?? 0;
    if (count <= allow) return [];
    const detail = `${hazard} ${count} times; the policy allows ${allow} in one plan without consent.`;
    const operations = operationsOf(body.operations, found, (one) => one.hazard === hazard);
    return [{ ...finding('SAFE030', { detail, policyKey: `hazards: ${hazard}`, operations }), hazard, count }];
  });
}

/**
 * Accounts that were disabled in the tenant and would be enabled, though neither the rules nor the source changed, or
 * though nobody can tell: somebody may have disabled them for a reason. However few they are, none is automatic.
 */
export function enabledWithoutCause(
  { body, causes = [] }: Pick<ApplyGuardInput, 'body' | 'causes'>,
  found: readonly HazardFound[],
): readonly Finding[] {
  const causeOf = causesOfEnabling(causes);
  const enables = found.filter(
    ({ hazard, operation }) => hazard === 'ENABLES_ACCOUNT' && !isMeant(causeOf.get(operation)),
  );
  if (enables.length === 0) return [];
  const drifted = enables.filter(({ operation }) => causeOf.get(operation) === 'drift').length;
  const unknown = enables.length - drifted;
  const detail = [
    ...(drifted === 0 ? [] : [`Disabled in the tenant since the last run: ${drifted}`]),
    ...(unknown === 0 ? [] : [`Cause not known: ${unknown}`]),
  ].join('. ');
  const ids = new Set(enables);
  const operations = operationsOf(body.operations, found, (one) => ids.has(one));
  const hazard: Hazard = 'ENABLES_ACCOUNT';
  return [{ ...finding('SAFE031', { detail: `${detail}.`, policyKey: '', operations }), hazard }];
}

function isMeant(cause: CauseFound['cause'] | undefined): boolean {
  return cause === 'source' || cause === 'rule';
}

/** What enables each account. The attribute's own cause says more than that of the whole operation. */
function causesOfEnabling(causes: readonly CauseFound[]): ReadonlyMap<string, CauseFound['cause']> {
  const byOperation = new Map<string, CauseFound['cause']>();
  for (const { operation, attribute, cause } of causes) if (attribute === undefined) byOperation.set(operation, cause);
  for (const { operation, attribute, cause } of causes) {
    if (attribute === 'accountEnabled') byOperation.set(operation, cause);
  }
  return byOperation;
}

function operationsOf(
  operations: readonly Operation[],
  found: readonly HazardFound[],
  test: (found: HazardFound) => boolean,
): readonly Operation[] {
  const ids = new Set(found.filter(test).map(({ operation }) => operation));
  return operations.filter(({ id }) => ids.has(id));
}
