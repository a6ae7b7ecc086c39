import { closeSync, openSync, readSync } from 'node:fs';

const newline = 0x0a;

/** A line of a file with its number from 1. `whole` is false for a last line that does not end. */
export interface Line {
  readonly number: number;
  readonly text: string;
  readonly whole: boolean;
}

/** Reads a UTF-8 file line by line without holding all of it. */
export function* readLines(file: string): Generator<Line, void, undefined> {
  const handle = openSync(file, 'r');
  const chunk = Buffer.allocUnsafe(1 << 20);
  let rest: Buffer = Buffer.alloc(0);
  let number = 1;
  try {
    for (;;) {
      const count = readSync(handle, chunk);
      if (count === 0) break;
      const block: Buffer = Buffer.concat([rest, chunk.subarray(0, count)]);
      let start = 0;
      for (let end = block.indexOf(newline); end >= 0; end = block.indexOf(newline, start)) {
        yield { number, text: block.toString('utf8', start, end), whole: true };
        number += 1;
        start = end + 1;
      }
      rest = block.subarray(start);
    }
    if (rest.length > 0) yield { number, text: rest.toString('utf8'), whole: false };
  } finally {
    closeSync(handle);
  }
}
