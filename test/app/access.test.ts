import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { refusalOf } from '../support/run/failure.ts';
import { scene } from '../support/run/scene.ts';
import { EXAMPLE } from '../support/run/tenant-process.ts';
import { edit, editLdif, isRecord } from '../support/run/workspace.ts';

const GROUP = '00000000-0000-4000-8000-0000000acce5';
const APPLICATION = '00000000-0000-4000-8000-0000000acce6';

/** The tenant of the example, with a dynamic group that an application is assigned to. */
function seed(membershipRule: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-access-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const more = [
    {
      '@odata.type': '#microsoft.graph.group',
      id: GROUP,
      displayName: 'CRM staff',
      mailEnabled: false,
      securityEnabled: true,
      groupTypes: ['DynamicMembership'],
      membershipRule,
      membershipRuleProcessingState: 'On',
    },
    { '@odata.type': '#microsoft.graph.servicePrincipal', id: APPLICATION, displayName: 'CRM', appId: APPLICATION },
    {
      '@odata.type': '#microsoft.graph.appRoleAssignment',
      id: 'crm-staff',
      principalId: GROUP,
      principalType: 'Group',
      resourceId: APPLICATION,
    },
  ];
  const file = join(folder, 'tenant.ndjson');
  const example = readFileSync(join(EXAMPLE, 'tenant.ndjson'), 'utf8').trimEnd();
  writeFileSync(file, `${[example, ...more.map((one) => JSON.stringify(one))].join('\n')}\n`);
  return file;
}

test('a department that gives an application is told in the plan, and judged again before it is applied', async () => {
  const run = await scene(['--seed', seed('user.department -eq "Elsewhere"')]);
  await run.apply(await run.plan());
  edit(run.folder, 'policy.yaml', /^spec:\n/m, 'spec:\n  hazards: [{ hazard: GRANTS_ACCESS, allow: 0 }]\n');
  editLdif(run.folder, (records) =>
    records.map((one) => (isRecord(one, 'Ken Byron') ? one.replace(/^department: .*$/m, 'department: Moved') : one)),
  );
  const harmless = await run.plan();
  expect(harmless.body.operations.map(({ kind }) => kind)).toEqual(['update']);
  expect(harmless.hazards).toEqual([]);

  await run.tenant.call('PATCH', `/groups/${GROUP}`, { membershipRule: 'user.department -eq "moved"' });
  expect(await refusalOf(() => run.apply(harmless))).toBe('SAFE030 exit 4');
  const told = await run.plan();
  expect(told.hazards).toEqual([
    {
      hazard: 'GRANTS_ACCESS',
      operation: told.body.operations[0]!.id,
      detail: 'by the rule of CRM staff, which grants the application CRM',
    },
  ]);
  expect(told.findings.map(({ code, blocks }) => [code, blocks])).toEqual([['SAFE030', true]]);

  await run.apply(told, { allowHazards: new Map([['GRANTS_ACCESS', 1]]) });
  expect((await run.plan()).body.operations).toEqual([]);
});
