import { grouped } from '../words.ts';

/** One way to show a section: in detail, or in groups. */
export interface Rung {
  /** How many things there are; a rung may show only the first of them. */
  readonly of: number;
  /** What they are: `objects`. */
  readonly things: string;
  /** Whole blocks of Markdown, made one by one: nobody needs all of them where they do not fit. */
  readonly entries: () => Iterable<string>;
}

export interface Section {
  /** HTML: words and numbers of ours, the outside in code. */
  readonly title: string;
  /** Markdown before the entries: of a bounded length. */
  readonly intro?: string;
  /** As long as there are not too many entries for a glance. */
  readonly open: boolean;
  /** The most detailed first. */
  readonly rungs: readonly Rung[];
  /** The last rung stands whole or not at all. */
  readonly whole?: boolean;
}

/** Lines and bytes that are open before somebody asks: no wall of text. */
const GLANCE = { lines: 40, bytes: 6000 } as const;

/** Where a document goes, and how many bytes of UTF-8 it may have there. */
export const documentSizes = {
  /** GitHub takes 65,536 characters in a comment. */
  comment: 60_000,
  /** GitHub takes 1 MiB in the summary of a step. */
  summary: 1_000_000,
} as const;

export type DocumentSize = keyof typeof documentSizes;

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

interface Shown {
  readonly text: string;
  readonly bytes: number;
  /** Which rung, and whether all of it. */
  readonly rung: number;
  readonly complete: boolean;
}

/**
 * The sections in their order, each on the highest rung that fits. First every section has its number; then each gets
 * its share of the room, the first ones what is left over.
 */
export function fitted(sections: readonly Section[], room: number): string {
  const shown = sections.map(counted);
  let left = room - shown.reduce((sum, { bytes }) => sum + bytes, 0);
  const climb = (shareOf: (index: number) => number): void => {
    for (const [index, section] of sections.entries()) {
      const now = shown[index];
      if (now === undefined || (now.complete && now.rung === 0)) continue;
      const better = highest(section, now.bytes + shareOf(index));
      if (better === undefined || !isBetter(better, now)) continue;
      left -= better.bytes - now.bytes;
      shown[index] = better;
    }
  };
  climb((index) => Math.floor(left / (sections.length - index)));
  climb(() => left);
  return shown.map(({ text }) => text).join('');
}

function isBetter(one: Shown, than: Shown): boolean {
  if (one.rung !== than.rung) return one.rung < than.rung;
  return one.complete ? !than.complete : !than.complete && one.bytes > than.bytes;
}

function highest(section: Section, room: number): Shown | undefined {
  const { rungs, whole } = section;
  const frame = bytesOf(framed(section, true, ''));
  for (const [index, rung] of rungs.entries()) {
    const mayBeCut = index === rungs.length - 1 && whole !== true;
    const body = bodyOf(rung, room - frame, mayBeCut);
    if (body === undefined) continue;
    const text = framed(section, isAtAGlance(body.text), body.text);
    return { text, bytes: bytesOf(text), rung: index, complete: body.complete };
  }
  return undefined;
}

/** Entries as long as there is room: all of them, or whole ones with a word about the rest. */
function bodyOf(
  { of, things, entries }: Rung,
  room: number,
  mayBeCut: boolean,
): { readonly text: string; readonly complete: boolean } | undefined {
  const most = bytesOf(restText(of, of, things));
  const texts: string[] = [];
  let used = 0;
  /** How many entries leave room for the word about the rest. */
  let safe = 0;
  for (const entry of entries()) {
    used += bytesOf(entry) + 1;
    if (used > room) {
      if (!mayBeCut || safe === 0) return undefined;
      const kept = [...texts.slice(0, safe), '', restText(safe, of, things), ''];
      return { text: kept.join('\n'), complete: false };
    }
    texts.push(entry);
    if (used + most + 2 <= room) safe = texts.length;
  }
  const isAll = texts.length === of;
  if (!isAll && safe < texts.length) return undefined;
  const kept = isAll ? [...texts, ''] : [...texts, '', restText(texts.length, of, things), ''];
  return { text: kept.join('\n'), complete: true };
}

function isAtAGlance(text: string): boolean {
  return text.length <= GLANCE.bytes && text.split('\n').length <= GLANCE.lines;
}

function restText(shown: number, of: number, things: string): string {
  return `Shown ${grouped(shown)} of ${grouped(of)} ${things}.`;
}

function framed({ title, open, intro }: Section, few: boolean, body: string): string {
  const before = intro === undefined ? '' : `${intro}\n\n`;
  return `<details${open && few ? ' open' : ''}>\n<summary>${title}</summary>\n\n${before}${body}\n</details>\n\n`;
}

function counted({ title, rungs }: Section): Shown {
  const rest = rungs[0] === undefined ? '' : ` (shown 0 of ${grouped(rungs[0].of)} ${rungs[0].things})`;
  const text = `<p>${title}${rest}</p>\n\n`;
  return { text, bytes: bytesOf(text), rung: rungs.length, complete: false };
}
