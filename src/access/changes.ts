import type { Json } from '../kernel/canonical-json.ts';
import { foldCase } from '../kernel/text.ts';
import type { AttributeChange, ObjectRef, Operation } from '../model/plan.ts';
import type { TenantType } from '../model/tenant.ts';

/** What a plan does to the members of one group, by id of the member. */
export interface MemberChange {
  readonly added: boolean;
  readonly operation: string;
}

/** What a plan writes of one person. */
export interface PersonChange {
  readonly created: boolean;
  /** In the order of the plan: the folded names that each one writes. */
  readonly operations: { readonly id: string; readonly names: ReadonlySet<string> }[];
  /** Folded name to value: as the plan leaves it. */
  readonly values: Map<string, Json>;
  /** Tenant id, or key of one who is still to be created; absent: the plan does not touch it. */
  manager?: string | null;
}

/** A plan, as far as it is about who is in which group. */
export interface Changes {
  readonly members: ReadonlyMap<string, ReadonlyMap<string, MemberChange>>;
  readonly people: ReadonlyMap<string, PersonChange>;
  /** Operation by id of the group that it deletes. */
  readonly deletedGroups: ReadonlyMap<string, string>;
  /** People who are disabled or deleted: what they lose is told there. */
  readonly leaving: ReadonlySet<string>;
  readonly created: readonly { readonly id: string; readonly type: TenantType; readonly name: string }[];
  readonly restored: readonly { readonly operation: string; readonly type: TenantType }[];
}

/** Tenant id, or the key of what is still to be created. */
export function nodeOf({ id, key }: ObjectRef): string {
  return id ?? key;
}

export function changesOf(operations: readonly Operation[]): Changes {
  const members = new Map<string, Map<string, MemberChange>>();
  const people = new Map<string, PersonChange>();
  const deletedGroups = new Map<string, string>();
  const leaving = new Set<string>();
  const created: Changes['created'][number][] = [];
  const restored: Changes['restored'][number][] = [];

  const member = (group: ObjectRef, one: ObjectRef, change: MemberChange): void => {
    const of = members.get(nodeOf(group));
    if (of === undefined) members.set(nodeOf(group), new Map([[nodeOf(one), change]]));
    else of.set(nodeOf(one), change);
  };
  const person = (operation: string, object: ObjectRef, changes: readonly AttributeChange[], isNew: boolean): void => {
    if (object.type !== 'user' || (changes.length === 0 && !isNew)) return;
    const id = nodeOf(object);
    const known = people.get(id) ?? { created: isNew, operations: [], values: new Map<string, Json>() };
    people.set(id, known);
    for (const { attribute, after } of changes) {
      known.values.set(foldCase(attribute), after);
      if (attribute === 'accountEnabled' && after === false && !isNew) leaving.add(id);
    }
    known.operations.push({ id: operation, names: new Set(changes.map(({ attribute }) => foldCase(attribute))) });
  };
  for (const operation of operations) {
    switch (operation.kind) {
      case 'addMember':
      case 'removeMember':
        member(operation.object, operation.member, {
          added: operation.kind === 'addMember',
          operation: operation.id,
        });
        break;
      case 'create':
        created.push({ id: nodeOf(operation.object), type: operation.object.type, name: operation.object.name });
        person(operation.id, operation.object, operation.changes, true);
        break;
      case 'leave':
        if (operation.object.type === 'user') leaving.add(nodeOf(operation.object));
        person(operation.id, operation.object, operation.changes, false);
        break;
      case 'update':
        person(operation.id, operation.object, operation.changes, false);
        break;
      case 'setManager': {
        const { id, object } = operation;
        person(id, object, [{ attribute: 'manager', before: null, after: null, why: [] }], false);
        const known = people.get(nodeOf(object));
        if (known !== undefined) known.manager = operation.manager === null ? null : nodeOf(operation.manager);
        break;
      }
      case 'delete':
        if (operation.object.type === 'user') leaving.add(nodeOf(operation.object));
        else deletedGroups.set(nodeOf(operation.object), operation.id);
        break;
      case 'restore':
        restored.push({ operation: operation.id, type: operation.object.type });
        break;
      case 'adopt':
      case 'reanchor':
      case 'defineExtension':
        break;
    }
  }
  return { members, people, deletedGroups, leaving, created, restored };
}
