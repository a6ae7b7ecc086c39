import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { Ledger, LedgerEntry } from '../model/state.ts';

/** Opens the ledger of a run for appending. Entries that arrive together share one write to the disk. */
export async function openLedger(path: string): Promise<Ledger> {
  const file = await open(path, 'ax', 0o600);
  let waiting: { readonly line: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] =
    [];
  let writing: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await append(file, batch.map(({ line }) => line).join(''));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    writing = undefined;
  };

  return {
    append(entry: LedgerEntry) {
      return new Promise<void>((resolve, reject) => {
        waiting.push({ line: `${JSON.stringify(entry)}\n`, resolve, reject });
        writing ??= flush();
      });
    },
    async close() {
      await writing;
      await file.close();
    },
  };
}

async function append(file: FileHandle, text: string): Promise<void> {
  await file.appendFile(text);
  await file.datasync();
}
