import type { Json } from '../../kernel/canonical-json.ts';
import { quoted } from '../escape.ts';
import { wordParts } from '../word-parts.ts';
import type { WordPart } from '../word-parts.ts';
import { grouped } from '../words.ts';
import { code, valueCode } from './inline.ts';

/** Beyond this, a glance does not tell which words differ. */
const LONG = 40;
/** Longer texts are not compared word by word. */
const LONGEST = 2000;
const MOST_PARTS = 16;
/** Unchanged text that is kept on each side of a change. */
const CONTEXT = 24;
const ITEMS = 6;

/** `"IT"` to `"Digital"`; of a long text the words that differ, of a list what came and what went. */
export function changeText(before: Json, after: Json): string {
  if (Array.isArray(before) && Array.isArray(after)) return listText(before as Json[], after as Json[]);
  if (typeof before === 'string' && typeof after === 'string') {
    const words = wordText(before, after);
    if (words !== undefined) return words;
  }
  return `${sideText(before, '(not set)')} → ${sideText(after, '(cleared)')}`;
}

function sideText(value: Json, none: string): string {
  return value === null ? none : valueCode(value);
}

/** Lists are sets: their order says nothing. */
function listText(before: readonly Json[], after: readonly Json[]): string {
  const had = new Set(before.map((item) => JSON.stringify(item)));
  const has = new Set(after.map((item) => JSON.stringify(item)));
  const added = after.filter((item) => !had.has(JSON.stringify(item)));
  const removed = before.filter((item) => !has.has(JSON.stringify(item)));
  const parts = [
    ...(added.length > 0 ? [`+ ${itemsText(added)}`] : []),
    ...(removed.length > 0 ? [`− ${itemsText(removed)}`] : []),
  ];
  return parts.length === 0 ? 'the same values' : parts.join('; ');
}

function itemsText(items: readonly Json[]): string {
  const shown = items.slice(0, ITEMS).map(valueCode).join(', ');
  return items.length > ITEMS ? `${shown} and ${grouped(items.length - ITEMS)} more` : shown;
}

/** Undefined where the words tell no more than the two sides do. */
function wordText(before: string, after: string): string | undefined {
  const length = Math.max(before.length, after.length);
  if (length <= LONG || before.length + after.length > LONGEST) return undefined;
  const parts = wordParts(before, after);
  if (parts.length > MOST_PARTS || !parts.some(({ kind }) => kind === 'same')) return undefined;
  return parts.map((part, index) => partText(part, index, parts.length)).join(' ');
}

function partText({ kind, text }: WordPart, index: number, of: number): string {
  const shown = quoted(kind === 'same' ? middleCut(text, index > 0, index < of - 1) : middleCut(text, true, true, 100));
  const inner = code(shown.slice(1, -1));
  if (kind === 'same') return inner;
  return kind === 'gone' ? `<del>${inner}</del>` : `<ins>${inner}</ins>`;
}

function middleCut(text: string, head: boolean, tail: boolean, context = CONTEXT): string {
  const [first, last] = [head ? context : 0, tail ? context : 0];
  if (text.length <= first + last + 3) return text;
  return `${text.slice(0, first)}…${last === 0 ? '' : text.slice(-last)}`;
}
