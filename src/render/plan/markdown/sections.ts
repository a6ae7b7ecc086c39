import type { DefineExtension, Held, HoldReason, Plan } from '../../../model/plan.ts';
import { changeText } from '../../forge/change.ts';
import { code, namesCode, nameCode, prose, shortened, textCode } from '../../forge/inline.ts';
import type { Rung, Section } from '../../forge/ladder.ts';
import { holdReasons } from '../../hold-reasons.ts';
import { count, grouped, sentence } from '../../words.ts';
import { causeView } from '../cause-view.ts';
import { byReason } from '../held-lines.ts';
import { definitionsOf, hazardOf } from '../subject.ts';
import type { Hazard, Subject } from '../subject.ts';
import { heldEntry, placeText, subjectEntry } from './entries.ts';
import { findingSections } from './findings.ts';
import { hazardSections } from './hazards.ts';
import { signatureRungs } from './signature-entries.ts';
import type { MarkdownPlanView } from './view.ts';

/** Up to so many objects are shown one by one; more of them are first shown as what they have in common. */
export const FEW = 20;

/** What the plan does, the gravest first. */
export function planSections(
  plan: Plan,
  subjects: readonly Subject[],
  given: Omit<MarkdownPlanView, 'causes'>,
): readonly Section[] {
  const view: MarkdownPlanView = { ...given, causes: causeView(plan) };
  const { operations, held } = plan.body;
  const few = subjects.length <= FEW;
  const by = Map.groupBy(subjects, hazardOf);
  const of = (hazard: Hazard): readonly Subject[] => by.get(hazard) ?? [];
  const changed = [
    ...of('update'),
    ...of('group').filter(({ main, manager }) => main?.kind === 'update' || manager !== undefined),
  ];
  const created = [...of('create'), ...of('group').filter(({ main }) => main?.kind === 'create')];
  const regrouped = of('group').filter(({ main, manager }) => main === undefined && manager === undefined);
  return [
    ...findingSections(plan.findings),
    ...hazardSections(plan, view.size === 'summary' ? [100, 20, 5] : [5]),
    ...named('To delete', of('delete'), view),
    ...named('Leave: disabled now, deleted later', of('leave'), view),
    ...named('To take over', of('takeOver'), view),
    ...named('To disable', of('disable'), view),
    ...signInNames(of('upnChange'), few, view),
    ...changes(changed, few, plan, view),
    ...members(few ? regrouped : subjects.filter(({ added, removed }) => added.length + removed.length > 0), few, view),
    ...newcomers(created, few, view),
    ...definitions(definitionsOf(operations)),
    ...holds(held),
    ...(few ? [] : [everyObject(subjects, view)]),
  ];
}

function title(words: string, subjects: readonly Subject[]): string {
  const users = subjects.filter(({ object }) => object.type === 'user').length;
  const groups = subjects.length - users;
  const parts = [...(users > 0 ? [count(users, 'user')] : []), ...(groups > 0 ? [count(groups, 'group')] : [])];
  return `<b>${words}</b>: ${parts.join(', ')}`;
}

function objectRung(subjects: readonly Subject[], view: MarkdownPlanView): Rung {
  return {
    of: subjects.length,
    things: 'objects',
    *entries() {
      for (const subject of subjects) yield subjectEntry(subject, view);
    },
  };
}

/** Who it befalls, by name; of very many those with the same reason together. */
function named(words: string, subjects: readonly Subject[], view: MarkdownPlanView): readonly Section[] {
  if (subjects.length === 0) return [];
  const rungs = [objectRung(subjects, view), ...samplesOf(view).map((names) => reasonRung(subjects, names))];
  return [{ title: title(words, subjects), open: true, rungs }];
}

/** A comment is read, a summary is looked through. */
function samplesOf({ size }: MarkdownPlanView): readonly number[] {
  return size === 'summary' ? [100, 20, 5] : [20, 5];
}

/** Of many only the names: what else changes for them is among the changes. */
function signInNames(subjects: readonly Subject[], few: boolean, view: MarkdownPlanView): readonly Section[] {
  if (subjects.length === 0) return [];
  const most = [Infinity, 100, 20, 5].map((shown): Rung => ({
    of: subjects.length,
    things: 'sign-in names',
    *entries() {
      for (const subject of subjects.slice(0, shown)) yield signInName(subject, view);
    },
  }));
  return [
    {
      title: title('Sign-in names that change', subjects),
      open: true,
      rungs: few ? [objectRung(subjects, view), ...most] : most,
    },
  ];
}

function signInName({ object, main }: Subject, view: MarkdownPlanView): string {
  const changes = main?.kind === 'update' ? main.changes : [];
  const change = changes.find(({ attribute }) => attribute === 'userPrincipalName');
  if (change === undefined) return `- ${nameCode(object.name)}`;
  return `- ${nameCode(object.name)}: ${changeText(change.before, change.after)}${placeText(change.why, view)}`;
}

function reasonRung(subjects: readonly Subject[], names: number): Rung {
  const groups = [...Map.groupBy(subjects, reasonOf)].sort(([, a], [, b]) => b.length - a.length);
  return {
    of: groups.length,
    things: 'reasons',
    *entries() {
      for (const [reason, those] of groups) {
        const who = namesCode(
          those.map(({ object }) => object.name),
          names,
        );
        yield `- **${grouped(those.length)}**${reason === '' ? '' : `: ${prose(sentence(shortened(reason, 300)))}`}\n  - ${who}`;
      }
    },
  };
}

