import type { ExportedClause, ExportedFlow, ExportedRule } from '../server-export.ts';
import type { Clone } from './clone.ts';
import type { Context } from './context.ts';
import { convertClone } from './convert-clone.ts';
import type { Override } from './convert-clone.ts';
import { isExtensionRule } from './extensions.ts';
import { editOf } from './form-difference.ts';
import { overrideDrafts } from './override-documents.ts';
import type { PackDraft, Working } from './override-documents.ts';
import { convertRule } from './rule.ts';
import type { ConvertedRule, RuleDraft } from './rule.ts';
import { readsOf } from './standard-rule.ts';
import { standingOf } from './standard-table.ts';
import { givenByPack, suppliesOf } from './supply.ts';
import type { Supply } from './supply.ts';

export interface CustomRules {
  readonly drafts: readonly RuleDraft[];
  /** Rules of the pack that are written anew. */
  readonly packDrafts: readonly PackDraft[];
  readonly supplies: readonly Supply[];
  /** Rules that somebody wrote, and standard rules that somebody changed and that are carried over with it. */
  readonly converted: ReadonlyMap<string, ConvertedRule>;
}

/**
 * The rules that somebody wrote and that take part, and standard ones that somebody changed. Those inbound first: they
 * say what others can read.
 */
export function customRules(context: Context, clones: ReadonlyMap<string, Clone>): CustomRules {
  const custom = context.server.rules.filter(
    (rule) => !rule.disabled && (rule.tag === undefined || isExtensionRule(rule)),
  );
  const all = new Map([...clones, ...editsOf(context)]);
  const rules = context.server.rules.filter((rule) => custom.includes(rule) || all.has(rule.id));
  const given = new Map([...givenByPack(context)].map(([type, names]) => [type, new Set(names)]));
  const isGiven = (type: string, attribute: string): boolean => given.get(type)?.has(attribute) === true;
  const converted = new Map<string, ConvertedRule>();
  const overrides: Override[] = [];
  const convert = (rule: ExportedRule): void => {
    const target = { name: context.ruleNames.get(rule.id) ?? rule.id, isGiven };
    const clone = all.get(rule.id);
    const made =
      clone === undefined
        ? { converted: convertRule(rule, context, target), overrides: [] }
        : convertClone(clone, context, target);
    converted.set(rule.id, made.converted);
    for (const one of made.overrides) overrides.push(one);
    if (made.converted.kind === 'draft') give(given, made.converted.draft);
  };
  for (const rule of rules) if (rule.direction === 'inbound') convert(rule);
  const supplies = suppliesOf(missingOf(rules, all, isGiven), context);
  for (const { draft } of supplies) give(given, draft);
  for (const rule of rules) if (rule.direction === 'outbound') convert(rule);
  const replaced = new Set(overrides.map(({ clone }) => clone.rule.id));
  const drafts = custom.flatMap(({ id }) => {
    const one = converted.get(id);
    return one?.kind === 'draft' && !replaced.has(id) ? [one.draft] : [];
  });
  return { drafts, packDrafts: overrideDrafts(overrides, workingOf(context, all), context), supplies, converted };
}

function workingOf({ server }: Context, clones: ReadonlyMap<string, Clone>): readonly Working[] {
  return server.rules.flatMap((rule) => {
    const pack = clones.get(rule.id)?.pack ?? standingOf(rule.tag ?? '')?.pack ?? [];
    return rule.disabled ? [] : [{ rule, pack }];
  });
}

/** Standard rules in whose place the pack has one, and that somebody changed where they stand. */
function editsOf({ server, connectors }: Context): ReadonlyMap<string, Clone> {
  const edits = new Map<string, Clone>();
  for (const rule of server.rules) {
    const pack = standingOf(rule.tag ?? '')?.pack ?? [];
    const edit = rule.disabled || pack.length === 0 ? undefined : editOf(rule);
    if (edit === undefined || edit.words.length === 0 || connectors.get(rule.connector) === undefined) continue;
    edits.set(rule.id, {
      rule,
      original: { ...rule, link: edit.form.link },
      pack,
      added: [],
      changed: [],
      removed: [],
      scope: edit.scope,
      joins: edit.joins,
    });
  }
  return edits;
}

function give(given: Map<string, Set<string>>, { metaverse }: RuleDraft): void {
  const names = given.get(metaverse.type) ?? new Set<string>();
  given.set(metaverse.type, names);
  for (const name of metaverse.given) names.add(name);
}

/** What outbound rules read, by type of the metaverse, and nothing gives so far. */
function missingOf(
  rules: readonly ExportedRule[],
  clones: ReadonlyMap<string, Clone>,
  isGiven: (type: string, attribute: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const missing = new Map<string, Set<string>>();
  for (const rule of rules) {
    const { direction, sourceType } = rule;
    if (direction !== 'outbound') continue;
    const { flows, clauses } = ownPartsOf(rule, clones.get(rule.id));
    const names = missing.get(sourceType) ?? new Set<string>();
    missing.set(sourceType, names);
    for (const name of [...flows.flatMap(readsOf), ...clauses.map(({ attribute }) => attribute)]) {
      if (!isGiven(sourceType, name)) names.add(name);
    }
  }
  return missing;
}

/** Of a clone just what the standard rule does not say. */
function ownPartsOf(
  rule: ExportedRule,
  clone: Clone | undefined,
): { readonly flows: readonly ExportedFlow[]; readonly clauses: readonly ExportedClause[] } {
  if (clone === undefined) return { flows: rule.flows, clauses: rule.scope.flat() };
  const { added, changed, scope } = clone;
  const clauses = scope.kind === 'clauses' ? scope.alternatives.flatMap((one) => one.added) : [];
  return { flows: [...added, ...changed], clauses };
}
