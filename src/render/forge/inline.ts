import type { Json } from '../../kernel/canonical-json.ts';
import { attributeText, nameText, visible } from '../escape.ts';
import { valueText } from '../value.ts';
import { grouped } from '../words.ts';

/**
 * Text for a forge. GitHub looks for mentions, issues, commits, addresses and emoji in what a document says after the
 * Markdown is gone, so that a backslash does not hide them; what stands in code it leaves alone. All that comes from
 * outside therefore stands in code.
 */
const NAME = 96;
export const VALUE = 160;

/** cmark, which GitHub uses, takes no run of more than 80 backticks for code. */
const LONGEST_FENCE = 40;

/** The text as code, on one line. Not for a table: pipes are not escaped. */
export function code(text: string): string {
  // A document has one marker, and whoever posts it refuses one with two.
  const seen = visible(text).replace(/<(?=!-- lockstep:)/g, '\\u003c');
  const shown = /^ *$/.test(seen) ? `"${seen}"` : seen;
  const run = longestRun(shown);
  if (run >= LONGEST_FENCE) return code(shown.replaceAll('`', '\\u0060'));
  const fence = '`'.repeat(run + 1);
  // A blank at both ends lets it begin and end with a backtick; Markdown takes it away.
  const padded = /^[` ]|[` ]$/.test(shown) ? ` ${shown} ` : shown;
  return fence + padded + fence;
}

/** At most so many characters of a text that may be very long, all visible; `…` says that there is more. */
export function shortened(text: string, most: number): string {
  const whole = visible(text.slice(0, 2 * most));
  const characters = Array.from(whole).slice(0, most + 1);
  if (characters.length <= most && text.length <= 2 * most) return whole;
  return `${characters.slice(0, most).join('')}…`;
}

/** A name as code, quoted where it could be taken for anything else. */
export function nameCode(name: string): string {
  const begin = nameText(name.slice(0, 4 * NAME));
  return code(shortened(name.length > 4 * NAME ? `${begin}…` : begin, NAME));
}

/** The first of the names, and how many there are more. */
export function namesCode(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(nameCode).join(', ');
  const more = names.length - most;
  if (more <= 0) return shown;
  return most === 0 ? '' : `${shown} and ${grouped(more)} more`;
}

export function attributeCode(name: string): string {
  return code(shortened(nameText(attributeText(name, 60)), 60));
}

/** A value as code; of a long text its beginning and its length. */
export function valueCode(value: Json): string {
  const long = typeof value === 'string' && value.length > VALUE;
  return code(valueText(value, VALUE)) + (long ? ` (${grouped(value.length)} characters)` : '');
}

/** A few words of a text that came from outside, as code. */
export function textCode(text: string, most = 200): string {
  return code(shortened(text, most));
}

/** Plain words: nothing in them that Markdown or a forge could take for anything else. */
const PLAIN =
  /^["'(]?(?:\p{L}[\p{L}\p{M}]*(?:['’-]\p{L}[\p{L}\p{M}]*)*|\d{1,3}(?:,\d{3})*|\d{1,3}\.\d{1,3})[%"')]*[.,:;!?]?$/u;
const COMMIT = /[0-9a-f]{7,40}/i;
/** Signs between words. */
const SIGN = /^(?:%[)]?[.,:;]?|[=–…·/])$/;

/** A sentence that may quote the outside: plain words as they are, and code around everything else. */
export function prose(text: string, most = 2000): string {
  return proseWith(text, most, code, (plain) => plain);
}

/** The same inside HTML of ours, where Markdown has no meaning. */
export function htmlProse(text: string, most = 2000): string {
  return proseWith(text, most, (outside) => `<code>${htmlText(outside)}</code>`, htmlText);
}

type Written = (text: string) => string;

function proseWith(text: string, most: number, asCode: Written, asText: Written): string {
  const shown = shortened(text, most);
  if (/^ | {2}| $/.test(shown)) return asCode(shown);
  const pieces: { readonly plain: boolean; readonly words: string[] }[] = [];
  for (const word of shown === '' ? [] : shown.split(' ')) {
    // A number with a stop would begin a list.
    const plain = isPlain(word) && !(pieces.length === 0 && /^\d+[.)]/.test(word));
    const last = pieces.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else pieces.push({ plain, words: [word] });
  }
  return pieces
    .map(({ plain, words }) => (plain ? asText(words.join(' ')) : codeWithStop(words.join(' '), asCode)))
    .join(' ');
}

function isPlain(word: string): boolean {
  return SIGN.test(word) || (PLAIN.test(word) && !COMMIT.test(word));
}

/** The stop after a name is not of the name. */
function codeWithStop(text: string, asCode: Written): string {
  const stop = /^(.*[^\s.,:;])([.,:;])$/.exec(text);
  return stop === null ? asCode(text) : asCode(stop[1] ?? '') + (stop[2] ?? '');
}

/** The same for code. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(shortened(text, VALUE))}</code>`;
}

function htmlText(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
