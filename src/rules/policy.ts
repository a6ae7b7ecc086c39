import type { Limit, LimitedOperation, Policy, Protection } from '../model/policy.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, itemsOf, numberOf, textOf, within } from './tree.ts';
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

/** The policy of a workspace: the built-in one, with what the document says in its place. */
export function compilePolicy(document: WorkspaceDocument | undefined, report: Report): Policy {
  const spec = at(document?.root, 'spec');
  return {
    limits: limitsOf(at(spec, 'limits'), report),
    deletions: {
      first: textOf(within(spec, 'deletions', 'first')) === 'delete' ? 'delete' : 'disable',
      graceDays: numberOf(within(spec, 'deletions', 'graceDays')) ?? 30,
    },
    protect: itemsOf(at(spec, 'protect')).flatMap(protectionOf),
    source: {
      maximumShrinkPercent: numberOf(within(spec, 'source', 'maximumShrinkPercent')) ?? 10,
      maximumAttributeLossPercent: numberOf(within(spec, 'source', 'maximumAttributeLossPercent')) ?? 20,
    },
    evaluation: { maximumFailedPercent: numberOf(within(spec, 'evaluation', 'maximumFailedPercent')) ?? 5 },
    planExpiryHours: numberOf(at(spec, 'planExpiryHours')) ?? 24,
    runs: { keepDays: numberOf(within(spec, 'runs', 'keepDays')) ?? 90 },
    quotaShare: shareOf(at(spec, 'quotaShare')) ?? 0.5,
    tolerance: shareOf(at(spec, 'tolerance')) ?? 0,
  };
}

/** A limit that is given stands in place of the built-in one of its operation and type; one without type, of both. */
function limitsOf(node: YamlNode | undefined, report: Report): readonly Limit[] {
  const given = itemsOf(node).map(limitOf);
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
  if (given.operation !== 'memberRemove' || builtIn === undefined) return given;
  const { perGroup, percent } = builtIn;
  const overall = given.count !== undefined || given.percent !== undefined;
  return {
    ...given,
    ...(overall || percent === undefined ? {} : { percent }),
    ...(given.perGroup !== undefined || perGroup === undefined ? {} : { perGroup }),
  };
}

function replaces(given: Limit, builtIn: Limit): boolean {
  return given.operation === builtIn.operation && (given.type === undefined || given.type === builtIn.type);
}

function keyOf(limit: Limit): string {
  return limit.type === undefined ? limit.operation : `${limit.operation} of type ${limit.type}`;
}

function limitOf(node: YamlNode): Limit {
  const type = textOf(at(node, 'type'));
  const count = numberOf(at(node, 'count'));
  const percent = numberOf(at(node, 'percent'));
  const perGroup = at(node, 'perGroup');
  return {
    operation: (textOf(at(node, 'operation')) ?? 'update') as LimitedOperation,
    ...(type === 'user' || type === 'group' ? { type } : {}),
    ...(count === undefined ? {} : { count }),
    ...(percent === undefined ? {} : { percent }),
    ...(perGroup === undefined
      ? {}
      : { perGroup: { percent: numberOf(at(perGroup, 'percent')) ?? 0, from: numberOf(at(perGroup, 'from')) ?? 0 } }),
    source: entriesOf(node)[0]?.keyRange ?? node.range,
  };
}

function protectionOf(node: YamlNode): readonly Protection[] {
  const userPrincipalName = textOf(at(node, 'userPrincipalName'));
  if (userPrincipalName !== undefined) return [{ userPrincipalName }];
  const group = textOf(at(node, 'group'));
  if (group !== undefined) return [{ group }];
  return textOf(at(node, 'role')) === 'any' ? [{ role: 'any' }] : [];
}

/** `50%` or `0.5`. */
function shareOf(node: YamlNode | undefined): number | undefined {
  const number = numberOf(node);
  if (number !== undefined) return number;
  const text = textOf(node);
  return text === undefined ? undefined : Math.min(1, Number.parseFloat(text) / 100);
}
