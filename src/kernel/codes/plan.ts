import { table } from './entry.ts';

/** Synchronization, planning and plan files (PLN…). */
export const planCodes = table({
  PLN001: {
    severity: 'error',
    summary: 'The plan file is damaged',
    why: 'A plan is applied only when it is exactly what was written.',
    fix: 'Make a new plan.',
    exit: 5,
  },
});
