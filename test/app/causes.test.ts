import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply, drift, plan, readPlanFile, writePlanFile } from '../../src/app/index.ts';
import { causeLookup } from '../../src/model/cause.ts';
import type { Plan } from '../../src/model/plan.ts';
import { renderDrift, renderPlan } from '../../src/render/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { gitIn } from '../support/run/repository.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { edit, editLdif, isRecord } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

const baseline = ({ folder }: Scene) => join(folder, '.lockstep', 'baseline.jsonl');

/** `kind name attribute cause` of every change of a plan. */
function told({ body, causes }: Plan): readonly string[] {
  const lookup = causeLookup(causes);
  return body.operations.flatMap((operation) => {
    if (operation.kind === 'defineExtension') return [];
    const { kind, object, id } = operation;
    const attributes = kind === 'update' ? operation.changes.map(({ attribute }) => attribute) : [undefined];
    return attributes.map((one) => [kind, object.name, ...(one === undefined ? [] : [one]), lookup(id, one)].join(' '));
  });
}

/** A scene whose tenant is in step, and noted as it is. */
async function settled(git = false): Promise<Scene> {
  const run = await scene();
  if (git) {
    writeFileSync(join(run.folder, '.gitignore'), '.lockstep\nclient-secret\nca.pem\n');
    const repository = gitIn(run.folder);
    repository('init', '-q');
    repository('add', '-A');
    repository('commit', '-qm', 'base');
  }
  await run.apply(await run.plan());
  expect((await run.plan()).body.operations).toEqual([]);
  return run;
}

async function idOf(run: Scene, name: string): Promise<string> {
  return String((await run.tenant.call('GET', `/users/${name}?$select=id`))['id']);
}

/** Data of one person: the department changes at its source. */
function moveInSource({ folder }: Scene, cn: string): void {
  editLdif(folder, (records) =>
    records.map((record) => (isRecord(record, cn) ? record.replace(/^department: .*$/m, 'department: Moved') : record)),
  );
}

const KEN = 'ken.byron@contoso.com';

