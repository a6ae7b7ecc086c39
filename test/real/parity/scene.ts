import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CloudObject, Installation } from '../../support/connect-server/installation.ts';
import { synchronizedTenant } from '../../support/connect-server/tenant.ts';
import { organization } from '../../support/forest/tenant-facts.ts';
import { startTenant } from '../../support/run/tenant-process.ts';
import type { TenantProcess } from '../../support/run/tenant-process.ts';
import { startDomainController } from '../domain-controller.ts';
import type { DomainController } from '../domain-controller.ts';
import { exchangeSchema } from './exchange-schema.ts';
import { base, populationLdif, services, units } from './population.ts';
import { workspaceFiles } from '../../support/parity/workspace.ts';

const run = promisify(execFile);
const SYNCED_AT = '2026-11-20T05:31:07Z';

/** Accounts with a licence of Exchange Online. */
const mailboxes = ['aspencer', 'pdifferent', 'licensed'];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A tenant that an engine synchronizes, and what was asked of it. */
export interface ObservedTenant {
  readonly tenant: TenantProcess;
  /** `METHOD /path status` of each request since `forget`. */
  readonly requests: () => readonly string[];
  readonly forget: () => void;
}

export interface Scene extends AsyncDisposable {
  readonly controller: DomainController;
  /** What Entra Connect leaves in the tenant: the seed of a sandbox. */
  readonly seed: readonly CloudObject[];
  /** What it would make of the accounts in a container that is not synchronized. */
  readonly elsewhere: readonly CloudObject[];
  /** Lets the directory change, and Entra Connect run again: the seed of a tenant after it. */
  later(changes: string): Promise<readonly CloudObject[]>;
  startTenant(seed: readonly CloudObject[]): Promise<ObservedTenant>;
  /** The command line in a process of its own, in a workspace that reads this tenant. */
  lockstep(tenant: TenantProcess, args: readonly string[], files?: Readonly<Record<string, string>>): Promise<Ended>;
}

export async function startScene(): Promise<Scene> {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-parity-'));
  const controller = await startDomainController({ ldif: populationLdif(), schema: exchangeSchema });
  const reader = await controller.createLowPrivilegeAccount('lockstep');
  const first = await directoryOf(controller);
  const seed = synchronizedTenant(first, installation());
  const started: TenantProcess[] = [];
  let count = 0;

  return {
    controller,
    seed,
    elsewhere: synchronizedTenant(first, { ...installation(), units: [services], before: [] }),
    later: async (changes) => {
      await controller.modify(changes);
      return synchronizedTenant(await directoryOf(controller), installation(), [first]);
    },
    startTenant: async (lines) => {
      const folder = join(root, `tenant-${++count}`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'seed.ndjson'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const requests: string[] = [];
      const tenant = await startTenant({
        folder,
        seed: join(folder, 'seed.ndjson'),
        more: ['--log'],
        onLine: (line) => requests.push(line),
      });
      started.push(tenant);
      return { tenant, requests: () => requests, forget: () => requests.splice(0) };
    },
    lockstep: async (tenant, args, files = {}) => {
      const folder = join(root, `workspace-${++count}`);
      mkdirSync(folder);
      const connector = [
        '{ name: corp, type: activeDirectory',
        `domains: [{ name: corp.contoso.com, servers: ['${controller.ldapsUrl}'] }]`,
        `trust: { ca: 'file:dc.pem' }, bind: { user: '${reader.upn}', password: 'env:AD_PASSWORD' } }`,
      ].join(', ');
      const place = { connector, units, sourceAnchor: 'mS-DS-ConsistencyGuid', tenantUrl: tenant.url } as const;
      for (const [name, text] of Object.entries({ ...workspaceFiles(place), ...files })) {
        writeFileSync(join(folder, name), text);
      }
      writeFileSync(join(folder, 'dc.pem'), controller.caPem);
      writeFileSync(join(folder, 'tenant.pem'), tenant.ca);
      return command(folder, args, { AD_PASSWORD: reader.password, CLIENT_SECRET: 'a-secret-of-the-test' });
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(started.map((tenant) => tenant.stop()));
      await controller[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function installation(): Installation {
  return {
    units,
    netbios: 'CORP',
    sourceAnchor: 'mS-DS-ConsistencyGuid',
    domains: { verified: ['contoso.com'], initial: 'contoso.onmicrosoft.com' },
    hasMailbox: (entry) => mailboxes.includes(entry.text('sAMAccountName') ?? ''),
    syncedAt: SYNCED_AT,
    before: [...tenantItself(), receptionist],
  };
}

/** Another account of the cloud has the sign-in name of somebody who comes later. */
const receptionist: CloudObject = {
  '@odata.type': '#microsoft.graph.user',
  id: '188604e5-91de-4d9f-9657-5a19dce3ab20',
  accountEnabled: true,
  displayName: 'Reception Oslo',
  userPrincipalName: 'reception.oslo@contoso.com',
  mailNickname: 'reception',
  userType: 'Member',
};

function* tenantItself(): Generator<CloudObject> {
  for (const object of organization()) {
    yield object['@odata.type'].endsWith('.organization')
      ? { ...object, onPremisesSyncEnabled: true, onPremisesLastSyncDateTime: SYNCED_AT }
      : object;
  }
}

/** By a program that is not ours. */
async function directoryOf(controller: DomainController): Promise<string> {
  const bind = ['-x', '-D', controller.adminDn, '-w', controller.adminPassword];
  const filter = '(|(objectCategory=person)(objectCategory=group)(objectCategory=computer))';
  const words = ['-LLL', '-o', 'ldif-wrap=no', '-H', controller.ldapsUrl, ...bind, '-b', base, filter];
  const env = { ...process.env, LDAPTLS_CACERT: controller.caPath };
  return (await run('ldapsearch', words, { env, maxBuffer: 1 << 26 })).stdout;
}

function command(folder: string, args: readonly string[], secrets: Readonly<Record<string, string>>): Promise<Ended> {
  const main = join(import.meta.dirname, '../../../src/cli/main.ts');
  const child = spawn(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...process.env, ...secrets },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve) =>
    child.once('close', (code) => {
      resolve({ code, out, err });
    }),
  );
}
