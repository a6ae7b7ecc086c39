import type { AttributeChange, Held, ObjectRef } from '../../../model/plan.ts';
import { changeText } from '../../forge/change.ts';
import { attributeCode, code, nameCode, namesCode, prose, shortened, textCode } from '../../forge/inline.ts';
import { placeLink } from '../../forge/link.ts';
import { holdDetail } from '../../hold-reasons.ts';
import { count, sentence } from '../../words.ts';
import { placeOfChange } from '../change-lines.ts';
import { heldWords } from '../held-lines.ts';
import type { Subject } from '../subject.ts';
import type { MarkdownView } from '../../forge/view.ts';
import type { MarkdownPlanView } from './view.ts';

/** Changes of one object; a user has hundreds at most, a hostile plan file any number. */
const MOST_CHANGES = 200;
const MOST_NAMES = 12;
const MOST_EVIDENCE = 10;

/** All that happens to one object: an item of a list, with one below it for each attribute. */
export function subjectEntry(subject: Subject, view: MarkdownPlanView): string {
  const { object, first, main, manager, added, removed } = subject;
  const changes = main !== undefined && 'changes' in main && main.kind !== 'leave' ? main.changes : [];
  const more = changes.length - MOST_CHANGES;
  const isNew = main?.kind === 'create';
  const { causes } = view;
  const items = [
    ...takeOverItems(subject),
    ...noteItems(subject),
    ...changes.slice(0, MOST_CHANGES).map((change) => {
      const cause = isNew ? '' : causes.attribute(main, change.attribute);
      return `${attributeItem(change, isNew, view)}${causeText(cause)}`;
    }),
    ...(more > 0 ? [`and ${count(more, 'attribute')} more`] : []),
    ...(manager === undefined
      ? []
      : [
          `${code('manager')}: ${personText(manager.before, '(not set)')} → ${personText(manager.manager, '(cleared)')}${placeText(manager.why, view)}${causeText(causes.of(manager))}`,
        ]),
    ...(added.length > 0 ? [`added: ${names(added)}${causeText(causes.among(added))}`] : []),
    ...(removed.length > 0 ? [`removed: ${names(removed)}${causeText(causes.among(removed))}`] : []),
  ];
  const whole = first ?? main;
  const cause = whole === undefined || whole.kind === 'update' ? '' : causes.of(whole);
  const head = `- ${object.type} ${nameCode(object.name)}${headText(subject)}${causeText(cause)}`;
  return [head, ...items.map((item) => `  - ${item}`)].join('\n');
}

/** What made it come up; nothing where that is not known. */
function causeText(cause: string): string {
  return cause === '' ? '' : ` · ${cause.replace(/^\((.*)\)$/, '$1')}`;
}

function headText({ first, main }: Subject): string {
  if (first !== undefined) return `: ${first.kind}, ${textCode(first.from)}`;
  switch (main?.kind) {
    case 'delete':
      return `: ${prose(sentence(shortened(main.reason, 300)))}`;
    case 'leave':
      return `: delete after ${textCode(main.deleteAfter)}. ${prose(sentence(shortened(main.reason, 300)))}`;
    case 'create':
      return `, from ${textCode(main.from)}`;
    case 'update':
    case undefined:
      return '';
  }
}

function takeOverItems({ first, object }: Subject): readonly string[] {
  if (first === undefined) return [];
  const consent = first.consent === undefined ? [] : [`privileged, by consent: ${textCode(first.consent)}`];
  const same = first.evidence.slice(0, MOST_EVIDENCE).map((one) => code(one));
  return [
    `the same ${same.join(', ')}; pair at ${textCode(first.pair)}; tenant id ${textCode(object.id ?? '')}`,
    ...consent,
  ];
}

function noteItems({ main, object }: Subject): readonly string[] {
  if (main?.kind === 'update' && main.newMark !== undefined) return ['is in scope again: it is no longer leaving'];
  if (main?.kind !== 'leave' && main?.kind !== 'delete') return [];
  const disabled = main.kind === 'leave' && object.type === 'user' && main.changes.length === 0;
  const notes = [
    ...(disabled ? ['is disabled already'] : []),
    ...(main.licences > 0 ? [`holds ${count(main.licences, 'licence')}`] : []),
  ];
  return notes.length === 0 ? [] : [notes.join('; ')];
}

function attributeItem({ attribute, before, after, why }: AttributeChange, isNew: boolean, view: MarkdownView): string {
  const text =
    isNew && before === null ? changeText(null, after).replace(/^\(not set\) → /, '') : changeText(before, after);
  return `${attributeCode(attribute)}: ${text}${placeText(why, view)}`;
}

/** Where the value comes from. */
export function placeText(why: Parameters<typeof placeOfChange>[0], { linkBase }: MarkdownView): string {
  const place = placeOfChange(why);
  return place === '' ? '' : ` (${placeLink(place, linkBase)})`;
}

function personText(person: ObjectRef | null, none: string): string {
  return person === null ? none : nameCode(person.name);
}

function names(operations: readonly { readonly member: ObjectRef }[]): string {
  return namesCode(
    operations.map(({ member }) => member.name),
    MOST_NAMES,
  );
}

/** One object that is left alone. */
export function heldEntry(held: Held): string {
  const detail = holdDetail(held);
  const told = detail === '' ? '' : `: ${prose(sentence(shortened(detail, 400)))}`;
  const would = heldWords[held.would];
  return `  - ${held.object.type} ${nameCode(held.object.name)}${told}${would === '' ? '' : ` It ${would}.`}`;
}
