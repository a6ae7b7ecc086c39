import { table } from './entry.ts';

/** Synchronization, planning and plan files (PLN…). */
export const planCodes = table({
  PLN001: {
    severity: 'error',
    summary: 'The plan file is damaged',
    why: 'A plan is applied only when it is exactly what was written and reviewed.',
    fix: 'Make a new plan with lockstep plan --out FILE.',
    exit: 5,
  },
  PLN002: {
    severity: 'error',
    summary: 'The plan file is of another version',
    why: 'What a line of another version means is not known here.',
    fix: 'Apply it with the version that made it, or make a new plan.',
    exit: 5,
  },
  PLN003: {
    severity: 'error',
    summary: 'The plan is for another tenant',
    why: 'Applied elsewhere it would change the wrong people.',
    fix: 'Run it in the workspace of its tenant.',
    exit: 5,
  },
  PLN004: {
    severity: 'error',
    summary: 'The rules have changed since the plan was made',
    why: 'The plan says what other rules want.',
    fix: 'Make a new plan.',
    exit: 5,
  },
  PLN005: {
    severity: 'error',
    summary: 'The plan has expired',
    why: 'The people it is about have changed meanwhile.',
    fix: 'Make a new plan. The policy key planExpiryHours says how long a plan holds.',
    exit: 5,
  },
  PLN006: {
    severity: 'error',
    summary: 'The plan is not the one that was expected',
    why: 'Its digest is not the one given with --expect-digest: it is not the plan that was reviewed.',
    fix: 'Apply the plan that was reviewed, or review this one.',
    exit: 5,
  },
  PLN007: {
    severity: 'error',
    summary: 'The instant to plan for is not understood',
    why: 'Grace days and Now() are computed from it.',
    fix: 'Write it as in 2026-11-22 or 2026-11-22T08:30:00Z.',
    exit: 3,
  },
  PLN008: {
    severity: 'error',
    summary: 'The plan was applied already',
    why: 'A plan is applied once: what it says was true before its first run.',
    fix: 'Make a new plan.',
    exit: 5,
  },
  PLN009: {
    severity: 'error',
    summary: 'The application that holds the owner mark is not in the tenant',
    why: 'Without the mark it cannot be told which objects are ours, and nothing may be written.',
    fix: 'Name an application of this tenant in ownerMark.applicationId.',
    exit: 3,
  },
  PLN010: {
    severity: 'error',
    summary: 'The plan was made for another day',
    why: 'Grace days and Now() were computed for that day: applied today, people would be marked, changed or deleted too early.',
    fix: 'Make a plan without --as-of. A plan for another day is for reading.',
    exit: 5,
  },
  PLN011: {
    severity: 'error',
    summary: 'The file is no plan file',
    why: 'Only what plan --out wrote can be proven to be what was reviewed: JSON of plan --format json, too, is for reading.',
    fix: 'Name a file that lockstep plan --out wrote.',
    exit: 3,
  },
  PLN012: {
    severity: 'error',
    summary: 'The plan was made by rules that nobody approved',
    why: 'Without a person, only data changes are applied: what new rules do is reviewed first.',
    fix: 'Apply the new rules once with approval. lockstep validate --format json tells the digest of the rules.',
    exit: 5,
  },
});
