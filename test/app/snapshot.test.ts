import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply, explain, plan, showSnapshot, snapshotSource, snapshotTenant } from '../../src/app/index.ts';
import type { PlanOptions, SnapshotOptions } from '../../src/app/contract.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { placeOf } from '../../src/kernel/position.ts';
import type { Plan } from '../../src/model/plan.ts';
import { bodyLines } from '../../src/planfile/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { edit, editLdif, isRecord } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

/** One instant for all plans of this file, and a present one: what is for another day cannot be applied. */
const AS_OF = new Date().toISOString();
const BOTH = { sources: ['corp.snapshot'], tenant: 'tenant.snapshot' };

const BADGES = `apiVersion: lockstep/v1alpha1
kind: DirectorySchema
metadata: { name: fabrikam }
spec: { types: { user: { attributes: { fabrikamBadge: { syntax: integer } } } } }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: badges }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 7
  link: join
  scope: { all: [{ fabrikamBadge: { isNotNull: true } }] }
  flows: { title: '="badge " & CStr([fabrikamBadge])' }
`;

const bodyOf = (made: Plan): string => [...bodyLines(made.body)].join('\n');

/** The example with a tenant of its own, and snapshots of both. */
async function taken(more: Partial<SnapshotOptions> = {}): Promise<Scene> {
  const run = await scene();
  const world = worldIn(run.folder);
  await snapshotSource(world, { out: 'corp.snapshot', allAttributes: false, ...more });
  await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes: false, ...more });
  return run;
}

async function planOf(run: Scene, options: PlanOptions): Promise<Plan> {
  return (await plan(worldIn(run.folder), { asOf: AS_OF, ...options })).plan;
}

/** Nothing of the outside is left: no tenant, no secret, no directory. */
async function cutOff(run: Scene): Promise<void> {
  await run.tenant.stop();
  for (const file of ['client-secret', 'ca.pem', 'corp.ldif']) rmSync(join(run.folder, file));
}

async function diagnosticsOf(work: Promise<unknown>): Promise<readonly string[]> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DiagnosticError)) throw new Error('not refused', { cause: error });
  return error.diagnostics.map(({ detail, range }) => `${range === undefined ? '-' : placeOf(range)} ${detail}`);
}

describe('a plan from snapshots', () => {
  test.each([false, true])('has what an extended schema of the directory holds (all attributes: %s)', async (all) => {
    const run = await scene();
    const world = worldIn(run.folder);
    writeFileSync(join(run.folder, 'badges.yaml'), BADGES);
    editLdif(run.folder, (records) =>
      records.map((one) => (isRecord(one, 'James Conway') ? `${one}\nfabrikamBadge: 4711` : one)),
    );
    await snapshotSource(world, { out: 'corp.snapshot', allAttributes: all });
    await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes: all });
    const live = await planOf(run, {});
    expect(bodyOf(live).includes('badge 4711')).toBe(true);
    expect(bodyOf(await planOf(run, BOTH)) === bodyOf(live)).toBe(true);
  });

  test('has the body of the live plan, and needs no secret, no tenant and no directory', async () => {
    const run = await taken();
    const live = await planOf(run, {});
    expect(live.body.operations.length).toBeGreaterThan(50);
    await cutOff(run);
    const made = await planOf(run, BOTH);
    expect(bodyOf(made)).toBe(bodyOf(live));
    expect(made.envelope.bodyDigest).toBe(live.envelope.bodyDigest);
    expect(made.findings).toEqual(live.findings);
    expect(existsSync(join(run.folder, '.lockstep'))).toBe(false);
    expect(made.envelope.sources.map(({ connector, origin }) => `${connector}: ${origin}`)).toEqual([
      'corp: snapshot corp.snapshot (./corp.ldif)',
      'entra: snapshot tenant.snapshot (Contoso)',
    ]);
  });

  test('has it in step with the tenant, too', async () => {
    const run = await scene();
    await run.apply(await run.plan());
    const world = worldIn(run.folder);
    await snapshotSource(world, { out: 'corp.snapshot', allAttributes: true });
    await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes: true });
    expect(bodyOf(await planOf(run, BOTH))).toBe(bodyOf(await planOf(run, {})));
  });

  test('beside both, no file or server is read that a change under review adds', async () => {
    const run = await taken();
    await cutOff(run);
    const corp = '- { name: corp, type: ldif, path: ./corp.ldif }';
    edit(run.folder, 'lockstep.yaml', corp, `${corp}\n    - { name: fabrikam, type: ldif, path: /etc/hostname }`);
    expect(await refusalOf(() => planOf(run, BOTH))).toBe('SNP009 exit 3');
  });

  test('what is not given is read live', async () => {
    const run = await taken();
    const live = bodyOf(await planOf(run, {}));
    expect(bodyOf(await planOf(run, { tenant: 'tenant.snapshot' }))).toBe(live);
    rmSync(join(run.folder, 'corp.ldif'));
    expect(bodyOf(await planOf(run, { sources: ['corp.snapshot'] }))).toBe(live);
    expect(await refusalOf(() => planOf(run, { tenant: 'tenant.snapshot' }))).toBe('SRC020 exit 3');
  });

  test('holds no longer than its oldest snapshot lets it', async () => {
    const run = await taken();
    const { head } = await showSnapshot(worldIn(run.folder), 'corp.snapshot');
    const { envelope } = await planOf(run, BOTH);
    expect(Date.parse(envelope.expiresAt) - Date.parse(head.readAt)).toBe(24 * 3_600_000);
    expect(await refusalOf(() => planOf(run, { ...BOTH, tenant: 'corp.snapshot' }))).toBe('SNP006 exit 3');
  });
});

