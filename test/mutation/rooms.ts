/** What a run of mutation testing changes, and the tests that should notice. */
export interface MutatedRoom {
  readonly sources: readonly string[];
  readonly tests: readonly string[];
}

export const rooms: Readonly<Record<string, MutatedRoom>> = {
  expression: {
    // issues.ts is prose; the example certificate is data.
    sources: [
      'src/expression/**/*.ts',
      '!src/expression/issues.ts',
      '!src/expression/functions/example-certificate.ts',
    ],
    tests: ['test/expression/**/*.test.ts'],
  },
  sync: {
    sources: ['src/sync/**/*.ts', 'src/model/scope-test.ts'],
    tests: ['test/sync/**/*.test.ts'],
  },
  planner: {
    sources: ['src/planner/**/*.ts'],
    tests: ['test/planner/**/*.test.ts'],
  },
};
