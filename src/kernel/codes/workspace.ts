import { table } from './entry.ts';

/** The YAML of a workspace (CFG…). */
export const workspaceCodes = table({
  CFG001: {
    severity: 'error',
    summary: 'The workspace cannot be found',
    why: 'A workspace is a folder with a lockstep.yaml in it.',
    fix: 'Name the folder with -C DIR, or make one with lockstep init.',
    exit: 3,
  },
});
