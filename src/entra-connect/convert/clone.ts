import type { ExportedFlow, ExportedRule, ServerExport } from '../server-export.ts';
import { clauseText } from './clause.ts';
import { joinText, scopeChange, scopeWords } from './form-difference.ts';
import type { ScopeChange } from './form-difference.ts';
import { normalOfExported } from './normal-form.ts';
import { standingOf } from './standard-table.ts';

/**
 * A rule that somebody wrote and that stands for a standard rule, which is disabled: the way that Microsoft documents
 * for changing one (learn.microsoft.com: "Best practices for changing the default configuration").
 */
export interface Clone {
  readonly rule: ExportedRule;
  readonly original: ExportedRule;
  /** Rules of the pack that do the work of the original. */
  readonly pack: readonly string[];
  readonly added: readonly ExportedFlow[];
  readonly changed: readonly ExportedFlow[];
  /** Flows of the original. */
  readonly removed: readonly ExportedFlow[];
  readonly scope: ScopeChange;
  readonly joins: 'same' | 'changed';
}

/** By id of the rule that somebody wrote. */
export function clonesOf({ rules }: ServerExport): ReadonlyMap<string, Clone> {
  const originals = rules.filter(({ tag, disabled }) => tag !== undefined && disabled);
  const clones = new Map<string, Clone>();
  for (const rule of rules) {
    if (rule.tag !== undefined || rule.disabled) continue;
    const likely = originals
      .map((original) => ({ original, likeness: likeness(rule, original) }))
      .filter((one) => one.likeness > 0);
    const [first, ...others] = likely;
    if (first === undefined) continue;
    const best = others.reduce((one, other) => (other.likeness > one.likeness ? other : one), first);
    clones.set(rule.id, cloneOf(rule, best.original));
  }
  return clones;
}

/** 0: it is no clone. A rule that makes objects stands for the disabled one that made them, however it is written. */
function likeness(rule: ExportedRule, original: ExportedRule): number {
  const sameEnds =
    rule.direction === original.direction &&
    rule.connector === original.connector &&
    rule.sourceType === original.sourceType &&
    rule.targetType === original.targetType;
  if (!sameEnds) return 0;
  const named = rule.name.toLowerCase().startsWith(original.name.toLowerCase()) ? 1 : 0;
  const flows = new Map(original.flows.map((flow) => [flow.target, normalOfExported(flow.from)]));
  const shared = rule.flows.filter((flow) => flows.get(flow.target) === normalOfExported(flow.from)).length;
  const makes = rule.link === 'provision' && original.link === 'provision';
  const isAlike = original.flows.length === 0 ? sameJoins(rule, original) : shared * 2 >= original.flows.length;
  if (!isAlike && !makes) return 0;
  return 1 + named + (shared + 1) / (original.flows.length + rule.flows.length - shared + 1);
}

function cloneOf(rule: ExportedRule, original: ExportedRule): Clone {
  const before = new Map(original.flows.map((flow) => [flow.target, flow]));
  const after = new Set(rule.flows.map(({ target }) => target));
  const form = original.scope.map((group) => group.map((one) => ({ text: clauseText(one), optional: false })));
  return {
    rule,
    original,
    pack: standingOf(original.tag ?? '')?.pack ?? [],
    added: rule.flows.filter(({ target }) => !before.has(target)),
    changed: rule.flows.filter((flow) => {
      const was = before.get(flow.target);
      return was !== undefined && !sameFlow(was, flow);
    }),
    removed: original.flows.filter(({ target }) => !after.has(target)),
    scope: scopeChange(rule.scope, form),
    joins: sameJoins(rule, original) ? 'same' : 'changed',
  };
}

function sameFlow(a: ExportedFlow, b: ExportedFlow): boolean {
  return normalOfExported(a.from) === normalOfExported(b.from) && a.applyOnce === b.applyOnce && a.merge === b.merge;
}

function sameJoins(a: ExportedRule, b: ExportedRule): boolean {
  const texts = ({ join }: ExportedRule): string => join.map(joinText).join('\n').toLowerCase();
  return texts(a) === texts(b);
}

/** What makes it another rule than the standard one, in words for people. */
export function cloneWords({ rule, original, added, changed, removed, scope, joins }: Clone): readonly string[] {
  const targets = (flows: readonly ExportedFlow[]): string => flows.map(({ target }) => target).join(', ');
  return [
    ...(added.length === 0 ? [] : [`it writes ${targets(added)} as well`]),
    ...(changed.length === 0 ? [] : [`it writes ${targets(changed)} in another way`]),
    ...(removed.length === 0 ? [] : [`it does not write ${targets(removed)}`]),
    ...scopeWords(scope),
    ...(joins === 'same' ? [] : [`it joins by ${rule.join.map(joinText).join(', ') || 'nothing'}`]),
    ...(rule.link === original.link ? [] : [`its link type is ${rule.link} and not ${original.link}`]),
  ];
}
