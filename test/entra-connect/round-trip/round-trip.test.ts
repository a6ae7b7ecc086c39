import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bothWays, withFiles } from './both-ways.ts';
import { population } from './objects.ts';
import { servers } from './server.ts';

/** Servers to try; for a night: ROUND_TRIP_RUNS=5000 ROUND_TRIP_SEED=7 vitest run test/entra-connect/round-trip. */
const RUNS = Number(process.env['ROUND_TRIP_RUNS'] ?? 40);
const SEED = Number(process.env['ROUND_TRIP_SEED'] ?? 20_261_122);

const populations = fc.array(
  fc.record({ corp: population('DC=corp,DC=example'), lab: population('DC=lab,DC=example') }),
  { minLength: 3, maxLength: 3 },
);

test('an imported rule does what it did', { timeout: 60_000 + 2_000 * RUNS }, async () => {
  const seen = { rules: 0, flows: 0, people: 0, held: 0, alone: 0 };
  await fc.assert(
    fc.asyncProperty(servers(), populations, async (files, of) => {
      const { silences, errors, carried, product, direct } = await withFiles(files, (folder) => bothWays(folder, of));
      expect({ silences, errors }).toEqual({ silences: [], errors: [] });
      expect(product).toEqual(direct);
      seen.rules += carried.length;
      seen.flows += carried.reduce((sum, { rule }) => sum + rule.flows.length, 0);
      seen.people += direct.reduce((sum, { people }) => sum + people.length, 0);
      seen.held += direct.reduce((sum, { held }) => sum + held.length, 0);
      seen.alone += direct.reduce((sum, { alone }) => sum + alone.length, 0);
    }),
    // Shrinking a server takes long and helps little: the first counterexample is small enough to read.
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  // The property says little of servers on which nothing happens.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(RUNS);
});
