import { table } from './entry.ts';

/** Command line, machine and files (CLI…). */
export const commandCodes = table({
  CLI001: {
    severity: 'error',
    summary: 'The command line is not understood',
    why: 'A flag that is ignored could change a tenant by surprise.',
    fix: 'Run the command with --help to see what it takes.',
    exit: 3,
  },
  CLI002: {
    severity: 'error',
    summary: 'A file cannot be read or written',
    why: 'Nothing was changed.',
    fix: 'Check the path and its permissions.',
    exit: 3,
  },
  CLI003: {
    severity: 'error',
    summary: 'This version of Node.js is too old',
    why: 'Lockstep needs Node.js 24 or later.',
    fix: 'Install Node.js 24, or run it through npx in a folder where npm ci has been run.',
    exit: 3,
  },
  CLI004: {
    severity: 'error',
    summary: 'Nobody is there to confirm the plan',
    why: 'A plan that was just made is shown and confirmed before anything is written.',
    fix: 'Review a saved plan and apply that file, or add --auto-approve.',
    exit: 3,
  },
});
