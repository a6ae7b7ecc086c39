import type { ObjectRef, ReanchorObject } from '../../model/plan.ts';
import { brief, nameText, quoted, visible } from '../escape.ts';
import type { Paint, Tone } from '../paint.ts';
import { columnWidth, cut, displayWidth, pad } from '../width.ts';
import { count, listed } from '../words.ts';
import type { CauseView } from './cause-view.ts';
import { changeLines } from './change-lines.ts';
import type { Bounds } from './options.ts';
import { hazardOf } from './subject.ts';
import type { Hazard, Subject } from './subject.ts';

const NAME_COLUMN = 48;
const NAME_LONGEST = 96;
const NOTES = '        ';

const MARKS: Readonly<Record<Hazard, readonly [string, Tone]>> = {
  delete: ['-', 'risk'],
  leave: ['!', 'risk'],
  takeOver: ['!', 'risk'],
  disable: ['!', 'risk'],
  upnChange: ['!', 'risk'],
  update: ['~', 'change'],
  create: ['+', 'add'],
  group: ['~', 'change'],
};

export interface SubjectStyle {
  readonly width: number;
  readonly bounds: Bounds;
  readonly paint: Paint;
  /** Attributes of new objects are listed, not only counted. */
  readonly full: boolean;
  readonly causes: CauseView;
}

/** The entries of several objects; their names stand in one column. */
export function subjectLines(subjects: readonly Subject[], style: SubjectStyle): readonly string[] {
  const names = subjects.map((subject) => shownName(subject.object));
  const nameWidth = columnWidth(names, NAME_COLUMN);
  return subjects.flatMap((subject) => entry(subject, nameWidth, style));
}

/** A name for a line: escaped, and never longer than a line can bear. */
export function shownName(object: ObjectRef): string {
  return cut(nameText(object.name), NAME_LONGEST);
}

/** A DN without the domain at its end: the folder is what tells people apart. */
function shortDn(dn: string): string {
  const folder = dn.replace(/(,\s*DC=[^,]*)+$/i, '');
  // Two spaces part the columns of a line: a DN with two of them may not look like two columns.
  return cut(/\s\s/.test(folder) ? quoted(folder) : visible(folder), NAME_LONGEST);
}

function entry(subject: Subject, nameWidth: number, style: SubjectStyle): readonly string[] {
  const { paint, width } = style;
  const [mark, tone] = subject.main?.kind === 'create' ? MARKS.create : MARKS[hazardOf(subject)];
  const name = `  ${paint(tone, mark)} ${pad(subject.object.type, 5)}  ${pad(shownName(subject.object), nameWidth)}`;
  const members = memberLists(subject, style);
  const bare = subject.main === undefined && subject.first === undefined;
  const oneLine = [name, bare ? members.join('   ') : withCause(summary(subject), subject, style)].join('  ').trimEnd();
  const fits = bare && displayWidth(oneLine) <= width;
  return [
    bare && !fits ? name.trimEnd() : oneLine,
    ...noteLines(subject).map((note) => NOTES + note),
    ...attributeLines(subject, style),
    ...(fits ? [] : members.map((line) => NOTES + line)),
  ];
}

/** Of what befalls the whole object; attributes have their own. */
function withCause(text: string, { first, main }: Subject, { causes }: SubjectStyle): string {
  const operation = first ?? main;
  const cause = operation === undefined || operation.kind === 'update' ? '' : causes.of(operation);
  return cause === '' ? text : `${text}   ${cause}`;
}

/** The attributes of a new object follow from its rules and are counted; a change is what a reviewer has to see. */
function attributeLines({ main, manager }: Subject, { full, width, paint, causes }: SubjectStyle): readonly string[] {
  if (main?.kind === 'leave' || main?.kind === 'delete' || (main?.kind === 'create' && !full)) return [];
  const causeOf = (attribute: string): string =>
    attribute === 'manager' && manager !== undefined ? causes.of(manager) : causes.attribute(main, attribute);
  return changeLines(main?.changes ?? [], manager, width, paint, main?.kind === 'create' ? () => '' : causeOf);
}

/** What stands beside the name. */
function summary(subject: Subject): string {
  const { first, main, object } = subject;
  if (first !== undefined) return `${first.kind}   ${shortDn(first.from)}`;
  switch (main?.kind) {
    case 'delete':
      return `delete   ${brief(main.reason)}`;
    case 'leave':
      return `${object.type === 'user' ? 'disable, ' : ''}delete after ${brief(main.deleteAfter)}   ${brief(main.reason)}`;
    case 'create':
      return `${shortDn(main.from)}   ${count(main.changes.length, 'attribute')}${subject.manager?.manager ? `, manager ${shownName(subject.manager.manager)}` : ''}`;
    case 'update':
      return hazardOf(subject) === 'disable' ? `disable   ${shortDn(main.from)}` : shortDn(main.from);
    case undefined:
      return '';
  }
}

export function noteLines(subject: Subject): readonly string[] {
  return [...takeOverNotes(subject), ...mainNotes(subject)];
}

/** What a reviewer has to see of an object that becomes ours: who it is, by what, and that an account is switched. */
function takeOverNotes({ first, main, object }: Subject): readonly string[] {
  if (first === undefined) return [];
  const enabled = main?.kind === 'update' ? main.changes.find((one) => one.attribute === 'accountEnabled') : undefined;
  return [
    `the same: ${first.evidence.join(', ')}; pair at ${brief(first.pair)}; tenant id ${brief(object.id ?? '')}`,
    ...(first.kind === 'reanchor' ? reanchorNotes(first) : []),
    ...(first.consent === undefined ? [] : [`privileged, by consent: ${brief(first.consent)}`]),
    ...(enabled === undefined ? [] : [enabled.after === true ? 'it will be ENABLED' : 'it will be DISABLED']),
    ...(first.kind === 'restore'
      ? ['its group memberships and licences return with it; the next plan brings its attributes in step']
      : []),
  ];
}

function reanchorNotes({ anchor, anchorBefore, mark, markBefore }: ReanchorObject): readonly string[] {
  return [
    ...(anchor === anchorBefore ? [] : [`anchor ${brief(anchorBefore ?? '(none)')} -> ${brief(anchor)}`]),
    ...(mark === markBefore ? [] : [`mark ${brief(markBefore ?? '(none)')} -> ${brief(mark)}`]),
  ];
}

function mainNotes({ main, object }: Subject): readonly string[] {
  if (main?.kind === 'leave' || main?.kind === 'delete') {
    const licences = main.licences > 0 ? [`holds ${count(main.licences, 'licence')}`] : [];
    const disabled =
      main.kind === 'leave' && object.type === 'user' && main.changes.length === 0 ? ['is disabled already'] : [];
    const notes = [...disabled, ...licences].join('; ');
    return notes === '' ? [] : [notes];
  }
  if (main?.kind === 'update' && main.newMark !== undefined) return ['is in scope again: it is no longer leaving'];
  return [];
}

function memberLists({ added, removed }: Subject, { bounds, paint, causes }: SubjectStyle): readonly string[] {
  const list = (operations: Subject['added'] | Subject['removed']): string => {
    const cause = causes.among(operations);
    const names = operations.map(({ member }) => shownName(member));
    return `${listed(names, bounds.members)}${cause === '' ? '' : `   ${cause}`}`;
  };
  return [
    ...(added.length > 0 ? [paint('add', `+ ${list(added)}`)] : []),
    ...(removed.length > 0 ? [paint('remove', `- ${list(removed)}`)] : []),
  ];
}
