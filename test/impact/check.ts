import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { impact } from '../../src/app/index.ts';
import type { ImpactOptions } from '../../src/app/impact.ts';
import { environment, notWritable, TENANT_NAME } from '../../src/app/registry.ts';
import { seededRandom } from '../../src/app/seeded-random.ts';
import { importSources } from '../../src/app/sources.ts';
import { soundWorkspace } from '../../src/app/workspace.ts';
import type { DesiredPopulation } from '../../src/model/desired.ts';
import type { Impact, ImpactChange, ImpactGroup } from '../../src/model/impact.ts';
import { loadTexts } from '../../src/rules/index.ts';
import { synchronize } from '../../src/sync/index.ts';
import { worldIn } from '../support/run/world.ts';
import { baseText } from './edits.ts';
import type { Edited } from './edits.ts';
import { gone, touched } from './oracle.ts';
import { ldifOf } from './population.ts';

const AS_OF = '2026-11-22T00:00:00Z';

/** A repository whose branch `main` holds the rules that edits begin with, over a directory of people and groups. */
export class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'lockstep-impact-'));
  #before: DesiredPopulation | undefined;

  constructor(people: number, groups: number, seed: number) {
    this.git('init', '-q', '-b', 'main');
    writeFileSync(join(this.folder, '.gitignore'), '*.ldif\n*.snapshot\n.lockstep/\n');
    writeFileSync(join(this.folder, 'corp.ldif'), ldifOf(people, groups, seed));
    writeFileSync(join(this.folder, 'lockstep.yaml'), baseText);
    this.commit();
  }

  git(...words: readonly string[]): void {
    const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...own, ...words], { cwd: this.folder, stdio: 'ignore' });
  }

  commit(): void {
    this.git('add', '-A');
    this.git('commit', '-q', '--allow-empty', '-m', 'state');
  }

  async before(): Promise<DesiredPopulation> {
    return (this.#before ??= await this.#populationOf(baseText));
  }

  /** What rules make of everybody: one evaluation by itself, of the LDIF file. */
  async #populationOf(text: string): Promise<DesiredPopulation> {
    const world = worldIn(this.folder);
    const loaded = await loadTexts(this.folder, [{ path: 'lockstep.yaml', text }], environment);
    const workspace = soundWorkspace(world, loaded);
    return synchronize({
      ruleSet: workspace.ruleSet,
      sources: await importSources(workspace, world),
      target: TENANT_NAME,
      ports: { asOf: Date.parse(AS_OF), random: seededRandom('contoso') },
      notWritable,
    });
  }

  /** Demands that `impact` names exactly those whom two evaluations compared tell apart, and no line but the edited ones. */
  async check(edit: Edited, options: Partial<ImpactOptions> = {}): Promise<Impact> {
    writeFileSync(join(this.folder, 'lockstep.yaml'), edit.text);
    if (options.head !== undefined) this.commit();
    const [before, after] = [await this.before(), await this.#populationOf(edit.text)];
    const { report } = await impact(worldIn(this.folder), { base: 'main', asOf: AS_OF, ...options });
    const found: Impact =
      report.outcome.kind === 'compared'
        ? report.outcome.impact
        : { identities: 0, wanted: { base: 0, head: 0 }, groups: [] };
    const changes = changesOf(found);
    expect([...new Set(changes.map(({ key }) => key))].sort()).toEqual([...touched(before, after)].sort());
    expect(keysOf(changes, 'leavesScope')).toEqual([...gone(before, after)].sort());
    expect(keysOf(changes, 'entersScope')).toEqual([...gone(after, before)].sort());
    const lines = new Set(found.groups.flatMap(({ cause }) => cause.map(({ side, at }) => `${side} ${at}`)));
    for (const line of lines) expect(edit.changed, line).toContain(line.replace('lockstep.yaml:', ''));
    return found;
  }
}

function changesOf({ groups }: Impact): readonly ImpactChange[] {
  return groups.flatMap(({ changes }) => changes);
}

function keysOf(changes: readonly ImpactChange[], kind: ImpactGroup['kind']): readonly string[] {
  return changes.flatMap((one) => (one.kind === kind ? [one.key] : [])).sort();
}
