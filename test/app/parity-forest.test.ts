import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parity } from '../../src/app/index.ts';
import { parityJsonPieces } from '../../src/render/index.ts';
import type { CloudObject, Installation } from '../support/connect-server/installation.ts';
import { synchronizedTenant } from '../support/connect-server/tenant.ts';
import { directory } from '../support/forest/directory.ts';
import { ldifRecord } from '../support/forest/ldif.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { random } from '../support/forest/random.ts';
import { organization } from '../support/forest/tenant-facts.ts';
import { lines } from '../support/parity/report.ts';
import type { Report } from '../support/parity/report.ts';
import { workspaceFiles } from '../support/parity/workspace.ts';
import { startTenant } from '../support/run/tenant-process.ts';
import { worldIn } from '../support/run/world.ts';

const units = ['Staff', 'Groups', 'Contacts'].map((name) => `OU=${name},${examplePlan.base}`);

/** Every fifth person has a mailbox. */
const installation: Installation = {
  units,
  netbios: 'CORP',
  sourceAnchor: 'objectGUID',
  domains: { verified: ['contoso.com'], initial: 'contoso.onmicrosoft.com' },
  hasMailbox: (entry) => Number(entry.text('employeeID') ?? 1) % 5 === 0,
  syncedAt: '2026-11-20T05:31:07Z',
  before: [...organization()],
};

function forestLdif(seed: number): string {
  return [...directory({ ...examplePlan, seed })].map(ldifRecord).join('');
}

async function reportOf(ldif: string, objects: readonly CloudObject[]): Promise<Report> {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-parity-forest-'));
  const seed = join(root, 'seed.ndjson');
  writeFileSync(seed, objects.map((one) => `${JSON.stringify(one)}\n`).join(''));
  const tenant = await startTenant({ folder: root, seed });
  onTestFinished(async () => {
    await tenant.stop();
    rmSync(root, { recursive: true, force: true });
  });
  const folder = join(root, 'workspace');
  mkdirSync(folder);
  const connector = '{ name: corp, type: ldif, path: ./corp.ldif }';
  const files = workspaceFiles({ connector, units, sourceAnchor: 'objectGUID', tenantUrl: tenant.url });
  for (const [name, text] of Object.entries({ ...files, 'corp.ldif': ldif, 'tenant.pem': tenant.ca })) {
    writeFileSync(join(folder, name), text);
  }
  const world = worldIn(folder, {
    environment: (name) => (name === 'CLIENT_SECRET' ? 'a-secret-of-the-test' : undefined),
  });
  const { report, diagnostics } = await parity(world, {});
  return JSON.parse([...parityJsonPieces(report, diagnostics)].join('')) as Report;
}

test('a forest of awkward people and groups comes out as Entra Connect would have it', async () => {
  const ldif = forestLdif(1);
  const report = await reportOf(ldif, synchronizedTenant(ldif, installation));
  const { unexplained, explained } = lines(report);
  expect(unexplained).toEqual([]);
  expect(report.verdict.pairs['user']).toBeGreaterThan(220);
  expect(report.verdict.pairs['group']).toBeGreaterThan(30);
  expect(report.verdict.memberships).toBeGreaterThan(400);
  expect(new Set(explained.map((line) => line.split(':')[0]))).toEqual(
    new Set(['onlyThere, notWritable', 'proxyCalculation', 'serviceMailNickname', 'serviceUpn']),
  );
});

const CHANGED = 40;
const properties = ['department', 'jobTitle', 'city', 'companyName', 'officeLocation', 'postalCode', 'displayName'];

test.each([2, 3])('what differs in a forest is found, and nothing else: %i', async (seed) => {
  const ldif = forestLdif(seed);
  const objects = synchronizedTenant(ldif, installation);
  const people = objects.filter((one) => one['onPremisesImmutableId'] !== undefined);
  const source = random(seed, 'changes', 0);
  const expected = new Set<string>();
  const changes = new Map<string, CloudObject>();
  for (let turn = 0; turn < CHANGED; turn++) {
    const one = source.pick(people);
    const property = source.pick(properties);
    const name = String(one['userPrincipalName']);
    changes.set(one.id, { ...(changes.get(one.id) ?? one), [property]: 'not what it was' });
    expected.add(`${name} ${property}: "not what it was" / ${JSON.stringify(one[property] ?? null)}`);
  }
  const report = await reportOf(
    ldif,
    objects.map((one) => changes.get(one.id) ?? one),
  );
  const found = report.groups
    .filter(({ explained }) => !explained)
    .flatMap(({ differences }) => differences)
    .map(({ identity, attribute, tenant, rules }) => {
      const values = [tenant, rules].map((value) => JSON.stringify(value)).join(' / ');
      return `${identity.name} ${attribute}: ${values}`;
    });
  expect(found.toSorted()).toEqual([...expected].toSorted());
  expect(report.verdict.unexplained).toBe(expected.size);
});
