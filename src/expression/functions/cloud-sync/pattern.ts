import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js';
import { remembered } from '../remembered.ts';

/** A match and the places of its groups; undefined for a group that took no part. */
export interface PatternMatch {
  readonly start: number;
  readonly end: number;
  readonly groups: readonly (string | undefined)[];
  readonly starts: readonly number[];
}

/** A pattern of a user, run in linear time. */
export interface Pattern {
  /** Places of the named groups. */
  readonly names: ReadonlyMap<string, number>;
  /** Groups in .NET's order: those without a name before those with one. */
  readonly numbered: readonly number[];
  readonly matches: (text: string) => readonly PatternMatch[];
}

/** Time is their product at worst: some seconds. */
const MOST_STEPS = 5_000;
export const longestMatched = 65_536;

/** Compiles a pattern once; a text says why it cannot be run. */
export const patternOf: (source: string) => Pattern | string = remembered(compilePattern);

function compilePattern(source: string): Pattern | string {
  try {
    const compiled = RE2JS.compile(source);
    return compiled.programSize() > MOST_STEPS
      ? 'The pattern is too large: its repetitions multiply.'
      : patternOver(compiled);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const part = error instanceof RE2JSSyntaxException ? (error.getPattern() ?? source) : source;
    const why = error instanceof RE2JSSyntaxException ? error.getDescription() : error.message;
    return `The pattern cannot be run in linear time (RE2 syntax): ${why}, "${part}".`;
  }
}

function patternOver(compiled: RE2JS): Pattern {
  const names = new Map(Object.entries(compiled.namedGroups()));
  const count = compiled.groupCount();
  const named = new Set(names.values());
  const places = Array.from({ length: count }, (_, index) => index + 1);
  const unnamed = places.filter((place) => !named.has(place));
  return {
    names,
    numbered: [0, ...unnamed, ...places.filter((place) => named.has(place))],
    matches: (text) => allMatches(compiled, text, count),
  };
}

function allMatches(compiled: RE2JS, text: string, count: number): readonly PatternMatch[] {
  const matcher = compiled.matcher(text);
  const found: PatternMatch[] = [];
  while (matcher.find()) {
    const groups: (string | undefined)[] = [];
    const starts: number[] = [];
    for (let group = 0; group <= count; group++) {
      const start = matcher.start(group);
      groups.push(start < 0 ? undefined : text.slice(start, matcher.end(group)));
      starts.push(start);
    }
    found.push({ start: matcher.start(0), end: matcher.end(0), groups, starts });
  }
  return found;
}

const reference = /\$(?:\$|&|\{([A-Za-z_][A-Za-z0-9_]*|\d{1,3})\}|(\d{1,3}))/g;

/** A replacement as .NET writes it: `${name}`, `$1`, `$&` and `$$`; what names no group is text. */
export function expanded(replacement: string, pattern: Pattern, match: PatternMatch): string {
  return replacement.replace(reference, (whole, braced: string | undefined, digits: string | undefined) => {
    if (whole === '$$') return '$';
    if (whole === '$&') return match.groups[0] ?? '';
    const place = pattern.names.get(braced ?? '') ?? pattern.numbered[Number(digits ?? braced)];
    return place === undefined ? whole : (match.groups[place] ?? '');
  });
}
