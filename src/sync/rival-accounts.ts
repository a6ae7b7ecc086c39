import { lineOf } from '../kernel/position.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Inbound, MetaverseState } from './inbound.ts';
import type { Link, MetaverseObject } from './identity.ts';

export interface Rivalry {
  readonly message: string;
  /** `rule (path:line)`. */
  readonly at: string;
}

/**
 * Several accounts that can sign in, joined to one person, of which one rule would take the anchor alike. Connect takes
 * one by the order of its connectors; the day that account is disabled the person would get the anchor of the other,
 * and whoever is disabled in one forest would stay enabled by the other. So none is taken: rules for single connectors
 * rank them. Accounts that are disabled are no rivals.
 */
export function rivalAccounts(
  ruleSet: RuleSet,
  { type, links }: MetaverseObject,
  state: MetaverseState,
  inbound: Inbound,
): Rivalry | undefined {
  if (links.length === 1 || state.attributes.get('accountEnabled') !== true) return undefined;
  const winner = state.contributions.get('sourceAnchor');
  const rule = winner === undefined ? undefined : ruleSet.flows[winner.flow]?.rule;
  if (rule === undefined) return undefined;
  const rivals = links.filter((link) => {
    const alone = inbound({ type, links: [link] }, 'leaveOut');
    const anchor = alone.contributions.get('sourceAnchor');
    if (anchor?.value === undefined || alone.attributes.get('accountEnabled') !== true) return false;
    return ruleSet.flows[anchor.flow]?.rule.source === rule.source;
  });
  if (rivals.length < 2) return undefined;
  return {
    message: `several accounts of one person can sign in: ${namesOf(rivals)}`,
    at: `${rule.id} (${lineOf(rule.source)})`,
  };
}

function namesOf(links: readonly Link[]): string {
  return links
    .map(({ entry }) => entry.object.dn)
    .sort()
    .join('; ');
}
