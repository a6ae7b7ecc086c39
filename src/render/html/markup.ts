import { visible } from '../escape.ts';
import { grouped } from '../words.ts';

const trusted = Symbol('markup of ours');

/** Markup that only this file makes: text of the outside cannot become it, whatever it says. */
export interface Html {
  readonly [trusted]: string;
}

/** What may stand in a template: text, which is escaped; a whole number, its thousands apart; nothing for `undefined`. */
export type HtmlPart = Html | readonly Html[] | string | number | undefined;

/**
 * `` markup`<td title="${name}">${name}</td>` ``: markup whose values are escaped and made visible (controls, bidi
 * overrides, line breaks). Values belong between tags or in quoted attributes; never into the name of a tag, a URL, a
 * style or a script.
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  const pieces = [texts[0] ?? ''];
  for (const [index, part] of parts.entries()) pieces.push(partMarkup(part), texts[index + 1] ?? '');
  return { [trusted]: pieces.join('') };
}

/** No markup. */
export const nothing: Html = { [trusted]: '' };

/** Text of several lines: its line breaks stay, all else is made visible. Stands in an element that keeps them. */
export function lines(text: string): Html {
  return { [trusted]: text.split(/\r?\n/).map(escaped).join('\n') };
}

/** The markup as text, to be written into a file. */
export function markupOf(part: Html): string {
  return part[trusted];
}

/** A JSON document as a block that a script of the page reads. `<` ends nothing in it. */
export function jsonBlock(id: string, json: string): Html {
  return { [trusted]: jsonBlockPieces(id, [json]).join('') };
}

/** The same of a document in pieces, none of which may end within an escape. */
export function jsonBlockPieces(id: string, pieces: readonly string[]): readonly string[] {
  return [`<script type="application/json" id="${escaped(id)}">`, ...pieces.map(safeJson), '</script>'];
}

function safeJson(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Style and script of the page itself: constants of this room, which the policy of the page names by their hash. */
export function ownCode(tag: 'style' | 'script', code: string): Html {
  return { [trusted]: `<${tag}>${code}</${tag}>` };
}

/** An id or fragment for a name: the same for the same name, another for any other. */
export function idOf(name: string): string {
  return name.replace(/[^A-Za-z0-9.-]/gu, (one) => `_${(one.codePointAt(0) ?? 0).toString(16)}_`);
}

function partMarkup(part: HtmlPart): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return grouped(part);
  return trusted in part ? part[trusted] : part.map((one) => one[trusted]).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (one) => ENTITIES[one] ?? one);
}
