import { defineConfig } from 'vitest/config';
import { rooms } from './rooms.ts';

export default defineConfig({
  test: {
    include: [...(rooms[process.env['MUTATION_ROOM'] ?? '']?.tests ?? [])],
    // Properties of thousands of runs.
    exclude: ['test/expression/properties.test.ts'],
    setupFiles: ['test/mutation/few-runs.ts'],
    // What a thread cannot set for itself, and a property that counts its runs.
    testNamePattern: /^(?!.*(time zone of the machine|watched and unwatched))/,
    // A tenth of the time; no test of these rooms changes a module.
    isolate: false,
    maxWorkers: 1,
    testTimeout: 60_000,
  },
});