function reasonOf({ object, first, main }: Subject): string {
  if (first !== undefined) return `${object.type} ${first.kind}`;
  if (main?.kind === 'delete') return main.reason;
  if (main?.kind === 'leave') return `Delete after ${main.deleteAfter}. ${main.reason}`;
  return '';
}

function changes(subjects: readonly Subject[], few: boolean, plan: Plan, view: MarkdownPlanView): readonly Section[] {
  const { operations } = plan.body;
  const alike = signatureRungs(operations, view.size === 'summary' ? [20, 5, 2, 0] : [5, 2, 0], view);
  if (few) {
    if (subjects.length === 0) return [];
    return [{ title: title('To update', subjects), open: true, rungs: [objectRung(subjects, view), ...alike] }];
  }
  if (!operations.some(({ kind }) => kind === 'update' || kind === 'setManager')) return [];
  return [{ title: '<b>What changes</b>, by risk, then how many', open: true, rungs: alike }];
}

function newcomers(subjects: readonly Subject[], few: boolean, view: MarkdownPlanView): readonly Section[] {
  if (subjects.length === 0) return [];
  const byFolder = samplesOf(view).map((names) => folderRung(subjects, names));
  const rungs = few ? [objectRung(subjects, view), ...byFolder] : byFolder;
  return [{ title: title('To create', subjects), open: few, rungs }];
}

/** New objects by where they come from. */
function folderRung(subjects: readonly Subject[], names: number): Rung {
  const folderOf = ({ main }: Subject): string =>
    main?.kind === 'create' ? main.from.slice(0, 1000).replace(/^(?:\\.|[^,\\])*,/s, '') : '';
  const groups = [...Map.groupBy(subjects, folderOf)].sort(([, a], [, b]) => b.length - a.length);
  return {
    of: groups.length,
    things: 'containers',
    *entries() {
      for (const [folder, those] of groups) {
        const who = namesCode(
          those.map(({ object }) => object.name),
          names,
        );
        yield `- **${grouped(those.length)}** below ${textCode(folder)}\n  - ${who}`;
      }
    },
  };
}

function members(subjects: readonly Subject[], few: boolean, view: MarkdownPlanView): readonly Section[] {
  if (subjects.length === 0) return [];
  const added = subjects.reduce((sum, one) => sum + one.added.length, 0);
  const removed = subjects.reduce((sum, one) => sum + one.removed.length, 0);
  const what = [
    ...(removed > 0 ? [`${grouped(removed)} removed`] : []),
    ...(added > 0 ? [`${grouped(added)} added`] : []),
  ].join(', ');
  const byLoss = [...subjects].sort((a, b) => b.removed.length - a.removed.length || b.added.length - a.added.length);
  const lists = [50, 8, 0].map((names) => memberRung(byLoss, names));
  return [
    {
      title: `<b>Members</b>: ${what}, in ${count(subjects.length, 'group')}`,
      open: few || removed > 0,
      rungs: few ? [objectRung(byLoss, view), ...lists] : lists,
    },
  ];
}

function memberRung(subjects: readonly Subject[], names: number): Rung {
  const list = (what: string, of: readonly { readonly member: { readonly name: string } }[]): readonly string[] => {
    if (of.length === 0) return [];
    const who = namesCode(
      of.map(({ member }) => member.name),
      names,
    );
    return [`  - ${what}: ${who === '' ? grouped(of.length) : who}`];
  };
  return {
    of: subjects.length,
    things: 'groups',
    *entries() {
      for (const { object, added, removed } of subjects) {
        yield [`- ${nameCode(object.name)}`, ...list('removed', removed), ...list('added', added)].join('\n');
      }
    },
  };
}

function definitions(defined: readonly DefineExtension[]): readonly Section[] {
  if (defined.length === 0) return [];
  const rung: Rung = {
    of: defined.length,
    things: 'extension properties',
    *entries() {
      for (const { name, dataType, multiValued, targets } of defined) {
        const on = [...new Set(targets)].join(', ');
        yield `- ${nameCode(name)}: ${code(dataType)}${multiValued ? ', multi-valued' : ''}, on ${on}`;
      }
    },
  };
  return [
    {
      title: `<b>To define</b>: ${count(defined.length, 'extension property', 'extension properties')}`,
      open: false,
      rungs: [rung],
    },
  ];
}

/** Of many only the first: a reason is one entry, and one entry has to be made whole. */
const MOST_HELD = 200;

function holds(held: Plan['body']['held']): readonly Section[] {
  if (held.length === 0) return [];
  const reasons = byReason(held);
  const rungs = [MOST_HELD, 20, 5, 0].map((most): Rung => ({
    of: reasons.length,
    things: 'reasons',
    *entries() {
      for (const [reason, those] of reasons) yield reasonEntry(reason, those, most);
    },
  }));
  const differ = held.length === 1 ? 'differs from the rules and is' : 'differ from the rules and are';
  return [{ title: `<b>Held</b>: ${grouped(held.length)} ${differ} left alone`, open: false, rungs }];
}

function reasonEntry(reason: HoldReason, held: readonly Held[], most: number): string {
  const more = held.length - most;
  const rest = more > 0 && most > 0 ? [`  - and ${grouped(more)} more`] : [];
  const head = `- **${holdReasons[reason].title}**: ${grouped(held.length)}. ${prose(holdReasons[reason].explain)}`;
  return [head, ...held.slice(0, most).map(heldEntry), ...rest].join('\n');
}

function everyObject(subjects: readonly Subject[], view: MarkdownPlanView): Section {
  return { title: title('Every object', subjects), open: false, rungs: [objectRung(subjects, view)], whole: true };
}
