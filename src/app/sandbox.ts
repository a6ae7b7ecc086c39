import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { makeFolder } from '../state/index.ts';
import type { World } from './contract.ts';
import { startSandbox } from './sandbox-process.ts';

export interface SandboxOptions {
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
  const folder = join(world.directory, '.lockstep', 'sandbox-server');
  await makeFolder(folder);
  const secret = join(folder, 'client-secret');
  await writeFile(secret, Buffer.from(world.random.bytes(24)).toString('base64url'), { mode: 0o600 });
  const args = ['--client-id', CLIENT_ID, '--client-secret-file', secret, '--ca-dir', folder];
  if (options.port !== undefined) args.push('--port', String(options.port));
  if (options.state !== undefined) args.push('--state', resolve(world.directory, options.state));
  if (options.seed !== undefined) args.push('--seed', resolve(world.directory, options.seed));
  const sandbox = await startSandbox(args, world.signal);
  const ca = join(folder, 'trusted-ca.pem');
  await writeFile(ca, sandbox.ca, { mode: 0o600 });

  const inWorkspace = (path: string): string => `file:${relative(world.directory, path)}`;
  options.onReady([
    `An emulated tenant listens on ${sandbox.url}. In the lockstep.yaml of a workspace in this folder:`,
    '',
    '  tenant:',
    `    id: ${sandbox.tenantId}`,
    `    auth: { method: secret, clientId: ${CLIENT_ID}, secret: ${inWorkspace(secret)} }`,
    `    endpoint: { authority: ${sandbox.url}, graph: ${sandbox.url}, ca: ${inWorkspace(ca)} }`,
    `  ownerMark: { applicationId: ${CLIENT_ID} }`,
  ]);
  await Promise.race([sandbox.ended, aborted(world.signal)]);
  await sandbox.stop();
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
