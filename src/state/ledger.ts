import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { Ledger, LedgerEntry } from '../model/state.ts';

/** The part of a file handle that a ledger writes through. */
export type LedgerFile = Pick<FileHandle, 'appendFile' | 'datasync' | 'close'>;

/** Opens the ledger of a run for appending; the run must not have one yet. */
export async function openLedger(path: string): Promise<Ledger> {
  return ledgerOn(await open(path, 'ax', 0o600), path);
}

/**
 * A ledger on an open file. Entries that arrive together share one write to the disk. After the first failure nothing
 * more is accepted: a line may have been written in part, and what came after it could not be read.
 */
export function ledgerOn(file: LedgerFile, path: string): Ledger {
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  let writing: Promise<void> | undefined;
  let broken: Error | undefined;

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        if (broken !== undefined) throw broken;
        await append(file, path, batch.map(({ line }) => line).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        broken ??= error instanceof Error ? error : new Error(String(error));
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  };

  return {
    append(entry: LedgerEntry) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
        writing ??= Promise.resolve().then(flush);
      });
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

async function append(file: LedgerFile, path: string, text: string): Promise<void> {
  try {
    await file.appendFile(text);
    await file.datasync();
  } catch (error) {
    fail('RUN002', { detail: `The ledger cannot be written: ${failureText(error)}.`, subject: path }, error);
  }
}
