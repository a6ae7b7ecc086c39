import { table } from './entry.ts';

/** Rule tests: what is wrong with one (CFG…), and running them (TST…). */
export const ruleTestCodes = table({
  CFG090: {
    severity: 'error',
    summary: 'A rule test names an object that its case does not give',
    why: 'Of an object that is not there nothing can be expected.',
    fix: 'Write the id of an object that stands in given, or a whole DN where a reference belongs.',
    exit: 3,
  },
  CFG091: {
    severity: 'error',
    summary: 'A filter is unknown',
    why: 'What a filter refuses can be expected only of one that is there.',
    fix: 'Write the name of a ScopingFilter of this workspace.',
    exit: 3,
  },
  CFG092: {
    severity: 'error',
    summary: 'An expectation does not go with its case',
    why: 'It could never be met, or would be met by chance.',
    fix: 'Remove it, or give the case what it needs.',
    exit: 3,
  },
  CFG093: {
    severity: 'error',
    summary: 'A parameter is unknown',
    why: 'No expression could ask for it.',
    fix: 'Write one of the parameters that a connector gives, such as Domain.FQDN.',
    exit: 3,
  },
  TST001: {
    severity: 'error',
    summary: 'There is no rule test to run',
    why: 'A run without a test would look as if every test had passed.',
    fix: 'Name a file or a folder of the workspace that holds rule tests, or a pattern that finds one.',
    exit: 3,
  },
  TST002: {
    severity: 'error',
    summary: 'A pattern is not understood',
    why: 'Patterns are run in linear time: there is no looking ahead or behind, and no reference back.',
    fix: 'Write the pattern in the syntax of RE2.',
    exit: 3,
  },
});
