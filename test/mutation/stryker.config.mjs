import { rooms } from './rooms.ts';

const room = process.env['MUTATION_ROOM'] ?? '';
const { sources = [] } = rooms[room] ?? {};

export default {
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  mutate: [...sources],
  // Prose is not asserted, and the words of a union are checked by the compiler.
  mutator: { excludedMutations: ['StringLiteral'] },
  coverageAnalysis: 'perTest',
  // Tables are tested by their rows; each mutant of one would run every test.
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: `coverage/mutation/${room}.incremental.json`,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, allowColor: false },
  jsonReporter: { fileName: `coverage/mutation/${room}.json` },
  tempDirName: 'coverage/mutation/sandbox',
  ignorePatterns: ['coverage', 'dist', 'test/golden', 'test/mutation/node_modules'],
};
