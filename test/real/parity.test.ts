import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sambaAvailable } from './domain-controller.ts';
import { startScene } from './parity/scene.ts';
import type { ObservedTenant, Scene } from './parity/scene.ts';

describe.skipIf(!sambaAvailable())('a tenant that Entra Connect writes, from a real directory', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  test('a plan leaves all of it alone, and asks nothing of the tenant but questions', async () => {
    const observed = await scene.startTenant(scene.seed);
    const { code, out } = await scene.lockstep(observed.tenant, ['plan', '--format', 'json']);
    const { operations, held } = JSON.parse(out) as { operations: { kind: string }[]; held: { would: string }[] };
    expect(code).toBe(0);
    expect(operations.map(({ kind }) => kind)).toEqual(['defineExtension']);
    expect(held).toHaveLength(
      synchronized(scene.seed, 'user') + synchronized(scene.seed, 'group', { mailEnabled: false }),
    );
    expect(writes(observed)).toEqual([]);
  });
});

function synchronized(
  seed: Scene['seed'],
  type: 'user' | 'group',
  having: Readonly<Record<string, unknown>> = {},
): number {
  return seed.filter(
    (one) =>
      one['@odata.type'] === `#microsoft.graph.${type}` &&
      one['onPremisesSyncEnabled'] === true &&
      Object.entries(having).every(([name, value]) => one[name] === value),
  ).length;
}

/** Requests that are no question; signing in is one. */
function writes({ requests }: ObservedTenant): readonly string[] {
  return requests().filter((line) => !line.startsWith('GET ') && !line.includes('/oauth2/v2.0/token'));
}
