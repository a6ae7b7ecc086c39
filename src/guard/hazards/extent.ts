import { hazardCounts } from '../../model/hazard.ts';
import type { Hazard, HazardFound } from '../../model/hazard.ts';
import { isClear } from '../input.ts';
import type { AttributeChange, Finding, Operation } from '../../model/plan.ts';
import { classesOf, digestOfClass } from '../../model/signature.ts';
import type { SignatureClass } from '../../model/signature.ts';

/** How much of a hazard a plan holds, and which kinds of change bring it: what a consent is measured by. */
export interface HazardExtent {
  readonly count: number;
  /** By digest. */
  readonly classes: ReadonlyMap<string, SignatureClass>;
}

/**
 * A limit may count what the hazard does not, such as leavers who are disabled already. Whoever consents, consents to
 * the larger number, and to the classes of both.
 */
export function extentOfHazard(
  hazard: Hazard,
  found: readonly HazardFound[],
  findings: readonly Finding[],
  operations: readonly Operation[],
): HazardExtent {
  const counted = findings.filter((one) => one.hazard === hazard);
  const ids = new Set(counted.flatMap((one) => one.operations));
  for (const one of found) if (one.hazard === hazard) ids.add(one.operation);
  const classes = new Map<string, SignatureClass>();
  for (const operation of operations) {
    if (!ids.has(operation.id)) continue;
    for (const one of classesOf(partOf(hazard, operation))) classes.set(digestOfClass(one), one);
  }
  // Two limits may each count others: together they are more than either.
  const least = Math.max(hazardCounts(found).get(hazard) ?? 0, ids.size);
  const count = counted.reduce((most, one) => Math.max(most, one.count), least);
  return { count, classes };
}

/** An operation with the changes alone that bring the hazard: what else it changes, nobody has to consent to. */
function partOf(hazard: Hazard, operation: Operation): Operation {
  if (operation.kind !== 'update') return operation;
  const test = changeOf(hazard);
  const changes = test === undefined ? operation.changes : operation.changes.filter(test);
  return changes.length === 0 ? operation : { ...operation, changes };
}

function changeOf(hazard: Hazard): ((change: AttributeChange) => boolean) | undefined {
  switch (hazard) {
    case 'DISABLES_USER':
    case 'ENABLES_ACCOUNT':
      return ({ attribute }) => attribute === 'accountEnabled';
    case 'UPN_CHANGE':
      return ({ attribute }) => attribute === 'userPrincipalName';
    case 'MAIL_CHANGE':
      return ({ attribute }) => attribute === 'mail';
    case 'CLEARS_ATTRIBUTE':
      return isClear;
    default:
      return undefined;
  }
}
