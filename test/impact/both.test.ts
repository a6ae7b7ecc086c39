import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changedLines } from '../../src/app/changed-lines.ts';
import { computeFrom } from '../../src/app/compute.ts';
import { evaluateBoth, wantedBy } from '../../src/app/impact-evaluation.ts';
import type { Given, ReadState } from '../../src/app/impact-evaluation.ts';
import { readForAll } from '../../src/app/impact-reading.ts';
import { openSnapshotsOf } from '../../src/app/plan-snapshots.ts';
import { environment, sourceConnector, targetCapabilities, TENANT_NAME } from '../../src/app/registry.ts';
import { snapshotSource } from '../../src/app/index.ts';
import type { StandIns } from '../../src/app/sources.ts';
import { soundWorkspace } from '../../src/app/workspace.ts';
import type { Workspace } from '../../src/app/workspace.ts';
import { impactOf } from '../../src/impact/index.ts';
import type { ImpactSide } from '../../src/impact/index.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';
import { loadTexts } from '../../src/rules/index.ts';
import { ourGroup, ourUser, stranger, tenantOf } from '../support/world/tenant.ts';
import { worldIn } from '../support/run/world.ts';
import { textOfSide } from './alone.ts';
import { baseText, edited, editedBy, edits } from './edits.ts';
import { ldifOf } from './population.ts';
import { packEdits, packText } from './pack-edits.ts';

const AS_OF = Date.parse('2026-11-22T00:00:00Z');
const PEOPLE = 240;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-both-'));
  writeFileSync(join(folder, 'corp.ldif'), ldifOf(PEOPLE, 24, 7));
  writeFileSync(join(folder, 'branch.ldif'), ldifOf(90, 9, 8));
  for (const [name, text] of [
    ['edits', baseText],
    ['pack', packText],
  ] as const) {
    writeFileSync(join(folder, 'lockstep.yaml'), text);
    const connectors = name === 'edits' ? ['corp'] : ['corp', 'branch'];
    for (const connector of connectors) {
      const out = `${name}-${connector}.snapshot`;
      await snapshotSource(worldIn(folder), { connector, out, allAttributes: true });
    }
  }
}, 60_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Of every fifth nothing is in the tenant; of others something differs, and some are somebody else's. */
const tenant: TenantPopulation = (() => {
  const users = Array.from({ length: PEOPLE }, (_, index) => index).flatMap((index): readonly TenantObject[] => {
    const name = `P${index}`;
    if (index % 5 === 0) return [];
    const userPrincipalName = `p${index}@contoso.com`;
    const attributes = { userPrincipalName, displayName: `Person ${index}`, department: `D${index % 5}` };
    if (index % 17 === 0) return [stranger(name, { attributes, name: userPrincipalName })];
    const manager = index % 3 === 0 ? { manager: 'id-P1' } : {};
    return [ourUser(name, { attributes, name: userPrincipalName, ...manager })];
  });
  const groups = Array.from({ length: 20 }, (_, index) => ourGroup(`G${index}`, { name: `Group ${index}` }));
  const members = Object.fromEntries(groups.map(({ id }, index) => [id, [`id-P${index + 1}`, `id-P${index + 60}`]]));
  return tenantOf({ objects: [...users, ...groups], members });
})();

async function workspaceOf(text: string): Promise<Workspace> {
  return soundWorkspace(worldIn(folder), await loadTexts(folder, [{ path: 'lockstep.yaml', text }], environment));
}

const given = (): Given => ({ world: worldIn(folder), target: TENANT_NAME, asOf: AS_OF });

interface Data {
  readonly snapshots: readonly string[];
  readonly tenant?: TenantPopulation;
}

