import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { computeWorld } from '../../src/app/compute.ts';
import * as useCases from '../../src/app/index.ts';
import { forParity } from '../../src/app/parity-request.ts';
import { snapshotStore } from '../../src/app/registry.ts';
import { openTenant } from '../../src/app/tenant.ts';
import { openWorkspace } from '../../src/app/workspace.ts';
import { run } from '../../src/cli/run.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { changed, filled } from '../parity/connect.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { worldIn } from '../support/run/world.ts';
import { Collector } from './machine.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line in this process. */
async function lockstep(directory: string, ...args: readonly string[]): Promise<Ran> {
  const { clock, isAlive } = worldIn(directory);
  const [stdout, stderr] = [new Collector(), new Collector()];
  const code = await run(args, {
    stdin: Readable.from([]),
    stdout,
    stderr,
    environment: {},
    directory,
    host: 'host',
    pid: 1,
    isAlive,
    version: '0.0.0-test',
    clock,
    random: { bytes: (length) => randomBytes(length) },
    onInterrupt: () => () => undefined,
    endAtOnce: () => undefined,
    useCases: () => Promise.resolve(useCases),
  });
  return { code, out: stdout.text, err: stderr.text };
}

const BOTH = ['--source', 'corp.snapshot', '--tenant', 'connect.snapshot'];

/** The example with snapshots of its directory, and of its tenant as Entra Connect would have filled it by its rules. */
async function synchronized(
  change: (tenant: TenantPopulation) => TenantPopulation = (tenant) => tenant,
): Promise<Scene> {
  const one = await scene();
  const world = worldIn(one.folder);
  await useCases.snapshotSource(world, { out: 'corp.snapshot', allAttributes: true });
  const workspace = forParity(await openWorkspace(world, {}));
  await using live = await openTenant(world, workspace);
  const { population, tenant } = await computeWorld(world, workspace, live.connector, world.clock.now());
  const { ownerMarkApplicationId } = workspace.ruleSet.topology;
  const path = join(one.folder, 'connect.snapshot');
  const read = {
    workspace: 'contoso',
    connector: 'entra',
    tool: '0.0.0-test',
    ownerMarkApplicationId,
    readAt: world.clock.now(),
    request: workspace.tenantRequest,
    population: change({ ...filled(population, tenant.facts), facts: { ...tenant.facts, liveSync: true } }),
  };
  await snapshotStore.writeTenantSnapshot({ path, shownAs: 'connect.snapshot', runId: 'run' }, read, world.signal);
  return one;
}

const moved = (tenant: TenantPopulation): TenantPopulation =>
  changed(tenant, 'ken.byron', { attributes: { department: 'Elsewhere' } });

describe('parity', () => {
  test('of a tenant that Entra Connect filled by the same rules is whole: 0, without a tenant or a secret', async () => {
    const { folder, tenant } = await synchronized();
    await tenant.stop();
    const { code, out, err } = await lockstep(folder, 'parity', ...BOTH);
    expect(err).toBe('');
    expect(out).toMatch(/\n[\d,]+ identities, [\d,]+ attributes compared, 0 unexplained\.\n$/);
    expect(out).toMatch(/\n\d+ users and \d+ groups paired: \d+ by anchor, \d+ by security identifier;/);
    expect(code).toBe(0);
    expect(existsSync(join(folder, '.lockstep'))).toBe(false);
  });

  test('finds what differs, with value, line and name: 2', async () => {
    const { folder } = await synchronized(moved);
    const { code, out } = await lockstep(folder, 'parity', ...BOTH);
    expect(code).toBe(2);
    expect(out).toContain('       1  user department: another value\n');
    expect(out).toMatch(/ken\.byron@contoso\.com {2}"Elsewhere" -> ".+"\n/);
    expect(out).toMatch(/ 1 unexplained\.\n$/);
    const quiet = await lockstep(folder, '-q', 'parity', ...BOTH);
    expect(quiet).toMatchObject({ code: 2, err: '' });
    expect(quiet.out.trimEnd().split('\n')).toHaveLength(1);
    const json = await lockstep(folder, 'parity', ...BOTH, '--format', 'json');
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: { unexplained: 1 },
      groups: [{ attribute: 'department', tenant: 'Elsewhere', count: 1 }],
      unpaired: [],
    });
  });

  test.each([
    ['text', /^Parity of contoso with Contoso /],
    ['json', /^\{\n {2}"format": "lockstep-parity"/],
    ['markdown', /^<!-- Made by Lockstep\. -->\n\n# Parity of contoso/],
    ['html', /^<!doctype html>/],
  ])(
    'writes %s into a file for its owner, over an earlier report, and never over anything else',
    async (format, begins) => {
      const { folder } = await synchronized(moved);
      const take = (out: string) => lockstep(folder, 'parity', ...BOTH, '--format', format, '--out', out);
      for (const file of ['a.report', './a.report']) {
        const { code, out, err } = await take(file);
        expect({ code, err }).toEqual({ code: 2, err: `Saved to ${file}.\n` });
        expect(out).toMatch(/^[\d,]+ identities, .* 1 unexplained\.\n$/);
      }
      expect(readFileSync(join(folder, 'a.report'), 'utf8')).toMatch(begins);
      expect(statSync(join(folder, 'a.report')).mode & 0o777).toBe(0o600);
      writeFileSync(join(folder, 'mine.txt'), 'mine');
      const refused = await take('mine.txt');
      expect(refused.code).toBe(3);
      expect(refused.err).toContain('CLI002');
      expect(readFileSync(join(folder, 'mine.txt'), 'utf8')).toBe('mine');
    },
  );

  test('a snapshot that lacks what it compares is refused: what was not read is not what is missing', async () => {
    const { folder } = await synchronized();
    await useCases.snapshotTenant(worldIn(folder), { out: 'plain.snapshot', allAttributes: false });
    const { code, err } = await lockstep(folder, 'parity', '--source', 'corp.snapshot', '--tenant', 'plain.snapshot');
    expect(code).toBe(3);
    expect(err).toContain('SNP004');
    expect(err).toContain('holds no onPremisesSamAccountName of group, which parity needs');
    expect(err).toContain('--all-attributes');
  });

  test('a snapshot with everything is what a live tenant is', async () => {
    const { folder } = await synchronized();
    await useCases.snapshotTenant(worldIn(folder), { out: 'whole.snapshot', allAttributes: true });
    const live = await lockstep(folder, 'parity', '--format', 'json');
    const kept = await lockstep(folder, 'parity', '--tenant', 'whole.snapshot', '--format', 'json');
    const parts = ({ out }: Ran) => {
      const { verdict, groups, unpaired, notCompared } = JSON.parse(out) as Readonly<Record<string, unknown>>;
      return { verdict, groups, unpaired, notCompared };
    };
    expect(parts(kept)).toEqual(parts(live));
  });

  test('a tenant that does not answer ends it: 7', async () => {
    const { folder, tenant, proxy } = await synchronized();
    await proxy.stop();
    await tenant.stop();
    const { code, err } = await lockstep(folder, 'parity', '--source', 'corp.snapshot');
    expect(code).toBe(7);
    expect(err).toContain('ENT00');
  });
});
