import { brief, nameText } from '../escape.ts';
import { cut } from '../width.ts';

/** A rule and its line, in few words: `lockstep/default@1:user-common:31` for a rule of a pack, else `name (file:9)`. */
export function placeText(rule: string, at: string): string {
  const line = /:(\d+)$/.exec(at)?.[1];
  const ofPack = /@\d+:/.test(rule);
  return ofPack && line !== undefined ? `${brief(rule)}:${line}` : `${brief(rule)} (${brief(at)})`;
}

/** A precedence for a column: rules that are ordered by name stand between whole numbers. */
export function precedenceText(precedence: number): string {
  return String(Number(precedence.toFixed(2))).padStart(6);
}

/** A name for a line: escaped, and never longer than a line can bear. */
export function shownName(name: string): string {
  return cut(nameText(name), 96);
}
