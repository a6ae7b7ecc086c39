import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CLIENT, EXAMPLE, TENANT } from './tenant-process.ts';

/** Copies the example workspace, without what runs left in it. */
export function copyExample(folder: string): string {
  cpSync(EXAMPLE, folder, { recursive: true, filter: (path) => basename(path) !== '.lockstep' });
  return folder;
}

/** Changes a file of a workspace; what is looked for must be there. */
export function edit(folder: string, file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(from, to);
  if (changed === text) throw new Error(`${file} does not hold ${String(from)}`);
  writeFileSync(path, changed);
}

/** Lets the example reach a tenant that is not the embedded one. */
export function pointTo(
  folder: string,
  tenant: { readonly url: string; readonly ca: string },
  secretFile: string,
): void {
  writeFileSync(join(folder, 'ca.pem'), tenant.ca);
  writeFileSync(join(folder, 'client-secret'), readFileSync(secretFile));
  const settings = [
    'tenant:',
    '    type: entra',
    `    id: ${TENANT}`,
    `    auth: { method: secret, clientId: ${CLIENT}, secret: 'file:client-secret' }`,
    `    endpoint: { authority: '${tenant.url}', graph: '${tenant.url}', ca: 'file:ca.pem' }`,
    '  connectors:',
  ];
  edit(folder, 'lockstep.yaml', /tenant:[^]*?connectors:/, settings.join('\n'));
}

/** The records of an LDIF file, to be taken out, put back and changed. */
export function editLdif(folder: string, change: (records: string[]) => string[]): void {
  const path = join(folder, 'corp.ldif');
  writeFileSync(path, `${change(readFileSync(path, 'utf8').trimEnd().split('\n\n')).join('\n\n')}\n\n`);
}

/** The record of a person, by the distinct part of its DN. */
export function isRecord(record: string, cn: string): boolean {
  return record.startsWith(`dn: CN=${cn},`);
}
