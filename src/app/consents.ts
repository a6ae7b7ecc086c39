import type { Consents } from '../model/consent.ts';
import type { Hazard } from '../model/hazard.ts';
import { localState } from '../state/index.ts';
import type { World } from './contract.ts';
import type { Workspace } from './workspace.ts';

/** What was consented to: by flags of this command line, and by approvals of the workspace. */
export async function consentsOf(
  world: World,
  { ruleSet, approvals, stateFolder }: Workspace,
  flags: ReadonlyMap<Hazard, number> = new Map(),
  runId?: string,
): Promise<Consents> {
  const { digest, topology } = ruleSet;
  const used =
    approvals.length === 0 ? new Map<string, string>() : await localState(stateFolder, world.isAlive).usedApprovals();
  return {
    flags,
    approvals,
    tenantId: topology.tenantId,
    rulesDigest: digest,
    now: world.clock.now(),
    used,
    ...(runId === undefined ? {} : { runId }),
  };
}