/** Both states as `impact` reads and evaluates them, and each as a plan of it alone would. */
async function bothWays(base: string, head: string, data: Data) {
  const world = worldIn(folder);
  const workspaces = [await workspaceOf(head), await workspaceOf(base)];
  const [ofHead, ofBase] = workspaces as [Workspace, Workspace];
  const snapshots = await openSnapshotsOf(world, workspaces, { sources: data.snapshots });
  const standIns: StandIns = new Map([
    ...snapshots.sources,
    ...(data.snapshots.length > 0
      ? []
      : await Promise.all(
          ofHead.settings.connectors.map(
            async (one) => [one.name, await sourceConnector(one, folder, ofHead.readSecret)] as const,
          ),
        )),
  ]);
  const lines = changedLines([{ path: 'lockstep.yaml', text: base }], [{ path: 'lockstep.yaml', text: head }]);
  const read = async (some: readonly Workspace[]) =>
    (await readForAll(world, some, snapshots, standIns)).map((one) => ({
      ...one,
      ...(data.tenant === undefined ? {} : { tenant: data.tenant }),
    }));
  const [headReading, baseReading] = await read(workspaces);
  const state = (workspace: Workspace, reading: typeof headReading, changed: ReadState['changed']): ReadState => ({
    workspace,
    reading: reading!,
    changed,
  });
  const shared = evaluateBoth(state(ofBase, baseReading, lines.base), state(ofHead, headReading, lines.head), given());
  const alone = async (workspace: Workspace, changed: ReadState['changed']): Promise<ImpactSide> => {
    const [reading] = await read([workspace]);
    const side = { ruleSet: workspace.ruleSet, changed };
    if (reading?.tenant === undefined)
      return { ...side, population: wantedBy({ workspace, reading: reading! }, given()) };
    const all = { sources: reading.sources, tenant: reading.tenant, target: TENANT_NAME };
    return { ...side, ...computeFrom(world, workspace, all, AS_OF) };
  };
  return { shared, alone: { base: await alone(ofBase, lines.base), head: await alone(ofHead, lines.head) } };
}

/** Fails unless both ways give the same; gives the share of the identities of base that were not worked out twice. */
async function check(base: string, head: string, data: Data): Promise<number> {
  const { shared, alone } = await bothWays(base, head, data);
  for (const side of ['base', 'head'] as const) expect(textOfSide(shared[side])).toBe(textOfSide(alone[side]));
  const { schema } = targetCapabilities(alone.head.ruleSet.topology);
  expect(impactOf({ ...shared, schema })).toEqual(impactOf({ ...alone, schema }));
  const ofHead = new Set(shared.head.population.desired);
  const { desired } = shared.base.population;
  return desired.filter((one) => ofHead.has(one)).length / desired.length;
}

const ways: readonly (readonly [string, Data, Data])[] = [
  ['over LDIF', { snapshots: [] }, { snapshots: [] }],
  [
    'over snapshots with a tenant',
    { snapshots: ['edits-corp.snapshot'], tenant },
    { snapshots: ['pack-corp.snapshot', 'pack-branch.snapshot'], tenant },
  ],
];

describe.each(ways)('both states at once give what each gives alone, %s', (_, ofEdits, ofPack) => {
  test.each(Object.keys(edits))('%s', async (name) => {
    await check(baseText, editedBy([name]).text, ofEdits);
    await check(editedBy([name]).text, baseText, ofEdits);
  });

  test.each(Object.keys(packEdits))('with the rules of the pack: %s', async (name) => {
    const edit = packEdits[name];
    await check(packText, edit?.(packText) ?? '', ofPack);
    await check(edit?.(packText) ?? '', packText, ofPack);
  });

  test('several edits together', async () => {
    await fc.assert(
      fc.asyncProperty(edited, edited, async (one, other) => {
        await check(one.text, other.text, ofEdits);
      }),
      { numRuns: 10 },
    );
  });
});

describe('what the change cannot touch is not worked out twice', () => {
  test.each([
    // Who has a manager, or a member, that nobody wants is looked at again: who else that may be depends on all others.
    ['harmless', 0.55],
    ['groupsGone', 0.55],
    ['ruleGone', 0.3],
    ['filterNarrower', 0.3],
    ['ruleAdded', 0.4],
  ])('%s', async (name, share) => {
    expect(await check(baseText, editedBy([name]).text, { snapshots: [] })).toBeGreaterThanOrEqual(share);
  });
});
