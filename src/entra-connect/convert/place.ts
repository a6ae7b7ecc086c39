import type { Plain } from './plain.ts';

/** A rule that wants a place: at the number that the server gave it, or behind another rule. */
export interface Placed {
  readonly name: string;
  /** Undefined: only `after` counts. */
  readonly precedence: number | undefined;
  /** The rule of the pack that stands before it on the server, where its number is among those of standard rules. */
  readonly after: string | undefined;
}

/** Rules of the pack that have no number, and stand just behind another. */
const BEHIND: readonly (readonly [string, string])[] = [
  ['lockstep/default@1:user-anchor', 'lockstep/default@1:user-account-sids'],
];

/** Standard rules and those of packs begin here. */
export const FIRST_STANDARD = 100;

/**
 * Where each rule stands, in the order of the server. Numbers are kept; where one is 0 or is taken already, the rule
 * stands just behind the one before it.
 * @param packRules ids of the pack's rules: what stands just behind one of them already keeps its place
 */
export function placesOf(
  rules: readonly Placed[],
  packRules: readonly string[] = [],
): ReadonlyMap<string, Record<string, Plain>> {
  const places = new Map<string, Record<string, Plain>>();
  const numbers = new Set<number>();
  const behind = new Map(BEHIND.filter(([, one]) => packRules.includes(one)));
  let previous: string | undefined;
  const firstNumbered = rules.find(({ precedence }) => isOwn(precedence));
  for (const { name, precedence, after } of rules) {
    if (after !== undefined) {
      places.set(name, { order: { after: behind.get(after) ?? after } });
      behind.set(after, name);
      continue;
    }
    if (precedence !== undefined && isOwn(precedence) && !numbers.has(precedence)) {
      numbers.add(precedence);
      places.set(name, { precedence });
    } else if (previous !== undefined) places.set(name, { order: { after: previous } });
    else if (firstNumbered !== undefined) places.set(name, { order: { before: firstNumbered.name } });
    else places.set(name, { precedence: 1 });
    previous = name;
  }
  return places;
}

function isOwn(precedence: number | undefined): boolean {
  return precedence !== undefined && precedence >= 1 && precedence < FIRST_STANDARD;
}
