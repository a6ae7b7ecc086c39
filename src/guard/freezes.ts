import { sourceKeys } from '../model/desired.ts';
import { isFrozen } from '../model/freeze.ts';
import type { Freeze } from '../model/freeze.ts';
import type { AttributeChange, Finding, Operation, PlanBody } from '../model/plan.ts';
import { finding } from './input.ts';
import type { Analyzer, ApplyGuardInput, PlanGuardInput } from './input.ts';

/** What a freeze needs to know. */
export type FreezeInput = Pick<ApplyGuardInput, 'policy' | 'now' | 'madeFor'> & {
  /** Keys of every object that the sources show, where they were read. */
  readonly inSight?: ReadonlySet<string>;
};

/** During a freeze a plan holds urgent disables and nothing else. */
export const freezes: Analyzer<ApplyGuardInput> = ({ body, policy, now, madeFor }) =>
  frozen(body, { policy, now, ...(madeFor === undefined ? {} : { madeFor }) });

/** The same while the sources are known. */
export const freezesOfSources: Analyzer<PlanGuardInput> = ({ body, policy, now, population }) => {
  if (frozenBy({ policy, now }).length === 0) return [];
  return frozen(body, { policy, now, inSight: sourceKeys(population) });
};

function frozen(body: PlanBody, input: FreezeInput): readonly Finding[] {
  return frozenBy(input).flatMap((freeze) => {
    const blocked = body.operations.filter((one) => !maySlip(freeze, one, input));
    if (blocked.length === 0) return [];
    const urgent = body.operations.length - blocked.length;
    return [
      finding('SAFE043', {
        detail: `The freeze ${freeze.name} ${until(freeze)}. Urgent disables, which it lets through: ${urgent} of ${body.operations.length} operations.`,
        policyKey: `freezes: ${freeze.name}`,
        operations: blocked,
      }),
    ];
  });
}

/** Why a freeze keeps an operation from being done, in words; undefined for what may be done now. */
export function frozenOperation(input: FreezeInput): (operation: Operation) => string | undefined {
  const holding = frozenBy(input);
  return (operation) => {
    const freeze = holding.find((one) => !maySlip(one, operation, input));
    return freeze === undefined ? undefined : `the freeze ${freeze.name} ${until(freeze)}`;
  };
}

function frozenBy({ policy, now }: FreezeInput): readonly Freeze[] {
  return policy.freezes.filter((freeze) => isFrozen(freeze, now));
}

/** A disable and nothing beside it. */
function maySlip(freeze: Freeze, operation: Operation, input: FreezeInput): boolean {
  if (!freeze.urgentDisables || (operation.kind !== 'leave' && operation.kind !== 'update')) return false;
  if (operation.object.type !== 'user' || !isDisable(operation.changes)) return false;
  return operation.kind === 'leave' ? isGone(freeze, operation.object.key, input) : operation.newMark === undefined;
}

/**
 * Of those who are no longer wanted only who is gone from the source: a filter that was edited disables people, too, and
 * that can wait. A saved plan has been asked this when it was made, but only one that was made within the freeze.
 */
function isGone(freeze: Freeze, key: string, { inSight, now, madeFor = now }: FreezeInput): boolean {
  return inSight === undefined ? isFrozen(freeze, madeFor) : !inSight.has(key);
}

function isDisable(changes: readonly AttributeChange[]): boolean {
  const [only, ...others] = changes;
  return only?.attribute === 'accountEnabled' && only.after === false && others.length === 0;
}

function until({ time }: Freeze): string {
  if (time.kind === 'once') return `holds until ${new Date(time.to).toISOString()}`;
  return 'holds at this time of the week';
}
