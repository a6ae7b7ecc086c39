import type { ExportedClause, ExportedJoin, ExportedRule } from '../server-export.ts';
import { clauseKey, clauseText, groupsOf } from './clause.ts';
import { formsOf, STANDARD_ORDER } from './standard-forms.ts';
import type { FormClause, StandardForm } from './standard-forms.ts';
import { stemOf } from './standard-table.ts';

/** What a group of clauses has more and less than the one it was made of. */
export interface GroupChange {
  readonly added: readonly ExportedClause[];
  /** Keys of clauses. */
  readonly removed: readonly string[];
}

export type ScopeChange =
  | { readonly kind: 'same' }
  /** Each group of the scope it was made of becomes one of these alternatives. */
  | { readonly kind: 'clauses'; readonly alternatives: readonly GroupChange[] }
  | { readonly kind: 'rebuilt' };

/** How a scope differs from one that it was made of. */
export function scopeChange(
  scope: readonly (readonly ExportedClause[])[],
  form: readonly (readonly FormClause[])[],
): ScopeChange {
  const actual = groupsOf(scope);
  const known = groupsOf(form);
  const nearest = actual.map((group) => nearestChange(group, known));
  const isNothing = ({ added, removed }: GroupChange): boolean => added.length + removed.length === 0;
  const covered = new Set(nearest.map(({ of }) => of)).size;
  if (actual.length === known.length && covered === known.length) {
    if (nearest.every(isNothing)) return { kind: 'same' };
    const [first] = nearest;
    const alike = first !== undefined && nearest.every((one) => changeKey(one) === changeKey(first));
    return alike ? { kind: 'clauses', alternatives: [first] } : { kind: 'rebuilt' };
  }
  return known.length === 1 ? { kind: 'clauses', alternatives: nearest } : { kind: 'rebuilt' };
}

function nearestChange(
  group: readonly ExportedClause[],
  known: readonly (readonly FormClause[])[],
): GroupChange & { readonly of: number } {
  const changes = known.map((form, of) => ({ ...groupChange(group, form), of }));
  const size = ({ added, removed }: GroupChange): number => added.length + removed.length;
  return changes.reduce((best, one) => (size(one) < size(best) ? one : best));
}

function groupChange(group: readonly ExportedClause[], form: readonly FormClause[]): GroupChange {
  const present = new Set(group.map(clauseKey));
  const known = new Set(form.map(({ text }) => text.toLowerCase()));
  return {
    added: group.filter((clause) => !known.has(clauseKey(clause))),
    removed: form.filter((one) => !one.optional && !present.has(one.text.toLowerCase())).map(({ text }) => text),
  };
}

function changeKey({ added, removed }: GroupChange): string {
  return [...added.map(clauseKey).sort(), '-', ...removed.map((text) => text.toLowerCase()).sort()].join('\n');
}

/** In words for people; empty when nothing differs. */
export function scopeWords(change: ScopeChange): readonly string[] {
  switch (change.kind) {
    case 'same':
      return [];
    case 'rebuilt':
      return ['the groups of its scope are others'];
    case 'clauses':
      return change.alternatives.flatMap(({ added, removed }) => [
        ...added.map((clause) => `the scope asks for ${clauseText(clause)} as well`),
        ...removed.map((text) => `the scope does not ask for ${text}`),
      ]);
  }
}

/** The pairs of a group of join conditions. */
export function joinText(group: readonly ExportedJoin[]): string {
  return group
    .map((one) => `${one.connectorAttribute}>${one.metaverseAttribute}`)
    .sort()
    .join(' + ');
}

/** The account that a mailbox or Skype account names; which of them there are depends on the schema. */
const SIDS = ['objectSid', 'msExchMasterAccountSid', 'msRTCSIP-OriginatorSid'].flatMap((name) =>
  name === 'objectSid'
    ? ['objectsid>objectsid']
    : [`${name}>objectSid`.toLowerCase(), `objectSid>${name}`.toLowerCase()],
);

/** The ways in which the wizard lets people be matched, besides by their anchor. */
function isWizardsMatching(groups: readonly string[]): boolean {
  const others = groups.map((one) => one.toLowerCase()).filter((one) => !/^[^ ]+>sourceanchorbinary$/.test(one));
  if (others.length === 0 || others.every((one) => SIDS.includes(one))) return true;
  const [only = '', ...more] = others;
  if (more.length > 0) return false;
  const [from, to, ...rest] = only.split('>');
  return only === 'mailnickname>mailnickname + samaccountname>accountname' || (rest.length === 0 && from === to);
}

/** What somebody changed in a standard rule; undefined for a rule whose forms are not known, or that is only listed. */
export interface Edit {
  readonly scope: ScopeChange;
  readonly form: StandardForm;
  readonly joins: 'same' | 'changed';
  readonly words: readonly string[];
}

/** A standard rule against the nearest of its known forms. */
export function editOf(rule: ExportedRule): Edit | undefined {
  const edits = (rule.isDescribed ? formsOf(rule.tag ?? '') : []).map((form): Edit => {
    const scope = scopeChange(rule.scope, form.scope);
    const joins = joinWords(rule, form);
    const words = [...scopeWords(scope), ...linkWords(rule, form), ...joins];
    return { scope, form, joins: joins.length === 0 ? 'same' : 'changed', words };
  });
  const [first, ...others] = edits;
  return first && others.reduce((best, one) => (one.words.length < best.words.length ? one : best), first);
}

function linkWords({ link }: ExportedRule, form: StandardForm): readonly string[] {
  return link === form.link ? [] : [`its link type is ${link} and not ${form.link}`];
}

function joinWords({ join }: ExportedRule, form: StandardForm): readonly string[] {
  const groups = join.map(joinText);
  if (form.join === undefined) {
    return isWizardsMatching(groups) ? [] : [`it joins by ${groups.join(', ')}, which the wizard does not offer`];
  }
  const known = new Set(form.join.map((one) => one.toLowerCase()));
  const present = new Set(groups.map((one) => one.toLowerCase()));
  return [
    ...groups.filter((one) => !known.has(one.toLowerCase())).map((one) => `it joins by ${one} as well`),
    ...form.join.filter((one) => !present.has(one.toLowerCase())).map((one) => `it does not join by ${one}`),
  ];
}

/** Standard rules of one connector that do not stand in their order. */
export function moveWords(rule: ExportedRule, rules: readonly ExportedRule[]): readonly string[] {
  const stem = stemOf(rule.tag ?? '');
  const order = STANDARD_ORDER.find((one) => one.includes(stem));
  if (rule.disabled || order === undefined) return [];
  return rules.flatMap((other) => {
    if (other.tag === undefined || other.disabled || other.connector !== rule.connector) return [];
    const place = order.indexOf(stemOf(other.tag));
    const isMoved = place !== -1 && place < order.indexOf(stem) && other.precedence > rule.precedence;
    return isMoved ? [`it stands before ${other.name}, and comes after it unless somebody moves it`] : [];
  });
}