describe('an explanation from snapshots', () => {
  test('tells what the live one tells, and needs no secret, no tenant and no directory', async () => {
    const run = await taken();
    const asked = { name: 'ken.byron@contoso.com', asOf: AS_OF };
    const live = await explain(worldIn(run.folder), asked);
    expect(live.explanation.source?.verdict.kind).toBe('wanted');
    await cutOff(run);
    expect(await explain(worldIn(run.folder), { ...asked, ...BOTH })).toEqual(live);
    expect(existsSync(join(run.folder, '.lockstep'))).toBe(false);
    expect(await refusalOf(() => explain(worldIn(run.folder), { ...asked, tenant: 'tenant.snapshot' }))).toBe(
      'SRC020 exit 3',
    );
    expect(await refusalOf(() => explain(worldIn(run.folder), { ...asked, tenant: 'corp.snapshot' }))).toBe(
      'SNP006 exit 3',
    );
  });
});

describe('a change of the rules', () => {
  const more = ['metadata:', '  name: more', 'spec:', '  from: { connectors: [corp], type: user }'];
  const flow = (flows: string): string =>
    ['---', 'apiVersion: lockstep/v1alpha1', 'kind: SyncRule', ...more, '  to: { metaverse: person }'].join('\n') +
    `\n  precedence: 30\n  flows: { ${flows} }\n`;

  test('that reads what was not read is refused, with its place', async () => {
    const run = await taken();
    edit(run.folder, 'filters.yaml', /$/, flow('displayName: extensionAttribute7'));
    expect(await diagnosticsOf(planOf(run, BOTH))).toEqual([
      expect.stringMatching(
        /^filters\.yaml:\d+:\d+ corp\.snapshot holds no extensionAttribute7 of user, which rule more needs\.$/,
      ),
    ]);
  });

  test('is planned over a snapshot with all attributes', async () => {
    const run = await taken({ allAttributes: true });
    edit(run.folder, 'filters.yaml', /$/, flow('displayName: sAMAccountName'));
    const live = await planOf(run, {});
    await cutOff(run);
    expect(bodyOf(await planOf(run, BOTH))).toBe(bodyOf(live));
  });
});

