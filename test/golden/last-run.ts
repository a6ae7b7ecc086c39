import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { targetCapabilities } from '../../src/app/registry.ts';
import { baselineAfter, causesOf } from '../../src/cause/index.ts';
import type { CauseBasis, CauseFound } from '../../src/model/cause.ts';
import type { PlanBody } from '../../src/model/plan.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { planOf } from '../support/world/plan.ts';
import type { ReadWorld } from '../support/world/plan.ts';
import { importLdifs, readRules, tenantLines, tenantParts } from './read-world.ts';

/**
 * The run before the plan of a case, from its folder `.last-run`: run.json, and those of rules.yaml, source.ldif and
 * tenant.ndjson that were otherwise then. The tenant is the one that the run found. The loader of workspaces passes over
 * hidden folders, so the rules of the case are its own.
 */
interface RunFile {
  /** When it planned and ended. */
  readonly at: string;
  /** What failed of its plan, as plans are told in `expect`. */
  readonly failed?: readonly string[];
  /** Git still has its rules. */
  readonly rulesInGit?: true;
}

export interface LastRun {
  readonly causesOf: (made: MadePlan) => readonly CauseFound[];
  readonly basisFor: (ruleSet: RuleSet) => CauseBasis;
}

interface MadePlan extends ReadWorld {
  readonly ruleSet: RuleSet;
  readonly body: PlanBody;
  readonly asOf: string;
}

const TOOL = '0.0.0';
const RUN = 'last-run';

export async function readLastRun(folder: string): Promise<LastRun | undefined> {
  const before = join(folder, '.last-run');
  if (!existsSync(before)) return undefined;
  const run = JSON.parse(await readFile(join(before, 'run.json'), 'utf8')) as RunFile;
  const place = (path: string): string => join(existsSync(join(before, path)) ? before : folder, path);
  const { workspace, ruleSet } = await readRules(existsSync(join(before, 'rules.yaml')) ? before : folder);
  const sources = (await importLdifs(workspace, place)).map(({ imported }) => imported);
  const tenant = tenantParts(await tenantLines(place('tenant.ndjson')));
  const plan = planOf({ rules: ruleSet, sources, tenant, asOf: run.at });
  const blocked = plan.findings.filter(({ blocks }) => blocks).map(({ code }) => code);
  if (blocked.length > 0) throw new Error(`${before}: a run that ${blocked.join()} blocks leaves nothing`);
  const { head, objects } = baselineAfter({
    head: {
      format: 'lockstep-baseline',
      version: 1,
      tool: TOOL,
      tenantId: ruleSet.topology.tenantId,
      workspace: ruleSet.topology.workspace,
      rulesDigest: ruleSet.digest,
      runId: RUN,
      at: run.at,
      salt: 'salt',
      attributes: workspace.tenantRequest.attributes,
      managers: workspace.tenantRequest.managers,
    },
    tenant: plan.tenant,
    body: plan.body,
    results: plan.body.operations.map(({ id }, index) => ({
      operation: id,
      outcome:
        run.failed?.includes(plan.told[index]!) === true
          ? { status: 'failed', code: 'Request_BadRequest', message: 'refused' }
          : { status: 'done' },
    })),
    isAfterPrevious: true,
    schema: targetCapabilities(ruleSet.topology).schema,
  });
  const baseline = { head, objects: new Map([...objects].map((one) => [one.key, one])) };
  return {
    causesOf: (made) => {
      const { body, asOf, sources: now, tenant: held } = made;
      const base = planOf({ rules: ruleSet, sources: now, tenant: held, asOf });
      return causesOf({
        body,
        baseline,
        rulesDigest: made.ruleSet.digest,
        tool: TOOL,
        ...(run.rulesInGit === true ? { base: { body: base.body, rulesDigest: ruleSet.digest } } : {}),
        schema: targetCapabilities(made.ruleSet.topology).schema,
      });
    },
    basisFor: ({ digest }) => ({
      baseline: { runId: RUN, at: run.at },
      ...(run.rulesInGit === true ? { base: '1f2e3d4' } : {}),
      gaps: digest === ruleSet.digest || run.rulesInGit === true ? [] : ['noBase'],
    }),
  };
}
