import { didYouMean, foldCase } from '../../kernel/text.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import type { AttributeChange, Held, ObjectRef, Operation, Plan, Why } from '../../model/plan.ts';
import { brief, quoted, visible } from '../escape.ts';
import { holdReasons } from '../hold-reasons.ts';
import type { Paint } from '../paint.ts';
import { grouped, listed, sentence } from '../words.ts';
import { changeValue } from './change-lines.ts';
import { shownName } from './subject-lines.ts';

/** A large group may have very many members to add. */
const MOST = 500;
const ALIKE = 5;

/** Operations whose name is more than one word, as wide as each other where they follow each other. */
const WORDS: Readonly<Partial<Record<Operation['kind'], string>>> = {
  addMember: 'add member   ',
  removeMember: 'remove member',
  setManager: 'set manager',
};

type AboutObject = Exclude<Operation, { readonly kind: 'defineExtension' }>;

/** One object in full: every operation, every attribute, and every rule that had a say. */
export function objectLines(plan: Plan, name: string, width: number, paint: Paint): readonly string[] {
  const operations = plan.body.operations.filter(
    (one) => one.kind !== 'defineExtension' && concerns(one, name),
  ) as AboutObject[];
  const held = plan.body.held.filter((one) => isNamed(one.object, name) || one.from === name);
  if (operations.length === 0 && held.length === 0) return [absentLine(plan, name), whyLine(name)];
  const shown = operations.slice(0, MOST);
  const more = operations.length - shown.length;
  return [
    ...shown.flatMap((operation) => operationLines(operation, width, paint)),
    ...(more > 0 ? [`  … and ${grouped(more)} more, see --format json`] : []),
    ...held.flatMap((one) => heldObjectLines(one, width, paint)),
  ];
}

/** Whether a person who types this name means this object. */
export function isNamed(object: ObjectRef, name: string): boolean {
  const wanted = foldCase(name);
  return [object.name, object.key, object.id ?? ''].some((text) => text !== '' && foldCase(text) === wanted);
}

function concerns(operation: AboutObject, name: string): boolean {
  if (isNamed(operation.object, name)) return true;
  if ('member' in operation) return isNamed(operation.member, name);
  return 'from' in operation && foldCase(operation.from) === foldCase(name);
}

/** Names that hold what was typed, else the one nearest to it. */
function absentLine(plan: Plan, name: string): string {
  const objects = plan.body.operations.flatMap((one) => (one.kind === 'defineExtension' ? [] : [one.object]));
  const names = [...new Set([...objects, ...plan.body.held.map((one) => one.object)].map((object) => object.name))];
  const near = didYouMean(name, names);
  const alike = names.filter((one) => foldCase(one).includes(foldCase(name)));
  const meant = alike.length > 0 ? alike : near === undefined ? [] : [near];
  const shown = listed(
    meant.map((one) => brief(quoted(one))),
    ALIKE,
  );
  const hint = meant.length === 0 ? '' : ` Did you mean ${shown}?`;
  return `The plan has no change for ${brief(quoted(name))}, and does not hold it.${hint}`;
}

function whyLine(name: string): string {
  const argument = /^[\w@.+-]+$/.test(name) ? name : brief(quoted(name));
  return `\`lockstep explain ${argument}\` says why.`;
}

function operationLines(operation: AboutObject, width: number, paint: Paint): readonly string[] {
  const head = `  ${paint('strong', WORDS[operation.kind] ?? operation.kind)}  ${operation.object.type} ${shownName(operation.object)}`;
  if ('member' in operation) return [`${head}: ${shownName(operation.member)}`];
  return [
    head,
    ...facts(operation).map(([label, value]) => `      ${label.padEnd(11)}  ${visible(value)}`),
    ...('changes' in operation ? operation.changes.flatMap((change) => lineage(change, width, paint)) : []),
    ...(operation.kind === 'setManager' ? managerLineage(operation, width, paint) : []),
  ];
}

function facts(operation: AboutObject): readonly (readonly [string, string])[] {
  const { object } = operation;
  return [
    ['key', object.key],
    ...(object.id === undefined ? [] : [['tenant id', object.id] as const]),
    ...('from' in operation ? [['from', operation.from] as const] : []),
    ...('anchor' in operation ? [['anchor', anchorText(operation)] as const] : []),
    ...('reason' in operation ? [['reason', operation.reason] as const] : []),
    ...('deleteAfter' in operation ? [['delete after', operation.deleteAfter] as const] : []),
    ...('licences' in operation ? [['licences', String(operation.licences)] as const] : []),
    ...('mark' in operation ? [['mark', operation.mark ?? '(none)'] as const] : []),
    ...('evidence' in operation ? [['the same', operation.evidence.join(', ')] as const] : []),
    ...('pair' in operation ? [['pair', operation.pair] as const] : []),
    ...('consent' in operation ? [['consent', operation.consent] as const] : []),
    ['operation', operation.id],
    ...(operation.after.length === 0 ? [] : [['after', operation.after.join(', ')] as const]),
  ];
}

type Anchored = Extract<AboutObject, { readonly anchor: string | null }>;

function anchorText(operation: Anchored): string {
  const { anchor } = operation;
  const before = operation.kind === 'adopt' || operation.kind === 'reanchor' ? operation.anchorBefore : anchor;
  return before === anchor ? (anchor ?? '(none)') : `${before ?? '(not set)'} -> ${anchor ?? '(none)'}`;
}

function managerLineage(
  operation: Extract<Operation, { readonly kind: 'setManager' }>,
  width: number,
  paint: Paint,
): readonly string[] {
  const nameOf = (person: ObjectRef | null): Json => person?.name ?? null;
  const { before, manager, why } = operation;
  return lineage({ attribute: 'manager', before: nameOf(before), after: nameOf(manager), why }, width, paint);
}

function heldObjectLines(held: Held, width: number, paint: Paint): readonly string[] {
  const text = holdReasons[held.reason];
  return [
    `  ${paint('strong', 'held')}  ${held.object.type} ${shownName(held.object)}: ${text.title}`,
    `      ${visible(sentence(held.detail))} ${text.explain}`,
    ...(held.from === undefined ? [] : [`      ${'from'.padEnd(11)}  ${visible(held.from)}`]),
    ...held.changes.flatMap((change) => lineage(change, width, paint)),
  ];
}

function lineage(change: AttributeChange, width: number, paint: Paint): readonly string[] {
  const value = changeValue(change.before, change.after, Math.max(60, width - 20), paint);
  const name = `      ${visible(change.attribute)}`;
  const first = typeof value === 'string' ? [`${name}  ${value}`] : [name, ...value.map((line) => `          ${line}`)];
  return [...first, ...change.why.flatMap((why, index) => whyLines(why, index + 1, paint))];
}

function whyLines(why: Why, step: number, paint: Paint): readonly string[] {
  return [
    paint('dim', `          ${step}. ${visible(why.rule)} (${visible(why.at)}): ${brief(why.flow, 400)}`),
    ...why.losers.map((loser) => paint('dim', `             instead of ${visible(loser)}`)),
  ];
}
