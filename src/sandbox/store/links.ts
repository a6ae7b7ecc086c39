/** A many-to-many relation in both directions; the targets of a source keep the order in which they were added. */
export class Links {
  readonly #targets = new Map<string, Map<string, number>>();
  readonly #sources = new Map<string, Set<string>>();
  #next = 1;

  has(source: string, target: string): boolean {
    return this.#targets.get(source)?.has(target) === true;
  }

  add(source: string, target: string): void {
    const targets = this.#targets.get(source) ?? new Map<string, number>();
    this.#targets.set(source, targets);
    if (targets.has(target)) return;
    targets.set(target, this.#next);
    this.#next += 1;
    const sources = this.#sources.get(target) ?? new Set<string>();
    this.#sources.set(target, sources.add(source));
  }

  remove(source: string, target: string): void {
    this.#targets.get(source)?.delete(target);
    this.#sources.get(target)?.delete(source);
  }

  /** Every link that the object has, on either side. */
  forget(id: string): void {
    for (const target of this.targets(id)) this.#sources.get(target)?.delete(id);
    for (const source of this.sources(id)) this.#targets.get(source)?.delete(id);
    this.#targets.delete(id);
    this.#sources.delete(id);
  }

  targets(source: string): Iterable<string> {
    return this.#targets.get(source)?.keys() ?? [];
  }

  /** The targets with the position by which a page can be resumed. */
  positions(source: string): Iterable<readonly [target: string, position: number]> {
    return this.#targets.get(source)?.entries() ?? [];
  }

  sources(target: string): Iterable<string> {
    return this.#sources.get(target) ?? [];
  }
}
