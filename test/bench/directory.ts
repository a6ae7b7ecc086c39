import { spawn } from 'node:child_process';
import { sambaRecords } from '../support/forest/samba.ts';
import { directory } from '../support/forest/directory.ts';
import { startDomainController } from '../real/domain-controller.ts';
import type { DomainController } from '../real/domain-controller.ts';
import { medianCost } from './measure.ts';
import type { Cost } from './measure.ts';
import { examplePlan } from '../support/forest/plan.ts';

type Row = (what: string, cost: Cost, floor: Cost | undefined, note: string) => void;

/** LDAP import against `ldapsearch` with the same pages from the same server. */
export async function domainControllerBench(row: Row, program: string, runs: number): Promise<void> {
  const ldif = [...sambaRecords(directory({ ...examplePlan, users: 10_000, groups: 500 }))].join('');
  await using controller = await startDomainController({ ldif });
  process.env['BENCH_PASSWORD'] = controller.adminPassword;
  const floor = await medianSearch(controller, runs);
  const args = [controller.ldapsUrl, controller.caPath, controller.adminDn];
  const cost = await medianCost(program, args, runs);
  row('floor: ldapsearch, 10000 users', floor, undefined, 'pr=1000, all attributes that rules name');
  row('LDAP import, 10000 users', cost, floor, `${cost.figures['objects'] ?? 0} objects`);
}

async function medianSearch(controller: DomainController, runs: number): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) costs.push(await search(controller));
  costs.sort((a, b) => a.wallSeconds - b.wallSeconds);
  return costs[Math.floor(costs.length / 2)]!;
}

const ATTRIBUTES = [
  'objectClass',
  'objectGUID',
  'objectSid',
  'sAMAccountName',
  'userPrincipalName',
  'userAccountControl',
  'displayName',
  'givenName',
  'sn',
  'mail',
  'department',
  'title',
  'company',
  'physicalDeliveryOfficeName',
  'l',
  'st',
  'co',
  'c',
  'postalCode',
  'streetAddress',
  'telephoneNumber',
  'mobile',
  'employeeID',
  'employeeType',
  'manager',
  'member',
  'groupType',
  'description',
  'adminDescription',
  'isCriticalSystemObject',
  'cn',
];

function search(controller: DomainController): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const args = ['-LLL', '-x', '-H', controller.ldapsUrl, '-D', controller.adminDn, '-w', controller.adminPassword];
    args.push('-b', controller.baseDn, '-E', 'pr=1000/noprompt', '(objectClass=*)', ...ATTRIBUTES);
    const child = spawn('ldapsearch', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, LDAPTLS_CACERT: controller.caPath },
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const wallSeconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ wallSeconds, cpuSeconds: 0, peakMegabytes: 0, figures: {} });
      else reject(new Error(`ldapsearch ended with ${String(code)}`));
    });
  });
}
