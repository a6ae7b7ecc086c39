import { attributesRead } from '../model/flow-reads.ts';
import { lineOf } from '../kernel/position.ts';
import type { Contribution, DesiredObject } from '../model/desired.ts';
import { flowText } from '../model/flow-text.ts';
import type { Why } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';

/** Texts for lineage: from the outbound flow back to the inbound flows that fed it. */
export type Lineage = (desired: DesiredObject, contribution: Contribution) => readonly Why[];

/** Prepares the texts of a rule set; one text object per flow and set of losers, shared by all changes. */
export function lineageOf(ruleSet: RuleSet): Lineage {
  const texts = new Map<number, Map<readonly number[], Why>>();

  const whyOf = (contribution: Contribution): Why | undefined => {
    const known = texts.get(contribution.flow)?.get(contribution.losers);
    if (known !== undefined) return known;
    const entry = ruleSet.flows[contribution.flow];
    if (entry === undefined) return undefined;
    const why: Why = {
      rule: entry.rule.id,
      at: lineOf(entry.flow.source),
      flow: flowText(entry.flow),
      losers: contribution.losers.flatMap((number) => {
        const loser = ruleSet.flows[number];
        return loser === undefined ? [] : [`${loser.rule.id} (${lineOf(loser.flow.source)})`];
      }),
    };
    const byLosers = texts.get(contribution.flow) ?? new Map<readonly number[], Why>();
    byLosers.set(contribution.losers, why);
    texts.set(contribution.flow, byLosers);
    return why;
  };

  return (desired, contribution) => {
    const outbound = whyOf(contribution);
    if (outbound === undefined) return [];
    const chain = [outbound];
    const read = ruleSet.flows[contribution.flow]?.flow;
    for (const attribute of read === undefined ? [] : attributesRead(read)) {
      const inbound = desired.metaverse.get(attribute);
      const why = inbound === undefined ? undefined : whyOf(inbound);
      if (why !== undefined) chain.push(why);
    }
    return chain;
  };
}
