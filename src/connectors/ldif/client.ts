import { open } from 'node:fs/promises';
import { changedWhileRead, unreadable } from './errors.ts';

/** Opens a file for reading in pieces of any size. */
export type OpenFile = (path: string) => AsyncIterable<Uint8Array>;

const PIECE = 1 << 20;

/** The bytes of a file. One that changes under the reader is refused: its parts may not belong together. */
export async function* readPieces(path: string, shownAs: string): AsyncGenerator<Uint8Array, void, undefined> {
  await using file = await open(path, 'r');
  const before = await file.stat();
  yield* file.createReadStream({ highWaterMark: PIECE, autoClose: false }) as AsyncIterable<Uint8Array>;
  const after = await file.stat();
  if (before.size !== after.size || before.mtimeMs !== after.mtimeMs) changedWhileRead(shownAs);
}

/** The pieces, with failures of the file system told in the words of the connector. */
export async function* pieces(
  openFile: OpenFile,
  path: string,
  shownAs: string,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* openFile(path);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) unreadable(shownAs, error);
    throw error;
  }
}
