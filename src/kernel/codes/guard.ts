import { table } from './entry.ts';

/** Guards (SAFE…): they stop a plan that would do harm. */
export const guardCodes = table({
  SAFE001: {
    severity: 'error',
    summary: 'More objects would be deleted than the policy allows',
    why: 'A mistake in a rule or a filter often shows first as a mass deletion.',
    fix: 'Find out why these objects leave; raise the limit in the Policy only when it is intended.',
    exit: 4,
  },
});
