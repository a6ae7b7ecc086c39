import { Buffer } from 'node:buffer';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { damaged, tooLarge, unreadable } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import { GZIP_HEADER, LONGEST_LINE } from './line.ts';

/** How much a file may unpack to. */
export interface UnpackLimits {
  /** Bytes of one line. */
  readonly line: number;
  /** Bytes in all: so many, and so many more for each byte of the file. Real populations pack 5 to 30 times. */
  readonly slack: number;
  readonly ratio: number;
}

export const unpackLimits: UnpackLimits = { line: LONGEST_LINE, slack: 1 << 26, ratio: 200 };

const LINE_FEED = 0x0a;
const PIECE = 1 << 18;

/** Gets each line with its line feed; says false when it needs no more. */
export type TakeLine = (line: Uint8Array, number: number) => boolean;

/** Unpacks a snapshot line by line. A file that is no whole gzip of whole lines is damaged. */
export async function readFileLines(
  file: SnapshotFile,
  limits: UnpackLimits,
  signal: AbortSignal,
  take: TakeLine,
): Promise<void> {
  try {
    await using handle = await open(file.path, 'r');
    await unpack(handle, await packedOf(handle, file), file, limits, signal, take);
  } catch (error) {
    if (isZlibError(error)) damaged(file, 0, 'it cannot be unpacked', error);
    unreadable(file, error);
  }
}

/** What a gzip says of itself (RFC 1952). */
interface Packed {
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes that it unpacks to, modulo 2^32; of several in one file it is what the last one holds. */
  readonly announced: number;
}

async function packedOf(handle: FileHandle, file: SnapshotFile): Promise<Packed> {
  const header = new Uint8Array(GZIP_HEADER.length);
  await handle.read(header, 0, header.length, 0);
  if (header.some((byte, at) => byte !== GZIP_HEADER[at])) damaged(file, 0, 'it does not begin as a snapshot does');
  const { size } = await handle.stat();
  const trailer = Buffer.alloc(4);
  await handle.read(trailer, 0, trailer.length, size - trailer.length);
  return { size, announced: trailer.readUInt32LE() };
}

async function unpack(
  handle: FileHandle,
  { size, announced }: Packed,
  file: SnapshotFile,
  limits: UnpackLimits,
  signal: AbortSignal,
  take: TakeLine,
): Promise<void> {
  const packed = handle.createReadStream({ start: 0, autoClose: false, highWaterMark: PIECE });
  const unpacked = createGunzip({ chunkSize: PIECE });
  packed.on('error', (error) => unpacked.destroy(error));
  packed.pipe(unpacked);
  const lines = lineSplitter(file, limits.line, take);
  let total = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted();
      total += piece.length;
      if (total > limits.slack + limits.ratio * size) tooLarge(file, `its ${size} bytes unpack to more than ${total}`);
      if (!lines.push(piece)) return;
    }
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  const wasAll = unpacked.bytesWritten === size && announced === total % 2 ** 32;
  if (!wasAll) damaged(file, 0, 'there is something after the end');
  lines.end();
}

interface LineSplitter {
  /** False when no more lines are needed. */
  push(piece: Uint8Array): boolean;
  end(): void;
}

/** A line ends with a line feed and with nothing else. */
function lineSplitter(file: SnapshotFile, longest: number, take: TakeLine): LineSplitter {
  let pieces: Uint8Array[] = [];
  let length = 0;
  let number = 0;
  const keep = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > longest) tooLarge(file, `line ${number + 1} is longer than ${longest} bytes`);
    pieces.push(piece);
  };
  const line = (): boolean => {
    number++;
    const [first] = pieces;
    const whole = first !== undefined && pieces.length === 1 ? first : Buffer.concat(pieces);
    pieces = [];
    length = 0;
    return take(whole, number);
  };
  return {
    push(piece) {
      let start = 0;
      for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
        keep(piece.subarray(start, end + 1));
        start = end + 1;
        if (!line()) return false;
      }
      if (start < piece.length) keep(piece.subarray(start));
      return true;
    },
    end() {
      if (length > 0) damaged(file, number + 1, 'the last line has no end');
    },
  };
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
