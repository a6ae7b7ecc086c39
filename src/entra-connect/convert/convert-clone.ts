import type { LinkType, Rule } from '../../model/rule-set.ts';
import type { MigratedFlow } from '../../model/migration.ts';
import type { ExportedFlow } from '../server-export.ts';
import { clauseKey } from './clause.ts';
import { cloneWords } from './clone.ts';
import type { Clone } from './clone.ts';
import type { Context } from './context.ts';
import { endsOf } from './ends.ts';
import type { Ends } from './ends.ts';
import { flowOf } from './flow.ts';
import { joinOf, joinReads } from './join.ts';
import type { PackChange } from './override.ts';
import type { Plain } from './plain.ts';
import { convertRule, directoryNames, onlyGiven } from './rule.ts';
import type { ConvertedRule, RuleDraft, RuleTarget } from './rule.ts';
import { scopeOf } from './scope.ts';

/** A rule of the pack and what a clone changes of it. */
export interface Override {
  /** Full name of the rule of the pack. */
  readonly of: string;
  readonly clone: Clone;
  readonly draft: RuleDraft;
  readonly change: PackChange;
}

export interface ConvertedClone {
  /** What is told of it, and the rule with nothing but its difference where the pack's stays as it is. */
  readonly converted: ConvertedRule;
  readonly overrides: readonly Override[];
}

/**
 * A clone as the rule of the pack and its difference: flows alone stand in a small rule before that of the pack; where
 * its scope, its joins or the flows of the pack change, the rule of the pack is written anew.
 */
export function convertClone(clone: Clone, context: Context, target: RuleTarget): ConvertedClone {
  const { rule } = clone;
  const file = `rules/${target.name}.yaml`;
  const ends = endsOf(rule, context);
  if ('refused' in ends) return { converted: convertRule(rule, context, target), overrides: [] };
  const names = overriddenOf(clone, ends, context);
  const refused = context.refused.get(file);
  if (names.length === 0) {
    const converted = refused === undefined ? ofFlows(clone, context, target) : convertRule(rule, context, target);
    return { converted, overrides: [] };
  }
  const change = refused === undefined ? changeOf(clone, ends, target) : { problem: refused };
  if ('problem' in change) {
    const reason = `${change.problem} Until then ${names.join(' and ')} of the pack does the work of ${clone.original.name}, for everybody it is for.`;
    return { converted: { kind: 'left', carried: 'decision', reason, range: rule.range, flows: [] }, overrides: [] };
  }
  const { told, named, reads, notes, ...said } = change;
  const [first] = names;
  const type = rule.direction === 'inbound' ? rule.targetType : rule.sourceType;
  const given = rule.direction === 'inbound' ? [...said.flows.keys()] : [];
  const metaverse: RuleDraft['metaverse'] = { type, named, given };
  const draft: RuleDraft = {
    origin: rule,
    name: target.name,
    file,
    spec: {},
    flows: told,
    notes,
    metaverse,
    ...directoryNames(rule, ends, reads),
  };
  const overrides = names.map((of): Override => {
    const flows = new Map(
      [...said.flows].filter(([name, one]) => writes(of, name, context) || (of === first && one !== undefined)),
    );
    const isLinking = linking(names, context).includes(of);
    const { link, join, scope } = said;
    return {
      of,
      clone,
      draft,
      change: { flows, link: isLinking ? link : undefined, join: isLinking ? join : undefined, scope },
    };
  });
  return { converted: { kind: 'draft', draft }, overrides };
}

/** Rules of the pack with what is said of the original: those that have to be written anew. */
function overriddenOf(clone: Clone, ends: Ends, context: Context): readonly string[] {
  const { pack, rule, original, scope, changed, removed } = clone;
  const present = pack.filter((name) => compiledOf(name, context).length > 0);
  const names = new Set<string>();
  const links = rule.link !== original.link || clone.joins === 'changed';
  if (links) for (const name of linking(present, context)) names.add(name);
  if (scope.kind !== 'same') {
    // Who is not linked any more needs no narrower scope elsewhere.
    const narrows = scope.kind === 'clauses' && scope.alternatives.every((one) => one.removed.length === 0);
    const makes = present.filter((name) => compiledOf(name, context).some(({ link }) => link === 'provision'));
    for (const name of narrows && makes.length > 0 ? makes : present) names.add(name);
  }
  for (const flow of [...changed.filter(({ from }) => from.kind !== 'constant'), ...removed]) {
    const target = ends.to.nameOf(flow.target);
    for (const name of present) if (target !== undefined && writes(name, target, context)) names.add(name);
  }
  return present.filter((name) => names.has(name));
}

export function compiledOf(name: string, { pack }: Context): readonly Rule[] {
  return pack.rules.filter(({ id }) => id === name || id.startsWith(`${name}(`));
}

function writes(name: string, target: string, context: Context): boolean {
  return compiledOf(name, context).some(({ flows }) => flows.some((flow) => flow.target === target));
}

/** Those that make or join objects; the others ride on their links. */
function linking(names: readonly string[], context: Context): readonly string[] {
  const linking = names.filter((name) =>
    compiledOf(name, context).some(({ link, join }) => link === 'provision' || join.length > 0),
  );
  return linking.length > 0 ? linking : names;
}

