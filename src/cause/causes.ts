import type { Baseline } from '../model/baseline.ts';
import type { CauseFound, ChangeCause } from '../model/cause.ts';
import type { AttributeChange, Operation, PlanBody } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantObject } from '../model/tenant.ts';
import { basePlan } from './base-plan.ts';
import { witnessOf } from './evidence.ts';
import type { Evidence, Witness } from './evidence.ts';

export interface CauseInput {
  readonly body: PlanBody;
  /** With the objects that the plan is about, at least. */
  readonly baseline?: Baseline;
  /** Of this run. */
  readonly rulesDigest: string;
  readonly tool: string;
  /** The plan that the rules of a base make of the same data. */
  readonly base?: { readonly body: PlanBody; readonly rulesDigest: string };
  readonly schema: Schema;
  /** Present where rules read the tenant: its objects by id. */
  readonly readBack?: (id: string) => TenantObject | undefined;
}

/**
 * What made each change come up; what is not sure has no entry. Drift goes first: that the tenant holds something else
 * than the last run left is a fact, whatever else has changed.
 */
export function causesOf(input: CauseInput): readonly CauseFound[] {
  const judge = judgeOf(input);
  const found: CauseFound[] = [];
  for (const operation of input.body.operations) {
    for (const one of causesOfOperation(operation, judge)) if (one.cause !== 'unknown') found.push(one);
  }
  return found;
}

interface Judge {
  readonly whole: (operation: Operation) => ChangeCause;
  readonly change: (operation: Operation, change: AttributeChange) => ChangeCause;
}

/** One entry where all parts of an operation have one cause. */
function causesOfOperation(operation: Operation, judge: Judge): readonly CauseFound[] {
  const { id } = operation;
  if (operation.kind !== 'update') return [{ operation: id, cause: judge.whole(operation) }];
  const whole = operation.newMark === undefined ? undefined : judge.whole(operation);
  const each = operation.changes.map((change) => ({
    operation: id,
    attribute: change.attribute,
    cause: judge.change(operation, change),
  }));
  const all = new Set([...(whole === undefined ? [] : [whole]), ...each.map(({ cause }) => cause)]);
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return [{ operation: id, cause: only }];
  return each;
}

function judgeOf(input: CauseInput): Judge {
  const { baseline, body, schema, readBack } = input;
  const base = input.base === undefined ? undefined : basePlan(input.base.body);
  const witness =
    baseline === undefined
      ? undefined
      : witnessOf({
          baseline,
          operations: body.operations,
          schema,
          ...(readBack === undefined ? {} : { readBack }),
        });
  const verdict = verdictOf(input);
  return {
    whole: (operation) => verdict(evidenceOf(witness, operation), () => base?.has(operation)),
    change: (operation, change) =>
      verdict(witness?.attribute(operation, change.attribute, change.before) ?? 'unknown', () =>
        base?.hasChange(operation, change),
      ),
  };
}

function evidenceOf(witness: Witness | undefined, operation: Operation): Evidence {
  return witness?.whole(operation) ?? 'unknown';
}

type Verdict = (evidence: Evidence, inBase: () => boolean | undefined) => ChangeCause;

/** The table of what follows from the place in the tenant, the rules, and a base. */
function verdictOf({ baseline, rulesDigest, tool, base }: CauseInput): Verdict {
  // Another version may make something else of the same rules.
  const sameTool = baseline?.head.tool === tool;
  const sameRules = sameTool && baseline.head.rulesDigest === rulesDigest;
  const isBaselines = sameTool && base?.rulesDigest === baseline.head.rulesDigest;
  return (evidence, inBase) => {
    if (evidence === 'drifted') return 'drift';
    if (sameRules) return evidence === 'settled' ? 'source' : 'unknown';
    const also = inBase();
    if (also === false) return 'rule';
    if (also === undefined) return evidence === 'unmanaged' && sameTool ? 'rule' : 'unknown';
    return isBaselines && evidence === 'settled' ? 'source' : 'unknown';
  };
}
