import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, approve, plan, validate, writePlanFile, readPlanFile } from '../../src/app/index.ts';
import type { World } from '../../src/app/contract.ts';
import type { Hazard } from '../../src/model/hazard.ts';
import type { Plan } from '../../src/model/plan.ts';
import { loadWorkspace } from '../../src/rules/index.ts';
import { environment } from '../../src/app/registry.ts';
import { localState } from '../../src/state/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { copyExample, edit, editLdif, isRecord } from '../support/run/workspace.ts';
import { clockAt, worldIn } from '../support/run/world.ts';

const HOUR = 3_600_000;
const DISABLES: Hazard = 'DISABLES_USER';

/** A workspace in step, in which no plan may disable anybody without consent. */
async function settled(): Promise<{ readonly folder: string; readonly world: World }> {
  const folder = copyExample(temporaryFolder());
  edit(folder, 'policy.yaml', '  deletions:', '  hazards: [{ hazard: DISABLES_USER, allow: 0 }]\n  deletions:');
  const world = worldIn(folder);
  const allowHazards = new Map([[DISABLES, 99]]);
  await apply(world, { plan: await planIn(world), allowHazards, onEvent: () => undefined });
  return { folder, world };
}

/** Disables so many more people in the directory. */
function disableInSource(folder: string, count: number): void {
  let left = count;
  editLdif(folder, (records) =>
    records.map((record) => {
      if (left === 0 || !/^dn: CN=.*,OU=Staff,/.test(record) || !/^userAccountControl: 512$/m.test(record))
        return record;
      left--;
      return record.replace(/^userAccountControl: 512$/m, 'userAccountControl: 514');
    }),
  );
  expect(left).toBe(0);
}

const planIn = async (world: World): Promise<Plan> => (await plan(world, {})).plan;
const approved = (world: World, of: Plan, lasts = 48 * HOUR) =>
  approve(world, { plan: of, hazards: [DISABLES], lasts });
const run = (world: World, of: Plan) => apply(world, { plan: of, onEvent: () => undefined });
const told = ({ findings }: Plan) => findings.map(({ code, blocks }) => `${code}${blocks ? '' : ' told'}`);

describe('an approval of the workspace', () => {
  test('lets a plan pass once, and then there is nothing left to do', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    const blocked = await planIn(world);
    expect(told(blocked)).toEqual(['SAFE030']);
    expect(blocked.hazards).toMatchObject([{ hazard: DISABLES }]);
    const { file, hazards, rulesDigest } = await approved(world, blocked);
    expect(hazards.map(({ hazard, maximum }) => [hazard, maximum])).toEqual([[DISABLES, 1]]);
    expect(hazards[0]?.classes[0]?.is).toMatch(/^update user, accountEnabled to false, by the rule /);
    expect(readFileSync(join(folder, file), 'utf8')).toContain('kind: Approval');
    const passes = await planIn(world);
    expect(passes.envelope.rulesDigest).toBe(rulesDigest);
    expect(passes.findings).toMatchObject([
      { code: 'SAFE030', blocks: false, consent: { by: 'approval', maximum: 1 } },
    ]);
    await run(world, passes);
    expect((await planIn(world)).body.operations).toEqual([]);
    expect(readdirSync(join(folder, '.lockstep', 'approvals'))).toHaveLength(1);

    // The same again: the approval has done its work.
    disableInSource(folder, 1);
    const again = await planIn(world);
    expect(told(again)).toEqual(['SAFE030', 'SAFE032 told']);
    expect(await refusalOf(() => run(world, again))).toBe('SAFE030 SAFE032 exit 4');
  });

  test('the plan that was blocked when it was saved goes with it, for it is asked again', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    const file = join(folder, 'blocked.plan');
    await writePlanFile(world, file, await planIn(world));
    const blocked = await readPlanFile(world, file);
    expect(await refusalOf(() => run(world, blocked))).toBe('SAFE030 exit 4');
    await approved(world, blocked);
    await run(world, blocked);
    expect((await planIn(world)).body.operations).toEqual([]);
  });

  test('a plan that says that it was consented to gains nothing', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    const blocked = await planIn(world);
    const findings = blocked.findings.map((one) => ({
      ...one,
      blocks: false,
      consent: { by: 'approval' as const, maximum: 99, approval: 'aaaaaaaaaaaaaaaa' },
    }));
    expect(await refusalOf(() => run(world, { ...blocked, findings }))).toBe('SAFE030 exit 4');
    expect(await refusalOf(() => run(world, { ...blocked, findings: [], hazards: [] }))).toBe('SAFE030 exit 4');
  });

  test('one more than was approved is blocked, others instead of these are not', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    await approved(world, await planIn(world));
    disableInSource(folder, 1);
    expect(told(await planIn(world))).toEqual(['SAFE030', 'SAFE035 told']);
    editLdif(folder, (records) =>
      records.map((record) =>
        isRecord(record, 'Peter Goldwasser')
          ? record.replace('userAccountControl: 514', 'userAccountControl: 512')
          : record,
      ),
    );
    const other = await planIn(world);
    expect(other.findings.filter(({ blocks }) => blocks)).toEqual([]);
  });

  test('it ends, and with other rules it is void', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    await approved(world, await planIn(world), HOUR);
    const later = worldIn(folder, { clock: clockAt(new Date(Date.now() + 2 * HOUR).toISOString()) });
    expect(told(await planIn(later))).toEqual(['SAFE030', 'SAFE033 told']);
    const warned = (await validate(later, {})).diagnostics.filter(({ code }) => code === 'PLN015');
    expect(warned).toHaveLength(1);
    expect((await validate(world, {})).diagnostics.filter(({ code }) => code === 'PLN015')).toEqual([]);
    edit(folder, 'policy.yaml', 'graceDays: 30', 'graceDays: 31');
    expect(told(await planIn(world))).toEqual(['SAFE030', 'SAFE034 told']);
  });

  test('is no part of the rules, whose digest it names', async () => {
    const { folder, world } = await settled();
    disableInSource(folder, 1);
    const before = await loadWorkspace(folder, environment);
    await approved(world, await planIn(world));
    const after = await loadWorkspace(folder, environment);
    expect(after.ruleSet?.digest).toBe(before.ruleSet?.digest);
    expect(after.approvals).toHaveLength(1);
  });
});

