import type { Json } from '../../kernel/canonical-json.ts';
import { foldCase } from '../../kernel/text.ts';
import { parseMark } from '../../model/mark.ts';
import type { DeletedObject, MarkFound, Mastery, TenantObject, TenantType } from '../../model/tenant.ts';
import type { JsonObject } from './client.ts';
import type { Item } from './read/reader.ts';
import type { Selection } from './read/selection.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Turns Graph's objects of one type into ours; made once for a read, called for every object. */
export function converter(type: TenantType, selection: Selection, markName: string): (item: Item) => TenantObject {
  const attributes = attributeReader(selection);
  const special = type === 'user' ? convertUser : convertGroup;
  return (item) => {
    const object = special(item, markOf(item[markName]), attributes(item));
    const sid = item['onPremisesSecurityIdentifier'];
    if (typeof sid === 'string') object.sid = sid;
    return object;
  };
}

function convertUser(item: Item, mark: MarkFound, attributes: ReadonlyMap<string, Json>): Mutable<TenantObject> {
  const object: Mutable<TenantObject> = {
    type: 'user',
    id: item.id,
    name: textOf(item['userPrincipalName']),
    mark,
    mastery: masteryOf(item['onPremisesSyncEnabled']),
    guest: item['userType'] === 'Guest',
    dynamicMembership: false,
    roleAssignable: false,
    managementRestricted: item['isManagementRestricted'] === true,
    mailEnabled: false,
    licences: countOf(item['assignedLicenses']),
    attributes,
  };
  const anchor = item['onPremisesImmutableId'];
  if (typeof anchor === 'string') object.anchor = anchor;
  const manager = item['manager'];
  if (isObject(manager) && typeof manager['id'] === 'string') object.manager = manager['id'];
  return object;
}

function convertGroup(item: Item, mark: MarkFound, attributes: ReadonlyMap<string, Json>): Mutable<TenantObject> {
  const kinds = item['groupTypes'];
  const object: Mutable<TenantObject> = {
    type: 'group',
    id: item.id,
    name: textOf(item['displayName']),
    mark,
    mastery: masteryOf(item['onPremisesSyncEnabled']),
    guest: false,
    dynamicMembership: holds(kinds, 'DynamicMembership'),
    roleAssignable: item['isAssignableToRole'] === true,
    managementRestricted: item['isManagementRestricted'] === true,
    // A Microsoft 365 group is mail-enabled too, but Graph can change it.
    mailEnabled: item['mailEnabled'] === true && !holds(kinds, 'Unified'),
    licences: countOf(item['assignedLicenses']),
    attributes,
  };
  const anchor = item['uniqueName'];
  if (typeof anchor === 'string') object.anchor = anchor;
  const { membershipRule: rule, membershipRuleProcessingState: state } = item;
  if (object.dynamicMembership && typeof rule === 'string') object.membershipRule = rule;
  if (object.dynamicMembership && typeof state === 'string') object.membershipRuleProcessingState = state;
  return object;
}

/** An object in the bin. Its userPrincipalName carries its id in front, so that the name is free for another. */
export function convertDeleted(type: TenantType, item: Item, markName: string): DeletedObject {
  const anchor = item[type === 'user' ? 'onPremisesImmutableId' : 'uniqueName'];
  const name = textOf(item[type === 'user' ? 'userPrincipalName' : 'displayName']);
  const prefix = item.id.replaceAll('-', '');
  const deletedAt = item['deletedDateTime'];
  return {
    type,
    id: item.id,
    name: type === 'user' && foldCase(name).startsWith(foldCase(prefix)) ? name.slice(prefix.length) : name,
    mark: markOf(item[markName]),
    ...(typeof anchor === 'string' ? { anchor } : {}),
    ...(typeof deletedAt === 'string' ? { deletedAt } : {}),
    ...kindOfDeleted(type, item),
  };
}

/** What says that it is no ordinary object; most say nothing. */
function kindOfDeleted(type: TenantType, item: Item): Partial<DeletedObject> {
  const special = (type === 'user' ? convertUser : convertGroup)(item, undefined, NOTHING);
  const { mastery, guest, dynamicMembership, roleAssignable, mailEnabled } = special;
  return {
    ...(mastery === 'cloud' ? {} : { mastery }),
    ...(guest ? { guest } : {}),
    ...(dynamicMembership ? { dynamicMembership } : {}),
    ...(roleAssignable ? { roleAssignable } : {}),
    ...(mailEnabled || holds(item['groupTypes'], 'Unified') ? { mailEnabled: true } : {}),
  };
}

const NOTHING: ReadonlyMap<string, Json> = new Map();

/** Reads what is present: null and an empty list are how Graph says absent. */
function attributeReader({ flat, nested }: Selection): (item: Item) => ReadonlyMap<string, Json> {
  return (item) => {
    const found = new Map<string, Json>();
    for (const name of flat) put(found, name, item[name]);
    const extension = nested.length > 0 ? item['onPremisesExtensionAttributes'] : undefined;
    if (isObject(extension)) for (const name of nested) put(found, name, extension[name]);
    return found.size === 0 ? NOTHING : found;
  };
}

function put(found: Map<string, Json>, name: string, value: Json | undefined): void {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return;
  found.set(name, value);
}

/** A text that is no mark of ours is one all the same: whoever wrote it, the object is spoken for. */
function markOf(value: Json | undefined): MarkFound {
  if (value === undefined || value === null || value === '') return undefined;
  return (typeof value === 'string' ? parseMark(value) : undefined) ?? 'unreadable';
}

/**
 * true: another engine writes it; false: one did; null: never, or its source of authority was moved to the cloud. The
 * last two cannot be told apart in bulk: onPremisesSyncBehavior is read object by object, and in both cases the cloud
 * is the master (learn.microsoft.com: "Source of Authority").
 */
function masteryOf(syncEnabled: Json | undefined): Mastery {
  if (syncEnabled === true) return 'otherEngine';
  return syncEnabled === false ? 'formerlySynced' : 'cloud';
}

function holds(values: Json | undefined, wanted: string): boolean {
  return Array.isArray(values) && values.includes(wanted);
}

function countOf(values: Json | undefined): number {
  return Array.isArray(values) ? values.length : 0;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
