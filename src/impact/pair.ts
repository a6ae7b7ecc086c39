import { compareText } from '../kernel/text.ts';
import type { DesiredObject, DesiredPopulation, FailedObject, UndesiredObject } from '../model/desired.ts';

/** What one configuration makes of the source object with a key. */
export type Standing =
  | { readonly kind: 'wanted'; readonly object: DesiredObject }
  /** Its values go to an identity with another key. */
  | { readonly kind: 'joined'; readonly object: DesiredObject }
  | { readonly kind: 'failed'; readonly failure: FailedObject }
  | { readonly kind: 'refused'; readonly object: UndesiredObject }
  /** Objects of its type are not read. */
  | { readonly kind: 'unread' };

export interface Standings {
  of(key: string): Standing;
  readonly wanted: ReadonlyMap<string, DesiredObject>;
}

export function standingsOf({ desired, failed, undesired }: DesiredPopulation): Standings {
  const wanted = new Map(desired.map((object) => [object.key, object]));
  const joined = new Map<string, DesiredObject>();
  for (const object of desired) for (const key of object.joinedKeys) joined.set(key, object);
  const failures = new Map(failed.map((failure) => [failure.key, failure]));
  const refused = new Map(undesired.map((object) => [object.key, object]));
  return {
    wanted,
    of: (key) => {
      const object = wanted.get(key);
      if (object !== undefined) return { kind: 'wanted', object };
      const failure = failures.get(key);
      if (failure !== undefined) return { kind: 'failed', failure };
      const other = joined.get(key);
      if (other !== undefined) return { kind: 'joined', object: other };
      const refusal = refused.get(key);
      return refusal === undefined ? { kind: 'unread' } : { kind: 'refused', object: refusal };
    },
  };
}

/** One identity under both configurations. */
export interface Pair {
  readonly base: DesiredObject;
  readonly head: DesiredObject;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** Wanted by one of them only. */
  readonly onlyBase: readonly DesiredObject[];
  readonly onlyHead: readonly DesiredObject[];
}

/**
 * Identities are the same where the same source object gives them their anchor; else where one of them has taken in
 * the source object that gave the other its anchor, and nobody else has.
 */
export function pairUp(base: Standings, head: Standings): Pairs {
  const pairs: Pair[] = [];
  const left: DesiredObject[] = [];
  const taken = new Set<string>();
  for (const [key, object] of head.wanted) {
    const former = base.wanted.get(key);
    if (former === undefined || former.type !== object.type) left.push(object);
    else {
      pairs.push({ base: former, head: object });
      taken.add(key);
    }
  }
  const onlyHead = left.filter((object) => {
    const former = formerOf(object, base, head, taken);
    if (former === undefined) return true;
    pairs.push({ base: former, head: object });
    taken.add(former.key);
    return false;
  });
  const onlyBase = [...base.wanted.values()].filter(({ key }) => !taken.has(key));
  return { pairs: pairs.sort((a, b) => compareText(a.head.key, b.head.key)), onlyBase, onlyHead };
}

function formerOf(
  object: DesiredObject,
  base: Standings,
  head: Standings,
  taken: ReadonlySet<string>,
): DesiredObject | undefined {
  const found = new Set<DesiredObject>();
  const here = base.of(object.key);
  if (here.kind === 'joined') found.add(here.object);
  for (const key of object.joinedKeys) {
    const former = base.wanted.get(key);
    if (former !== undefined) found.add(former);
  }
  const free = [...found].filter(({ key, type }) => {
    const now = head.of(key);
    return type === object.type && !taken.has(key) && (now.kind !== 'joined' || now.object === object);
  });
  return free.length === 1 ? free[0] : undefined;
}
