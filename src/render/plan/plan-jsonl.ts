import { riskOfHazard } from '../../model/hazard.ts';
import type { ObjectRef, Operation, Plan } from '../../model/plan.ts';
import { isNamed } from './object-lines.ts';
import { planSummary } from './plan-json.ts';
import { subjectsOf } from './subject.ts';

const AT_ONCE = 500;

/**
 * A plan for programs that read line by line, in pieces: the head, what guards found, the operations in the order in
 * which people read them, what is held, what the operations may do to people, what made them come up, the census. Each line has a `kind`.
 */
export function* planLinePieces(plan: Plan, object?: string): Generator<string> {
  const { body, findings } = plan;
  const { envelope, blocked, counts, hazardCounts } = planSummary(plan);
  const basis = plan.causeBasis === undefined ? {} : { causeBasis: plan.causeBasis };
  const isMeant = (about: ObjectRef): boolean => object === undefined || isNamed(about, object);
  yield line({
    kind: 'plan',
    format: 'lockstep-plan-lines',
    version: 1,
    envelope,
    blocked,
    counts,
    hazardCounts,
    ...basis,
  });
  const [blocking, others] = [findings.filter(({ blocks }) => blocks), findings.filter(({ blocks }) => !blocks)];
  yield* pieces([...blocking, ...others].map((finding) => ({ kind: 'finding', ...finding })));
  const shown = inReadingOrder(body.operations).filter((one) =>
    one.kind === 'defineExtension' ? object === undefined : isMeant(one.object),
  );
  yield* pieces(shown);
  yield* pieces(body.held.filter((one) => isMeant(one.object)));
  yield* pieces(hazardsOf(plan, shown));
  yield* pieces(causesOf(plan, shown));
  yield line(body.census);
}

/** The gravest first, then in the order of the operations. */
function hazardsOf({ hazards }: Plan, shown: readonly Operation[]): readonly object[] {
  const byOperation = Map.groupBy(hazards, ({ operation }) => operation);
  const found = shown.flatMap(({ id }) => byOperation.get(id) ?? []);
  return found
    .sort((a, b) => riskOfHazard(a.hazard) - riskOfHazard(b.hazard))
    .map((one) => ({ kind: 'hazard', ...one }));
}

/** In the order of the operations. */
function causesOf({ causes = [] }: Plan, shown: readonly Operation[]): readonly object[] {
  const byOperation = Map.groupBy(causes, ({ operation }) => operation);
  return shown.flatMap(({ id }) => (byOperation.get(id) ?? []).map((one) => ({ kind: 'cause', ...one })));
}

/** The gravest first, what is done to one object together; definitions last. */
function inReadingOrder(operations: readonly Operation[]): readonly Operation[] {
  const keyOf = (object: ObjectRef): string => `${object.type} ${object.key}`;
  const ranks = new Map(subjectsOf(operations).map(({ object }, index) => [keyOf(object), index]));
  return operations
    .map((operation) => ({
      operation,
      rank: operation.kind === 'defineExtension' ? Infinity : (ranks.get(keyOf(operation.object)) ?? Infinity),
    }))
    .sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank))
    .map(({ operation }) => operation);
}

function* pieces(values: readonly object[]): Generator<string> {
  for (let from = 0; from < values.length; from += AT_ONCE)
    yield values
      .slice(from, from + AT_ONCE)
      .map(line)
      .join('');
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
