import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply, plan, readPlanFile, writePlanFile } from '../../src/app/index.ts';
import type { Operation, Plan } from '../../src/model/plan.ts';
import { bodyDigest } from '../../src/planfile/index.ts';
import { localState } from '../../src/state/index.ts';
import { command } from '../support/run/command.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { scene } from '../support/run/scene.ts';
import type { Scene } from '../support/run/scene.ts';
import { copyExample, edit, editLdif, isRecord } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';

const ids = (one: Plan) => one.body.operations.map((operation) => operation.id);
const resealed = (one: Plan): Plan => ({ ...one, envelope: { ...one.envelope, bodyDigest: bodyDigest(one.body) } });
const withOperations = (one: Plan, operations: readonly Operation[]): Plan =>
  resealed({ ...one, body: { ...one.body, operations } });

describe('the embedded tenant', () => {
  test('plan, apply, and nothing is left', async () => {
    const folder = copyExample(temporaryFolder());
    const world = worldIn(folder);
    const first = await plan(world, {});
    expect(first.plan.body.operations.length).toBeGreaterThan(50);
    const again = await plan(world, { asOf: first.plan.envelope.asOf });
    expect(again.plan.envelope.bodyDigest).toBe(first.plan.envelope.bodyDigest);
    const { counts, report } = await apply(world, { plan: first.plan, onEvent: () => undefined });
    expect(counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0, done: first.plan.body.operations.length });
    expect(report.results.map((one) => one.operation)).toEqual(ids(first.plan));
    expect(ids((await plan(world, {})).plan)).toEqual([]);
  });

  test('ledgers of old runs go with a run that did everything, and never its own', async () => {
    const run = await scene();
    const runs = join(run.folder, '.lockstep', 'runs');
    const old = (name: string, days: number): string => {
      const at = new Date(Date.now() - days * 86_400_000);
      writeFileSync(join(runs, name), '{}\n');
      utimesSync(join(runs, name), at, at);
      return name;
    };
    mkdirSync(runs, { recursive: true });
    const [older, younger] = [old('older.jsonl', 91), old('younger.jsonl', 89)];
    const first = await run.plan();
    await run.apply(first);
    const own = `${first.envelope.runId}.jsonl`;
    expect(readdirSync(runs).sort()).toEqual([own, younger].sort());
    expect(older).not.toBe(younger);

    // As long as a plan may hold, its ledger is kept: without it the plan could be applied twice.
    writeFileSync(
      join(run.folder, 'retention.yaml'),
      'apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec: { runs: { keepDays: 1 }, planExpiryHours: 960 }\n',
    );
    rmSync(join(run.folder, 'policy.yaml'), { force: true });
    const [held, gone] = [old('held.jsonl', 39), old('gone.jsonl', 41)];
    const second = await run.plan();
    await run.apply(second);
    expect(readdirSync(runs).sort()).toEqual([own, `${second.envelope.runId}.jsonl`, held].sort());
    expect(gone).not.toBe(held);
  });

  test('a run that is killed at once leaves a tenant that the next one can use', async () => {
    const folder = copyExample(temporaryFolder());
    const { child, ended } = command(folder, ['apply', '--auto-approve', '--format', 'json']);
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.includes('"kind":"result"')) child.kill('SIGKILL');
    });
    expect((await ended).signal).toBe('SIGKILL');
    const world = worldIn(folder);
    const { counts, diagnostics } = await apply(world, {
      plan: (await plan(world, {})).plan,
      onEvent: () => undefined,
    });
    expect(diagnostics.map((one) => one.code)).toContain('RUN003');
    expect(counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0 });
    expect(ids((await plan(world, {})).plan)).toEqual([]);
  });
});