describe('what is not approved', () => {
  let folder: string;
  let world: World;
  let made: Plan;
  beforeAll(async () => {
    folder = copyExample(mkdtempSync(join(tmpdir(), 'lockstep-approvals-')));
    world = worldIn(folder);
    made = await planIn(world);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  test.each<[why: string, of: (made: Plan) => Plan, hazard: Hazard, refused: string]>([
    ['a hazard that the plan does not hold', (one) => one, 'DELETES_GROUP', 'PLN014 exit 3'],
    [
      'a plan of another workspace',
      (one) => ({ ...one, envelope: { ...one.envelope, workspace: 'fabrikam' } }),
      DISABLES,
      'PLN003 exit 5',
    ],
    [
      'a plan of other rules',
      (one) => ({ ...one, envelope: { ...one.envelope, rulesDigest: '0'.repeat(64) } }),
      DISABLES,
      'PLN004 exit 5',
    ],
  ])('%s', async (_, of, hazard, refused) => {
    expect(await refusalOf(() => approve(world, { plan: of(made), hazards: [hazard], lasts: HOUR }))).toBe(refused);
  });

  test('over a file that is there', async () => {
    const held: Plan = { ...made, hazards: [{ hazard: DISABLES, operation: made.body.operations[0]!.id }] };
    const out = join(folder, 'here.yaml');
    await approve(world, { plan: held, hazards: [DISABLES], lasts: HOUR, out });
    expect(await refusalOf(() => approve(world, { plan: held, hazards: [DISABLES], lasts: HOUR, out }))).toBe(
      'CLI002 exit 3',
    );
    rmSync(out);
  });
});

describe('the note that an approval was used', () => {
  const [one, other] = ['0123456789abcdef', 'fedcba9876543210'] as const;

  test('is for one run, which may ask again', async () => {
    const state = localState(join(temporaryFolder(), '.lockstep'), () => false);
    expect([...(await state.usedApprovals())]).toEqual([]);
    await state.useApproval(one, 'run-1', '2026-11-22T00:00:00.000Z');
    await state.useApproval(one, 'run-1', '2026-11-22T00:00:00.000Z');
    await state.useApproval(other, 'run-2', '2026-11-22T00:00:00.000Z');
    expect(await refusalOf(() => state.useApproval(one, 'run-2', '2026-11-22T00:00:00.000Z'))).toBe('PLN013 exit 4');
    expect(new Map(await state.usedApprovals())).toEqual(
      new Map([
        [one, 'run-1'],
        [other, 'run-2'],
      ]),
    );
  });

  test('of two runs at once one has it', async () => {
    const state = localState(join(temporaryFolder(), '.lockstep'), () => false);
    const runs = Array.from({ length: 8 }, (_, index) => `run-${index}`);
    const asked = await Promise.all(runs.map((id) => refusalOf(() => state.useApproval(one, id, ''))));
    expect(asked.filter((answer) => answer === 'not refused')).toHaveLength(1);
    expect(asked.filter((answer) => answer === 'PLN013 exit 4')).toHaveLength(7);
  });
});
