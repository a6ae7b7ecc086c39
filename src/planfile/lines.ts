import { canonicalJson, newDigest } from '../kernel/canonical-json.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { AttributeChange, PlanBody, PlanLine, Why } from '../model/plan.ts';

/**
 * The canonical lines of a plan body: a table of lineage texts, operations, holds, census. The texts are numbered in
 * the order in which the lines need them, so equal bodies give equal bytes.
 */
export function* bodyLines(body: PlanBody): Generator<string> {
  const byText = new Map<string, { readonly number: number; readonly why: Why }>();
  const known = new Map<Why, number>();
  const numberOf = (why: Why): number => {
    let number = known.get(why);
    if (number === undefined) {
      const text = JSON.stringify([why.rule, why.at, why.flow, why.losers]);
      number = byText.get(text)?.number ?? byText.size;
      byText.set(text, { number, why });
      known.set(why, number);
    }
    return number;
  };
  const lines = [...body.operations, ...body.held, body.census].map((line) => canonicalJson(compact(line, numberOf)));
  for (const { number, why } of byText.values()) yield canonicalJson({ ...why, kind: 'flow', number });
  yield* lines;
}

/** SHA-256 over the lines of a body: what `--expect-digest` and approvals name. */
export function bodyDigest(body: PlanBody): string {
  const digest = newDigest();
  for (const line of bodyLines(body)) digest.update(`${line}\n`);
  return digest.hex();
}

function compact(line: PlanLine, numberOf: (why: Why) => number): Json {
  const numbered = (why: readonly Why[]) => why.map(numberOf);
  const changes = (list: readonly AttributeChange[]) =>
    list.map((change) => ({ ...change, why: numbered(change.why) }));
  const data = {
    ...line,
    ...('changes' in line ? { changes: changes(line.changes) } : {}),
    ...('why' in line ? { why: numbered(line.why) } : {}),
  };
  return data as unknown as Json;
}

/** A line as it stands in the file: lineage by number. */
export type CompactLine = Readonly<Record<string, unknown>>;

/** Puts the lineage texts back. Numbers were checked against the table by the schema and here. */
export function expand(line: CompactLine, flows: ReadonlyMap<number, Why>): PlanLine | undefined {
  const missing: number[] = [];
  const texts = (numbers: unknown): readonly Why[] =>
    (numbers as readonly number[]).flatMap((number) => {
      const why = flows.get(number);
      if (why === undefined) missing.push(number);
      return why === undefined ? [] : [why];
    });
  const changes = (list: unknown) =>
    (list as readonly { readonly why: unknown }[]).map((change) => ({ ...change, why: texts(change.why) }));
  const data = {
    ...line,
    ...('changes' in line ? { changes: changes(line['changes']) } : {}),
    ...('why' in line ? { why: texts(line['why']) } : {}),
  };
  return missing.length === 0 ? (data as unknown as PlanLine) : undefined;
}
