import { table } from './entry.ts';

/** What the tenant held when the last run ended (BAS…). */
export const baselineCodes = table({
  BAS001: {
    severity: 'warning',
    summary: 'What this run left in the tenant could not be noted',
    why: 'The next plan cannot tell drift from changes of rules and data.',
    fix: 'Check that the folder .lockstep of the workspace can be written; the next apply notes it again.',
    exit: 0,
  },
  BAS002: {
    severity: 'warning',
    summary: 'The note of what the last run left in the tenant is damaged',
    why: 'It is not used: where changes come from is unknown.',
    fix: 'Nothing: the next apply writes it anew, also where there is nothing to do.',
    exit: 0,
  },
  BAS003: {
    severity: 'error',
    summary: 'There is nothing to tell drift by',
    why: 'Drift is what differs from what the last run left in the tenant, and no run has noted that here.',
    fix: 'Run apply once on this machine, also where there is nothing to do.',
    exit: 3,
  },
});
