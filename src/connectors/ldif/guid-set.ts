const WORDS = 4;
const FIRST_CAPACITY = 1 << 12;

/**
 * The objectGUIDs seen so far with the line of each: 20 bytes an entry at most half full, where a Set of texts would
 * take five times as much of a file with a million objects.
 */
export class GuidSet {
  #capacity = FIRST_CAPACITY;
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  #lines = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  /** Adds 16 bytes; returns the line (from 1) under which they were there already, else 0. */
  add(bytes: Uint8Array, line: number): number {
    if (this.#size * 2 >= this.#capacity) this.#grow();
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const words = [view.getUint32(0), view.getUint32(4), view.getUint32(8), view.getUint32(12)] as const;
    const slot = this.#find(words);
    const known = this.#lines[slot] ?? 0;
    if (known === 0) {
      this.#words.set(words, slot * WORDS);
      this.#lines[slot] = line;
      this.#size++;
    }
    return known;
  }

  #find(words: readonly [number, number, number, number]): number {
    const mask = this.#capacity - 1;
    for (let slot = mix(words) & mask; ; slot = (slot + 1) & mask) {
      const at = slot * WORDS;
      if (this.#lines[slot] === 0) return slot;
      if (words.every((word, index) => word === this.#words[at + index])) return slot;
    }
  }

  #grow(): void {
    const words = this.#words;
    const lines = this.#lines;
    this.#capacity *= 2;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    this.#lines = new Uint32Array(this.#capacity);
    for (let slot = 0; slot < lines.length; slot++) {
      const line = lines[slot] ?? 0;
      if (line === 0) continue;
      const [a = 0, b = 0, c = 0, d = 0] = words.subarray(slot * WORDS, slot * WORDS + WORDS);
      const to = this.#find([a, b, c, d]);
      this.#words.set([a, b, c, d], to * WORDS);
      this.#lines[to] = line;
    }
  }
}

function mix(words: readonly [number, number, number, number]): number {
  let hash = 0;
  for (const word of words) hash = Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);
  return hash ^ (hash >>> 16);
}
