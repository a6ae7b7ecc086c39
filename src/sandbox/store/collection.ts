import type { Entity } from './entity.ts';

/** Entities in the order of their sequence numbers; a page is found by binary search. */
export class Collection {
  readonly #rows: Entity[] = [];

  get size(): number {
    return this.#rows.length;
  }

  /** The entities from the first one whose sequence is greater than `after`. */
  *from(after: number): Generator<Entity, void, undefined> {
    for (let index = this.#position(after + 1); index < this.#rows.length; index += 1) {
      const row = this.#rows[index];
      if (row !== undefined) yield row;
    }
  }

  /** Adds an entity, or replaces the one with its sequence number. */
  put(entity: Entity): void {
    const index = this.#position(entity.sequence);
    const replaces = this.#rows[index]?.sequence === entity.sequence;
    if (replaces) this.#rows[index] = entity;
    else if (index === this.#rows.length) this.#rows.push(entity);
    else this.#rows.splice(index, 0, entity);
  }

  /** Takes the entity with this sequence number away. */
  remove(sequence: number): void {
    const index = this.#position(sequence);
    if (this.#rows[index]?.sequence === sequence) this.#rows.splice(index, 1);
  }

  /** The index of the first row whose sequence is at least the given one. */
  #position(sequence: number): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#rows[middle]?.sequence ?? Infinity) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
