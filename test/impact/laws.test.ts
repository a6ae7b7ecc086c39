import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Repository } from './check.ts';
import { edited, editedBy, edits } from './edits.ts';

let repository: Repository;

beforeAll(() => {
  repository = new Repository(300, 30, 7);
});
afterAll(() => {
  rmSync(repository.folder, { recursive: true, force: true });
});

test('the population is large enough, and of everybody', async () => {
  const { desired, undesired } = await repository.before();
  expect(desired.length).toBeGreaterThan(100);
  expect(undesired.length).toBeGreaterThan(50);
});

describe('each edit alone', () => {
  test.each(Object.keys(edits))('%s: names exactly those whom it touches, and its lines', async (name) => {
    const found = await repository.check(editedBy([name]));
    if (name !== 'harmless') expect(found.identities).toBeGreaterThan(0);
    // One edit is the cause of everything that follows from it.
    for (const { kind, attribute, cause } of found.groups) {
      expect(cause.length, `${kind} ${attribute ?? ''}`).toBeGreaterThan(0);
    }
  });
});

test('edits together: names exactly those whom they touch, and no line but theirs', async () => {
  await fc.assert(
    fc.asyncProperty(edited, async (edit) => {
      await repository.check(edit);
    }),
    { numRuns: 25 },
  );
});
