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
  RUN002: {
    severity: 'error',
    summary: 'The state folder cannot be used',
    why: 'Without lock and ledger nothing may be written to a tenant.',
    fix: 'Check that the folder .lockstep of the workspace can be written.',
    exit: 6,
  },
  RUN003: {
    severity: 'warning',
    summary: 'The lock of a run that died was taken over',
    why: 'Its process is gone; what it left undone is planned anew.',
    fix: 'Nothing: this plan was made from the tenant as it is now.',
    exit: 0,
  },
  RUN004: {
    severity: 'warning',
    summary: 'The ledger of an old run cannot be removed',
    why: 'It holds personal data, and the policy says how long that is kept.',
    fix: 'Check that the folder .lockstep/runs can be written, and remove the file.',
    exit: 0,
  },
  RUN005: {
    severity: 'error',
    summary: 'There is no such run',
    why: 'Nothing is known of it: its ledger was never written, or the policy let it be removed.',
    fix: 'See `lockstep history` for the runs that are known.',
    exit: 3,
  },
});
