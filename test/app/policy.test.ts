import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { refusalOf } from '../support/run/failure.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { clockAt } from '../support/run/world.ts';

function policy(run: Scene, spec: string): void {
  rmSync(join(run.folder, 'policy.yaml'), { force: true });
  writeFileSync(
    join(run.folder, 'policy-of-the-test.yaml'),
    `apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec:\n${spec}\n`,
  );
}

const blocking = (plan: Plan) => plan.findings.filter((one) => one.blocks).map((one) => one.code);

describe('a freeze', () => {
  const freeze = '  freezes: [{ name: inventory, from: 2026-12-01T12:00:00Z, to: 2026-12-01T18:00:00Z }]';

  test('is asked for when the plan is made and by the clock before the first write', async () => {
    const run = await scene();
    policy(run, freeze);
    expect(blocking(await run.plan('2026-12-01T12:00:00Z'))).toEqual(['SAFE043']);
    const made = await run.plan('2026-12-01T11:00:00Z');
    expect(blocking(made)).toEqual([]);
    const during = { clock: clockAt('2026-12-01T12:00:00Z') };
    expect(await refusalOf(() => run.apply(made, { world: during }))).toBe('SAFE043 exit 4');
    expect(run.proxy.writes()).toEqual([]);
    const { counts } = await run.apply(made, { world: { clock: clockAt('2026-12-01T11:59:00Z') } });
    expect(counts).toMatchObject({ failed: 0, skipped: 0, unknown: 0, done: made.body.operations.length });
    const again = await run.plan('2026-12-01T12:30:00Z');
    expect([again.body.operations, blocking(again)]).toEqual([[], []]);
  });

  test('gains nothing by findings that are left out of the file', async () => {
    const run = await scene();
    policy(run, freeze);
    const made = await run.plan('2026-12-01T13:00:00Z');
    expect(await refusalOf(() => run.apply({ ...made, findings: [] }))).toBe('SAFE043 exit 4');
    expect(run.proxy.writes()).toEqual([]);
  });
});

describe('a floor', () => {
  test('of a group that is nobody’s of ours is judged by its members in the tenant', async () => {
    const run = await scene();
    policy(run, '  floors: [{ group: Break Glass, members: 1 }]');
    const fails = await run.plan();
    expect(blocking(fails)).toEqual(['SAFE041']);
    expect(fails.findings[0]?.detail).toContain('the tenant has no such group');

    const group = await run.tenant.call('POST', '/groups', {
      displayName: 'Break Glass',
      mailEnabled: false,
      mailNickname: 'break-glass',
      securityEnabled: true,
    });
    const [user] = await run.tenant.all('/users?$select=id&$filter=accountEnabled eq true');
    await run.tenant.call('POST', `/groups/${String(group['id'])}/members/$ref`, {
      '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${String(user?.['id'])}`,
    });
    expect(blocking(await run.plan())).toEqual([]);
  });
});

describe('a rule of the policy', () => {
  const rule = '  rules: [{ name: nobody leaves, each: operation, deny: operation.kind == "leave" }]';

  test('is looked at again before the first write, whatever the file says', async () => {
    const run = await scene();
    policy(run, rule);
    const made = await run.plan();
    expect(blocking(made)).toEqual(['SAFE045']);
    expect(await refusalOf(() => run.apply({ ...made, findings: [] }))).toBe('SAFE045 exit 4');
    expect(run.proxy.writes()).toEqual([]);
  });
});
