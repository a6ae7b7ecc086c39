import type { Plan } from '../../model/plan.ts';
import { definitionsOf, hazardOf, subjectsOf } from './subject.ts';
import type { Subject } from './subject.ts';

/** What the plan does, counted the way the closing sentence says it. */
export interface Tally {
  readonly define: number;
  readonly create: number;
  readonly update: number;
  readonly disable: number;
  readonly leave: number;
  readonly delete: number;
  readonly addMembers: number;
  readonly removeMembers: number;
}

export function tallyOf(plan: Plan, subjects: readonly Subject[] = subjectsOf(plan.body.operations)): Tally {
  const countOf = (does: (subject: Subject) => boolean): number => subjects.filter(does).length;
  return {
    define: definitionsOf(plan.body.operations).length,
    create: countOf(({ main }) => main?.kind === 'create'),
    update: countOf((subject) => updates(subject) && hazardOf(subject) !== 'disable'),
    disable: countOf((subject) => hazardOf(subject) === 'disable' || disables(subject)),
    leave: countOf((subject) => subject.main?.kind === 'leave' && !disables(subject)),
    delete: countOf(({ main }) => main?.kind === 'delete'),
    addMembers: sum(subjects, ({ added }) => added.length),
    removeMembers: sum(subjects, ({ removed }) => removed.length),
  };
}

function updates({ main, manager }: Subject): boolean {
  return main?.kind === 'update' || (main === undefined && manager !== undefined);
}

function disables({ main, object }: Subject): boolean {
  return main?.kind === 'leave' && object.type === 'user' && main.changes.length > 0;
}

function sum(subjects: readonly Subject[], of: (subject: Subject) => number): number {
  return subjects.reduce((total, subject) => total + of(subject), 0);
}
