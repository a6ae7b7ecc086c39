import { FlowFailure } from './flow.ts';
import type { MetaverseObject } from './identity.ts';
import { inboundRun } from './inbound.ts';
import type { Inbound, MetaverseState } from './inbound.ts';
import type { SynchronizeInput } from './index.ts';
import { outboundFlows } from './outbound.ts';
import { NeverSettles, settling } from './settle.ts';
import type { TenantView } from './tenant-view.ts';

/** What the engine settles on for identities, for those who tell of it; where something fails, what led there. */
export function settledState(
  { ruleSet, ports, target }: Pick<SynchronizeInput, 'ruleSet' | 'ports' | 'target'>,
  inbound: Inbound,
  view: TenantView,
): (object: MetaverseObject) => MetaverseState {
  const outbound = outboundFlows(ruleSet, target, ports);
  const settle = settling({ ruleSet, run: inboundRun(ports), outbound, tenant: view.inbound });
  return (object) => {
    const state = inbound(object, 'leaveOut');
    if (state.tenant === undefined || state.contributions.anyFailed) return state;
    try {
      return settle(object, state).state;
    } catch (error) {
      if (error instanceof FlowFailure || error instanceof NeverSettles) return state;
      throw error;
    }
  };
}
