// What an impact costs beside a plan of the same state over the same snapshots, as CI runs both: no directory, no
// tenant, no credential. One line of one rule is changed; it touches every eighth person.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { workspaceOver } from './fixtures.ts';
import type { Population } from './fixtures.ts';
import { medianCost } from './measure.ts';
import type { Cost } from './measure.ts';

const SNAPSHOTS = ['--source', 'corp.snapshot', '--tenant', 'tenant.snapshot'];

export interface ImpactCosts {
  readonly plan: Cost;
  readonly impact: Cost;
}

export async function impactCosts(cli: string, data: Population, runs: number): Promise<ImpactCosts> {
  await using workspace = await workspaceOver(data);
  const { directory } = workspace;
  const inWorkspace = (program: string, ...words: readonly string[]): void => {
    execFileSync(program, words, { cwd: directory, stdio: 'ignore' });
  };
  inWorkspace(process.execPath, cli, 'snapshot', 'source', '--out', 'corp.snapshot');
  inWorkspace(process.execPath, cli, 'snapshot', 'tenant', '--out', 'tenant.snapshot');
  inWorkspace('git', 'init', '-q', '-b', 'main');
  inWorkspace('git', 'add', 'lockstep.yaml', 'filters.yaml', 'policy.yaml', 'rules');
  inWorkspace('git', '-c', 'user.name=b', '-c', 'user.email=b@example.com', 'commit', '-qm', 'base');
  const rule = join(directory, 'rules/contractors.yaml');
  const text = await readFile(rule, 'utf8');
  const changed = text.replace('company: { constant: Contoso Partners }', 'company: { constant: Partners of Contoso }');
  if (changed === text) throw new Error('the rule that is changed is another one now');
  await writeFile(rule, changed);
  return {
    plan: await medianCost(cli, ['plan', '--quiet', ...SNAPSHOTS], runs, directory),
    impact: await medianCost(cli, ['impact', '--base', 'main', '--quiet', ...SNAPSHOTS], runs, directory),
  };
}
