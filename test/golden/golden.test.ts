import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { causeLookup } from '../../src/model/cause.ts';
import type { Plan } from '../../src/model/plan.ts';
import { renderPlan } from '../../src/render/index.ts';
import type { WorldPlan } from '../support/world/plan.ts';
import { readCase } from './read-case.ts';
import type { Expected } from './read-world.ts';

/**
 * Each folder is a world: rules, what the directory holds, what the tenant holds, and the plan that this gives, as
 * people read it (plan.txt) and byte for byte (plan.json). `UPDATE_GOLDEN=1` writes the plans anew; what a case is
 * about stands in the first line of its tenant and is never written. A case of causes has the run before, too: see
 * last-run.ts.
 */
const update = process.env['UPDATE_GOLDEN'] === '1';
const entries = await readdir(import.meta.dirname, { withFileTypes: true });
const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);

test('there are cases', () => {
  expect(folders.length).toBeGreaterThanOrEqual(30);
});

test.each(folders.toSorted())('%s', async (name) => {
  const folder = join(import.meta.dirname, name);
  const { plan, expected, envelope, causeBasis } = await readCase(folder);
  expect({
    told: plan.told.toSorted(),
    held: plan.body.held.map((one) => one.reason).toSorted(),
    blocked: [...new Set(plan.findings.filter((one) => one.blocks).map((one) => one.code))],
    ...(plan.causes === undefined ? {} : { causes: toldCauses(plan).toSorted() }),
  }).toEqual(sorted(expected));
  expectNothingForeign(plan);
  await same(join(folder, 'plan.json'), `${plan.lines.join('\n')}\n`);
  const derived = plan.derived === true ? { derivedFrom: '0'.repeat(64) } : {};
  const causes = plan.causes === undefined || causeBasis === undefined ? {} : { causes: plan.causes, causeBasis };
  const whole: Plan = {
    envelope: { ...envelope, bodyDigest: plan.digest, ...derived },
    body: plan.body,
    findings: plan.findings,
    hazards: plan.hazards,
    ...causes,
  };
  await same(join(folder, 'plan.txt'), renderPlan(whole, { colour: false, width: 120, full: true }));
});

function sorted({ told, causes, ...rest }: Expected): Expected {
  return { ...rest, told: told.toSorted(), ...(causes === undefined ? {} : { causes: causes.toSorted() }) };
}

/** The cause of every operation and, of an update, of every attribute. */
function toldCauses({ body, told, causes = [] }: WorldPlan): readonly string[] {
  const lookup = causeLookup(causes);
  return body.operations.flatMap((operation, index) => {
    const what = told[index]!;
    if (operation.kind !== 'update') return [`${what}: ${lookup(operation.id)}`];
    return operation.changes.map(({ attribute }) => `${what} ${attribute}: ${lookup(operation.id, attribute)}`);
  });
}

/**
 * What is not ours alone is in no operation, but as the member that is added or the manager that is named, and but for
 * what a reviewed pair takes over: then everything waits for that.
 */
function expectNothingForeign({ body, tenant }: WorldPlan): void {
  const carriers = Map.groupBy(tenant.objects, ({ mark }) => (typeof mark === 'object' ? `${mark.workspace} ${mark.anchor}` : 'none'));
  const foreign = tenant.objects.filter(({ mark }) => {
    const ours = typeof mark === 'object' && mark.workspace === 'contoso';
    return !ours || carriers.get(`contoso ${mark.anchor}`)?.length !== 1;
  });
  const ids = new Set([...foreign.map((one) => one.id), ...tenant.facts.privilegedUsers.keys(), ...tenant.facts.privilegedGroups.keys()]);
  for (const operation of body.operations) {
    if (operation.kind === 'defineExtension' || operation.kind === 'adopt' || operation.kind === 'reanchor') continue;
    if (operation.after.some((id) => id === `adopt:${operation.object.key}` || id === `reanchor:${operation.object.key}`)) continue;
    expect(ids.has(operation.object.id ?? ''), operation.id).toBe(false);
    if (operation.kind === 'removeMember') expect(ids.has(operation.member.id ?? ''), operation.id).toBe(false);
  }
}

async function same(path: string, actual: string): Promise<void> {
  const kept = await readFile(path, 'utf8').catch(() => undefined);
  if (update) await writeFile(path, actual);
  if (update || kept === actual) {
    await rm(`${path}.actual`, { force: true });
    return;
  }
  await writeFile(`${path}.actual`, actual);
  expect(actual, `${path}: see ${path}.actual, or UPDATE_GOLDEN=1`).toBe(kept);
}
