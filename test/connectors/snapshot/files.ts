import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync, gunzipSync } from 'node:zlib';
import {
  inspectSnapshot,
  openSourceSnapshot,
  openTenantSnapshot,
  writeSourceSnapshot,
  writeTenantSnapshot,
} from '../../../src/connectors/snapshot/index.ts';
import type { SnapshotFile } from '../../../src/connectors/snapshot/index.ts';
import { digestOf } from '../../../src/kernel/canonical-json.ts';
import { silent } from '../../../src/kernel/ports.ts';
import type { SnapshotFacts } from '../../../src/model/snapshot.ts';
import type { ImportRequest, PartitionParameters, SourceObject } from '../../../src/model/source.ts';
import type { TenantPopulation, TenantRequest } from '../../../src/model/tenant.ts';
import { READ_AT } from '../../conformance/source.ts';
import { request } from './populations.ts';

export const signal = new AbortController().signal;

export function fileIn(folder: string, name = 'corp.snapshot'): SnapshotFile {
  return { path: join(folder, name), shownAs: name };
}

export function writeSource(
  file: SnapshotFile,
  objects: readonly SourceObject[],
  asked: ImportRequest = request,
  readAt = READ_AT,
  partitionParameters: PartitionParameters = new Map(),
): Promise<SnapshotFacts> {
  const summary = {
    origin: 'corp.ldif',
    partitions: ['DC=corp'],
    readAt,
    parameters: new Map([['Domain.FQDN', 'corp']]),
    partitionParameters,
    diagnostics: [],
  };
  const about = { workspace: 'contoso', connector: 'corp', connectorType: 'ldif', tool: '1.2.3' };
  return writeSourceSnapshot({ ...file, runId: 'run' }, { ...about, request: asked, summary, objects }, signal);
}

export const tenantRequest: TenantRequest = {
  attributes: { user: ['displayName', 'mail', 'businessPhones'], group: ['displayName', 'mail', 'businessPhones'] },
  managers: true,
};

export const OWNER_APPLICATION = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';

export function writeTenant(
  file: SnapshotFile,
  population: TenantPopulation,
  asked: TenantRequest = tenantRequest,
): Promise<SnapshotFacts> {
  const about = { workspace: 'contoso', connector: 'entra', tool: '1.2.3', ownerMarkApplicationId: OWNER_APPLICATION };
  return writeTenantSnapshot(
    { ...file, runId: 'run' },
    { ...about, readAt: READ_AT, request: asked, population },
    signal,
  );
}

export const openSource = (file: SnapshotFile) => openSourceSnapshot(file, signal);
export const openTenant = (file: SnapshotFile) => openTenantSnapshot(file, signal);
export const inspect = (file: SnapshotFile) => inspectSnapshot(file, { signal, progress: silent });

/** Bytes packed as the product packs them. */
export function packed(bytes: Uint8Array): Uint8Array {
  const end = Buffer.alloc(8);
  end.writeUInt32LE(crc32(bytes), 0);
  end.writeUInt32LE(bytes.length % 2 ** 32, 4);
  return Buffer.concat([Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff), deflateRawSync(bytes), end]);
}

export function linesOf(file: SnapshotFile): readonly string[] {
  return gunzipSync(readFileSync(file.path)).toString('utf8').trimEnd().split('\n');
}

/** Lines without their end, written as a snapshot whose digest is right. */
export function reseal(file: SnapshotFile, lines: readonly string[]): void {
  const body = lines.map((line) => `${line}\n`).join('');
  const end = JSON.stringify({ digest: digestOf(body), kind: 'end' });
  writeFileSync(file.path, packed(Buffer.from(`${body}${end}\n`)));
}
