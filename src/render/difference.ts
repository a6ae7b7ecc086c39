import { diffWordsWithSpace } from 'diff';
import { quoted } from './escape.ts';
import type { Paint, Tone } from './paint.ts';

/** Unchanged text that is kept on each side of a change. */
const CONTEXT = 24;
const LONGEST = 4000;

/** Two long texts as one line each, with the words that differ marked by colour and the rest shortened. */
export function textDifference(before: string, after: string, paint: Paint): readonly [string, string] {
  const parts =
    before.length + after.length > 2 * LONGEST
      ? undefined
      : diffWordsWithSpace(before, after, { timeout: 50, maxEditLength: 500 });
  if (parts === undefined) return [`- ${cutOff(before)}`, `+ ${cutOff(after)}`];
  const side = (mark: '-' | '+', tone: Tone, skip: 'added' | 'removed', keep: 'added' | 'removed') => {
    const shown = parts.filter((part) => !part[skip]);
    const pieces = shown.map((part, index) =>
      part[keep] ? paint(tone, inner(part.value)) : inner(shortened(part.value, index > 0, index < shown.length - 1)),
    );
    return `${mark} "${pieces.join('')}"`;
  };
  return [side('-', 'remove', 'added', 'removed'), side('+', 'add', 'removed', 'added')];
}

function shortened(text: string, changeBefore: boolean, changeAfter: boolean): string {
  const head = changeBefore ? CONTEXT : 0;
  const tail = changeAfter ? CONTEXT : 0;
  if (text.length <= head + tail + 3) return text;
  return `${text.slice(0, head)}…${tail === 0 ? '' : text.slice(-tail)}`;
}

function cutOff(text: string): string {
  return quoted(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

function inner(text: string): string {
  return quoted(text).slice(1, -1);
}
