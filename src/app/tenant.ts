import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hash } from 'node:crypto';
import type { TenantSettings } from '../model/settings.ts';
import type { TargetConnector } from '../model/target.ts';
import { localState, makeFolder } from '../state/index.ts';
import { clientSecret } from './client-secret.ts';
import type { World } from './contract.ts';
import { lockHolder, newRunId } from './run-id.ts';
import { targetConnector } from './registry.ts';
import { requireSeed, sandboxGone, startSandbox } from './sandbox-process.ts';
import type { Workspace } from './workspace.ts';

/** The tenant of a workspace, opened for one run. */
export interface OpenTenant extends AsyncDisposable {
  readonly connector: TargetConnector;
}

/** Connects to the tenant; the embedded one is started, and stopped at the end. */
export async function openTenant(world: World, workspace: Workspace): Promise<OpenTenant> {
  const { tenant } = workspace.settings;
  switch (tenant.type) {
    case 'entra': {
      const connector = connect(world, workspace, tenant);
      return { connector, [Symbol.asyncDispose]: () => Promise.resolve() };
    }
    case 'sandbox':
      return openEmbedded(world, workspace, tenant);
  }
}

function connect(
  world: World,
  workspace: Workspace,
  settings: Extract<TenantSettings, { type: 'entra' }>,
): TargetConnector {
  return targetConnector(world, {
    settings,
    ownerMarkApplicationId: workspace.ruleSet.topology.ownerMarkApplicationId,
    directoryExtensions: workspace.ruleSet.topology.directoryExtensions,
    readSecret: workspace.readSecret,
    quotaShare: workspace.ruleSet.policy.quotaShare,
  });
}

/** The embedded tenant lives in the state folder: removing `.lockstep/` takes it back to its seed. */
async function openEmbedded(
  world: World,
  workspace: Workspace,
  tenant: Extract<TenantSettings, { type: 'sandbox' }>,
): Promise<OpenTenant> {
  const folder = join(workspace.stateFolder, 'sandbox');
  await makeFolder(folder);
  const lock = await localState(folder, world.isAlive).lock(lockHolder(world, newRunId(world)));
  const pidFile = join(folder, 'sandbox.pid');
  try {
    await predecessorGone(world, pidFile);
    const clientId = workspace.ruleSet.topology.ownerMarkApplicationId;
    const secret = await clientSecret(world, join(folder, 'client-secret'));
    const args = ['--client-id', clientId, '--tenant-id', tenant.id, '--client-secret-file', secret];
    args.push('--state', join(folder, 'tenant'), '--ca-dir', folder);
    if (tenant.seed !== undefined) args.push('--seed', await requireSeed(workspace.directory, tenant.seed));
    world.progress('starting the embedded tenant', 0);
    const sandbox = await startSandbox(args, world.signal);
    await writeFile(pidFile, String(sandbox.pid ?? ''), { mode: 0o600 });
    const ca = join(folder, `ca-${hash('sha256', sandbox.ca).slice(0, 12)}.pem`);
    await writeFile(ca, sandbox.ca, { mode: 0o600 });
    const connector = connect(world, workspace, {
      type: 'entra',
      id: tenant.id,
      auth: { method: 'secret', clientId, secret: `file:${secret}` },
      endpoint: { authority: sandbox.url, graph: sandbox.url, ca: `file:${ca}` },
    });
    return {
      connector,
      async [Symbol.asyncDispose]() {
        try {
          await sandbox.stop();
          await rm(pidFile, { force: true });
        } finally {
          await lock.release();
        }
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** A run that was killed left its tenant behind: two processes on one state file would ruin it. */
async function predecessorGone(world: World, pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''));
  if (Number.isSafeInteger(pid) && pid > 0) await sandboxGone(pid, world.isAlive, world.signal);
}
