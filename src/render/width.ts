import { stripVTControlCharacters } from 'node:util';

/** Ranges that terminals draw two columns wide (East Asian Wide and Fullwidth, UAX #11), without emoji. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x17000, 0x18cff],
  [0x1b000, 0x1b2ff],
  [0x20000, 0x3fffd],
];
const COMBINING = /^[\p{Mn}\p{Me}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;
const ASCII = /^[\x20-\x7e]*$/;

/** Columns that a text takes on a terminal; colours of ours take none. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character);
  return width;
}

/** Columns of the widest text, at most `limit`: the width of a column of them. */
export function columnWidth(texts: readonly string[], limit: number): number {
  return texts.reduce((widest, text) => Math.max(widest, Math.min(limit, displayWidth(text))), 0);
}

/** The text filled with spaces to `width` columns; longer texts stay as they are. */
export function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** The start of the text, in at most `width` columns, with `…` where it was cut. */
export function cut(text: string, width: number): string {
  // A text of that many code units may still be narrower, but never by more than what one column can hold of ASCII.
  if (displayWidth(text.slice(0, 4 * width)) <= width && text.length <= 4 * width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (COMBINING.test(character)) return 0;
  if (EMOJI.test(character)) return 2;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}
