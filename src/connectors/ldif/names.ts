/** Characters of an attribute description's name, folded to lower case; 0 ends the name (RFC 4512 section 2.5). */
const folded = new Uint8Array(256);
for (const character of 'abcdefghijklmnopqrstuvwxyz0123456789-.') {
  folded[character.charCodeAt(0)] = character.charCodeAt(0);
  folded[character.toUpperCase().charCodeAt(0)] = character.charCodeAt(0);
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Finds attribute names in a buffer without making texts of them: most lines of an export hold attributes that
 * nobody asked for, and making a string of each name would cost more than all the rest of the scan.
 */
export class NameTable {
  readonly #slots: Int32Array;
  readonly #names: readonly Uint8Array[];
  /** Where the name ended in the last lookup. */
  end = 0;

  /** The index of a name in this list is what lookups return. */
  constructor(names: readonly string[]) {
    this.#names = names.map((name) => Uint8Array.from(name.toLowerCase(), (character) => character.charCodeAt(0)));
    this.#slots = new Int32Array(2 ** Math.ceil(Math.log2(names.length * 4 + 1))).fill(-1);
    this.#names.forEach((name, index) => {
      let slot = hashOf(name) & (this.#slots.length - 1);
      while (this.#slots[slot] !== -1) slot = (slot + 1) & (this.#slots.length - 1);
      this.#slots[slot] = index;
    });
  }

  /** The index of the name that starts here, -1 for a name that is not in the table; sets `end`. */
  find(buffer: Uint8Array, start: number, limit: number): number {
    let hash = FNV_OFFSET;
    let at = start;
    for (; at < limit; at++) {
      const character = folded[buffer[at] ?? 0] ?? 0;
      if (character === 0) break;
      hash = Math.imul(hash ^ character, FNV_PRIME);
    }
    this.end = at;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const index = this.#slots[slot] ?? -1;
      if (index === -1 || this.#matches(index, buffer, start, at)) return index;
    }
  }

  #matches(index: number, buffer: Uint8Array, start: number, end: number): boolean {
    const name = this.#names[index];
    if (name?.length !== end - start) return false;
    for (let at = 0; at < name.length; at++) {
      if (name[at] !== folded[buffer[start + at] ?? 0]) return false;
    }
    return true;
  }
}

function hashOf(name: Uint8Array): number {
  let hash = FNV_OFFSET;
  for (const character of name) hash = Math.imul(hash ^ character, FNV_PRIME);
  return hash;
}
