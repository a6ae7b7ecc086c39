import type { Buffer } from 'node:buffer';
import { malformed, notRead, tooLong } from './errors.ts';
import type { Place } from './errors.ts';
import { LogicalLines } from './lines.ts';
import { NameTable } from './names.ts';

export interface ScanLimits {
  /** Bytes of one line with all its continuations. */
  readonly line: number;
  /** Bytes of one record. */
  readonly record: number;
}

const SPACE = 0x20;
const HASH = 0x23;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const LESS_THAN = 0x3c;

/** Names that mean something to the format itself; they come first in the name table. */
const formatNames = ['dn', 'version', 'changetype', 'control'] as const;
const DN = 0;
const VERSION = 1;
const CHANGETYPE = 2;
const CONTROL = 3;

/** The number of the name of a record's DN among its values. */
export const DN_VALUE = -1;

export type Scan = 'record' | 'needsMore' | 'end';

/** A value of the record, by its place in the window. */
export interface FoundValue {
  /** Index in the list of wanted names, or {@link DN_VALUE}. */
  name: number;
  start: number;
  end: number;
  line: number;
  base64: boolean;
  /** What follows the name after a semicolon, lower case. */
  options: string | undefined;
}

/**
 * Cuts LDIF content (RFC 2849) into records. Values of wanted names are remembered by their place and decoded by the
 * caller while the record stands in the window; all others are stepped over.
 */
export class RecordScanner {
  readonly #lines: LogicalLines;
  readonly #longestRecord: number;
  readonly #names: NameTable;
  #inRecord = false;
  #anyLine = false;
  /** The values of the record; elements beyond `count` are left over from earlier ones and are used again. */
  readonly values: FoundValue[] = [];
  count = 0;
  recordLine = 0;
  /** True when the last record was ended by the end of the file. */
  openEnded = false;

  constructor(path: string, wanted: readonly string[], limits: ScanLimits) {
    this.#lines = new LogicalLines(path, limits.line);
    this.#longestRecord = limits.record;
    this.#names = new NameTable([...formatNames, ...wanted]);
  }

  get window(): Buffer {
    return this.#lines.window;
  }

  /** Bytes that wait for the rest of their record. */
  get pending(): number {
    return this.#lines.pending;
  }

  place(line: number): Place {
    return this.#lines.place(line);
  }

  /** Appends bytes; they are copied. */
  push(chunks: readonly Uint8Array[]): void {
    const moved = this.#lines.push(chunks);
    for (let index = 0; index < this.count; index++) {
      const value = this.values[index];
      if (value === undefined) break;
      value.start -= moved;
      value.end -= moved;
    }
  }

