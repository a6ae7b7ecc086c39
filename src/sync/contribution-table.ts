import type { Contribution, Contributions } from '../model/desired.ts';
import type { AttributeReader, Value } from '../model/value.ts';

/** Who set a target and who lost: the same for every object for which the same flow wins, and so shared by them. */
export interface Winner {
  readonly flow: number;
  readonly losers: readonly number[];
  /** Which inputs the values come from, value by value; the only one stands for all values. */
  readonly inputs: readonly number[];
}

/**
 * Contributions of one object, two slots an attribute: a tenth of the memory that a Map of objects takes, which is
 * what lets a large population be held at once.
 */
export class ContributionTable implements Contributions {
  readonly #places: ReadonlyMap<string, number>;
  readonly #values: (Value | undefined)[] = [];
  readonly #winners: (Winner | undefined)[] = [];
  #size = 0;
  #failed: Set<number> | undefined;

  constructor(places: ReadonlyMap<string, number>) {
    this.#places = places;
  }

  get size(): number {
    return this.#size;
  }

  /** Sets a place that is not set yet; places are set in ascending order. */
  set(place: number, value: Value | undefined, winner: Winner): void {
    while (this.#values.length < place) {
      this.#values.push(undefined);
      this.#winners.push(undefined);
    }
    this.#values.push(value);
    this.#winners.push(winner);
    this.#size++;
  }

  /** The flows of a place could not be evaluated: it has no contribution, and might have had any. */
  fail(place: number): void {
    this.#failed ??= new Set();
    this.#failed.add(place);
  }

  hasFailed(attribute: string): boolean {
    return this.#failed?.has(this.#places.get(attribute) ?? -1) === true;
  }

  get anyFailed(): boolean {
    return this.#failed !== undefined;
  }

  get(attribute: string): Contribution | undefined {
    const place = this.#places.get(attribute);
    return place === undefined ? undefined : this.#at(place);
  }

  has(attribute: string): boolean {
    const place = this.#places.get(attribute);
    return place !== undefined && this.#winners[place] !== undefined;
  }

  value(attribute: string): Value | undefined {
    const place = this.#places.get(attribute);
    return place === undefined ? undefined : this.#values[place];
  }

  /** Every flow of the attribute said that it be left alone: it is neither set nor absent. */
  isLeftAlone(attribute: string): boolean {
    return this.#places.has(attribute) && !this.has(attribute);
  }

  get anyLeftAlone(): boolean {
    return this.#size < this.#places.size;
  }

  /** The input that each value of an attribute comes from; one number stands for all of them. */
  inputsOf(attribute: string): readonly number[] {
    return this.#winners[this.#places.get(attribute) ?? -1]?.inputs ?? [];
  }

  *[Symbol.iterator](): Generator<readonly [string, Contribution]> {
    for (const [attribute, place] of this.#places) {
      const contribution = this.#at(place);
      if (contribution !== undefined) yield [attribute, contribution];
    }
  }

  /** The values alone, as rules read them: what was cleared is absent. */
  reader(): AttributeReader {
    return { get: (name) => this.value(name), has: (name) => this.value(name) !== undefined };
  }

  #at(place: number): Contribution | undefined {
    const winner = this.#winners[place];
    return winner === undefined ? undefined : { value: this.#values[place], flow: winner.flow, losers: winner.losers };
  }
}
