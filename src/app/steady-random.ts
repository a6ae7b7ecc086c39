import type { Random } from '../kernel/ports.ts';

const DRAWN = 64;

/** Bytes drawn once and given again and again: for evaluations that must come out alike within a run. */
export function steadyRandom(random: Random): Random {
  const drawn = random.bytes(DRAWN);
  return { bytes: (length) => Uint8Array.from({ length }, (_, index) => drawn[index % DRAWN] ?? 0) };
}
