import type { Json } from '../kernel/canonical-json.ts';
import { quoted } from './escape.ts';
import { cut } from './width.ts';
import { listed } from './words.ts';

const ITEMS = 6;

/** A value as one line of about `width` columns. Null has no text of its own: it means two different things. */
export function valueText(value: Json, width: number): string {
  if (typeof value === 'string') return quotedWithin(value, width);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) {
    return `[${listed(
      (value as readonly Json[]).map((item) => valueText(item, width)),
      ITEMS,
    )}]`;
  }
  return cut(quoted(JSON.stringify(value)).slice(1, -1), width);
}

export function beforeText(value: Json, width: number): string {
  return value === null ? '(not set)' : valueText(value, width);
}

export function afterText(value: Json, width: number): string {
  return value === null ? '(cleared)' : valueText(value, width);
}

/** What came to a list and what left it: lists are sets, their order says nothing. */
export function listChange(before: readonly Json[], after: readonly Json[], width: number): readonly string[] {
  const had = new Set(before.map((item) => JSON.stringify(item)));
  const has = new Set(after.map((item) => JSON.stringify(item)));
  const added = after.filter((item) => !had.has(JSON.stringify(item))).map((item) => valueText(item, width));
  const removed = before.filter((item) => !has.has(JSON.stringify(item))).map((item) => valueText(item, width));
  return [
    ...(added.length > 0 ? [`+ ${listed(added, ITEMS)}`] : []),
    ...(removed.length > 0 ? [`- ${listed(removed, ITEMS)}`] : []),
  ];
}

function quotedWithin(text: string, width: number): string {
  const whole = quoted(text.slice(0, 4 * width));
  const short = cut(whole, width);
  if (short === whole && text.length <= 4 * width) return whole;
  // Shown as cut off inside the quotes, so that the quotes still say where the value stands.
  return `${cut(whole.slice(0, -1), width - 1).replace(/\\?…$/, '')}…"`;
}
