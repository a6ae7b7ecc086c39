import { hazardCounts } from '../../model/hazard.ts';
import type { Hazard } from '../../model/hazard.ts';
import type { ObjectRef, Plan } from '../../model/plan.ts';
import { isNamed } from './object-lines.ts';
import { tallyOf } from './tally.ts';
import type { Tally } from './tally.ts';

const AT_ONCE = 500;

/**
 * A plan for machines: one document with the counts of the closing census, then everything of the plan, one
 * operation to a line. It is for reading: apply takes the file that `plan --out` writes, and nothing else.
 */
export function renderPlanJson(plan: Plan, object?: string): string {
  return [...planJsonPieces(plan, object)].join('');
}

/** The same document in pieces: a large plan is longer than a string can be. */
export function* planJsonPieces(plan: Plan, object?: string): Generator<string> {
  const { operations, held, census } = plan.body;
  const isMeant = (about: ObjectRef): boolean => object === undefined || isNamed(about, object);
  const head = JSON.stringify({ format: 'lockstep-plan-view', version: 1, ...planSummary(plan) }, null, 2);
  yield `${head.slice(0, -2)},\n  "operations": [`;
  yield* lines(
    operations.filter((one) => (one.kind === 'defineExtension' ? object === undefined : isMeant(one.object))),
  );
  yield '],\n  "held": [';
  yield* lines(held.filter((one) => isMeant(one.object)));
  yield '],\n  "hazards": [';
  const meant = new Set(
    operations.filter((one) => one.kind !== 'defineExtension' && isMeant(one.object)).map((one) => one.id),
  );
  yield* lines(object === undefined ? plan.hazards : plan.hazards.filter((one) => meant.has(one.operation)));
  if (plan.causes !== undefined) {
    yield '],\n  "causes": [';
    yield* lines(object === undefined ? plan.causes : plan.causes.filter((one) => meant.has(one.operation)));
  }
  yield `],\n  "census": ${JSON.stringify(census)}\n}\n`;
}

/** All of a plan but its long lists. */
export interface PlanSummary extends Pick<Plan, 'envelope' | 'findings'> {
  readonly blocked: boolean;
  readonly counts: Tally;
  readonly hazardCounts: Readonly<Partial<Record<Hazard, number>>>;
}

export function planSummary(plan: Plan): PlanSummary {
  return {
    envelope: plan.envelope,
    blocked: plan.findings.some((finding) => finding.blocks),
    counts: tallyOf(plan.body.operations),
    findings: plan.findings,
    ...(plan.causeBasis === undefined ? {} : { causeBasis: plan.causeBasis }),
    hazardCounts: Object.fromEntries(hazardCounts(plan.hazards)),
  };
}

function* lines(values: readonly object[]): Generator<string> {
  for (let from = 0; from < values.length; from += AT_ONCE) {
    const texts = values.slice(from, from + AT_ONCE).map((value) => `\n    ${JSON.stringify(value)}`);
    yield `${from === 0 ? '' : ','}${texts.join(',')}`;
  }
  if (values.length > 0) yield '\n  ';
}
