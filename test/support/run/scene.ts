import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { apply, plan } from '../../../src/app/index.ts';
import type { ApplyOptions, ApplyResult, World } from '../../../src/app/contract.ts';
import type { Plan } from '../../../src/model/plan.ts';
import { startFaultyProxy } from '../faulty-proxy/faulty-proxy.ts';
import type { FaultyProxy } from '../faulty-proxy/faulty-proxy.ts';
import { startTenant } from './tenant-process.ts';
import type { TenantProcess } from './tenant-process.ts';
import { copyExample, pointTo } from './workspace.ts';
import { clockAt, worldIn } from './world.ts';

/** The example workspace, and a tenant of its own behind a proxy that can be told to misbehave. */
export interface Scene {
  readonly folder: string;
  readonly proxy: FaultyProxy;
  readonly tenant: TenantProcess;
  /** On another day when one is given: that day is today until the next plan. */
  plan(day?: string): Promise<Plan>;
  apply(
    plan: Plan,
    more?: Pick<ApplyOptions, 'expectDigest' | 'approvedRules' | 'allowHazards'> & { readonly world?: Partial<World> },
  ): Promise<ApplyResult>;
}

export async function scene(more: readonly string[] = []): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-scene-'));
  const tenant = await startTenant({ folder: root, more });
  const proxy = await startFaultyProxy(tenant);
  const folder = join(root, 'workspace');
  mkdirSync(folder);
  let today: string | undefined;
  copyExample(folder);
  pointTo(folder, proxy, tenant.secretFile);
  onTestFinished(async () => {
    await proxy.stop();
    await tenant.stop();
    rmSync(root, { recursive: true, force: true });
  });
  return {
    folder,
    proxy,
    tenant,
    plan: async (day) => {
      today = day;
      return (await plan(worldIn(folder, onDay(today)), {})).plan;
    },
    apply: (one, { world, ...expected } = {}) =>
      apply(worldIn(folder, { ...onDay(today), ...world }), {
        plan: one,
        onEvent: () => undefined,
        ...expected,
      }),
  };
}

const HOUR = 3_600_000;

function onDay(day: string | undefined): Partial<World> {
  if (day === undefined || Math.abs(Date.parse(day) - Date.now()) < HOUR) return {};
  return { clock: clockAt(day) };
}
