import type { Contribution, DocumentedRule, TargetAttribute, Writer } from '../../model/documentation.ts';
import type { Rule } from '../../model/rule-set.ts';
import { append } from '../../kernel/multimap.ts';
import { attributesRead } from '../../model/flow-reads.ts';

/** Files of packs are known by the pack's name and version: `lockstep/default@1/users.yaml`. */
const OF_A_PACK = /^[^/]+\/[^/]+@\d+\//;

/** The rules by precedence, as they were written: one for all source types that a document handles alike. */
export function documentedRules(rules: readonly Rule[]): readonly DocumentedRule[] {
  const documents = new Map<string, Rule[]>();
  for (const rule of rules) append(documents, documentKey(rule), rule);
  return [...documents.values()].flatMap((twins) => {
    const [rule] = twins;
    if (rule === undefined) return [];
    const sourceTypes = twins.map(({ sourceType }) => sourceType);
    return [{ rule, sourceTypes, own: !OF_A_PACK.test(rule.source.source.path) }];
  });
}

function documentKey({ source }: Rule): string {
  return `${source.source.path}\n${source.start}`;
}

/** Who writes each attribute of the tenant, and where that comes from. */
export function targetAttributes(rules: readonly DocumentedRule[]): readonly TargetAttribute[] {
  const inbound = contributions(rules);
  const targets = new Map<string, { connector: string; type: string; attribute: string; writers: Writer[] }>();
  for (const documented of rules) {
    const { direction, connectors, sourceType, targetType, flows } = documented.rule;
    if (direction === 'inbound') continue;
    for (const flow of flows) {
      const reads = attributesRead(flow).map((attribute) => ({
        attribute,
        contributions: inbound.get(placeKey(sourceType, attribute)) ?? [],
      }));
      for (const connector of connectors) {
        const key = JSON.stringify([connector, targetType, flow.target]);
        const target = targets.get(key) ?? { connector, type: targetType, attribute: flow.target, writers: [] };
        target.writers.push({ rule: documented, flow, reads });
        targets.set(key, target);
      }
    }
  }
  return [...targets.values()];
}

/** What may give each attribute of the metaverse its value, by precedence. */
function contributions(rules: readonly DocumentedRule[]): ReadonlyMap<string, readonly Contribution[]> {
  const found = new Map<string, Contribution[]>();
  for (const documented of rules) {
    const { direction, targetType, flows } = documented.rule;
    if (direction === 'outbound') continue;
    for (const flow of flows) {
      append(found, placeKey(targetType, flow.target), { rule: documented, flow, reads: attributesRead(flow) });
    }
  }
  return found;
}

function placeKey(type: string, attribute: string): string {
  return `${type}\n${attribute}`;
}
