import { Buffer } from 'node:buffer';
import { cutOff, tooLong } from './errors.ts';
import type { Place } from './errors.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** What stands at the position: a line, an empty line, not enough bytes to know, or the end of the file. */
export type Found = 'line' | 'blank' | 'needsMore' | 'end';

/**
 * Logical lines of LDIF (RFC 2849: a line that begins with a space continues the one before) in a growing window of
 * bytes. Lines are unfolded in place, so a line is always one stretch of the window.
 */
export class LogicalLines {
  readonly #path: string;
  readonly #longest: number;
  /** First byte that the owner still needs. */
  #kept = 0;
  #next = 0;
  #nextNumber = 1;
  window: Buffer = Buffer.alloc(0);
  /** The line that was found last: its stretch without the line end, and its 1-based number. */
  start = 0;
  end = 0;
  number = 1;

  constructor(path: string, longest: number) {
    this.#path = path;
    this.#longest = longest;
  }

  place(line = this.number): Place {
    return { path: this.#path, line };
  }

  /** Everything before the next line can go. */
  release(): void {
    this.#kept = this.#next;
  }

  /** Bytes from the first one that is kept to the end of the last line. */
  get keptLines(): number {
    return this.#next - this.#kept;
  }

  /** Bytes that are kept. */
  get pending(): number {
    return this.window.length - this.#kept;
  }

  /** Appends bytes, dropping what was released; returns by how much all places in the window moved down. */
  push(chunks: readonly Uint8Array[]): number {
    const moved = this.#kept;
    this.window = Buffer.concat([this.window.subarray(moved), ...chunks]);
    this.#kept = 0;
    this.#next -= moved;
    return moved;
  }

  /** Goes on by one line. `final` says that no more bytes will come. */
  advance(final: boolean): Found {
    this.start = this.#next;
    this.number = this.#nextNumber;
    const first = this.window[this.start];
    if (first === undefined) return final ? 'end' : 'needsMore';
    if (first === LF) return this.#blank(1);
    if (first === CR && this.window[this.start + 1] === LF) return this.#blank(2);
    return this.#findEnd(final);
  }

  #blank(length: number): Found {
    this.#next += length;
    this.#nextNumber++;
    return 'blank';
  }

  #findEnd(final: boolean): Found {
    const window = this.window;
    const length = window.length;
    let at = this.start;
    let lines = 0;
    for (;;) {
      while (at < length && window[at] !== LF) at++;
      if (at === length || (at + 1 === length && !final)) return this.#unfinished(final);
      lines++;
      at++;
      if (window[at] !== SPACE) break;
    }
    this.#checkLength(at);
    this.#next = at;
    this.#nextNumber += lines;
    this.end = lines === 1 ? this.#contentEnd(this.start, at) : this.#unfold(at);
    return 'line';
  }

  #unfinished(final: boolean): Found {
    if (final) cutOff(this.place(), 'the file ends inside this line.');
    this.#checkLength(this.window.length);
    return 'needsMore';
  }

  #checkLength(end: number): void {
    if (end - this.start > this.#longest) tooLong(this.place(), 'line', this.#longest);
  }

  #contentEnd(start: number, next: number): number {
    const lineFeed = next - 1;
    return lineFeed > start && this.window[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
  }

  /** Moves the parts of a folded line together; returns where the content ends. */
  #unfold(lineEnd: number): number {
    const window = this.window;
    let from = this.start;
    let to = from;
    while (from < lineEnd) {
      const next = window.indexOf(LF, from) + 1;
      const end = this.#contentEnd(from, next);
      if (to !== from) window.copyWithin(to, from, end);
      to += end - from;
      from = next + 1;
    }
    return to;
  }
}
