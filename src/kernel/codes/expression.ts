import { table } from './entry.ts';

/** The rule language (EXP…). */
export const expressionCodes = table({
  EXP001: {
    severity: 'error',
    summary: 'An expression is not well-formed',
    why: 'A flow that cannot be evaluated would leave the attribute unmanaged.',
    fix: 'Correct the expression at the mark.',
    exit: 3,
  },
});
