import { didYouMean } from '../kernel/text.ts';
import { dnKey } from '../model/dn.ts';
import type { Limit, LimitedOperation, LimitScope } from '../model/policy.ts';
import { dnProblem } from './dn-syntax.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, itemsOf, numberOf, textOf } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** Limits that hold without a Policy document. Creates and updates are not limited. */
const builtInLimits: readonly Limit[] = [
  { operation: 'delete', type: 'user', count: 50, percent: 2 },
  { operation: 'delete', type: 'group', count: 50, percent: 2 },
  { operation: 'disable', type: 'user', count: 50, percent: 2 },
  { operation: 'enable', type: 'user', count: 50, percent: 2 },
  { operation: 'memberRemove', percent: 10, perGroup: { percent: 30, from: 10 } },
  { operation: 'clear', count: 100, percent: 5 },
  { operation: 'upnChange', type: 'user', count: 50, percent: 2 },
  // No percentage: before the first adoption nothing carries the mark.
  { operation: 'adopt', count: 100 },
];

/**
 * A limit that is given stands in place of the built-in one of its operation and type; one without type, of both. One of
 * a scope stands beside it: what is said of a part says nothing of the whole.
 */
export function compileLimits(
  node: YamlNode | undefined,
  connectors: ReadonlySet<string>,
  report: Report,
): readonly Limit[] {
  const given = itemsOf(node).map(limitOf);
  for (const item of itemsOf(node)) checkScope(item, connectors, report);
  const seen = new Set<string>();
  for (const limit of given) {
    const range = limit.source;
    const key = keyOf(limit);
    if (range !== undefined && seen.has(key)) report('CFG070', range, `There is a limit for ${key} already.`);
    if (
      range !== undefined &&
      limit.count === undefined &&
      limit.percent === undefined &&
      limit.perGroup === undefined
    ) {
      report('CFG070', range, `The limit for ${key} limits nothing.`);
    }
    seen.add(key);
  }
  const kept = builtInLimits.filter((limit) => !given.some((other) => replaces(other, limit)));
  return [...given.map(completed), ...kept];
}

/** Member removals have two limits, over all groups and per group: the one that is not given holds as built in. */
function completed(given: Limit): Limit {
  const builtIn = builtInLimits.find((limit) => limit.operation === given.operation);
  if (given.operation !== 'memberRemove' || given.where !== undefined || builtIn === undefined) return given;
  const { perGroup, percent } = builtIn;
  const overall = given.count !== undefined || given.percent !== undefined;
  return {
    ...given,
    ...(overall || percent === undefined ? {} : { percent }),
    ...(given.perGroup !== undefined || perGroup === undefined ? {} : { perGroup }),
  };
}

function replaces(given: Limit, builtIn: Limit): boolean {
  if (given.where !== undefined) return false;
  return given.operation === builtIn.operation && (given.type === undefined || given.type === builtIn.type);
}

function keyOf({ operation, type, where = {} }: Limit): string {
  const { connector, under, group } = where;
  const parts = [
    ...(type === undefined ? [] : [`of type ${type}`]),
    ...(connector === undefined ? [] : [`of connector ${connector}`]),
    ...(under === undefined ? [] : [`under ${dnKey(under)}`]),
    ...(group === undefined ? [] : [`in group ${group}`]),
  ];
  return [operation, ...parts].join(' ');
}

function limitOf(node: YamlNode): Limit {
  const type = textOf(at(node, 'type'));
  const count = numberOf(at(node, 'count'));
  const percent = numberOf(at(node, 'percent'));
  const perGroup = at(node, 'perGroup');
  const where = at(node, 'where');
  return {
    operation: (textOf(at(node, 'operation')) ?? 'update') as LimitedOperation,
    ...(type === 'user' || type === 'group' ? { type } : {}),
    ...(count === undefined ? {} : { count }),
    ...(percent === undefined ? {} : { percent }),
    ...(perGroup === undefined
      ? {}
      : { perGroup: { percent: numberOf(at(perGroup, 'percent')) ?? 0, from: numberOf(at(perGroup, 'from')) ?? 0 } }),
    ...(where === undefined ? {} : { where: scopeOf(where) }),
    source: entriesOf(node)[0]?.keyRange ?? node.range,
  };
}

function scopeOf(node: YamlNode): LimitScope {
  const connector = textOf(at(node, 'connector'));
  const under = textOf(at(node, 'under'));
  const group = textOf(at(node, 'group'));
  return {
    ...(connector === undefined ? {} : { connector }),
    ...(under === undefined ? {} : { under }),
    ...(group === undefined ? {} : { group }),
  };
}

function checkScope(limit: YamlNode, connectors: ReadonlySet<string>, report: Report): void {
  const where = at(limit, 'where');
  const connector = at(where, 'connector');
  const named = textOf(connector);
  if (connector !== undefined && named !== undefined && connectors.size > 0 && !connectors.has(named)) {
    const near = didYouMean(named, connectors);
    const help = near === undefined ? `Connectors: ${[...connectors].join(', ')}.` : `Did you mean ${near}?`;
    report('CFG032', connector.range, `There is no connector ${named}.`, help);
  }
  const under = at(where, 'under');
  const dn = textOf(under);
  if (under === undefined || dn === undefined) return;
  const problem = dnProblem(dn);
  if (problem !== undefined) report('CFG070', under.range, `under is no distinguished name. ${problem}`);
  const share = at(limit, 'percent') ?? at(limit, 'perGroup');
  if (share !== undefined) {
    const help = 'Write count. A percentage goes with connector and group.';
    report('CFG070', share.range, 'How many objects were in a container before the run, the tenant cannot tell.', help);
  }
  if (textOf(at(limit, 'operation')) === 'memberRemove') {
    report('CFG070', under.range, 'The group of a removed member is told by connector or group, not by its container.');
  }
}