describe('what made a change come up', () => {
  test('before the first run nobody knows, and the plan says how to get to know', async () => {
    const run = await scene();
    const first = await run.plan();
    expect(first.causes).toEqual([]);
    expect(first.causeBasis).toEqual({ gaps: ['noBaseline'] });
    expect(renderPlan(first, { colour: false, width: 120 })).toContain('no run has noted here');
    expect(await refusalOf(() => drift(worldIn(run.folder), {}))).toContain('BAS003');
  });

  test('a run notes what it left: for its owner alone, without values, and the next plan is empty', async () => {
    const run = await settled();
    const text = readFileSync(baseline(run), 'utf8');
    expect(statSync(baseline(run)).mode & 0o777).toBe(0o600);
    expect(text).not.toMatch(/@contoso|Byron|Contractor/);
    expect(text.split('\n').length).toBeGreaterThan(50);
    const nothing = await drift(worldIn(run.folder), {});
    expect([nothing.plan.body.operations, nothing.others]).toEqual([[], 0]);
  });

  test('data of a source and a hand in the tenant are told apart, in one object too', async () => {
    const run = await settled();
    moveInSource(run, 'Ken Byron');
    await run.tenant.call('PATCH', `/users/${await idOf(run, KEN)}`, { jobTitle: 'Emperor' });
    const made = await run.plan();
    expect(told(made)).toEqual([`update ${KEN} department source`, `update ${KEN} jobTitle drift`]);
    const text = renderPlan(made, { colour: false, width: 120 });
    expect(text).toMatch(/department .* source$/m);
    expect(text).toMatch(/jobTitle .* drift$/m);
    expect(text).toContain('Of 2 changes: 1 source, 1 drift.');

    const found = await drift(worldIn(run.folder), {});
    expect(told(found.plan)).toEqual([`update ${KEN} jobTitle drift`]);
    expect(found.others).toBe(1);
    expect((await run.apply(made)).counts).toMatchObject({ done: 1, failed: 0 });
    expect((await run.plan()).body.operations).toEqual([]);
  });

  test('an account that somebody has switched off, and a member: each is drift', async () => {
    const run = await scene();
    const first = await run.plan();
    await run.apply(first);
    const added = first.body.operations.find((one) => one.kind === 'addMember');
    if (added?.kind !== 'addMember') throw new Error('the example adds members');
    const id = await idOf(run, added.member.name);
    await run.tenant.call('PATCH', `/users/${id}`, { accountEnabled: false });
    const [group] = await run.tenant.all(
      `/groups?$filter=displayName eq '${encodeURIComponent(added.object.name)}'&$select=id`,
    );
    await run.tenant.call('DELETE', `/groups/${String(group?.['id'])}/members/${id}/$ref`);
    const made = await run.plan();
    expect(told(made)).toEqual([
      `update ${added.member.name} accountEnabled drift`,
      `addMember ${added.object.name} drift`,
    ]);
    const { plan: found } = await drift(worldIn(run.folder), {});
    const text = renderDrift(found, 0, { colour: false, width: 120, brief: false });
    expect(text).toContain('Drift: 2 objects changed in the tenant');
    expect(text).toMatch(/accountEnabled +false -> true/);
    expect(await refusalOf(() => run.apply(made))).toBe('SAFE031 exit 4');
    await run.apply(made, { allowHazards: new Map([['ENABLES_ACCOUNT', 1]]) });
    expect((await run.plan()).body.operations).toEqual([]);
  });

  test('who was switched off between the first plan and its apply is not switched on again without consent', async () => {
    const run = await scene();
    const first = await run.plan();
    expect(first.body.operations.some((one) => one.kind === 'update' && one.object.name === KEN)).toBe(false);
    await run.tenant.call('PATCH', `/users/${await idOf(run, KEN)}`, { accountEnabled: false });
    await run.apply(first);
    const second = await run.plan();
    expect(told(second)).toEqual([`update ${KEN} accountEnabled unknown`]);
    expect(await refusalOf(() => run.apply(second))).toBe('SAFE031 exit 4');
    await run.apply(second, { allowHazards: new Map([['ENABLES_ACCOUNT', 1]]) });
    expect((await run.plan()).body.operations).toEqual([]);
  });

  test('what a plan file says of causes enables nobody: the note of the last run does', async () => {
    const run = await settled();
    await run.tenant.call('PATCH', `/users/${await idOf(run, KEN)}`, { accountEnabled: false });
    const made = await run.plan();
    const [operation] = made.body.operations;
    const forged = {
      ...made,
      findings: [],
      causes: [
        { operation: operation?.id ?? '', cause: 'source' as const },
        { operation: operation?.id ?? '', attribute: 'accountEnabled', cause: 'rule' as const },
      ],
    };
    expect(await refusalOf(() => run.apply(forged))).toBe('SAFE031 exit 4');
    expect(await refusalOf(() => run.apply({ ...forged, causeBasis: { gaps: [] } }))).toBe('SAFE031 exit 4');
    rmSync(baseline(run));
    expect(await refusalOf(() => run.apply(forged))).toBe('SAFE031 exit 4');
    expect((await run.tenant.call('GET', `/users/${KEN}?$select=accountEnabled`))['accountEnabled']).toBe(false);
  });

  test.each([false, true])(
    'an account that the source switches on again needs no consent (rules changed: %s)',
    async (also) => {
      const run = await scene();
      const control = (value: number) => {
        editLdif(run.folder, (records) =>
          records.map((record) =>
            isRecord(record, 'Ken Byron')
              ? record.replace(/^userAccountControl: .*$/m, `userAccountControl: ${value}`)
              : record,
          ),
        );
      };
      writeFileSync(join(run.folder, '.gitignore'), '.lockstep\nclient-secret\nca.pem\n');
      control(514);
      const repository = gitIn(run.folder);
      repository('init', '-q');
      repository('add', '-A');
      repository('commit', '-qm', 'base');
      await run.apply(await run.plan(), { allowHazards: new Map([['ENABLES_ACCOUNT', 9]]) });
      expect((await run.plan()).body.operations).toEqual([]);
      control(512);
      if (also) edit(run.folder, 'rules/contractors.yaml', '(Contractor)', '(External)');
      const made = await run.plan();
      expect(told(made)).toContain(`update ${KEN} accountEnabled source`);
      expect((await run.apply(made)).counts).toMatchObject({ failed: 0, skipped: 0 });
      expect((await run.plan()).body.operations).toEqual([]);
    },
  );

  test('who was deleted in the tenant is held or made anew by drift, never by a rule', async () => {
    const run = await settled();
    await run.tenant.call('DELETE', `/users/${await idOf(run, KEN)}`);
    const made = await run.plan();
    for (const line of told(made)) expect(line).not.toMatch(/ (?:rule|source)$/);
  });
});

