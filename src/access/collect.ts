import { riskOfHazard } from '../model/hazard.ts';
import type { Hazard, HazardFound } from '../model/hazard.ts';

/** Told of one hazard of one operation; the others are counted. */
const MOST_TOLD = 3;

interface Gathered {
  readonly operation: string;
  readonly hazard: Hazard;
  /** What is certain is told before what is not. */
  readonly sure: string[];
  readonly unsure: string[];
  count: number;
  /** Undefined: whom it befalls is the object of the operation or its member. */
  people: Set<number> | undefined;
}

export interface Told {
  readonly operation: string;
  readonly hazard: Hazard;
  readonly isSure: boolean;
  /** Made when it is told. */
  readonly text: () => string;
  readonly people?: readonly number[];
}

/** One hazard of one operation is one finding, however many grants it is about. */
export class Collected {
  readonly #byKey = new Map<string, Gathered>();

  add({ operation, hazard, isSure, text, people }: Told): void {
    const key = `${hazard} ${operation}`;
    const one = this.#byKey.get(key) ?? { operation, hazard, sure: [], unsure: [], count: 0, people: undefined };
    this.#byKey.set(key, one);
    one.count++;
    const told = isSure ? one.sure : one.unsure;
    if (told.length < MOST_TOLD) told.push(text());
    if (people === undefined) return;
    one.people ??= new Set();
    for (const node of people) one.people.add(node);
  }

  /** In the order of the plan, the gravest first. */
  found(places: ReadonlyMap<string, number>): readonly HazardFound[] {
    return [...this.#byKey.values()]
      .sort(
        (a, b) =>
          (places.get(a.operation) ?? 0) - (places.get(b.operation) ?? 0) ||
          riskOfHazard(a.hazard) - riskOfHazard(b.hazard),
      )
      .map(found);
  }
}

function found({ operation, hazard, sure, unsure, count, people }: Gathered): HazardFound {
  const told = [...sure, ...unsure].slice(0, MOST_TOLD);
  const more = count > told.length ? [`and ${count - told.length} more`] : [];
  return {
    hazard,
    operation,
    detail: [...told, ...more].join('; '),
    // Of members that were not read there is one at least, as far as anybody knows.
    ...(people === undefined ? {} : { people: Math.max(people.size, 1) }),
  };
}
