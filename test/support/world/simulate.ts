import type { Json } from '../../../src/kernel/canonical-json.ts';
import { EXTENSION_TARGETS } from '../../../src/model/directory-extension.ts';
import type { ExtensionApplication } from '../../../src/model/directory-extension.ts';
import { OWNER_MARK_NAME, parseMark } from '../../../src/model/mark.ts';
import type { AttributeChange, DefineExtension, ObjectRef, Operation, PlanBody } from '../../../src/model/plan.ts';
import type { TenantObject, TenantPopulation } from '../../../src/model/tenant.ts';
import { without } from './tenant.ts';

/**
 * What a tenant is after a plan was applied to it: each operation done as the tenant would do it, in an order that its
 * edges allow. A pure model, small enough to be believed; it refuses what a tenant refuses (two holders of a name).
 */
export function applied(tenant: TenantPopulation, body: PlanBody): TenantPopulation {
  const objects = new Map(tenant.objects.map((object) => [object.id, object]));
  const members = new Map([...tenant.members].map(([id, list]) => [id, new Set(list)]));
  const created = new Map<string, string>();
  const deleted = new Map(tenant.facts.deleted.map((object) => [object.id, object]));
  let { markDefined } = tenant.facts;
  let applications = tenant.facts.extensionApplications ?? [];

  const idOf = (ref: ObjectRef): string => {
    const id = ref.id ?? created.get(ref.key);
    if (id === undefined || !objects.has(id)) throw new Error(`${ref.key} is not there`);
    return id;
  };
  const change = (ref: ObjectRef, parts: Partial<TenantObject>): void => {
    const id = idOf(ref);
    objects.set(id, { ...objects.get(id)!, ...parts });
  };
  const perform = (operation: Operation): void => {
    switch (operation.kind) {
      case 'defineExtension':
        if (operation.name === OWNER_MARK_NAME) markDefined = true;
        else applications = applications.map((one) => withDefinition(one, operation));
        return;
      case 'create': {
        const id = `made-${operation.object.key}`;
        created.set(operation.object.key, id);
        objects.set(
          id,
          withChanges(newObject(operation.object, id, operation.anchor, operation.mark), operation.changes),
        );
        if (operation.object.type === 'group') members.set(id, new Set());
        refuseTwins(objects, id);
        return;
      }
      case 'adopt':
      case 'reanchor': {
        const object = objects.get(idOf(operation.object))!;
        if ((object.anchor ?? null) !== operation.anchorBefore) throw new Error(`${object.name} has another anchor`);
        objects.set(object.id, { ...object, anchor: operation.anchor, mark: parseMark(operation.mark)! });
        refuseTwins(objects, object.id);
        return;
      }
      case 'restore': {
        const id = operation.object.id!;
        const { anchor, mark, name, type } = deleted.get(id)!;
        deleted.delete(id);
        const restored = newObject({ ...operation.object, name, type }, id, anchor ?? '', '');
        const made = { ...restored, mark, attributes: namedAs(type, name) };
        objects.set(id, anchor === undefined ? without(made, 'anchor') : made);
        if (type === 'group') members.set(id, new Set());
        refuseTwins(objects, id);
        return;
      }
      case 'update':
      case 'leave': {
        const object = objects.get(idOf(operation.object))!;
        const mark = operation.newMark === undefined ? object.mark : parseMark(operation.newMark)!;
        objects.set(object.id, withChanges({ ...object, mark }, operation.changes));
        refuseTwins(objects, object.id);
        return;
      }
      case 'delete': {
        const id = idOf(operation.object);
        objects.delete(id);
        members.delete(id);
        for (const list of members.values()) list.delete(id);
        for (const object of objects.values())
          if (object.manager === id) objects.set(object.id, managed(object, undefined));
        return;
      }
      case 'setManager': {
        const object = objects.get(idOf(operation.object))!;
        objects.set(object.id, managed(object, operation.manager === null ? undefined : idOf(operation.manager)));
        return;
      }
      case 'addMember':
        members.get(idOf(operation.object))!.add(idOf(operation.member));
        change(operation.object, {});
        return;
      case 'removeMember':
        members.get(idOf(operation.object))!.delete(idOf(operation.member));
        return;
    }
  };
  for (const operation of inOrder(body.operations)) perform(operation);
  return {
    facts: { ...tenant.facts, markDefined, extensionApplications: applications, deleted: [...deleted.values()] },
    objects: [...objects.values()],
    members: new Map([...members].map(([id, list]) => [id, [...list]])),
  };
}

/** The application with one more definition, when it is the one that the operation names. */
function withDefinition(application: ExtensionApplication, operation: DefineExtension): ExtensionApplication {
  if (application.id !== operation.applicationId) return application;
  const { name, dataType, multiValued, targets } = operation;
  if (application.defines.some((one) => one.name === name)) throw new Error(`${name} is defined already`);
  const made = { name, dataType, multiValued, targets: targets.map((one) => EXTENSION_TARGETS[one]) };
  return { ...application, defines: [...application.defines, made] };
}

/** The order of the body, each operation after those it waits for. */
function inOrder(operations: readonly Operation[]): readonly Operation[] {
  const byId = new Map(operations.map((one) => [one.id, one]));
  const done = new Set<string>();
  const order: Operation[] = [];
  const visit = (operation: Operation): void => {
    if (done.has(operation.id)) return;
    done.add(operation.id);
    for (const before of operation.after) visit(byId.get(before)!);
    order.push(operation);
  };
  operations.forEach(visit);
  return order;
}

function namedAs(type: string, name: string): ReadonlyMap<string, Json> {
  return new Map([[type === 'user' ? 'userPrincipalName' : 'displayName', name]]);
}

function newObject(ref: ObjectRef, id: string, anchor: string, mark: string): TenantObject {
  return {
    type: ref.type,
    id,
    name: ref.name,
    anchor,
    mark: parseMark(mark),
    mastery: 'cloud',
    guest: false,
    dynamicMembership: false,
    roleAssignable: false,
    managementRestricted: false,
    mailEnabled: false,
    licences: 0,
    attributes: new Map(),
  };
}

function withChanges(object: TenantObject, changes: readonly AttributeChange[]): TenantObject {
  const attributes = new Map<string, Json>(object.attributes);
  for (const { attribute, before, after } of changes) {
    const present = attributes.get(attribute) ?? null;
    if (JSON.stringify(present) !== JSON.stringify(before)) throw new Error(`${attribute} was not as the plan saw it`);
    if (after === null) attributes.delete(attribute);
    else attributes.set(attribute, after);
  }
  const name = attributes.get(object.type === 'user' ? 'userPrincipalName' : 'displayName');
  return { ...object, attributes, name: typeof name === 'string' ? name : object.name };
}

function managed(object: TenantObject, manager: string | undefined): TenantObject {
  const rest = Object.entries<unknown>({ ...object }).filter(([key]) => key !== 'manager');
  const entries = manager === undefined ? rest : [...rest, ['manager', manager] as const];
  return Object.fromEntries(entries) as unknown as TenantObject;
}

/** The tenant takes no second holder of a sign-in name or an anchor. */
function refuseTwins(objects: ReadonlyMap<string, TenantObject>, id: string): void {
  const object = objects.get(id)!;
  for (const other of objects.values()) {
    if (other.id === id || other.type !== object.type) continue;
    const sameName = object.type === 'user' && other.name.toLowerCase() === object.name.toLowerCase();
    if (sameName) throw new Error(`${object.name} is taken by ${other.id}`);
    if (object.anchor !== undefined && other.anchor === object.anchor)
      throw new Error(`the anchor of ${object.name} is taken`);
  }
}
