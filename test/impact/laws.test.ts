import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { impact } from '../../src/app/index.ts';
import { environment, notWritable, TENANT_NAME } from '../../src/app/registry.ts';
import { seededRandom } from '../../src/app/seeded-random.ts';
import { importSources } from '../../src/app/sources.ts';
import { soundWorkspace } from '../../src/app/workspace.ts';
import type { DesiredPopulation } from '../../src/model/desired.ts';
import type { Impact, ImpactChange, ImpactGroup } from '../../src/model/impact.ts';
import { loadTexts } from '../../src/rules/index.ts';
import { synchronize } from '../../src/sync/index.ts';
import { worldIn } from '../support/run/world.ts';
import { baseText, edited, editedBy, edits } from './edits.ts';
import type { Edited } from './edits.ts';
import { gone, touched } from './oracle.ts';
import { ldifOf } from './population.ts';

const AS_OF = '2026-11-22T00:00:00Z';
let folder: string;

function git(...words: readonly string[]): void {
  const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', [...own, ...words], { cwd: folder, stdio: 'ignore' });
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-impact-'));
  git('init', '-q', '-b', 'main');
  writeFileSync(join(folder, 'corp.ldif'), ldifOf(300, 30, 7));
  writeFileSync(join(folder, 'lockstep.yaml'), baseText);
  git('add', '-A');
  git('commit', '-qm', 'base');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function populationOf(text: string): Promise<DesiredPopulation> {
  const world = worldIn(folder);
  const workspace = soundWorkspace(world, await loadTexts(folder, [{ path: 'lockstep.yaml', text }], environment));
  const sources = await importSources(workspace, world);
  return synchronize({
    ruleSet: workspace.ruleSet,
    sources,
    target: TENANT_NAME,
    ports: { asOf: Date.parse(AS_OF), random: seededRandom('contoso') },
    notWritable,
  });
}

async function impactOn({ text }: Edited): Promise<Impact> {
  writeFileSync(join(folder, 'lockstep.yaml'), text);
  const { report } = await impact(worldIn(folder), { base: 'main', asOf: AS_OF });
  if (report.outcome.kind === 'compared') return report.outcome.impact;
  return { identities: 0, wanted: { base: 0, head: 0 }, groups: [] };
}

const changesOf = ({ groups }: Impact): readonly ImpactChange[] => groups.flatMap(({ changes }) => changes);
const keysOf = (impact: Impact, kind: ImpactGroup['kind']): readonly string[] =>
  changesOf(impact)
    .flatMap((one) => (one.kind === kind ? [one.key] : []))
    .sort();

let before: DesiredPopulation | undefined;

async function check(edit: Edited): Promise<Impact> {
  before ??= await populationOf(baseText);
  const after = await populationOf(edit.text);
  const found = await impactOn(edit);
  expect([...new Set(changesOf(found).map(({ key }) => key))].sort()).toEqual([...touched(before, after)].sort());
  expect(keysOf(found, 'leavesScope')).toEqual([...gone(before, after)].sort());
  expect(keysOf(found, 'entersScope')).toEqual([...gone(after, before)].sort());
  for (const { side, at } of changesOf(found).flatMap(({ cause }) => cause)) {
    expect(edit.changed, `${side} ${at}`).toContain(`${side} ${at.replace('lockstep.yaml:', '')}`);
  }
  return found;
}

test('the population is large enough, and of everybody', async () => {
  before ??= await populationOf(baseText);
  expect(before.desired.length).toBeGreaterThan(100);
  expect(before.undesired.length).toBeGreaterThan(50);
});

describe('each edit alone', () => {
  test.each(Object.keys(edits))('%s: names exactly those whom it touches, and its lines', async (name) => {
    const found = await check(editedBy([name]));
    if (name !== 'harmless') expect(found.identities).toBeGreaterThan(0);
    // One edit is the cause of everything that follows from it.
    for (const { kind, attribute, cause } of found.groups) {
      expect(cause.length, `${kind} ${attribute ?? ''}`).toBeGreaterThan(0);
    }
  });
});

test('edits together: names exactly those whom they touch, and no line but theirs', async () => {
  await fc.assert(
    fc.asyncProperty(edited, async (edit) => {
      await check(edit);
    }),
    { numRuns: 25 },
  );
});
