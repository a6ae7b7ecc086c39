// npm run bench: what the hot paths cost, as ratios to a floor measured in the same run on the same data.
import { fileURLToPath } from 'node:url';
import { domainControllerBench } from './directory.ts';
import { expressionBench } from './expressions.ts';
import { population, workspaceOver } from './fixtures.ts';
import type { Population } from './fixtures.ts';
import { impactCosts } from './impact.ts';
import { medianCost } from './measure.ts';
import type { Cost } from './measure.ts';
import { sambaAvailable } from '../real/domain-controller.ts';

const RUNS = 3;
// What users run is compiled: npm ci and npm run build make it.
const CLI = program('../../dist/cli/main.js');

function program(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

function row(what: string, cost: Cost, floor: Cost | undefined, note: string): void {
  const seconds = cost.wallSeconds.toFixed(2).padStart(7);
  const cpu = cost.cpuSeconds.toFixed(2).padStart(7);
  const peak = cost.peakMegabytes.toFixed(0).padStart(6);
  const ratio = floor === undefined ? '' : `${(cost.wallSeconds / floor.wallSeconds).toFixed(2)} x`;
  process.stdout.write(`${what.padEnd(34)}${seconds} s${cpu} s cpu${peak} MB  ${ratio.padStart(8)}  ${note}\n`);
}

async function ldif({ users, ldif: path }: Population): Promise<void> {
  const floor = await medianCost(program('./ldif-floor.ts'), [path], RUNS);
  const cost = await medianCost(program('./ldif-import.ts'), [path], RUNS);
  row(`floor: read lines, ${users} users`, floor, undefined, `${floor.figures['records'] ?? 0} records`);
  row(`LDIF import, ${users} users`, cost, floor, `${cost.figures['objects'] ?? 0} objects`);
}

async function sync({ users, ldif: path }: Population): Promise<void> {
  const cost = await medianCost(program('./sync-pass.ts'), [path], RUNS);
  const { seconds = 0, identities = 0, flowsPerUser = 0 } = cost.figures;
  const rate = (identities / seconds).toFixed(0);
  process.stdout.write(
    `sync pass, ${users} users: ${seconds.toFixed(2)} s, ${rate} identities/s at ${flowsPerUser.toFixed(0)} flows a user\n`,
  );
}

async function wholePlan(data: Population): Promise<void> {
  const floor = await medianCost(program('./floor.ts'), [data.ldif, data.tenant], RUNS);
  row(`floor: read, parse, join, ${data.users} users`, floor, undefined, `${floor.figures['joined'] ?? 0} joined`);
  await using workspace = await workspaceOver(data);
  const cost = await medianCost(CLI, ['-C', workspace.directory, 'plan'], RUNS);
  row(`plan, ${data.users} users`, cost, floor, 'LDIF and tenant over HTTPS');
}

async function impactBesidePlan(data: Population): Promise<void> {
  const { plan, impact } = await impactCosts(CLI, data, RUNS);
  row(`plan of snapshots, ${data.users} users`, plan, undefined, 'source and tenant from files');
  const memory = (impact.peakMegabytes / plan.peakMegabytes).toFixed(2);
  row(`impact of one rule, ${data.users} users`, impact, plan, `beside that plan; ${memory} x its memory`);
}

expressionBench((line) => process.stdout.write(`${line}\n`));
const sizes = (process.argv[2] ?? '10000,100000').split(',').map(Number);
for (const users of sizes) {
  const data = await population(users);
  await ldif(data);
  await sync(data);
  await wholePlan(data);
  await impactBesidePlan(data);
}
if (sambaAvailable()) await domainControllerBench(row, program('./ldap-import.ts'), RUNS);
