import { table } from './entry.ts';

/** Command line, machine and files (CLI…). */
export const commandCodes = table({
  CLI001: {
    severity: 'error',
    summary: 'The command line is not understood',
    why: 'Nothing was read and nothing was written.',
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
  CLI005: {
    severity: 'error',
    summary: 'No object has this name',
    why: 'Sources and tenant were searched for a DN, an objectGUID, an anchor, a tenant id and every name of a person or group.',
    fix: 'Write the DN or the sign-in name as the directory has it.',
    exit: 3,
  },
  CLI006: {
    severity: 'error',
    summary: 'Several objects have this name',
    why: 'Which one is meant cannot be told.',
    fix: 'Write a DN, an objectGUID or a tenant id instead.',
    exit: 3,
  },
  CLI007: {
    severity: 'error',
    summary: 'No rule flows this attribute for the object',
    why: 'What no rule flows is left alone, so that there is nothing to explain.',
    fix: 'Leave out --attribute to see everything that flows.',
    exit: 3,
  },
  CLI008: {
    severity: 'error',
    summary: 'A value does not fit its attribute',
    why: 'An expression would see something that no directory holds.',
    fix: 'Write attribute=value; bytes as Base64, a reference as DN, several values one after the other.',
    exit: 3,
  },
  CLI009: {
    severity: 'error',
    summary: 'There is nothing to assess',
    why: 'What is in use is told from what a server, a tenant or a workspace says, and never guessed.',
    fix: 'Give --export with what an Entra Connect server exported, --tenant with a snapshot, or name a workspace with -C.',
    exit: 3,
  },
  CLI010: {
    severity: 'error',
    summary: 'The recipient of an encrypted report cannot be used',
    why: 'A report that is encrypted to the wrong key is read by nobody, or by the wrong people.',
    fix: 'Give the public key that age-keygen shows: it begins with age1.',
    exit: 3,
  },
});