/** Nothing but flows that the original does not have, or has otherwise. */
function ofFlows(clone: Clone, context: Context, target: RuleTarget): ConvertedRule {
  const { rule, original, added, changed } = clone;
  const flows = [...added, ...changed];
  if (flows.length === 0) {
    const reason = `It does here what ${original.name} did.`;
    const left = leftWords(clone);
    return left === '' ? left0('same', reason) : left0('decision', `${reason} ${left}`);
  }
  const expected = new Set(original.scope.flat().map(clauseKey));
  const part = { ...rule, link: 'join' as LinkType, join: [], flows };
  const converted = convertRule(part, context, { ...target, expected });
  const left = leftWords(clone);
  if (converted.kind === 'left' || left === '') return converted;
  return { kind: 'draft', draft: { ...converted.draft, notes: [...converted.draft.notes, left.replace(/\.$/, '')] } };
}

function left0(carried: 'same' | 'decision', reason: string): ConvertedRule {
  return { kind: 'left', carried, reason, flows: [] };
}

/** What a clone of a rule that no rule of the pack stands for by itself takes away, and the pack goes on doing. */
function leftWords({ pack, removed, scope, original }: Clone): string {
  if (pack.length > 0) return '';
  const words = [
    ...(removed.length === 0 ? [] : [`flows that it took out: ${removed.map(({ target }) => target).join(', ')}`]),
    ...(scope.kind === 'same' ? [] : [`flows of ${original.name} whatever the scope of the clone`]),
  ];
  return words.length === 0 ? '' : `The pack goes on writing ${words.join(', and ')}.`;
}

interface Said extends PackChange {
  readonly told: readonly MigratedFlow[];
  /** Attributes of the metaverse. */
  readonly named: readonly string[];
  /** Attributes of what the rule reads. */
  readonly reads: readonly string[];
  readonly notes: readonly string[];
}

function changeOf(clone: Clone, ends: Ends, { isGiven }: RuleTarget): Said | { readonly problem: string } {
  const { rule, original, joins } = clone;
  const given = (attribute: string): boolean => ends.kind !== 'toTenant' || isGiven(ends.from.type, attribute);
  const scope = changedScope(clone, ends, given);
  if ('problem' in scope) return scope;
  const flows = flowsOf(clone, ends, given);
  if ('problem' in flows) return flows;
  const join = joins === 'changed' ? joinOf(withoutAnchors(clone, ends), ends) : undefined;
  if (typeof join === 'string') return { problem: join };
  return {
    link: rule.link === original.link ? undefined : rule.link,
    join,
    flows: flows.written,
    scope: scope.groups,
    told: flows.told,
    reads: [...scope.reads, ...flows.reads],
    named: [
      ...(ends.kind === 'toTenant' ? [...flows.reads, ...scope.reads] : flows.written.keys()),
      ...(joins === 'changed' ? joinReads(rule.join, ends) : []),
    ],
    notes: scope.notes,
  };
}

/** The anchor of people is told by the topology, and found by the engine itself. */
function withoutAnchors({ rule }: Clone, { kind }: Ends): Clone['rule']['join'] {
  if (kind !== 'directory') return rule.join;
  return rule.join.filter((group) =>
    group.some((one) => one.metaverseAttribute.toLowerCase() !== 'sourceanchorbinary'),
  );
}

interface ChangedScope {
  readonly groups: PackChange['scope'];
  readonly reads: readonly string[];
  readonly notes: readonly string[];
}

function changedScope(
  { scope, rule, original }: Clone,
  ends: Ends,
  given: (attribute: string) => boolean,
): ChangedScope | { readonly problem: string } {
  if (scope.kind === 'same') return { groups: [], reads: [], notes: [] };
  const expected = new Set(original.scope.flat().map(clauseKey));
  const alternatives =
    scope.kind === 'clauses' ? scope.alternatives : rule.scope.map((added) => ({ added, removed: [] as string[] }));
  const groups: { removed: readonly string[]; added: readonly Plain[] }[] = [];
  const reads: string[] = [];
  const notes: string[] = [];
  for (const { added, removed } of alternatives) {
    if (added.length === 0) {
      groups.push({ removed, added: [] });
      continue;
    }
    const converted = scopeOf([added], ends.from, given, expected);
    // A group that can never hold is no way into the scope.
    if (converted.kind === 'never') {
      notes.push(converted.detail);
      continue;
    }
    for (const read of converted.reads) reads.push(read);
    for (const note of converted.notes) notes.push(note);
    groups.push({ removed, added: converted.clauses[0] ?? [] });
  }
  if (groups.length === 0) return { problem: `The scope can never hold: ${notes.join('; ')}.` };
  const told = scope.kind === 'rebuilt' ? ['its scope holds beside that of the pack'] : [];
  return { groups, reads, notes: [...notes, ...told] };
}

interface ChangedFlows {
  readonly written: ReadonlyMap<string, Plain | undefined>;
  readonly told: readonly MigratedFlow[];
  readonly reads: readonly string[];
}

function flowsOf(
  { added, changed, removed }: Clone,
  ends: Ends,
  given: (attribute: string) => boolean,
): ChangedFlows | { readonly problem: string } {
  const written = new Map<string, Plain | undefined>();
  const told: MigratedFlow[] = [];
  const reads: string[] = [];
  for (const flow of removed) {
    const target = ends.to.nameOf(flow.target);
    if (target !== undefined) written.set(target, undefined);
  }
  for (const flow of [...changed, ...added] satisfies ExportedFlow[]) {
    const converted = onlyGiven(flowOf(flow, ends), given);
    if (converted.kind === 'broken') return { problem: converted.detail };
    told.push(converted.told);
    if (converted.kind !== 'flow') continue;
    written.set(converted.target, converted.written);
    for (const name of converted.reads) reads.push(name);
  }
  return { written, told, reads };
}

/** For the comment above the rule and for the report; empty when nothing differs. */
export function differenceText(clone: Clone): string {
  return cloneWords(clone).join('; ');
}