describe('a snapshot of something else', () => {
  test('another tenant, another workspace, another connector, the same twice', async () => {
    const run = await taken();
    const twice = { sources: ['corp.snapshot', './corp.snapshot'] };
    expect(await refusalOf(() => planOf(run, twice))).toBe('SNP006 exit 3');
    expect(await refusalOf(() => planOf(run, { sources: ['tenant.snapshot'] }))).toBe('SNP006 exit 3');

    edit(run.folder, 'lockstep.yaml', 'id: 5d1e', 'id: 5d1f');
    expect(await refusalOf(() => planOf(run, BOTH))).toBe('SNP005 exit 3');
    edit(run.folder, 'lockstep.yaml', 'id: 5d1f', 'id: 5d1e');

    edit(run.folder, 'lockstep.yaml', 'applicationId: 6f0c', 'applicationId: 6f0d');
    expect(await refusalOf(() => planOf(run, BOTH))).toBe('SNP006 exit 3');
    edit(run.folder, 'lockstep.yaml', 'applicationId: 6f0d', 'applicationId: 6f0c');

    edit(run.folder, 'lockstep.yaml', 'name: contoso', 'name: fabrikam');
    expect(await refusalOf(() => planOf(run, BOTH))).toBe('SNP006 exit 3');
    expect(await refusalOf(() => planOf(run, { tenant: 'tenant.snapshot' }))).toBe('SNP006 exit 3');
  });

  test('which connector is meant is asked where there is a choice', async () => {
    const run = await scene();
    const take = (connector?: string) =>
      snapshotSource(worldIn(run.folder), {
        out: 'x.snapshot',
        allAttributes: false,
        ...(connector === undefined ? {} : { connector }),
      });
    expect(await refusalOf(() => take('crop'))).toBe('SNP008 exit 3');
    expect((await take('corp')).head.connector).toBe('corp');
    expect(statSync(join(run.folder, 'x.snapshot')).mode & 0o777).toBe(0o600);
    edit(run.folder, 'lockstep.yaml', 'connectors:', 'connectors:\n    - { name: old, type: ldif, path: ./old.ldif }');
    expect(await refusalOf(() => take())).toBe('SNP008 exit 3');
  });
});

describe('apply', () => {
  test('reads the tenant anew: what changed since the snapshot is left alone', async () => {
    const run = await taken();
    const made = await planOf(run, BOTH);
    const update = made.body.operations.find((one) => one.kind === 'update' && one.object.type === 'user');
    if (update?.kind !== 'update') throw new Error('the example updates nobody');
    const [change] = update.changes;
    await run.tenant.call('PATCH', `/users/${String(update.object.id)}`, { [String(change?.attribute)]: 'Meanwhile' });

    const { report, counts } = await run.apply(made);
    const outcome = report.results.find(({ operation }) => operation === update.id)?.outcome;
    expect(outcome).toMatchObject({ status: 'skipped' });
    expect(counts.failed + counts.unknown).toBe(0);
    const after = await run.tenant.call(
      'GET',
      `/users/${String(update.object.id)}?$select=${String(change?.attribute)}`,
    );
    expect(after[String(change?.attribute)]).toBe('Meanwhile');
  });

  test('is no longer possible without the tenant', async () => {
    const run = await taken();
    const made = await planOf(run, BOTH);
    await cutOff(run);
    const work = () => apply(worldIn(run.folder), { plan: made, onEvent: () => undefined });
    expect(await refusalOf(work)).toBe('SEC001 exit 3');
  });
});

test('a snapshot is shown whole or not at all', async () => {
  const run = await taken();
  const world = worldIn(run.folder);
  const { head, digest } = await showSnapshot(world, 'tenant.snapshot');
  expect(head).toMatchObject({ kind: 'tenant', workspace: 'contoso', connector: 'entra', managers: true });
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  const bytes = readFileSync(join(run.folder, 'tenant.snapshot'));
  expect(bytes.includes('contoso.com')).toBe(false);
  rmSync(join(run.folder, 'tenant.snapshot'));
  expect(await refusalOf(() => showSnapshot(world, 'tenant.snapshot'))).toBe('CLI002 exit 3');
});
