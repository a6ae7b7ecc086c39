import { compareText } from '../../kernel/text.ts';
import type { Flow, Rule, ScopeClause } from '../../model/rule-set.ts';
import type { Value } from '../../model/value.ts';
import { keyOfOurs } from './clause.ts';
import type { Plain } from './plain.ts';

/** What is other than in the rule of the pack that is written anew. */
export interface PackChange {
  readonly link: Rule['link'] | undefined;
  readonly join: readonly Plain[] | undefined;
  /** By target; undefined takes a flow out. */
  readonly flows: ReadonlyMap<string, Plain | undefined>;
  /** What each group of the scope becomes: without these clauses, and with those. */
  readonly scope: readonly { readonly removed: readonly string[]; readonly added: readonly Plain[] }[];
}

export const NO_CHANGE: PackChange = { link: undefined, join: undefined, flows: new Map(), scope: [] };

/** Objects that a rule of the pack is for. */
export interface Cell {
  readonly connector: string;
  readonly type: string;
}

/** A compiled rule of the pack as a document of a workspace, for some of its objects and with what is changed. */
export function packRuleSpec(
  rule: Rule,
  cells: readonly Cell[],
  change: PackChange,
): { readonly [key: string]: Plain } {
  const scope = changedScope(rule.scope, change.scope);
  const join = change.join ?? rule.join.map(joinGroup);
  const flows = changedFlows(rule.flows, change.flows);
  return {
    ...endsOfRule(rule, cells),
    link: change.link ?? rule.link,
    ...(scope === undefined ? {} : { scope }),
    ...(join.length === 0 ? {} : { join }),
    ...(Object.keys(flows).length === 0 ? {} : { flows }),
  };
}

function endsOfRule({ direction, sourceType, targetType }: Rule, cells: readonly Cell[]): Record<string, Plain> {
  if (direction === 'outbound')
    return { from: { metaverse: sourceType }, to: { connector: 'entra', type: targetType } };
  const connectors = [...new Set(cells.map(({ connector }) => connector))].sort(compareText);
  const types = [...new Set(cells.map(({ type }) => type))];
  const [only = sourceType, ...others] = types;
  return { from: { connectors, type: others.length === 0 ? only : types }, to: { metaverse: targetType } };
}

function changedScope(scope: Rule['scope'], changes: PackChange['scope']): Plain | undefined {
  const groups = scope.length === 0 ? [[]] : scope;
  const alternatives = changes.length === 0 ? [{ removed: [], added: [] }] : changes;
  const written = alternatives.flatMap(({ removed, added }) => {
    const gone = new Set(removed.map((text) => text.toLowerCase()));
    return groups.map((group) => [...group.filter((one) => !gone.has(keyOfOurs(one))).map(clauseOf), ...added]);
  });
  if (written.some((group) => group.length === 0)) return undefined;
  const [only, ...others] = written;
  return others.length === 0 ? { all: only ?? [] } : { any: written.map((all) => ({ all })) };
}

function clauseOf({ attribute, operator, comparands }: ScopeClause): Plain {
  const [first = ''] = comparands.map(plainOf);
  switch (operator) {
    case 'memberOf':
    case 'notMemberOf':
      return { [operator]: first };
    case 'isNull':
    case 'isNotNull':
      return { [attribute]: { [operator]: true } };
    case 'in':
    case 'notIn':
      return { [attribute]: { [operator]: comparands.map(plainOf) } };
    default:
      return { [attribute]: { [operator]: first } };
  }
}

function joinGroup(group: Rule['join'][number]): Plain {
  return Object.fromEntries(
    group.map(({ from, to, caseSensitive }) => [from, caseSensitive ? { attribute: to, caseSensitive } : to]),
  );
}

function changedFlows(flows: readonly Flow[], changes: PackChange['flows']): Record<string, Plain> {
  const kept = flows.flatMap((flow): (readonly [string, Plain])[] => {
    if (!changes.has(flow.target)) return [[flow.target, flowOf(flow)]];
    const changed = changes.get(flow.target);
    return changed === undefined ? [] : [[flow.target, changed]];
  });
  const names = new Set(flows.map(({ target }) => target));
  const added = [...changes].flatMap(([target, written]): (readonly [string, Plain])[] =>
    names.has(target) || written === undefined ? [] : [[target, written]],
  );
  return Object.fromEntries([...kept, ...added]);
}

function flowOf({ from, applyOnce, merge }: Flow): Plain {
  const options: Record<string, Plain> = {
    ...(applyOnce ? { applyOnce } : {}),
    ...(merge === 'update' ? {} : { merge }),
  };
  const isPlain = Object.keys(options).length === 0;
  switch (from.kind) {
    case 'direct':
      return isPlain ? from.attribute : { from: from.attribute, ...options };
    case 'constant':
      return { constant: plainOf(from.value), ...options };
    case 'expression':
      return isPlain ? `=${from.text}` : { expression: from.text, ...options };
  }
}

/** Rules of packs hold no bytes and no references. */
function plainOf(value: Value): Plain {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return typeof value === 'bigint' ? String(value) : '';
}
