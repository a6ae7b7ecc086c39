import { compareText } from '../kernel/text.ts';
import type { Parts } from './parts.ts';
import type { Problems } from './problems.ts';
import type { ExportedConnector, ExportedRule, ServerExport } from './server-export.ts';

/** One configuration of what files hold: each connector and rule once, every rule with a connector, by precedence. */
export function inOrder(parts: Parts, problems: Problems): ServerExport {
  const connectors = namedOnce(parts.connectors, problems);
  const rules = ofKnownConnectors(identifiedOnce(parts.rules, problems), connectors, problems);
  const { settings, settingPlaces, metaverse, policies } = parts;
  const isWhole = policies.length === 0 && connectors.every(({ isDescribed }) => isDescribed);
  return { connectors, rules: [...rules].sort(byPrecedence), isWhole, settings, settingPlaces, metaverse };
}

/** Of several connectors with one name the first is kept. The same one in two files is one. */
function namedOnce(connectors: readonly ExportedConnector[], problems: Problems): readonly ExportedConnector[] {
  const names = new Map<string, ExportedConnector>();
  return connectors.filter((connector) => {
    const key = connector.name.toLowerCase();
    const first = names.get(key);
    if (first === undefined) names.set(key, connector);
    else if (!isSame(first, connector)) {
      problems.add('IMP007', connector.range, `There is a connector ${connector.name} already.`);
    }
    return first === undefined;
  });
}

/**
 * Of several rules with one identifier the first is kept; one that is only listed gives way to one that says what it
 * does. The same rule in two files is one.
 */
function identifiedOnce(rules: readonly ExportedRule[], problems: Problems): readonly ExportedRule[] {
  const kept = new Map<string, ExportedRule>();
  for (const rule of rules) {
    const first = kept.get(rule.id);
    if (first === undefined || (!first.isDescribed && rule.isDescribed)) kept.set(rule.id, rule);
    else if (rule.isDescribed && !isSame(first, rule)) {
      problems.add(
        'IMP012',
        rule.range,
        `${rule.name} has the identifier ${rule.id}, which ${first.name} has already.`,
      );
    }
  }
  return [...kept.values()];
}

/** But for where they stand. */
function isSame(a: object, b: object): boolean {
  const text = (one: object): string =>
    JSON.stringify(one, (key, value: unknown) => (key === 'range' ? undefined : value));
  return text(a) === text(b);
}

function ofKnownConnectors(
  rules: readonly ExportedRule[],
  connectors: readonly ExportedConnector[],
  problems: Problems,
): readonly ExportedRule[] {
  const known = new Set(connectors.map(({ id }) => id));
  return rules.filter(({ name, connector, range }) => {
    if (!known.has(connector)) problems.add('IMP008', range, `${name} is for the connector ${connector}.`);
    return known.has(connector);
  });
}

function byPrecedence(a: ExportedRule, b: ExportedRule): number {
  return a.precedence - b.precedence || compareText(a.id, b.id);
}