describe('a plan is refused, and nothing is written', () => {
  /** What stands in the way, and what the refusal is. */
  const rows: readonly (readonly [
    string,
    string,
    (
      run: Scene,
      made: Plan,
    ) => Plan | Promise<Plan> | { expectDigest: string } | { approvedRules: string } | { clock: number },
  ])[] = [
    [
      'its rules have changed',
      'PLN004 exit 5',
      ({ folder }, made) => (edit(folder, 'rules/usage-location.yaml', '"NO"', '"SE"'), made),
    ],
    [
      'its policy has changed',
      'PLN004 exit 5',
      ({ folder }, made) => (edit(folder, 'policy.yaml', 'graceDays: 30', 'graceDays: 1'), made),
    ],
    [
      'it is for another tenant',
      'PLN003 exit 5',
      (_, made) => ({ ...made, envelope: { ...made.envelope, tenantId: 'another' } }),
    ],
    [
      'it is for another workspace',
      'PLN003 exit 5',
      (_, made) => ({ ...made, envelope: { ...made.envelope, workspace: 'another' } }),
    ],
    ['it has expired', 'PLN005 exit 5', () => ({ clock: 24 * 3_600_000 + 600_000 })],
    [
      'it says it holds longer than the policy lets it, and has expired',
      'PLN005 exit 5',
      (_, made) => ({
        ...made,
        envelope: { ...made.envelope, createdAt: '2020-01-01T00:00:00.000Z', expiresAt: '2999-01-01T00:00:00.000Z' },
      }),
    ],
    [
      'its expiry is no instant',
      'PLN005 exit 5',
      (_, made) => ({ ...made, envelope: { ...made.envelope, expiresAt: '2026-99-99T99:99:99.999Z' } }),
    ],
    ['it is not the one expected', 'PLN006 exit 5', () => ({ expectDigest: 'ab'.repeat(32) })],
    ['its rules are not the approved ones', 'PLN012 exit 5', () => ({ approvedRules: 'ab'.repeat(32) })],
    [
      'its body is not the one of its digest',
      'PLN001 exit 5',
      (_, made) => ({ ...made, body: { ...made.body, operations: [] } }),
    ],
    [
      'a guard blocked it',
      'SAFE001 exit 4',
      (_, made) => ({
        ...made,
        findings: [{ code: 'SAFE001', blocks: true, detail: 'many', policyKey: 'limits', operations: [], count: 99 }],
      }),
    ],
    [
      'another run holds the lock',
      'RUN001 exit 6',
      async ({ folder }, made) => (await holdLock(folder, hostname()), made),
    ],
    [
      'a run on another host holds the lock',
      'RUN001 exit 6',
      async ({ folder }, made) => (await holdLock(folder, 'elsewhere'), made),
    ],
    [
      'the tenant refuses the secret',
      'ENT002 exit 7',
      ({ folder }, made) => (writeFileSync(join(folder, 'client-secret'), 'wrong'), made),
    ],
    [
      'the secret is empty',
      'ENT007 exit 3',
      ({ folder }, made) => (writeFileSync(join(folder, 'client-secret'), ''), made),
    ],
    ['the tenant is not there', 'ENT001 exit 7', async ({ tenant }, made) => (await tenant.kill(), made)],
  ];
  test.each(rows)('%s: %s', async (what, refusal, prepare) => {
    const run = await scene();
    const made = await run.plan();
    const before = what.includes('not there') ? undefined : await run.tenant.picture();
    const prepared = await prepare(run, made);
    run.proxy.reset();
    const attempt = () => {
      if ('expectDigest' in prepared || 'approvedRules' in prepared) return run.apply(made, prepared);
      if (!('clock' in prepared)) return run.apply(prepared);
      const now = Date.now() + prepared.clock;
      return run.apply(made, { world: { clock: { ...worldIn('').clock, now: () => now } } });
    };
    expect(await refusalOf(attempt)).toBe(refusal);
    expect(run.proxy.writes()).toEqual([]);
    if (before !== undefined) expect(await run.tenant.picture()).toEqual(before);
    if (!refusal.startsWith('RUN001')) expect(existsSync(join(run.folder, '.lockstep', 'lock.json'))).toBe(false);
  });

  test('it was applied already', async () => {
    const run = await scene();
    const path = join(run.folder, 'p.plan');
    const world = worldIn(run.folder);
    await writePlanFile(world, path, await run.plan());
    const made = await readPlanFile(world, path);
    await run.apply(made, {
      expectDigest: made.envelope.bodyDigest.toUpperCase(),
      approvedRules: made.envelope.rulesDigest.toUpperCase(),
    });
    run.proxy.reset();
    expect(await refusalOf(() => run.apply(made))).toBe('PLN008 exit 5');
    expect(run.proxy.writes()).toEqual([]);
    expect(existsSync(join(run.folder, '.lockstep', 'lock.json'))).toBe(false);
  });
});

