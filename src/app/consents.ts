import type { Consents } from '../model/consent.ts';
import type { Hazard } from '../model/hazard.ts';
import type { World } from './contract.ts';
import type { Workspace } from './workspace.ts';

/** What was consented to: by flags of this command line. */
export function consentsOf(
  world: World,
  { ruleSet }: Workspace,
  flags: ReadonlyMap<Hazard, number> = new Map(),
): Consents {
  const { digest, topology } = ruleSet;
  return {
    flags,
    approvals: [],
    tenantId: topology.tenantId,
    rulesDigest: digest,
    now: world.clock.now(),
    used: new Map(),
  };
}
