import type { Operation } from '../../model/plan.ts';
import { definitionsOf, subjectsOf } from './subject.ts';
import type { Subject } from './subject.ts';
import { grouped } from '../words.ts';

/** What the plan does, counted the way the closing sentence says it. */
export interface Tally {
  readonly define: number;
  readonly create: number;
  readonly adopt: number;
  readonly reanchor: number;
  readonly restore: number;
  readonly update: number;
  readonly disable: number;
  readonly leave: number;
  readonly delete: number;
  readonly addMembers: number;
  readonly removeMembers: number;
  readonly setManagers: number;
}

export function tallyOf(
  operations: readonly Operation[],
  subjects: readonly Subject[] = subjectsOf(operations),
): Tally {
  const countOf = (does: (subject: Subject) => boolean): number => subjects.filter(does).length;
  return {
    define: definitionsOf(operations).length,
    create: countOf(({ main }) => main?.kind === 'create'),
    adopt: countOf(({ first }) => first?.kind === 'adopt'),
    reanchor: countOf(({ first }) => first?.kind === 'reanchor'),
    restore: countOf(({ first }) => first?.kind === 'restore'),
    update: countOf((subject) => updates(subject) && !switchesOff(subject)),
    disable: countOf((subject) => switchesOff(subject) || disables(subject)),
    leave: countOf((subject) => subject.main?.kind === 'leave' && !disables(subject)),
    delete: countOf(({ main }) => main?.kind === 'delete'),
    addMembers: sum(subjects, ({ added }) => added.length),
    removeMembers: sum(subjects, ({ removed }) => removed.length),
    setManagers: countOf(({ manager }) => manager !== undefined),
  };
}

function updates({ main, manager }: Subject): boolean {
  return main?.kind === 'update' || (main === undefined && manager !== undefined);
}

/** An update that disables the account. */
function switchesOff({ object, main }: Subject): boolean {
  if (main?.kind !== 'update' || object.type !== 'user') return false;
  return main.changes.some((change) => change.attribute === 'accountEnabled' && change.after === false);
}

function disables({ main, object }: Subject): boolean {
  return main?.kind === 'leave' && object.type === 'user' && main.changes.length > 0;
}

function sum(subjects: readonly Subject[], of: (subject: Subject) => number): number {
  return subjects.reduce((total, subject) => total + of(subject), 0);
}

interface Words {
  readonly define: readonly [one: string, several: string];
  readonly create: string;
  readonly adopt: string;
  readonly reanchor: string;
  readonly restore: string;
  readonly update: string;
  readonly disable: string;
  readonly leave: string;
  readonly delete: string;
  readonly add: string;
  readonly remove: string;
  readonly set: string;
}

export const TO_DO: Words = {
  define: ['extension property to define', 'extension properties to define'],
  create: 'to create',
  adopt: 'to adopt',
  reanchor: 'to re-anchor',
  restore: 'to restore',
  update: 'to update',
  disable: 'to disable',
  leave: 'to mark as leaving',
  delete: 'to delete',
  add: 'to add',
  remove: 'to remove',
  set: 'to set',
};

export const DONE: Words = {
  define: ['extension property defined', 'extension properties defined'],
  create: 'created',
  adopt: 'adopted',
  reanchor: 're-anchored',
  restore: 'restored',
  update: 'updated',
  disable: 'disabled',
  leave: 'marked as leaving',
  delete: 'deleted',
  add: 'added',
  remove: 'removed',
  set: 'set',
};

/** `12 to create, 2 to disable; 64 members to add, 4 to remove, 8 managers to set`; empty when there is nothing. */
export function tallyText(tally: Tally, words: Words): string {
  const objects = [
    part(tally.define, ...words.define),
    part(tally.create, words.create),
    part(tally.adopt, words.adopt),
    part(tally.reanchor, words.reanchor),
    part(tally.restore, words.restore),
    part(tally.update, words.update),
    part(tally.disable, words.disable),
    part(tally.leave, words.leave),
    part(tally.delete, words.delete),
  ];
  const { addMembers, removeMembers, setManagers } = tally;
  const relations = [
    part(addMembers, `member ${words.add}`, `members ${words.add}`),
    addMembers > 0
      ? part(removeMembers, words.remove)
      : part(removeMembers, `member ${words.remove}`, `members ${words.remove}`),
    part(setManagers, `manager ${words.set}`, `managers ${words.set}`),
  ];
  return [objects.flat().join(', '), relations.flat().join(', ')].filter((text) => text !== '').join('; ');
}

function part(number: number, words: string, plural = words): readonly string[] {
  return number === 0 ? [] : [`${grouped(number)} ${number === 1 ? words : plural}`];
}
