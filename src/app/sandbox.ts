import { stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { localState, makeFolder } from '../state/index.ts';
import { clientSecret } from './client-secret.ts';
import type { World, WorkspaceOptions } from './contract.ts';
import { lockHolder, newRunId } from './run-id.ts';
import { requireSeed, startSandbox } from './sandbox-process.ts';
import type { SandboxProcess } from './sandbox-process.ts';

export interface SandboxOptions extends WorkspaceOptions {
  readonly port?: number;
  readonly state?: string;
  readonly seed?: string;
  /** Called once it listens, with lines for people: addresses, tenant id, certificate. */
  readonly onReady: (lines: readonly string[]) => void;
}

/** Default application: the one the emulated tenant creates and lets sign in. */
const CLIENT_ID = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';

/** Runs an emulated tenant until the signal is aborted, and says how a workspace reaches it. */
export async function serveSandbox(world: World, options: SandboxOptions): Promise<void> {
  const home = resolve(world.directory, options.workspace ?? '.');
  const folder = join(home, '.lockstep', 'sandbox-server');
  await makeFolder(folder);
  const lock = await localState(folder, world.isAlive).lock(lockHolder(world, newRunId(world)));
  try {
    await serveFrom(folder, home, world, options);
  } finally {
    await lock.release();
  }
}

async function serveFrom(folder: string, home: string, world: World, options: SandboxOptions): Promise<void> {
  const secret = await clientSecret(world, join(folder, 'client-secret'));
  const args = ['--client-id', CLIENT_ID, '--client-secret-file', secret, '--ca-dir', folder];
  if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.state !== undefined) args.push('--state', await stateFile(world.directory, options.state));
  if (options.seed !== undefined) args.push('--seed', await requireSeed(world.directory, options.seed));
  const sandbox = await startSandbox(args, world.signal);
  try {
    const ca = join(folder, 'trusted-ca.pem');
    await writeFile(ca, sandbox.ca, { mode: 0o600 });
    options.onReady(settingsFor(sandbox, (path) => `file:${relative(home, path)}`, secret, ca));
    await Promise.race([sandbox.ended, aborted(world.signal)]);
  } finally {
    await sandbox.stop();
  }
}

async function stateFile(directory: string, state: string): Promise<string> {
  const path = resolve(directory, state);
  // What is not there yet is made; what is there in another way is told by the one that opens it.
  const present = await stat(path).catch(() => undefined);
  if (present?.isDirectory() !== true) return path;
  return fail('ENT009', { detail: `The state ${state} cannot be used: it is a folder.`, subject: state });
}

/** What a workspace in the same folder says of its tenant. */
function settingsFor(
  { url, tenantId }: SandboxProcess,
  inWorkspace: (path: string) => string,
  secret: string,
  ca: string,
): readonly string[] {
  return [
    `An emulated tenant listens on ${url}. In the lockstep.yaml of a workspace in this folder:`,
    '',
    '  tenant:',
    `    id: ${tenantId}`,
    `    auth: { method: secret, clientId: ${CLIENT_ID}, secret: ${inWorkspace(secret)} }`,
    `    endpoint: { authority: ${url}, graph: ${url}, ca: ${inWorkspace(ca)} }`,
    `  ownerMark: { applicationId: ${CLIENT_ID} }`,
  ];
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else
      signal.addEventListener(
        'abort',
        () => {
          resolve();
        },
        { once: true },
      );
  });
}
