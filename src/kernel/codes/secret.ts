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
});
