import { append } from '../kernel/multimap.ts';
import type { DesiredObject } from '../model/desired.ts';

/** Desired objects by each anchor value (`type/anchor`) that they are, or may be, known by. */
export type AnchorClaims = ReadonlyMap<string, readonly DesiredObject[]>;

export function anchorClaims(desired: readonly DesiredObject[]): AnchorClaims {
  const claims = new Map<string, DesiredObject[]>();
  for (const one of desired) {
    for (const anchor of new Set([one.anchor, ...one.otherAnchors])) {
      append(claims, `${one.type}/${anchor}`, one);
    }
  }
  return claims;
}

/** Other objects of the source that claim an anchor of this one. */
export function rivalsOf(desired: DesiredObject, claims: AnchorClaims): readonly DesiredObject[] {
  const anchors = [desired.anchor, ...desired.otherAnchors];
  const rivals = anchors.flatMap((anchor) => claims.get(`${desired.type}/${anchor}`) ?? []);
  return [...new Set(rivals)].filter((one) => one !== desired);
}
