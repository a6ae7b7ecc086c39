import { table } from './entry.ts';

/** Secrets, which the workspace names but never holds (SEC…). */
export const secretCodes = table({
  SEC001: {
    severity: 'error',
    summary: 'A secret cannot be read',
    why: 'The workspace names secrets by reference; without this one a connector cannot sign in.',
    fix: 'Set the environment variable, or put the file where the reference says and make it readable.',
    exit: 3,
  },
  SEC002: {
    severity: 'error',
    summary: 'A key is too short',
    why: 'Whoever guesses the key of a pseudonym can try names out until one fits.',
    fix: 'Make a key of random bytes: openssl rand -hex 32.',
    exit: 3,
  },
});