  /** Goes on to the end of the next record. `final` says that no more bytes will come. */
  next(final: boolean): Scan {
    if (!this.#inRecord) this.#forget();
    for (;;) {
      const found = this.#lines.advance(final);
      if (found === 'needsMore') return this.#checkLength('needsMore', this.pending);
      if (found === 'line') this.#takeLine();
      if (found === 'line' && this.#inRecord) this.#checkLength('record', this.#lines.keptLines);
      else if (this.#inRecord) return this.#endRecord(found === 'end');
      else if (found === 'end') return 'end';
      else this.#lines.release();
    }
  }

  #forget(): void {
    this.count = 0;
    this.#lines.release();
  }

  #endRecord(openEnded: boolean): Scan {
    this.#inRecord = false;
    this.openEnded = openEnded;
    return 'record';
  }

  #checkLength(scan: Scan, length: number): Scan {
    if (this.#inRecord && length > this.#longestRecord) {
      tooLong(this.place(this.recordLine), 'record', this.#longestRecord);
    }
    return scan;
  }

  #takeLine(): void {
    const { window, end } = this.#lines;
    const start = this.#lines.start + this.#byteOrderMark();
    const first = window[start];
    if (first === HASH) return;
    if (first === SPACE) malformed(this.#lines.place(), 'a continuation line has no line before it.');
    const name = this.#names.find(window, start, end);
    const nameEnd = this.#names.end;
    const colon = window[nameEnd] === SEMICOLON ? this.#endOfOptions(nameEnd) : nameEnd;
    if (nameEnd === start || colon >= end || window[colon] !== COLON) this.#refuseLine();
    if (colon + 1 < end && window[colon + 1] === LESS_THAN) {
      notRead(this.#lines.place(), 'the value is a URL (":<"); values outside the file are not read.');
    }
    if (this.#inRecord) this.#takeAttribute(name, nameEnd, colon);
    else if (name === VERSION && !this.#anyLine) this.#checkVersion(colon);
    else this.#beginRecord(name, nameEnd, colon);
    this.#anyLine = true;
  }

  #endOfOptions(nameEnd: number): number {
    let at = nameEnd;
    while (at < this.#lines.end && this.#lines.window[at] !== COLON) at++;
    return at;
  }

  #beginRecord(name: number, nameEnd: number, colon: number): void {
    if (name !== DN || nameEnd !== colon) {
      malformed(this.#lines.place(), 'a record begins with "dn:", and this line begins none.');
    }
    this.#inRecord = true;
    this.recordLine = this.#lines.number;
    this.#addValue(DN_VALUE, undefined, colon);
  }

  #takeAttribute(name: number, nameEnd: number, colon: number): void {
    switch (name) {
      case -1:
        return;
      case DN:
        return malformed(this.#lines.place(), 'a second "dn:" in one record; a blank line is missing before it.');
      case CHANGETYPE:
        // ldifde writes exports as additions: the whole object, and so the same as a content record.
        if (this.#text(colon).toLowerCase() === 'add') return;
        return this.#refuseChange();
      case CONTROL:
        return this.#refuseChange();
      case VERSION:
        return;
      default: {
        const options = nameEnd === colon ? undefined : this.window.toString('latin1', nameEnd + 1, colon);
        this.#addValue(name - formatNames.length, options?.toLowerCase(), colon);
      }
    }
  }

  #addValue(name: number, options: string | undefined, colon: number): void {
    const { window, end, number } = this.#lines;
    const base64 = colon + 1 < end && window[colon + 1] === COLON;
    let start = colon + (base64 ? 2 : 1);
    while (start < end && window[start] === SPACE) start++;
    const value = this.values[this.count];
    if (value === undefined) this.values.push({ name, start, end, line: number, base64, options });
    else {
      value.name = name;
      value.start = start;
      value.end = end;
      value.line = number;
      value.base64 = base64;
      value.options = options;
    }
    this.count++;
  }

  #refuseChange(): never {
    return notRead(
      this.#lines.place(),
      'this is a change record, and only whole objects are read.',
      'Export the content of the directory, for example with ldapsearch -LLL or ldifde -f.',
    );
  }

  #text(colon: number): string {
    return this.window.toString('latin1', colon + 1, this.#lines.end).trim();
  }

  #checkVersion(colon: number): void {
    const version = this.#text(colon);
    if (version !== '1') {
      notRead(this.#lines.place(), `the version of the format is "${version.slice(0, 20)}"; 1 is read.`);
    }
  }

  /** Length of a UTF-8 byte order mark at the very beginning, which tools on Windows write. */
  #byteOrderMark(): number {
    if (this.#lines.number !== 1) return 0;
    const { window, start } = this.#lines;
    return window[start] === 0xef && window[start + 1] === 0xbb && window[start + 2] === 0xbf ? 3 : 0;
  }

  #refuseLine(): never {
    const { window, start } = this.#lines;
    const utf16 = window[start] === 0xff || window[start] === 0xfe || window[start + 1] === 0;
    if (!this.#anyLine && utf16) {
      notRead(this.#lines.place(), 'the file is not UTF-8 (it looks like UTF-16).', 'Export the file again as UTF-8.');
    }
    malformed(this.#lines.place(), 'this line is not of the form "attribute: value".');
  }
}
