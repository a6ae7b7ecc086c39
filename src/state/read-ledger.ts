import { readFileLines } from '../kernel/file-lines.ts';
import type { LedgerCondition, LedgerEntry } from '../model/state.ts';

/** Longest entry accepted, in bytes: an intent holds one operation. */
const MAXIMUM_ENTRY = 4_000_000;

/**
 * Gives the entries of a ledger one by one, as far as they can be read. A process that dies while it writes leaves a
 * last line without an end: everything before it stands. Entries of a kind that this version does not know are passed
 * over. Throws where the file cannot be read at all.
 */
export async function readLedger(path: string, take: (entry: LedgerEntry) => void): Promise<LedgerCondition> {
  const stop = new Damaged();
  const end = { whole: true };
  try {
    await readFileLines(path, MAXIMUM_ENTRY, {
      begin: () => undefined,
      line(text) {
        const entry = entryOf(text);
        if (entry === undefined) throw stop;
        if (isKnown(entry)) take(entry);
      },
      damaged() {
        throw stop;
      },
      unended() {
        end.whole = false;
      },
    });
    return end.whole ? 'whole' : 'cut';
  } catch (error) {
    if (error === stop) return 'damaged';
    throw error;
  }
}

class Damaged extends Error {}

type Line = Readonly<Record<string, unknown>>;

/** undefined: no entry of any version. */
function entryOf(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isEntry = typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string';
    return isEntry ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What an entry of each kind must hold to be of use. */
const SHAPES: Readonly<Record<LedgerEntry['kind'], (line: Line) => boolean>> = {
  started: ({ runId, planDigest, at }) => areTexts(runId, planDigest, at),
  intent: ({ operation, at }) => areTexts(at) && isRecord(operation) && areTexts(operation['id'], operation['kind']),
  outcome: ({ operation, outcome, at }) => areTexts(operation, at) && isRecord(outcome) && areTexts(outcome['status']),
  finished: ({ runId, at, interrupted }) => areTexts(runId, at) && typeof interrupted === 'boolean',
};

function isKnown(line: Line): line is Line & LedgerEntry {
  const { kind } = line as { readonly kind: LedgerEntry['kind'] };
  return Object.hasOwn(SHAPES, kind) && SHAPES[kind](line);
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === 'string');
}

function isRecord(value: unknown): value is Line {
  return typeof value === 'object' && value !== null;
}
