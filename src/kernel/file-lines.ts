import { createReadStream } from 'node:fs';

const LINE_FEED = 0x0a;

export interface LineTaker {
  /** The first bytes, before any line. */
  begin(bytes: Uint8Array): void;
  /** A whole line, without its line feed. */
  line(text: string): void;
  /** The bytes are not lines of UTF-8 text; throws. */
  damaged(what: string): never;
  /** The last line has no end: the file was cut off, or is being written. */
  unended(): void;
}

/**
 * Reads a file line by line, and strictly: a line ends with a line feed and with nothing else, bytes that are no UTF-8
 * are no text, and no line is longer than `maximum` bytes. What is digested is then what is on disk.
 */
export async function readFileLines(path: string, maximum: number, taker: LineTaker): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decode = (bytes: Uint8Array): string => {
    try {
      return decoder.decode(bytes);
    } catch {
      return taker.damaged('there are bytes that are no UTF-8');
    }
  };
  let pieces: Uint8Array[] = [];
  let length = 0;
  let begun = false;
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > maximum) taker.damaged('the line is too long');
    pieces.push(piece);
  };
  for await (const chunk of createReadStream(path)) {
    const bytes = chunk as Uint8Array;
    if (!begun) taker.begin(bytes);
    begun = true;
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      keep(bytes.subarray(start, end));
      taker.line(decode(pieces.length === 1 ? (pieces[0] ?? bytes) : Buffer.concat(pieces)));
      pieces = [];
      length = 0;
      start = end + 1;
    }
    if (start < bytes.length) keep(bytes.subarray(start));
  }
  if (length > 0) taker.unended();
}
