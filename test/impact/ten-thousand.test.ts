import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snapshotSource } from '../../src/app/index.ts';
import { worldIn } from '../support/run/world.ts';
import { Repository } from './check.ts';
import { edited } from './edits.ts';

// More edits, or those of an earlier run: LOCKSTEP_IMPACT_EDITS=100 LOCKSTEP_IMPACT_SEED=7 vitest run test/impact/ten-thousand.test.ts
const EDITS = Number(process.env['LOCKSTEP_IMPACT_EDITS'] ?? 4);
const SEED = Number(process.env['LOCKSTEP_IMPACT_SEED'] ?? randomInt(2 ** 31));
const PEOPLE = 9_500;
const GROUPS = 500;
const LIMIT = 60_000 + EDITS * 20_000;

let repository: Repository;

beforeAll(async () => {
  repository = new Repository(PEOPLE, GROUPS, 11);
  await snapshotSource(worldIn(repository.folder), { connector: 'corp', out: 'corp.snapshot', allAttributes: true });
  repository.git('checkout', '-q', '-b', 'change');
}, LIMIT);
afterAll(() => {
  rmSync(repository.folder, { recursive: true, force: true });
});

test(
  `between two commits, over a snapshot of 10,000 identities: ${EDITS} random edits of seed ${SEED}`,
  async () => {
    const { desired, failed, undesired } = await repository.before();
    expect(desired.length + failed.length + undesired.length).toBe(PEOPLE + GROUPS);
    let touched = 0;
    await fc.assert(
      fc.asyncProperty(edited, async (edit) => {
        const found = await repository.check(edit, { head: 'change', sources: ['corp.snapshot'] });
        touched += found.identities;
      }),
      { numRuns: EDITS, seed: SEED, endOnFailure: true },
    );
    if (EDITS > 4) process.stdout.write(`${EDITS} edits of seed ${SEED}: ${touched} identities named\n`);
  },
  LIMIT,
);