describe('a source that is not whole', () => {
  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'is missing',
      (folder) => {
        edit(folder, 'lockstep.yaml', './corp.ldif', './gone.ldif');
      },
      /^(?!not refused).* exit [37]$/,
    ],
    [
      'is cut off in a record',
      (folder) => {
        truncate(folder, 200_100);
      },
      /^(?!not refused).* exit [3-7]$/,
    ],
    [
      'is empty',
      (folder) => {
        truncate(folder, 0);
      },
      /^(?!not refused).* exit [3-7]$/,
    ],
  ])('%s: no plan, or a blocked one', async (_, damage, refusal) => {
    const run = await scene();
    damage(run.folder);
    const outcome = await refusalOf(async () => {
      await run.apply(await run.plan());
    });
    expect(outcome).toMatch(refusal);
    expect(run.proxy.writes()).toEqual([]);
    expect(existsSync(join(run.folder, '.lockstep', 'lock.json'))).toBe(false);
  });

  test('half of the people are gone: blocked', async () => {
    const run = await scene();
    editLdif(run.folder, (records) =>
      records.filter((record, index) => !record.includes('objectClass: user') || index % 2 === 0),
    );
    const made = await run.plan();
    expect(made.findings.filter((one) => one.blocks).map((one) => one.code)).toContain('SAFE007');
    expect(await refusalOf(() => run.apply(made))).toMatch(/SAFE007.* exit 4$/);
    expect(run.proxy.writes()).toEqual([]);
  });
});

describe('a plan that was written again with right digests', () => {
  const ours = async (run: Scene) => {
    const users = await run.tenant.all(
      '/users?$select=id,userPrincipalName,onPremisesImmutableId,accountEnabled&$top=999',
    );
    return users.filter((one) => typeof one['onPremisesImmutableId'] === 'string');
  };
  const deletions = async (run: Scene, keyOf: (index: number) => string): Promise<readonly Operation[]> =>
    (await ours(run)).slice(0, 200).map((one, index) => ({
      kind: 'delete',
      id: `delete:${index}`,
      after: [],
      object: { type: 'user', key: keyOf(index), id: String(one['id']), name: String(one['userPrincipalName']) },
      reason: '',
      mark: '',
      licences: 0,
    }));

  test('is caught by the digest that was reviewed', async () => {
    const run = await scene();
    const made = await run.plan();
    const rewritten = withOperations(made, made.body.operations.slice(1));
    const { bodyDigest: reviewed } = made.envelope;
    expect(await refusalOf(() => run.apply(rewritten, { expectDigest: reviewed }))).toBe('PLN006 exit 5');
  });

  test.each<[string, (index: number) => string]>([
    ['200 deletions', (index) => `corp/${index}`],
    ['200 deletions, with a larger census', (index) => `corp/${index}`],
  ])('gains nothing: %s are blocked, with or without findings', async (what, keyOf) => {
    const run = await scene();
    const made = await run.plan();
    const marked = what.includes('census') ? { 'corp/user': 1_000_000 } : made.body.census.marked;
    const body = { ...made.body, operations: await deletions(run, keyOf), census: { ...made.body.census, marked } };
    expect(await refusalOf(() => run.apply(resealed({ ...made, body, findings: [] })))).toBe('SAFE001 exit 4');
  });

  test('gains nothing: 200 deletions that claim 200 connectors touch nobody', async () => {
    const run = await scene();
    const made = await run.plan();
    const before = await run.tenant.picture();
    const rewritten = withOperations(made, await deletions(run, (index) => `connector${index}/x`));
    const outcome = await refusalOf(async () => {
      const { counts } = await run.apply(rewritten);
      expect(counts).toMatchObject({ done: 0, skipped: 200 });
    });
    expect(outcome).toMatch(/not refused|SAFE001/);
    expect(await run.tenant.picture()).toEqual(before);
  });

  test('gains nothing: foreign objects, foreign members, attributes of its own and foreign marks are skipped', async () => {
    const run = await scene();
    const made = await run.plan();
    const users = await run.tenant.all('/users?$select=id,userPrincipalName,onPremisesImmutableId&$top=999');
    const foreign = users.find((one) => typeof one['onPremisesImmutableId'] !== 'string')!;
    const object = { type: 'user', id: String(foreign['id']), key: 'corp/x', name: 'x' } as const;
    const update = made.body.operations.find((one) => one.kind === 'update' && one.object.type === 'user')!;
    const member = made.body.operations.find((one) => one.kind === 'addMember' && one.object.id !== undefined)!;
    if (update.kind !== 'update' || member.kind !== 'addMember') throw new Error('the example has changed');
    const change = { attribute: 'passwordPolicies', before: null, after: 'DisablePasswordExpiration', why: [] };
    const rewritten = withOperations(made, [
      { ...update, id: 'a', object, changes: [] },
      { ...update, id: 'b', changes: [change] },
      { ...update, id: 'c', newMark: update.mark.replace('contoso', 'another') },
      { ...member, id: 'd', after: [], member: object },
      { kind: 'delete', id: 'e', after: [], object, reason: '', mark: '', licences: 0 },
      {
        kind: 'defineExtension',
        id: 'f',
        after: [],
        name: 'other',
        targets: ['user'],
        applicationId: 'x',
        dataType: 'String',
        multiValued: false,
      },
    ]);
    run.proxy.reset();
    const { counts } = await run.apply(rewritten);
    expect(counts).toEqual({ done: 0, alreadyDone: 0, failed: 0, unknown: 0, skipped: 6 });
    expect(run.proxy.writes()).toEqual([]);
  });
});

