import { compareText } from '../../kernel/text.ts';
import { assertNever } from '../../kernel/invariant.ts';
import type {
  AddMember,
  AdoptObject,
  CreateObject,
  DefineExtension,
  DeleteObject,
  LeaveObject,
  ObjectRef,
  Operation,
  ReanchorObject,
  RemoveMember,
  RestoreObject,
  SetManager,
  UpdateObject,
} from '../../model/plan.ts';

/** All that the plan does to one object: what a reader sees as one entry. */
export interface Subject {
  readonly object: ObjectRef;
  /** How it becomes ours, before anything else is done to it. */
  readonly first?: AdoptObject | ReanchorObject | RestoreObject;
  readonly main?: CreateObject | UpdateObject | LeaveObject | DeleteObject;
  readonly manager?: SetManager;
  readonly added: readonly AddMember[];
  readonly removed: readonly RemoveMember[];
}

/** Ordered: the most dangerous first. */
const HAZARDS = ['delete', 'leave', 'takeOver', 'disable', 'upnChange', 'update', 'create', 'group'] as const;
export type Hazard = (typeof HAZARDS)[number];

type Draft = { -readonly [Key in keyof Subject]: Subject[Key] } & { added: AddMember[]; removed: RemoveMember[] };

/** The operations gathered by object: by hazard, then type, then name. Definitions concern no object. */
export function subjectsOf(operations: readonly Operation[]): readonly Subject[] {
  const drafts = new Map<string, Draft>();
  for (const operation of operations) {
    if (operation.kind === 'defineExtension') continue;
    const key = `${operation.object.type} ${operation.object.key}`;
    const draft = drafts.get(key) ?? { object: operation.object, added: [], removed: [] };
    drafts.set(key, draft);
    place(draft, operation);
  }
  // A plan may hold a million objects: what decides the order is worked out once for each.
  return [...drafts.values()]
    .map((subject) => ({ subject, hazard: HAZARDS.indexOf(hazardOf(subject)) }))
    .sort((a, b) => a.hazard - b.hazard || compareObjects(a.subject.object, b.subject.object))
    .map(({ subject }) => subject);
}

export function definitionsOf(operations: readonly Operation[]): readonly DefineExtension[] {
  return operations.filter((operation) => operation.kind === 'defineExtension');
}

export function hazardOf({ object, first, main }: Subject): Hazard {
  if (first !== undefined) return 'takeOver';
  if (main?.kind === 'delete') return 'delete';
  if (main?.kind === 'leave') return 'leave';
  if (main?.kind === 'update' && object.type === 'user') {
    if (main.changes.some((change) => change.attribute === 'accountEnabled' && change.after === false))
      return 'disable';
    if (main.changes.some((change) => change.attribute === 'userPrincipalName')) return 'upnChange';
  }
  if (object.type === 'group') return 'group';
  return main?.kind === 'create' ? 'create' : 'update';
}

function place(draft: Draft, operation: Exclude<Operation, DefineExtension>): void {
  switch (operation.kind) {
    case 'adopt':
    case 'reanchor':
    case 'restore':
      draft.first = operation;
      return;
    case 'update':
      draft.main = draft.main?.kind === 'update' ? together(draft.main, operation) : operation;
      return;
    case 'create':
    case 'leave':
    case 'delete':
      draft.main = operation;
      return;
    case 'setManager':
      draft.manager = operation;
      return;
    case 'addMember':
      draft.added.push(operation);
      return;
    case 'removeMember':
      draft.removed.push(operation);
      return;
    default:
      assertNever(operation);
  }
}

/** One update that is done in two requests: a part of it waits for the definition of its attributes. */
function together(a: UpdateObject, b: UpdateObject): UpdateObject {
  const changes = [...a.changes, ...b.changes].sort((x, y) => compareText(x.attribute, y.attribute));
  return { ...a, ...b, changes };
}

/** Users before groups, then by name. */
function compareObjects(a: ObjectRef, b: ObjectRef): number {
  return -compareText(a.type, b.type) || compareText(a.name, b.name) || compareText(a.key, b.key);
}
