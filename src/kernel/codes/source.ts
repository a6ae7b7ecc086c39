import { table } from './entry.ts';

/** Directories and files that are read (SRC…). */
export const sourceCodes = table({
  SRC001: {
    severity: 'error',
    summary: 'The source cannot be reached',
    why: 'Without the whole source nothing can be planned.',
    fix: 'Check the address, the network and that the server is running.',
    exit: 7,
  },
});
