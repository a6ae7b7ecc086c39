// Provisioning a domain takes seconds and filling it takes longer: both are done once, packed, and unpacked ever after.

import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './command.ts';
import { smbConf } from './configuration.ts';
import type { Domain } from './configuration.ts';
import { layoutOf, makeFolders } from './layout.ts';
import type { Layout } from './layout.ts';
import { extendSchema, load } from './load.ts';
import { newWorkplace } from './workplace.ts';

const PACKED = ['private', 'state'];
const LEFT_OUT = ['*.ldb-lock', 'private/ldapi', 'private/ldap_priv', 'private/smbd.tmp', 'state/sysvol'];
const PLACEHOLDER = '127.0.0.2';

/** What a domain holds besides what every domain is born with. */
export interface Filling {
  /** Additions to the schema, one after the other, before anything else. */
  readonly schema: readonly string[];
  readonly ldif: string;
}

export const nothing: Filling = { schema: [], ldif: '' };

/** Puts the databases of a domain, filled with LDIF if there is any, into an empty layout. */
export async function unpackDomain(layout: Layout, domain: Domain, filling: Filling): Promise<void> {
  const packed = await templateOf(domain, filling);
  await command('tar', ['-C', layout.root, '--zstd', '--no-same-owner', '-xf', packed]);
}

async function templateOf(domain: Domain, filling: Filling): Promise<string> {
  const { schema, ldif } = filling;
  const version = await command('samba', ['--version']);
  const { realm, netbios, host, adminPassword } = domain;
  const empty = digest([version, realm, netbios, host, adminPassword]);
  const path = join(cacheFolder(), `${isNothing(filling) ? empty : digest([empty, ...schema, ldif])}.tar.zst`);
  if (!existsSync(path)) await makeTemplate(path, domain, filling);
  return path;
}

function isNothing({ schema, ldif }: Filling): boolean {
  return schema.length === 0 && ldif === '';
}

async function makeTemplate(path: string, domain: Domain, filling: Filling): Promise<void> {
  const layout = layoutOf(newWorkplace());
  try {
    makeFolders(layout);
    if (isNothing(filling)) await provision(layout, domain);
    else await fill(layout, domain, filling);
    await pack(layout, path);
  } finally {
    rmSync(layout.root, { recursive: true, force: true });
  }
}

async function fill(layout: Layout, domain: Domain, { schema, ldif }: Filling): Promise<void> {
  await unpackDomain(layout, domain, nothing);
  writeFileSync(layout.configuration, smbConf(layout, domain, PLACEHOLDER));
  for (const one of schema) await extendSchema(layout, one);
  if (ldif !== '') await load(layout, ldif);
}

async function provision(layout: Layout, domain: Domain): Promise<void> {
  const options = {
    targetdir: layout.root,
    realm: domain.realm.toUpperCase(),
    domain: domain.netbios,
    'host-name': domain.host,
    'host-ip': PLACEHOLDER,
    adminpass: domain.adminPassword,
    'server-role': 'dc',
    'dns-backend': 'NONE',
    'backend-store': 'mdb',
  };
  const settings = [
    `interfaces = ${PLACEHOLDER}/8`,
    'bind interfaces only = yes',
    `log file = ${layout.log}`,
    `pid directory = ${join(layout.root, 'run')}`,
    `winbindd socket directory = ${join(layout.root, 'run/winbindd')}`,
    'ldb:nosync = true',
  ];
  await command('samba-tool', [
    ...['domain', 'provision'],
    ...Object.entries(options).map(([name, value]) => `--${name}=${value}`),
    ...settings.map((setting) => `--option=${setting}`),
  ]);
}

/** Written beside and renamed, so that runs at the same time do no harm. The database files have holes. */
async function pack(layout: Layout, path: string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}`;
  await command('tar', [
    ...['-C', layout.root, '--sparse', '--zstd', ...LEFT_OUT.map((pattern) => `--exclude=${pattern}`)],
    ...['-cf', unfinished, ...PACKED],
  ]);
  renameSync(unfinished, path);
}

function cacheFolder(): string {
  const user = String(process.getuid?.() ?? '');
  const folder = join(process.env['XDG_CACHE_HOME'] ?? tmpdir(), `lockstep-domain-templates-${user}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20);
}
