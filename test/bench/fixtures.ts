import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../src/app/sandbox-process.ts';
import type { SandboxProcess } from '../../src/app/sandbox-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENT_ID = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';

export interface Population {
  readonly users: number;
  readonly ldif: string;
  readonly tenant: string;
}

/** The seeded forest and tenant of a size; made once, kept beside the other caches of the package. */
export async function population(users: number): Promise<Population> {
  const folder = join(ROOT, 'node_modules/.cache/lockstep-bench', String(users));
  await mkdir(folder, { recursive: true });
  const files = { users, ldif: join(folder, 'corp.ldif'), tenant: join(folder, 'tenant.ndjson') };
  const exists = await stat(files.tenant).then(
    () => true,
    () => false,
  );
  if (!exists) {
    const generator = join(ROOT, 'test/support/forest/main.ts');
    const size = ['--users', String(users), '--groups', String(users / 20), '--seed', '1'];
    await runToEnd([generator, ...size, '--ldif', files.ldif, '--tenant', files.tenant]);
  }
  return files;
}

function runToEnd(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the generator ended with ${String(code)}`));
    });
  });
}

export interface BenchWorkspace extends AsyncDisposable {
  readonly directory: string;
}

/** The example workspace over a population, with its tenant already running: a plan then starts no server. */
export async function workspaceOver({ ldif, tenant }: Population): Promise<BenchWorkspace> {
  const directory = await mkdtemp(join(tmpdir(), 'lockstep-bench-'));
  await cp(join(ROOT, 'config/example'), directory, {
    recursive: true,
    filter: (path) => !path.includes('.lockstep') && !path.endsWith('.ldif') && !path.endsWith('.ndjson'),
  });
  const secret = join(directory, 'secret');
  await writeFile(secret, 'bench-secret-of-the-emulated-tenant');
  const sandbox = await startSandbox(
    ['--client-id', CLIENT_ID, '--client-secret-file', secret, '--seed', tenant],
    new AbortController().signal,
  );
  await writeFile(join(directory, 'ca.pem'), sandbox.ca);
  await writeFile(join(directory, 'lockstep.yaml'), topology(ldif, sandbox));
  return {
    directory,
    async [Symbol.asyncDispose]() {
      await sandbox.stop();
      await rm(directory, { recursive: true });
    },
  };
}

function topology(ldif: string, { url, tenantId }: SandboxProcess): string {
  return `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant:
    id: ${tenantId}
    auth: { method: secret, clientId: ${CLIENT_ID}, secret: file:./secret }
    endpoint: { authority: '${url}', graph: '${url}', ca: file:./ca.pem }
  connectors: [{ name: corp, type: ldif, path: ${ldif} }]
  ownerMark: { applicationId: ${CLIENT_ID} }
  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
`;
}
