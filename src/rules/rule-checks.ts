import { joinAlike } from '../model/rule-set.ts';
import type { Rule } from '../model/rule-set.ts';
import type { Report } from './problems.ts';
import { TENANT } from './topology.ts';

/** What shows only when all rules are seen together. */
export function checkRules(rules: readonly Rule[], report: Report): void {
  checkMerges(rules, report);
  checkProvisioning(rules, report);
  checkLinks(rules, report);
  checkJoins(rules, report);
}

/** One attribute is either united by all of its flows or won by one. */
function checkMerges(rules: readonly Rule[], report: Report): void {
  const first = new Map<string, { merge: string; rule: string }>();
  for (const rule of rules) {
    for (const flow of rule.flows) {
      const target = `${rule.direction} ${rule.targetType} ${flow.target}`;
      const known = first.get(target);
      if (known === undefined) first.set(target, { merge: flow.merge, rule: rule.id });
      else if (known.merge !== flow.merge) {
        report('CFG045', flow.source, `${flow.target}: ${flow.merge} here, ${known.merge} in ${known.rule}.`);
      }
    }
  }
}

/** An object of a directory becomes one thing in the metaverse. */
function checkProvisioning(rules: readonly Rule[], report: Report): void {
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    if (rule.direction !== 'inbound' || rule.link !== 'provision') continue;
    for (const connector of rule.connectors) {
      const key = `${connector} ${rule.sourceType}`;
      const known = first.get(key);
      if (known === undefined) first.set(key, rule);
      else if (known.targetType !== rule.targetType) {
        const detail = `${rule.sourceType} becomes ${rule.targetType} here, ${known.targetType} in ${known.id}.`;
        report('CFG064', rule.source, detail);
      }
    }
  }
}

/** A rule of link join without conditions needs another rule's link. */
function checkLinks(rules: readonly Rule[], report: Report): void {
  const linked = new Set(rules.filter(links).flatMap(linkKeys));
  for (const rule of rules) {
    if (rule.flows.length === 0 || linkKeys(rule).some((key) => linked.has(key))) continue;
    report('CFG065', rule.source, `No rule links ${rule.sourceType} with ${rule.targetType}.`);
  }
}

/** Where neither rule has a scope, every object is in scope of both. */
function checkJoins(rules: readonly Rule[], report: Report): void {
  const first = new Map<string, Rule>();
  for (const rule of rules) {
    if (rule.join.length === 0 || rule.scope.length > 0) continue;
    for (const connector of rule.connectors) {
      const key = `${connector} ${rule.sourceType}`;
      const known = first.get(key);
      if (known === undefined) first.set(key, rule);
      else if (!joinAlike(known, rule)) {
        const detail = `Every ${rule.sourceType} of ${connector} is in scope of ${rule.id} and of ${known.id}.`;
        report('CFG068', rule.source, detail);
      }
    }
  }
}

function links(rule: Rule): boolean {
  // Objects of the tenant are linked by their mark.
  const ofTenant = rule.direction === 'inbound' && rule.connectors.includes(TENANT);
  return ofTenant || rule.link === 'provision' || rule.join.length > 0;
}

function linkKeys(rule: Rule): readonly string[] {
  return rule.connectors.map((connector) => `${connector} ${rule.direction} ${rule.sourceType} ${rule.targetType}`);
}
