import { table } from './entry.ts';

/** Apply, lock and ledger (RUN…). */
export const applyCodes = table({
  RUN001: {
    severity: 'error',
    summary: 'Another run holds the lock of this workspace',
    why: 'Two runs at once would overwrite each other.',
    fix: 'Wait for the other run to end.',
    exit: 6,
  },
});
