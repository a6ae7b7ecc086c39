import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import type { SnapshotFacts, SnapshotHead } from '../../model/snapshot.ts';
import { cannotHold, unwritable } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import { endLine, GZIP_HEADER, LONGEST_LINE, shapeOf } from './line.ts';
import type { SnapshotLine } from './line.ts';
import { shapeProblem } from './schema.ts';

export interface Destination extends SnapshotFile {
  /** Makes the name of the temporary file its own. */
  readonly runId: string;
}

const CHUNK = 1 << 18;

/** Writes a snapshot whole or not at all; readable by its owner only, since it holds personal data. */
export async function writeSnapshot(
  { path, shownAs, runId }: Destination,
  head: SnapshotHead,
  lines: Iterable<SnapshotLine>,
  signal: AbortSignal,
): Promise<SnapshotFacts> {
  const temporary = `${path}.${runId}.tmp`;
  const digest = createHash('sha256');
  let value = '';
  const pieces = function* (): Generator<Uint8Array> {
    const piece = (text: string): Uint8Array => {
      const bytes = Buffer.from(text);
      digest.update(bytes);
      return bytes;
    };
    yield* chunks(textLines(head, lines), piece);
    value = digest.digest('hex');
    yield Buffer.from(`${endLine(value)}\n`);
  };
  try {
    const file = createWriteStream(temporary, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(pieces, createGzip(), plainHeader, file, { signal });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    signal.throwIfAborted();
    unwritable(shownAs, error);
  }
  return { head, digest: value };
}

/** Lines in pieces that are worth a call of the packer. */
function* chunks(lines: Iterable<string>, piece: (text: string) => Uint8Array): Generator<Uint8Array> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield piece(chunk);
    chunk = '';
  }
  yield piece(chunk);
}

function* textLines(head: SnapshotHead, lines: Iterable<SnapshotLine>): Generator<string> {
  const shape = shapeOf(head);
  yield checked('the head of the snapshot', head as unknown as Json, shapeProblem(head, 'head'));
  for (const line of lines) yield checked(`${line.kind} ${line.id}`, line, shapeProblem(line, shape));
}

/** What could not be read again is not written. */
function checked(what: string, line: Json, problem: string | undefined): string {
  if (problem !== undefined) cannotHold(what, problem);
  const text = canonicalJson(line);
  // No character takes more than three bytes in UTF-8 for each unit that it has in UTF-16.
  if (text.length * 3 > LONGEST_LINE && Buffer.byteLength(text) > LONGEST_LINE) {
    cannotHold(what, `it would be a line of more than ${LONGEST_LINE} bytes`);
  }
  return `${text}\n`;
}

/** Puts the header that readers expect in place of the one that names the machine. */
async function* plainHeader(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const bytes of packed) {
    for (; at < GZIP_HEADER.length && at < bytes.length; at++) bytes[at] = GZIP_HEADER[at] ?? 0;
    yield bytes;
  }
}
