import { readPlanFile as read, writePlanFile as write } from '../planfile/index.ts';
import { resolve as resolvePath } from 'node:path';
import type { Plan } from '../model/plan.ts';
import type { World } from './contract.ts';

export { adopt } from './adopt.ts';
export { apply } from './apply.ts';
export { approve } from './approve.ts';
export { assess } from './assess.ts';
export { openEvaluator } from './evaluator.ts';
export { documentWorkspace } from './docs/docs.ts';
export { drift } from './drift.ts';
export { explain } from './explain.ts';
export { history, runDetail, unlock } from './history.ts';
export { impact } from './impact.ts';
export type { ImpactResult } from './impact.ts';
export { importEntraConnect, writeWorkspace } from './import-entra-connect.ts';
export { init } from './init.ts';
export type { InitResult } from './init.ts';
export { parity } from './parity.ts';
export { checkReport } from './destination.ts';
export { checkRecipient } from './encryption.ts';
export { writeReport } from './report-file.ts';
export { plan } from './plan.ts';
export { redactionKey } from './redaction-key.ts';
export type { KeyReference } from './redaction-key.ts';
export { listRules } from './list-rules.ts';
export { testRules } from './rule-tests/run.ts';
export { resolve } from './resolve.ts';
export { showSnapshot, snapshotSource, snapshotTenant } from './snapshot.ts';
export { serveSandbox } from './sandbox.ts';
export type { SandboxOptions } from './sandbox.ts';
export { validate } from './validate.ts';

export function readPlanFile(world: World, path: string): Promise<Plan> {
  return read(resolvePath(world.directory, path));
}

export function writePlanFile(world: World, path: string, plan: Plan): Promise<void> {
  return write(resolvePath(world.directory, path), plan);
}
