// Values that are a pure function of (seed, purpose, index): any object can be made without making those before it,
// which is what keeps a forest of a million people in bounded memory.

export interface Random {
  /** An unsigned 32-bit number. */
  next(): number;
  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
}

export function random(seed: number, purpose: string, index: number): Random {
  let state = mix(hashText(purpose) ^ mix(seed ^ mix(index + 0x9e3779b9)));
  const next = (): number => {
    state = (state + 0x9e3779b9) | 0;
    return mix(state) >>> 0;
  };
  const below = (limit: number): number => Math.floor((next() / 0x1_0000_0000) * limit);
  return { next, below, pick: (list) => list[below(list.length)]! };
}

/** True for exactly the given share of the numbers 0, 1, 2, …, spread evenly. */
export function spread(index: number, share: number): boolean {
  return Math.floor((index + 1) * share) > Math.floor(index * share);
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash;
}

/** The finalizer of MurmurHash3. */
function mix(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