describe('a change of the rules', () => {
  const change = (run: Scene) => {
    edit(run.folder, 'rules/contractors.yaml', '(Contractor)', '(External)');
  };

  test('is told by the rules of the last run, which git has', async () => {
    const run = await settled(true);
    change(run);
    moveInSource(run, 'Ken Byron');
    const made = await run.plan();
    const lines = told(made);
    expect(lines).toContain(`update ${KEN} department source`);
    const names = lines.filter((line) => line.includes(' displayName '));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((line) => !line.endsWith(' rule'))).toEqual([]);
    expect(made.causeBasis?.base).toMatch(/^[0-9a-f]{7,}$/);
    await run.apply(made);
    expect((await run.plan()).body.operations).toEqual([]);
  });

  test('is unknown where git does not have them, and told against a base that is named', async () => {
    const run = await settled();
    change(run);
    const made = await run.plan();
    expect(told(made).filter((line) => !line.endsWith(' unknown'))).toEqual([]);
    expect(made.causeBasis?.gaps).toEqual(['noBase']);
    expect(renderPlan(made, { colour: false, width: 120 })).toContain('git does not have those of the last run');
  });

  test('is told against a named base without any note; what that asks for, too, is data or drift', async () => {
    const run = await settled(true);
    rmSync(baseline(run));
    change(run);
    moveInSource(run, 'Ken Byron');
    const { plan: made } = await plan(worldIn(run.folder), { base: 'HEAD' });
    expect(told(made)).toContain(`update ${KEN} department unknown`);
    expect(told(made).some((line) => line.endsWith(' displayName rule'))).toBe(true);
    expect(renderPlan(made, { colour: false, width: 120 })).toContain('the rules of HEAD ask for it, too');
    expect(await refusalOf(() => plan(worldIn(run.folder), { base: 'nowhere' }))).toContain('GIT001');
  });

  test('a base that is not valid stops nothing, and is told', async () => {
    const run = await settled(true);
    edit(run.folder, 'rules/contractors.yaml', 'precedence: 40', 'precedence: forty');
    const repository = gitIn(run.folder);
    repository('commit', '-qam', 'broken');
    edit(run.folder, 'rules/contractors.yaml', 'precedence: forty', 'precedence: 40');
    change(run);
    const { plan: made, diagnostics } = await plan(worldIn(run.folder), { base: 'HEAD' });
    expect(made.causeBasis?.gaps).toEqual(['baseInvalid']);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('that reads less than the base did cannot be told from a live read', async () => {
    const run = await settled(true);
    edit(
      run.folder,
      'rules/contractors.yaml',
      /    all:\n.*employeeType.*\n/,
      '    all: [{ givenName: { isNotNull } }]\n',
    );
    const made = await run.plan();
    expect([['baseReadsMore'], []]).toContainEqual(made.causeBasis?.gaps);
  });
});

const DAMAGES: Readonly<Record<string, (text: string) => string>> = {
  'cut off': (text) => text.slice(0, -20),
  'without its end': (text) => `${text.split('\n').slice(0, -2).join('\n')}\n`,
  'a byte changed': (text) => text.replace('"mark":"', '"mark":"A'),
  'another version': (text) => text.replace('"version":1', '"version":2'),
  'no text of ours': () => 'hello\n',
  empty: () => '',
  'more behind its end': (text) => `${text}{"key":"corp/1"}\n`,
  'no UTF-8': (text) => `${text}\ufffd`,
};

describe('the note of the last run', () => {
  test('that is not whole, or of another version: causes are unknown, and nothing else', async () => {
    const run = await settled();
    const path = baseline(run);
    const whole = readFileSync(path, 'utf8');
    for (const [what, change] of Object.entries(DAMAGES)) {
      writeFileSync(path, change(whole));
      const { plan: made, diagnostics } = await plan(worldIn(run.folder), {});
      expect(made.causeBasis, what).toEqual({ gaps: ['damaged'] });
      expect(diagnostics.map(({ code, severity }) => [code, severity])).toContainEqual(['BAS002', 'warning']);
    }
    expect(await refusalOf(() => drift(worldIn(run.folder), {}))).toContain('BAS003');
    await run.apply(await run.plan());
    expect((await run.plan()).causeBasis?.gaps).toEqual([]);
  });

  test('goes before the first write, and comes back at the end', async () => {
    const run = await scene();
    await run.apply(await run.plan());
    moveInSource(run, 'Ken Byron');
    const made = await run.plan();
    const seen: boolean[] = [];
    const onEvent = () => {
      seen.push(existsSync(baseline(run)));
    };
    await apply(worldIn(run.folder), { plan: made, onEvent });
    expect(seen[0]).toBe(false);
    expect(existsSync(baseline(run))).toBe(true);
  });

  test('is written by an apply with nothing to do, and by a plan that settles', async () => {
    const run = await settled();
    const before = readFileSync(baseline(run), 'utf8');
    await run.apply(await run.plan());
    const after = readFileSync(baseline(run), 'utf8');
    expect(after).not.toBe(before);
    rmSync(baseline(run));
    await plan(worldIn(run.folder), {});
    expect(existsSync(baseline(run))).toBe(false);
    await plan(worldIn(run.folder), { settle: true });
    expect(existsSync(baseline(run))).toBe(true);
  });

  test('cannot be written: the run is done all the same, with a warning', async () => {
    const run = await scene();
    mkdirSync(baseline(run), { recursive: true });
    writeFileSync(join(baseline(run), 'x'), '');
    const { counts, diagnostics } = await run.apply(await run.plan());
    expect(counts).toMatchObject({ failed: 0, unknown: 0 });
    expect(diagnostics.map(({ code }) => code)).toContain('BAS001');
    chmodSync(baseline(run), 0o700);
  });

  test('a plan file keeps causes, and apply takes it', async () => {
    const run = await settled();
    moveInSource(run, 'Ken Byron');
    const made = await run.plan();
    const world = worldIn(run.folder);
    await writePlanFile(world, 'a.plan', made);
    const read = await readPlanFile(world, 'a.plan');
    expect(read).toEqual(made);
    expect((await run.apply(read)).counts.done).toBe(1);
    expect((await run.plan()).body.operations).toEqual([]);
  });
});
