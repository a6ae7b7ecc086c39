import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apply, plan } from '../../src/app/index.ts';
import type { World } from '../../src/app/contract.ts';
import type { Plan } from '../../src/model/plan.ts';
import { directory, personDn } from '../support/forest/directory.ts';
import { userInScope } from '../support/forest/expected.ts';
import { personAt } from '../support/forest/person.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { sambaRecords } from '../support/forest/samba.ts';
import { organization } from '../support/forest/tenant-facts.ts';
import { startTenant } from '../support/run/tenant-process.ts';
import type { TenantProcess } from '../support/run/tenant-process.ts';
import { copyExample, edit, pointTo } from '../support/run/workspace.ts';
import { worldIn } from '../support/run/world.ts';
import { sambaAvailable, startDomainController } from './domain-controller.ts';
import type { DomainController } from './domain-controller.ts';

const forest = { ...examplePlan, users: 10_000, groups: 100, contacts: 20, computers: 20 };
const LARGE = 5000;
const MINUTES = 60_000;

/** Ten thousand people, a hundred groups, and one group of five thousand. */
function forestLdif(): { readonly ldif: string; readonly members: readonly string[] } {
  const members: string[] = [];
  for (let index = 0; members.length < LARGE; index++) {
    const person = personAt(forest, index);
    // The awkward ones are held for reasons of their own.
    if (person.awkward === undefined && userInScope(person)) members.push(personDn(forest, person));
  }
  const everybody = [
    `dn: CN=Everybody,OU=Groups,${forest.base}`,
    'changetype: add',
    'objectClass: group',
    'sAMAccountName: everybody',
    'groupType: -2147483646',
    'displayName: Everybody',
    ...members.map((dn) => `member:: ${Buffer.from(dn).toString('base64')}`),
  ];
  return { ldif: `${[...sambaRecords(directory(forest))].join('')}${everybody.join('\n')}\n\n`, members };
}

describe.skipIf(!sambaAvailable())('the main job: from a real directory to a tenant', () => {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-main-job-'));
  const folder = join(root, 'workspace');
  const times: [stage: string, seconds: number][] = [];
  let controller: DomainController;
  let tenant: TenantProcess;
  let world: World;

  async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    times.push([stage, (performance.now() - started) / 1000]);
    return result;
  }

  beforeAll(async () => {
    const { ldif } = forestLdif();
    controller = await timed('domain controller', () => startDomainController({ ldif }));
    const seed = join(root, 'tenant.ndjson');
    writeFileSync(seed, [...organization()].map((one) => `${JSON.stringify(one)}\n`).join(''));
    tenant = await startTenant({ folder: root, seed });
    mkdirSync(folder);
    copyExample(folder);
    pointTo(folder, tenant, tenant.secretFile);
    writeFileSync(join(folder, 'dc.pem'), controller.caPem);
    const reader = await controller.createLowPrivilegeAccount('lockstep');
    const settings = [
      'connectors:',
      '    - name: corp',
      '      type: activeDirectory',
      `      domains: [{ name: corp.contoso.com, servers: ['${controller.ldapsUrl}'] }]`,
      "      trust: { ca: 'file:dc.pem' }",
      `      bind: { user: '${reader.upn}', password: 'env:AD_PASSWORD' }`,
    ];
    edit(folder, 'lockstep.yaml', /connectors:\n.*corp\.ldif.*/, settings.join('\n'));
    world = worldIn(folder, { environment: (name) => (name === 'AD_PASSWORD' ? reader.password : undefined) });
  }, 10 * MINUTES);

  afterAll(async () => {
    const table = times.map(([stage, seconds]) => `  ${stage.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s`);
    process.stderr.write(`\nmain job, ${forest.users} people, a group of ${LARGE}:\n${table.join('\n')}\n`);
    await controller[Symbol.asyncDispose]();
    await tenant.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const planned = async (stage: string): Promise<Plan> => (await timed(stage, () => plan(world, {}))).plan;
  const applied = (stage: string, one: Plan) =>
    timed(stage, () => apply(world, { plan: one, onEvent: () => undefined }));

  test(
    'everything is created, and then nothing is left to do',
    async () => {
      const first = await planned('plan, empty tenant');
      const creates = first.body.operations.filter((one) => one.kind === 'create' && one.object.type === 'user');
      expect(creates.length).toBeGreaterThan(7000);
      expect(first.findings.filter((one) => one.blocks)).toEqual([]);

      const { counts, diagnostics } = await applied('apply', first);
      expect(diagnostics.filter((one) => one.severity === 'error')).toEqual([]);
      expect(counts).toEqual({ done: first.body.operations.length, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 });

      expect((await planned('plan, nothing left')).body.operations).toEqual([]);
      const [everybody] = await tenant.all("/groups?$filter=displayName eq 'Everybody'&$select=id");
      const members = await tenant.all(`/groups/${String(everybody?.['id'])}/members?$select=id&$top=999`);
      expect(new Set(members.map((one) => one['id'])).size).toBe(LARGE);
    },
    4 * MINUTES,
  );

  test(
    'one who is new, one who changes and one who leaves are three operations',
    async () => {
      const [moved, left] = forestLdif().members;
      await controller.addUser({
        account: 'newcomer',
        cn: 'New Comer',
        container: 'OU=Staff',
      });
      const newcomer = `CN=New Comer,OU=Staff,${forest.base}`;
      await controller.modify(
        [
          `dn: ${newcomer}\nchangetype: modify\nreplace: employeeType\nemployeeType: Employee\n-`,
          'replace: userPrincipalName\nuserPrincipalName: new.comer@contoso.com\n-\n',
          `dn:: ${base64(moved)}\nchangetype: modify\nreplace: department\ndepartment: Moved\n-\n`,
          `dn:: ${base64(left)}\nchangetype: modify\nreplace: employeeType\nemployeeType: Former\n-\n`,
        ].join('\n'),
      );
      const change = await planned('plan, three changes');
      expect(change.body.operations.map((one) => one.kind).toSorted()).toEqual(['create', 'leave', 'update']);
      const { counts } = await applied('apply, three changes', change);
      expect(counts).toMatchObject({ done: 3 });
      expect((await planned('plan, nothing left')).body.operations).toEqual([]);
    },
    3 * MINUTES,
  );
});

function base64(text: string | undefined): string {
  return Buffer.from(text ?? '').toString('base64');
}
