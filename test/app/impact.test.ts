import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { impact, plan, snapshotSource, snapshotTenant } from '../../src/app/index.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { ImpactOptions, ImpactResult } from '../../src/app/impact.ts';
import type { Impact } from '../../src/model/impact.ts';
import { scene } from '../support/run/scene.ts';
import { copyExample, edit, editLdif, isRecord } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

let folder: string;

function git(...words: readonly string[]): string {
  const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...own, ...words], { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function commit(): void {
  git('add', '-A');
  git('commit', '-qm', 'state');
}

function init(): void {
  git('init', '-q', '-b', 'main');
  writeFileSync(join(folder, '.gitignore'), '.lockstep/\n*.snapshot\n');
  commit();
}

const of = (options: Partial<ImpactOptions> = {}): Promise<ImpactResult> =>
  impact(worldIn(folder), { base: 'main', asOf: '2026-11-22', ...options });

/** Each hazard of a plan with whom it befalls. */
function hazardWords({ body, hazards }: Plan): readonly string[] {
  return hazards.flatMap(({ hazard, operation, detail = '' }) => {
    const found = body.operations.find(({ id }) => id === operation);
    if (found === undefined || found.kind === 'defineExtension') return [];
    return [`${hazard} ${('member' in found ? found.member : found.object).key} ${detail}`];
  });
}

function compared({ report }: ImpactResult): Impact {
  if (report.outcome.kind !== 'compared') throw new Error(report.outcome.kind);
  return report.outcome.impact;
}

async function codesOf(run: Promise<unknown>): Promise<readonly string[]> {
  const failure: unknown = await run.then(() => undefined).catch((error: unknown) => error);
  return (failure as { readonly diagnostics: readonly { readonly code: string }[] }).diagnostics.map(
    ({ code }) => code,
  );
}

const summary = (one: Impact) =>
  one.groups.map(({ kind, type, attribute, operation, identities, cause }) => [
    [kind, type, attribute ?? operation].filter((part) => part !== undefined).join(' '),
    identities,
    cause.map(({ side, at }) => `${side} ${at}`).join(),
  ]);

const renameAll = (): void => {
  edit(folder, 'rules/sign-in-names.yaml', '@contoso.onmicrosoft.com', '@staff.contoso.com');
};

describe('impact', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lockstep-impact-'));
    copyExample(folder);
    init();
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('evaluates nothing where the rules are the same', async () => {
    rmSync(join(folder, 'corp.ldif'));
    edit(folder, 'rules/sign-in-names.yaml', 'apiVersion', '# a comment\n\napiVersion');
    expect((await of()).report).toMatchObject({ outcome: { kind: 'sameRules' }, head: { dirty: true } });
    git('checkout', '-q', '.');
    rmSync(join(folder, 'corp.ldif'));
    expect((await of({ head: 'main' })).report).toMatchObject({
      outcome: { kind: 'sameRules' },
      head: { dirty: false },
    });
  });

  it('compares the files as they are, and says that they are in no commit', async () => {
    renameAll();
    const text = readFileSync(join(folder, 'rules/sign-in-names.yaml'), 'utf8');
    const line = text.split('\n').findIndex((one) => one.includes('@staff')) + 1;
    const result = await of();
    expect(summary(compared(result))).toEqual([
      ['renamed user userPrincipalName', 7, `head rules/sign-in-names.yaml:${line}`],
    ]);
    expect(result.report).toMatchObject({ head: { ref: 'working tree', dirty: true }, base: { ref: 'main' } });
    expect(readFileSync(join(folder, 'rules/sign-in-names.yaml'), 'utf8')).toBe(text);
    expect(git('status', '--porcelain').trim()).toBe('M rules/sign-in-names.yaml');
  });

  it('compares two commits, whatever the files are', async () => {
    git('checkout', '-q', '-b', 'change');
    renameAll();
    commit();
    git('checkout', '-q', 'main');
    edit(folder, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    const { report } = await of({ head: 'change' });
    expect(report.head).toMatchObject({ ref: 'change', dirty: false, commit: git('rev-parse', 'change').slice(0, 10) });
    expect(compared({ report, diagnostics: [] }).identities).toBe(7);
  });

  it('says of lines that were taken away where they were', async () => {
    rmSync(join(folder, 'rules/contractors.yaml'));
    rmSync(join(folder, 'rules/contractors.test.yaml'));
    const lines = compared(await of()).groups.flatMap(({ cause }) => cause);
    expect(lines.length).toBeGreaterThan(0);
    expect(new Set(lines.map(({ side }) => side))).toEqual(new Set(['base']));
    expect(new Set(lines.map(({ at }) => at.split(':')[0]))).toEqual(new Set(['rules/contractors.yaml']));
  });

  it('finds the line that switches a rule of the pack off', async () => {
    const rule = 'lockstep/default@1:person-to-entra-user';
    edit(folder, 'lockstep.yaml', '  connectors:', `  disable:\n    - ${rule}\n  connectors:`);
    const { groups } = compared(await of());
    expect(groups[0]).toMatchObject({ kind: 'leavesScope', type: 'user', cause: [{ text: `- ${rule}` }] });
  });

  it('finds the setting of the Topology that brings other rules', async () => {
    editLdif(folder, ([first = '', ...others]) => {
      const guid = Buffer.alloc(16, 7).toString('base64');
      const index = others.findIndex((record) => isRecord(record, 'Ken Byron'));
      return [first, ...others.with(index, `${others[index] ?? ''}\nmS-DS-ConsistencyGuid:: ${guid}`)];
    });
    edit(
      folder,
      'lockstep.yaml',
      '  connectors:',
      '  sourceAnchor: { attribute: mS-DS-ConsistencyGuid }\n  connectors:',
    );
    const { groups } = compared(await of());
    expect(groups.length).toBeGreaterThan(0);
    for (const { cause } of groups) {
      expect(cause).toMatchObject([{ text: 'sourceAnchor: { attribute: mS-DS-ConsistencyGuid }' }]);
    }
  });

  it('evaluates head alone where base is not valid, and gives what is wrong there', async () => {
    edit(folder, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    commit();
    edit(folder, 'policy.yaml', 'graceDays: often', 'graceDays: 20');
    const { report, diagnostics } = await of();
    expect(report.outcome).toMatchObject({ kind: 'unknown', failed: 0 });
    expect(diagnostics.map(({ code, range }) => `${code} ${range?.source.path ?? ''}`)).toEqual([
      'CFG025 main:policy.yaml',
    ]);
  });

  it('evaluates head alone where base is of another version of the schema', async () => {
    edit(folder, 'policy.yaml', 'lockstep/v1alpha1', 'lockstep/v0');
    commit();
    git('checkout', '-q', 'HEAD~1', '--', 'policy.yaml');
    const { report, diagnostics } = await of();
    expect(report.outcome).toMatchObject({ kind: 'unknown', failed: 0 });
    expect(diagnostics.some(({ range }) => range?.source.path === 'main:policy.yaml')).toBe(true);
  });

  it('names the packs, whose rules are those of this version for both', async () => {
    renameAll();
    expect((await of()).report.packs).toEqual(['lockstep/default@1']);
  });

  it('refuses a head that is not valid', async () => {
    edit(folder, 'policy.yaml', 'graceDays: 30', 'graceDays: often');
    expect(await codesOf(of())).toEqual(['CFG025']);
  });

  it.each(['nowhere', '--upload-pack=x', 'HEAD:rules', ''])('says that there is no commit %j', async (base) => {
    expect(await codesOf(of({ base }))).toEqual(['GIT001']);
    expect(await codesOf(of({ head: base }))).toEqual(['GIT001']);
  });

  it('says what to do where a shallow clone lacks the commit', async () => {
    const first = git('rev-parse', 'HEAD').trim();
    renameAll();
    commit();
    const clone = join(folder, 'clone');
    git('clone', '-q', '--depth', '1', `file://${folder}`, clone);
    await expect(impact(worldIn(clone), { base: first })).rejects.toMatchObject({
      diagnostics: [{ code: 'GIT001', help: expect.stringContaining('fetch-depth: 0') as string }],
    });
  });

  it('asks for a snapshot of a directory that would be read over the network', async () => {
    const domains = "[{ name: corp.contoso.com, servers: ['ldaps://dc1.corp.contoso.com'] }]";
    const bind = "{ user: reader@corp.contoso.com, password: 'env:PASSWORD' }";
    const directory = `name: corp, type: activeDirectory, domains: ${domains}, bind: ${bind}`;
    edit(folder, 'lockstep.yaml', 'name: corp, type: ldif, path: ./corp.ldif', directory);
    renameAll();
    expect(await codesOf(of())).toEqual(['SNP009']);
  });
});

describe('impact over snapshots', () => {
  it('tells what the plans would do, and refuses what is not of here or lacks what one side reads', async () => {
    ({ folder } = await scene());
    const world = worldIn(folder);
    await snapshotSource(world, { out: 'corp.snapshot', allAttributes: false });
    const made = (await plan(world, {})).plan;
    await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes: false });
    init();
    edit(folder, 'filters.yaml', 'in: [Employee, Contractor]', 'in: [Employee]');
    const both = { sources: ['corp.snapshot'], tenant: 'tenant.snapshot' };
    const found = compared(await of(both));
    const [leave] = found.groups;
    expect(leave).toMatchObject({ kind: 'leavesScope', type: 'user' });
    const leaves = found.operations?.find(({ kind }) => kind === 'leave');
    expect(leaves?.base).toBe(made.body.operations.filter(({ kind }) => kind === 'leave').length);
    const more = found.groups.filter(({ kind, operation }) => kind === 'operationAppears' && operation === 'leave');
    expect(more.map(({ cause }) => cause)).toEqual([leave?.cause]);
    expect((leaves?.head ?? 0) - (leaves?.base ?? 0)).toBe(more[0]?.identities);

    const now = (await plan(world, {})).plan;
    const [before, after] = [hazardWords(made), hazardWords(now)];
    const shown = (wanted: 'added' | 'removed') =>
      (found.hazards ?? [])
        .filter(({ kind }) => kind === wanted)
        .flatMap(({ hazard, identities }) => identities.map(({ key, detail = '' }) => `${hazard} ${key} ${detail}`));
    expect(shown('added').length).toBeGreaterThan(20);
    expect(shown('added').sort()).toEqual(after.filter((one) => !before.includes(one)).sort());
    // Who leaves is given no other name any more.
    expect(shown('removed').length).toBeGreaterThan(0);
    expect(shown('removed').sort()).toEqual(before.filter((one) => !after.includes(one)).sort());

    // A week and a day later the same is told, with a warning for each.
    const later = worldIn(folder, { clock: { ...world.clock, now: () => world.clock.now() + 8 * 86_400_000 } });
    const old = await impact(later, { base: 'main', asOf: '2026-11-22', ...both });
    expect(old.diagnostics.map(({ code, subject }) => [code, subject])).toEqual([
      ['SNP010', 'corp'],
      ['SNP010', 'entra'],
    ]);
    expect(compared(old).identities).toBe(found.identities);
    expect(found.findings).toMatchObject({ blocked: { base: false } });

    for (const [name, text] of [
      ['empty.snapshot', ''],
      ['garbage.snapshot', 'who knows\n'],
      ['cut.snapshot', readFileSync(join(folder, 'tenant.snapshot')).subarray(0, 900)],
    ] as const) {
      writeFileSync(join(folder, name), text);
      expect((await codesOf(of({ ...both, tenant: name })))[0], name).toMatch(/^SNP00[12]$/);
      expect((await codesOf(of({ ...both, sources: [name] })))[0], name).toMatch(/^SNP00[126]$/);
    }

    edit(folder, 'rules/contractors.yaml', 'company: { constant: Contoso Partners }', 'company: employeeNumber');
    const lacking = await codesOf(of(both));
    expect(lacking).toEqual(['SNP004']);
    git('checkout', '-q', '.');
    edit(folder, 'lockstep.yaml', /name: contoso\b/, 'name: fabrikam');
    expect(await codesOf(of(both))).toEqual(['SNP006']);
    git('checkout', '-q', '.');
    edit(folder, 'lockstep.yaml', /id: [0-9a-f]{8}-/, 'id: 00000000-');
    expect(await codesOf(of(both))).toEqual(['SNP005']);
    git('checkout', '-q', '.');
    // Beside snapshots no file is read that the change under review names.
    const corp = '- { name: corp, type: ldif, path: ./corp.ldif }';
    edit(folder, 'lockstep.yaml', corp, `${corp}\n    - { name: fabrikam, type: ldif, path: /etc/hostname }`);
    expect(await codesOf(of(both))).toEqual(['SNP009']);
  });
});
