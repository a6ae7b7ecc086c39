import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as useCases from '../../src/app/index.ts';
import { run } from '../../src/cli/run.ts';
import { connectorXml, entraXml, folderOf } from '../entra-connect/export.ts';
import { worldIn } from '../support/run/world.ts';
import { Collector, machineOf } from './machine.ts';

const STAFF = 'OU=Staff,DC=corp,DC=example';
const GUID = '5f0d7a52-93c1-4b7c-8a0e-3c1f4a5b6c7d';
// The bytes of a GUID's first three parts stand in reverse order (MS-DTYP 2.3.4.2).
const GUID_BYTES = Buffer.from('527a0d5fc1937c4b8a0e3c1f4a5b6c7d', 'hex').toString('base64');

/** The same workspace with a file in the place of the directory: what a snapshot is made of here. */
const STAND_IN = `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: made }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors: [{ name: corp-example, type: ldif, path: ./corp.ldif }]
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  extends: [lockstep/default@1]
  signIn: { newUsers: externalPassword }
`;

async function withSnapshot(ldif: string): Promise<string> {
  const folder = folderOf({
    'export/c.xml': connectorXml({ partitions: [{ dn: 'DC=corp,DC=example', include: [STAFF] }] }),
    'export/e.xml': entraXml(),
    'stand-in/lockstep.yaml': STAND_IN,
    'stand-in/corp.ldif': ldif,
  });
  await useCases.snapshotSource(worldIn(folder), { workspace: 'stand-in', out: 'corp.snapshot', allAttributes: true });
  return folder;
}

const ENTRY = `version: 1

dn: ${STAFF}
objectClass: top
objectClass: organizationalUnit
ou: Staff
objectGUID:: ${GUID_BYTES}

`;

async function lockstep(folder: string, line: string) {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const machine = { ...machineOf({ useCases }, stdout, stderr), directory: folder };
  return { code: await run(line.split(' '), machine), out: stdout.text, err: stderr.text };
}

const IMPORT = 'import entra-connect export --out made --source corp.snapshot';

test('with a snapshot of the directory, containers are pinned; the same twice changes nothing', async () => {
  const folder = await withSnapshot(ENTRY);
  const first = await lockstep(folder, IMPORT);
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toContain('Written: lockstep.pins.yaml, 1 pin.');
  const pins = readFileSync(join(folder, 'made/lockstep.pins.yaml'), 'utf8');
  expect(pins).toContain(GUID);
  const second = await lockstep(folder, `${IMPORT} --format json`);
  expect(JSON.parse(second.out)).toMatchObject({
    written: [],
    pins: { file: 'lockstep.pins.yaml', count: 1, written: false },
  });
  expect((await lockstep(folder, '-C made validate')).out).toContain('no problem');
});

test('a container that the directory has not got is told, and the workspace stands without pins', async () => {
  const folder = await withSnapshot(ENTRY.replaceAll('OU=Staff', 'OU=Crew').replace('ou: Staff', 'ou: Crew'));
  const { code, out, err } = await lockstep(folder, IMPORT);
  expect(code).toBe(3);
  expect(out).toContain('into made; migration-report.md');
  expect(err).toContain(STAFF);
  expect(existsSync(join(folder, 'made/lockstep.yaml'))).toBe(true);
  expect(existsSync(join(folder, 'made/lockstep.pins.yaml'))).toBe(false);
});
