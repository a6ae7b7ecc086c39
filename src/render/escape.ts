import { shortExtensionName } from '../model/directory-extension.ts';
import { cut, displayWidth } from './width.ts';

/**
 * Everything that comes from a directory, a tenant or a file may try to write on the reviewer's screen. Characters
 * that cannot be seen or that move others (controls, ANSI, bidi overrides, zero-width, odd spaces) become escapes.
 */
const UNSEEN =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u00a0\u115f\u1160\u1680\u2000-\u200a\u202f\u205f\u3000\u3164\uffa0]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** The text with every character visible, on one line. */
export function visible(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

/** The text made visible, and cut where it is longer than a reader needs. */
export function brief(text: string, columns = 200): string {
  // What is cut off anyway is not escaped first: values may be very long.
  return cut(visible(text.slice(0, 4 * columns)), columns);
}

/** The name of an attribute. Of a directory extension the end tells most: where it is too long, its application is cut. */
export function attributeText(name: string, columns: number): string {
  const short = displayWidth(name.slice(0, 4 * columns)) > columns ? shortExtensionName(name) : name;
  return brief(short === name ? name : `extension_…_${short}`, columns);
}

/** The text in double quotes; quotes and backslashes inside are escaped, so that it ends where it seems to end. */
export function quoted(text: string): string {
  return `"${visible(text.replace(/[\\"]/g, '\\$&'))}"`;
}

/** A name as people know it: bare when it cannot be taken for anything else, else quoted. */
export function nameText(name: string): string {
  const misleading = name === '' || /^[\s"'+\-!~<>(]|\s$|\s\s|[",;]|->/.test(name);
  return misleading ? quoted(name) : visible(name);
}

/** Sentences of ours that quote the outside keep their line breaks; all else is made visible. */
export function visibleLines(text: string): readonly string[] {
  return text.split(/\r?\n/).map(visible);
}

function escapeOf(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
}
