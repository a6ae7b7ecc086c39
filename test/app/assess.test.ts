import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assess, snapshotTenant } from '../../src/app/index.ts';
import type { FeatureKind, SituationKind } from '../../src/model/assessment.ts';
import type { AssessResult } from '../../src/app/assess.ts';
import { exportOf, folderOf, settingsXml } from '../entra-connect/export.ts';
import { policyJson } from '../entra-connect/policy.ts';
import { ruleScript } from '../entra-connect/script.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { scene } from '../support/run/scene.ts';
import { worldIn } from '../support/run/world.ts';

const exported = (more: Readonly<Record<string, string>> = {}) =>
  folderOf(
    exportOf([{ name: 'Title', flows: [{ dest: 'title', attr: 'title' }] }], {
      'GlobalSettings/MV.xml': settingsXml({
        'Synchronize.StagingMode': 'False',
        'OptionalFeature.PasswordHashSync': 'True',
      }),
      ...more,
    }),
  );

function standing({ assessment }: AssessResult, kind: SituationKind): string | undefined {
  return assessment.situations.find((one) => one.kind === kind)?.standing;
}

function use({ assessment }: AssessResult, kind: FeatureKind) {
  return assessment.features.find((one) => one.kind === kind);
}

describe('without a workspace', () => {
  test('an export is enough; nothing is written', async () => {
    const folder = temporaryFolder();
    const path = exported();
    const result = await assess(worldIn(folder), { export: path });
    expect(result.diagnostics).toEqual([]);
    expect(result.assessment.inputs).toEqual({ export: path });
    expect(use(result, 'passwordHashSync')).toMatchObject({
      use: 'inUse',
      evidence: [
        {
          name: 'Microsoft.OptionalFeature.PasswordHashSync = True',
          place: `${join(path, 'GlobalSettings/MV.xml')}:3`,
        },
      ],
    });
    expect(use(result, 'customRules')?.evidence).toEqual([
      { text: 'the rule', name: 'Title', place: `${join(path, 'SynchronizationRules/rule-0.xml')}:1` },
    ]);
    expect(standing(result, 'liveConnect')).toBe('unknown');
    expect(result.assessment.next[0]?.line).toBe(`lockstep import entra-connect ${path} --out identities`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('with nothing given it says what to give', async () => {
    expect(await refusalOf(() => assess(worldIn(temporaryFolder()), {}))).toBe('CLI009 exit 3');
  });

  test.each([
    ['an export that is not there', { export: 'nowhere' }, 'IMP001 exit 3'],
    ['a snapshot that is not there', { tenant: 'nowhere' }, 'CLI002 exit 3'],
    ['a workspace that is not there', { workspace: 'nowhere', export: 'nowhere' }, 'CFG001 exit 3'],
  ])('%s is refused', async (_, options, refusal) => {
    expect(await refusalOf(() => assess(worldIn(temporaryFolder()), options))).toBe(refusal);
  });

  test('a part that is broken leaves unknown what may stand in it', async () => {
    const broken = exported({ 'SynchronizationRules/broken.xml': '<synchronizationRule>' });
    const result = await assess(worldIn(temporaryFolder()), { export: broken });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['IMP002']);
    expect(use(result, 'contacts')).toMatchObject({ use: 'unknown' });
    expect(use(result, 'passwordHashSync')).toMatchObject({ use: 'inUse' });
    const whole = await assess(worldIn(temporaryFolder()), { export: exported() });
    expect(use(whole, 'contacts')).toMatchObject({ use: 'notInUse' });
    const rule = { name: 'Title', flows: [{ dest: 'title', attr: 'title' }] };
    for (const part of [{ 'rules.ps1': ruleScript(rule) }, { 'policy.json': policyJson({ rules: [rule] }) }]) {
      const listed = await assess(worldIn(temporaryFolder()), { export: folderOf(part) });
      expect(use(listed, 'contacts')).toMatchObject({ use: 'unknown' });
    }
  });

  test('several workspaces here are none while an export is given', async () => {
    const folder = temporaryFolder();
    for (const name of ['a', 'b']) {
      mkdirSync(join(folder, 'config', name), { recursive: true });
      writeFileSync(join(folder, 'config', name, 'lockstep.yaml'), '');
    }
    expect(await refusalOf(() => assess(worldIn(folder), {}))).toBe('CLI009 exit 3');
    const { assessment } = await assess(worldIn(folder), { export: exported() });
    expect(assessment.inputs.workspace).toBeUndefined();
  });
});

describe('with a workspace', () => {
  test('its tenant is read, and a snapshot of it says the same elsewhere', async () => {
    const { folder } = await scene();
    const world = worldIn(folder);
    const live = await assess(world, {});
    expect(live.assessment.inputs).toEqual({ tenant: 'Contoso', workspace: '.' });
    expect(use(live, 'users')).toMatchObject({ use: 'inUse' });
    await snapshotTenant(world, { out: 'tenant.snapshot', allAttributes: false });
    const elsewhere = await assess(worldIn(temporaryFolder()), { tenant: join(folder, 'tenant.snapshot') });
    expect(elsewhere.assessment.inputs).toEqual({ tenant: join(folder, 'tenant.snapshot') });
    for (const [index, { kind, standing: said }] of live.assessment.situations.entries()) {
      expect(elsewhere.assessment.situations[index], kind).toMatchObject({ kind, standing: said });
    }
    const verdicts = ({ assessment }: AssessResult) => assessment.features.map(({ kind, verdict }) => [kind, verdict]);
    expect(verdicts(elsewhere)).toEqual(verdicts(live));
  });

  test('without its secret an export is assessed alone, and it says why', async () => {
    const { folder } = await scene();
    rmSync(join(folder, 'client-secret'));
    expect(await refusalOf(() => assess(worldIn(folder), {}))).toBe('SEC001 exit 3');
    const result = await assess(worldIn(folder), { export: exported() });
    expect(result.assessment.inputs.unread).toContain('client-secret');
    expect(standing(result, 'greenfield')).toBe('unknown');
    expect(use(result, 'multiForest')).toMatchObject({ use: 'notInUse' });
  });

  test('a tenant that does not answer is no missing secret', async () => {
    const { folder, tenant } = await scene();
    await tenant.stop();
    expect(await refusalOf(() => assess(worldIn(folder), { export: exported() }))).toMatch(/ENT\d+ exit 7/);
  }, 30_000);
});
