import { createHash } from 'node:crypto';
import type { Progress } from '../../kernel/ports.ts';
import type { SnapshotFacts, SnapshotHead } from '../../model/snapshot.ts';
import { damaged, otherVersion, tooLarge } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import { readFileLines, unpackLimits } from './file-lines.ts';
import type { UnpackLimits } from './file-lines.ts';
import { compareLines, endLine, shapeOf } from './line.ts';
import type { SnapshotLine } from './line.ts';
import { shapeProblem } from './schema.ts';

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly progress: Progress;
  readonly limits?: UnpackLimits;
}

/** Gets the lines between head and end. What it got counts only when the reading ends well. */
export interface LineTaker {
  head(head: SnapshotHead): void;
  /** Returns why the line is none of this snapshot; undefined when it is. */
  line(line: SnapshotLine): string | undefined;
}

/**
 * Reads a snapshot and proves it: known version, every line of a known shape and in its place, as many of each kind as
 * the head says, the digest right, nothing after it.
 */
export async function readSnapshot(file: SnapshotFile, taker: LineTaker, options: ReadOptions): Promise<SnapshotFacts> {
  const verifier = lineVerifier(file, taker, options.progress);
  await readFileLines(file, options.limits ?? unpackLimits, options.signal, (line, number) => {
    verifier.take(line, number);
    return true;
  });
  return verifier.finish();
}

/** The first line alone, unproved: enough to know what the file is of. */
export async function readHead(file: SnapshotFile, signal: AbortSignal): Promise<SnapshotHead> {
  let head: SnapshotHead | undefined;
  await readFileLines(file, unpackLimits, signal, (line, number) => {
    head = headOf(file, parse(file, line, number));
    return false;
  });
  return head ?? damaged(file, 1, 'it is empty');
}

interface LineVerifier {
  take(line: Uint8Array, number: number): void;
  finish(): SnapshotFacts;
}

const REPORT_EVERY = 1000;

function lineVerifier(file: SnapshotFile, taker: LineTaker, progress: Progress): LineVerifier {
  const digest = createHash('sha256');
  let head: SnapshotHead | undefined;
  let order: ReturnType<typeof orderOf> | undefined;
  let ended: string | undefined;

  const begin = (line: JsonObject): void => {
    head = headOf(file, line);
    order = orderOf(head);
    taker.head(head);
  };
  const middle = (of: SnapshotHead, line: JsonObject, number: number): void => {
    const problem = shapeProblem(line, shapeOf(of));
    if (problem !== undefined) damaged(file, number, problem);
    const entry = line as SnapshotLine;
    const misplaced = order?.take(entry);
    if (misplaced === 'surplus') tooLarge(file, `there are more lines of kind ${entry.kind} than its head says`);
    if (misplaced === 'disorder') damaged(file, number, 'it is out of order, or there twice');
    const refused = taker.line(entry);
    if (refused !== undefined) damaged(file, number, refused);
  };
  return {
    take(bytes, number) {
      if (ended !== undefined) damaged(file, number, 'there is something after the end');
      const line = parse(file, bytes, number);
      if (head !== undefined && line['kind'] === 'end') {
        ended = digest.digest('hex');
        if (textOf(bytes) !== `${endLine(ended)}\n`) damaged(file, number, 'the digest does not fit the contents');
        return;
      }
      digest.update(bytes);
      if (head === undefined) begin(line);
      else middle(head, line, number);
      if (number % REPORT_EVERY === 0) progress(`reading ${file.shownAs}`, number);
    },
    finish() {
      if (head === undefined || order === undefined || ended === undefined) {
        return damaged(file, 0, 'the end is missing: the file was cut off');
      }
      const short = order.missing();
      if (short !== undefined) damaged(file, 0, `there are fewer lines of kind ${short} than its head says`);
      return { head, digest: ended };
    },
  };
}

/** Checks that lines stand by kind and id, each once, and as many of each kind as announced. */
function orderOf(head: SnapshotHead) {
  const left = new Map(Object.entries(head.counts));
  let last: SnapshotLine | undefined;
  return {
    take(line: SnapshotLine): 'surplus' | 'disorder' | undefined {
      const count = left.get(line.kind) ?? 0;
      if (count === 0) return 'surplus';
      if (last !== undefined && compareLines(last, line) >= 0) return 'disorder';
      left.set(line.kind, count - 1);
      last = line;
      return undefined;
    },
    missing: (): string | undefined => [...left].find(([, count]) => count > 0)?.[0],
  };
}

type JsonObject = Readonly<Record<string, unknown>>;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(file: SnapshotFile, bytes: Uint8Array, number: number): JsonObject {
  const text = textOf(bytes) ?? damaged(file, number, 'there are bytes that are no UTF-8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : damaged(file, number, 'this is not a line of a snapshot');
}

function headOf(file: SnapshotFile, line: JsonObject): SnapshotHead {
  const { format, version, kind } = line;
  const isKnown = version === 1 || (version === 2 && (kind === 'source' || kind === 'tenant'));
  if (format !== 'lockstep-snapshot' || !isKnown) otherVersion(file, format, version);
  const problem = shapeProblem(line, 'head');
  if (problem !== undefined) damaged(file, 1, problem);
  const head = line as unknown as SnapshotHead;
  if (Number.isNaN(Date.parse(head.readAt))) damaged(file, 1, '/readAt is no instant');
  return head;
}