describe('what changes between plan and apply', () => {
  test('is left alone, and everything else is done', async () => {
    const run = await scene();
    const made = await run.plan();
    const update = made.body.operations.find(
      (one) => one.kind === 'update' && one.changes.some((change) => change.attribute === 'department'),
    );
    if (update?.kind !== 'update') throw new Error('the example has changed');
    await run.tenant.call('PATCH', `/users/${update.object.id ?? ''}`, { department: 'Changed by hand' });
    const { report, counts } = await run.apply(made);
    const others = report.results.filter((one) => one.outcome.status !== 'done').map((one) => one.operation);
    expect(others).toEqual([update.id]);
    expect(counts.skipped).toBe(1);
    expect(ids(await run.plan())).toEqual([update.id]);
  });
});

describe('what the rules and the source say', () => {
  const steady = async (): Promise<Scene> => {
    const run = await scene();
    await run.apply(await run.plan());
    expect(ids(await run.plan())).toEqual([]);
    return run;
  };
  const people = (run: Scene) =>
    run.tenant.all('/users?$select=id,displayName,userPrincipalName,accountEnabled&$top=999');

  test('one edited rule changes exactly the people it is about', async () => {
    const run = await scene();
    const first = await run.plan();
    await run.apply(first);
    const leavers = new Set(first.body.operations.map((one) => (one.kind === 'leave' ? one.object.id : undefined)));
    const contractors = (await people(run))
      .filter((one) => String(one['displayName']).endsWith('(Contractor)') && !leavers.has(String(one['id'])))
      .map((one) => String(one['id']));
    edit(run.folder, 'rules/contractors.yaml', '(Contractor)', '(External)');
    const { operations, held } = (await run.plan()).body;
    const leftAlone = new Set(held.map((one) => one.object.id));
    expect(contractors.length).toBeGreaterThan(3);
    expect(operations.map((one) => (one.kind === 'update' ? (one.object.id ?? '') : one.id)).toSorted()).toEqual(
      contractors.filter((id) => !leftAlone.has(id)).toSorted(),
    );
    for (const one of operations) {
      expect(one.kind === 'update' && one.changes.map((change) => change.attribute)).toEqual(['displayName']);
    }
  });

  /** What a plan for an instant does about Ralph, and about him only. */
  const ralph = async (run: Scene, asOf: string): Promise<{ plan: Plan; kinds: readonly string[] }> => {
    const made = await run.plan(asOf);
    const own = made.body.operations.filter(
      (one) => one.kind !== 'defineExtension' && one.object.name === 'ralph.snow@contoso.com',
    );
    return { plan: withOperations(made, own), kinds: own.map((one) => one.kind) };
  };
  const removeRalph = (run: Scene): string[] => {
    const removed: string[] = [];
    editLdif(run.folder, (records) =>
      records.filter((one) => {
        if (!isRecord(one, 'Ralph Snow')) return true;
        removed.push(one);
        return false;
      }),
    );
    return removed;
  };

  test('leaving, waiting, and returning', async () => {
    const run = await steady();
    const record = removeRalph(run);
    const gone = await ralph(run, '2030-11-22T12:00:00Z');
    expect(gone.kinds).toEqual(['leave']);
    await run.apply(gone.plan);
    const disabled = (await people(run)).find((one) => one['userPrincipalName'] === 'ralph.snow@contoso.com');
    expect(disabled?.['accountEnabled']).toBe(false);
    expect((await ralph(run, '2030-12-21T23:59:59Z')).kinds).toEqual([]);
    expect((await ralph(run, '2030-12-22T00:00:00Z')).kinds).toEqual(['delete']);

    editLdif(run.folder, (records) => [...records, ...record]);
    const back = await ralph(run, '2030-12-22T00:00:00Z');
    expect(back.kinds).toEqual(['update']);
    expect((await run.apply(back.plan)).counts).toMatchObject({ done: 1, skipped: 0 });
    expect((await ralph(run, '2031-06-01T00:00:00Z')).kinds).toEqual([]);
  });

  const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

  test('leaving for good', async () => {
    const run = await steady();
    removeRalph(run);
    await run.apply((await ralph(run, daysFromNow(-40))).plan);
    const deletion = await ralph(run, daysFromNow(0));
    expect((await run.apply(deletion.plan)).counts).toMatchObject({ done: 1 });
    expect((await run.tenant.picture()).deleted).toContainEqual(expect.stringMatching(/ralph\.snow@contoso\.com$/));
    expect((await ralph(run, daysFromNow(0))).kinds).toEqual([]);
  });

  test('a plan for another day is for reading', async () => {
    const run = await steady();
    removeRalph(run);
    for (const days of [40, -40]) {
      const { plan: made } = await plan(worldIn(run.folder), { asOf: daysFromNow(days) });
      expect(made.body.operations).not.toEqual([]);
      expect(await refusalOf(() => run.apply(made))).toBe('PLN010 exit 5');
    }
  });

  test('a name that one person gives up and a new one takes, in one run', async () => {
    const run = await steady();
    editLdif(run.folder, (records) =>
      records.flatMap((one) => {
        if (!isRecord(one, 'Ralph Snow')) return [one];
        const newcomer = one
          .replaceAll('CN=Ralph Snow,', 'CN=Ralph Snow 2,')
          .replace(/^objectGUID::.*$/m, 'objectGUID:: AAAAAAAAAAAAAAAAAAAAAQ==')
          .replace(/^objectSid::.*\n/m, '')
          .replace(/^(?:mail|proxyAddresses):.*\n/gm, '')
          .replace(/^sAMAccountName:.*$/m, 'sAMAccountName: ralph.snow2');
        return [one.replaceAll('ralph.snow@', 'ralph.winter@'), newcomer];
      }),
    );
    const made = await run.plan();
    expect(made.body.operations.map((one) => one.kind)).toContain('create');
    const { counts } = await run.apply(made);
    expect(counts).toMatchObject({ failed: 0, unknown: 0, skipped: 0 });
    expect(ids(await run.plan())).toEqual([]);
  });

  test('groups that are members of each other', async () => {
    const run = await steady();
    const [a, b] = ['IT Budget Team 36', 'Operations Apollo Owners 35'];
    const dn = (cn: string) => `CN=${cn},OU=Groups,DC=corp,DC=contoso,DC=com`;
    editLdif(run.folder, (records) =>
      records.map((one) => {
        if (isRecord(one, a)) return `${one}\nmember: ${dn(b)}`;
        return isRecord(one, b) ? `${one}\nmember: ${dn(a)}` : one;
      }),
    );
    const made = await run.plan();
    expect(made.body.operations.map((one) => one.kind)).toEqual(['addMember', 'addMember']);
    expect((await run.apply(made)).counts).toMatchObject({ done: 2 });
    expect(ids(await run.plan())).toEqual([]);
  });
});

describe('an interrupt', () => {
  test('ends what is in flight, and the next run goes on', async () => {
    const run = await scene();
    const made = await run.plan();
    const interrupted = new AbortController();
    run.proxy.reset((write) => {
      if (write.number === 15) interrupted.abort();
      return undefined;
    });
    const { report, counts } = await run.apply(made, { world: { signal: interrupted.signal } });
    expect(report.interrupted).toBe(true);
    expect(report.results).toHaveLength(made.body.operations.length);
    expect(counts.unknown + counts.failed).toBe(0);
    expect(counts.done).toBeGreaterThanOrEqual(15);
    expect(counts.skipped).toBeGreaterThan(0);
    run.proxy.reset();
    await run.apply(await run.plan());
    expect(ids(await run.plan())).toEqual([]);
  });
});

async function holdLock(folder: string, host: string): Promise<void> {
  const holder = {
    runId: 'other',
    host,
    pid: host === 'elsewhere' ? 1 : process.pid,
    since: '2026-11-22T08:00:00.000Z',
  };
  await localState(join(folder, '.lockstep'), () => true).lock(holder);
}

function truncate(folder: string, length: number): void {
  const path = join(folder, 'corp.ldif');
  writeFileSync(path, readFileSync(path).subarray(0, length));
}
