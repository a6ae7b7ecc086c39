import { RE2JS, RE2JSException } from 're2js';
import type { Truth } from './known.ts';

const MOST_STEPS = 5_000;
const LONGEST = 65_536;

const compiled = new Map<string, RE2JS | string>();
const MOST_REMEMBERED = 1_000;

/**
 * Does the pattern match anywhere in the text, whatever the case? In linear time. The tenant's own engine is .NET's:
 * where the two differ, or RE2 does not take the pattern, it cannot be told.
 */
export function patternTest(pattern: string, text: string): Truth {
  const one = patternOf(pattern);
  if (typeof one === 'string') return { unknown: one };
  if (text.length > LONGEST) return { unknown: 'is too long for a pattern' };
  if (differs(pattern, text)) return { unknown: 'is matched with a pattern that depends on the engine' };
  return one.matcher(text).find();
}

function patternOf(pattern: string): RE2JS | string {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  if (compiled.size >= MOST_REMEMBERED) compiled.clear();
  const made = compile(pattern);
  compiled.set(pattern, made);
  return made;
}

function compile(pattern: string): RE2JS | string {
  try {
    const made = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return made.programSize() > MOST_STEPS ? 'is matched with a pattern that is too large' : made;
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return 'is matched with a pattern that cannot be run in linear time';
  }
}

/**
 * .NET's classes know all of Unicode and RE2's only ASCII; a `$` of .NET stands before a last line feed, too; and its
 * dot takes half of a surrogate pair.
 */
function differs(pattern: string, text: string): boolean {
  if (text.includes('\n') && /\$/.test(pattern)) return true;
  if (/[\uD800-\uDFFF]/.test(text) && /[.[]/.test(pattern)) return true;
  return /[^\0-\x7F]/.test(text) && /\\[wdsb]/i.test(pattern);
}
