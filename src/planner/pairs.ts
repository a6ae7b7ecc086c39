import { lineOf } from '../kernel/position.ts';
import type { ActingPair, AdoptionPair } from '../model/adoption.ts';

/** The reviewed pairs of a workspace, by both of their ends. */
export interface Pairs {
  readonly acting: readonly ActingPair[];
  /** By key of the source object. */
  readonly byObject: ReadonlyMap<string, ActingPair>;
  /** By tenant id. */
  readonly byId: ReadonlyMap<string, ActingPair>;
  readonly isDistinct: (object: string, id: string) => boolean;
}

export function pairsOf(adoptions: readonly AdoptionPair[]): Pairs {
  const acting = adoptions.filter((pair) => pair.kind !== 'distinct');
  const distinct = new Set(
    adoptions.filter(({ kind }) => kind === 'distinct').map(({ object, id }) => `${object} ${id}`),
  );
  return {
    acting,
    byObject: new Map(acting.map((pair) => [pair.object, pair])),
    byId: new Map(acting.map((pair) => [pair.id, pair])),
    isDistinct: (object, id) => distinct.has(`${object} ${id}`),
  };
}

/** `path:line` of a pair: what plans and messages name. */
export function placeOfPair(pair: AdoptionPair): string {
  return lineOf(pair.source);
}
