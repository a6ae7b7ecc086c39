import { join } from 'node:path';
import type { CauseBasis } from '../../src/model/cause.ts';
import type { PlanEnvelope } from '../../src/model/plan.ts';
import { planOf } from '../support/world/plan.ts';
import type { WorldPlan } from '../support/world/plan.ts';
import { readLastRun } from './last-run.ts';
import { AS_OF, importLdifs, readRules, tenantLines, tenantParts } from './read-world.ts';
import type { Expected } from './read-world.ts';

export interface GoldenCase {
  readonly plan: WorldPlan;
  readonly expected: Expected;
  readonly envelope: Omit<PlanEnvelope, 'bodyDigest'>;
  readonly causeBasis?: CauseBasis;
}

export async function readCase(folder: string): Promise<GoldenCase> {
  const { workspace, ruleSet } = await readRules(folder);
  const sources = await importLdifs(workspace, (path) => join(folder, path));
  const lines = await tenantLines(join(folder, 'tenant.ndjson'));
  const lastRun = await readLastRun(folder);
  const plan = planOf({
    rules: ruleSet,
    sources: sources.map(({ imported }) => imported),
    tenant: tenantParts(lines),
    allow: lines.find((line) => line.allow !== undefined)?.allow ?? {},
    asOf: AS_OF,
    request: workspace.tenantRequest,
    ...(lastRun === undefined
      ? {}
      : { causesOf: (body, read) => lastRun.causesOf({ ruleSet, body, asOf: AS_OF, ...read }) }),
  });
  const expected = lines.find((line) => line.expect !== undefined)?.expect;
  if (expected === undefined) throw new Error(`${folder} says nothing of what is expected`);
  const { workspace: name, tenantId } = ruleSet.topology;
  return {
    plan,
    expected,
    ...(lastRun === undefined ? {} : { causeBasis: lastRun.basisFor(ruleSet) }),
    envelope: {
      format: 'lockstep-plan',
      version: 1,
      tool: '0.0.0',
      runId: 'golden',
      createdAt: AS_OF,
      expiresAt: AS_OF,
      asOf: AS_OF,
      workspace: name,
      tenantId,
      tenantName: 'Contoso',
      rulesDigest: '0'.repeat(64),
      sources: sources.map(({ imported, path }) => ({
        connector: imported.space.connector,
        origin: path.replace(/^\.\//, ''),
        readAt: AS_OF,
      })),
    },
  };
}
