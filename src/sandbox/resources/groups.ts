import { faults } from '../faults.ts';
import { bodyOf, noContent, parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import type { Json, JsonObject } from '../json.ts';
import { collectionAnswer, countAnswer, objectAnswer } from '../odata/answer.ts';
import { isGuid, newId } from '../random.ts';
import { groupSchema } from '../schema/group.ts';
import { text, type Entity, type Properties } from '../store/entity.ts';
import type { Mutation } from '../store/mutation.ts';
import { isUnified } from '../store/uniqueness.ts';
import { refuseMasteredWrites, refuseWhenMastered } from '../tenant/mastery.ts';
import { requireRoleManagement } from '../tenant/privilege.ts';
import { securityIdentifier } from '../tenant/security-identifier.ts';
import { defaultDomain, presentTime, type Tenant } from '../tenant/tenant.ts';
import { changedProperties, readChanges, requireProperties, type Changes } from '../write/changes.ts';
import {
  boundMembers,
  mostLinks,
  requireKnownKind,
  requireRule,
  requireWritableGroup,
  requireWritableMembers,
} from '../write/group-rules.ts';
import { referencedObject } from '../write/references.ts';
import { addressesWithMail } from '../write/user-rules.ts';

const required = ['displayName', 'mailEnabled', 'mailNickname', 'securityEnabled'];

/** A group by id. */
export function findGroup(tenant: Tenant, id: string): Entity {
  if (!isGuid(id)) throw faults.invalidObjectId(id);
  const group = tenant.store.find('group', id);
  if (group === undefined) throw faults.missing(id);
  return group;
}

function findByUniqueName(tenant: Tenant, name: string): Entity | undefined {
  const id = tenant.store.holder(`uniqueName:${name.toLowerCase()}`);
  return id === undefined ? undefined : tenant.store.find('group', id);
}

function requireByUniqueName(tenant: Tenant, name: string): Entity {
  const group = findByUniqueName(tenant, name);
  if (group === undefined) throw faults.missing(name);
  return group;
}

/** GET /groups */
export function listGroups(call: Call, tenant: Tenant): Answer {
  return collectionAnswer(call, tenant, tenant.store.live('group'), 'group', { context: 'groups' });
}

/** GET /groups/$count */
export function countGroups(call: Call, tenant: Tenant): Answer {
  return countAnswer(call, tenant, tenant.store.live('group'), 'group');
}

/** GET /groups/{id} */
export function getGroup(call: Call, tenant: Tenant): Answer {
  return answerGroup(call, tenant, findGroup(tenant, parameter(call, 'id')));
}

/** GET /groups(uniqueName='x') */
export function getGroupByUniqueName(call: Call, tenant: Tenant): Answer {
  return answerGroup(call, tenant, requireByUniqueName(tenant, parameter(call, 'uniqueName')));
}

function answerGroup(call: Call, tenant: Tenant, group: Entity, status = 200): Answer {
  if (call.query.expand !== undefined) throw faults.unsupportedQuery('The $expand of this resource is not supported.');
  const headers = status === 201 ? { Location: `${tenant.origin}/v1.0/groups/${group.id}` } : {};
  return objectAnswer(call, tenant, group, 'groups', { status, headers });
}

/** POST /groups */
export function createGroup(call: Call, tenant: Tenant): Answer {
  return makeGroup(call, tenant, bodyOf(call));
}

function makeGroup(call: Call, tenant: Tenant, body: JsonObject): Answer {
  const changes = readChanges(tenant, groupSchema, body, 'create');
  requireProperties(groupSchema, changes, required);
  const id = newId();
  const properties = newProperties(tenant, id, changes);
  requireKnownKind(properties);
  const group: Entity = { kind: 'group', id, sequence: 0, properties };
  requireRoleManagement(tenant, group);
  const property = tenant.store.conflict(group);
  if (property !== undefined) throw faults.conflict(property);
  tenant.commit([{ do: 'put', kind: 'group', id, properties }, ...firstLinks(tenant, group, changes)]);
  return answerGroup(call, tenant, findGroup(tenant, id), 201);
}

function newProperties(tenant: Tenant, id: string, changes: Changes): Properties {
  const now = presentTime(tenant);
  const unified = isUnified({ kind: 'group', id, sequence: 0, properties: Object.fromEntries(changes.values) });
  const base: Properties = {
    createdDateTime: now,
    renewedDateTime: now,
    securityIdentifier: securityIdentifier(id),
    visibility: unified ? 'Public' : 'Private',
    ...(unified ? mailOf(tenant, changes) : {}),
  };
  return changedProperties(groupSchema, base, changes.values);
}

function mailOf(tenant: Tenant, changes: Changes): Properties {
  const nickname = text({ properties: Object.fromEntries(changes.values) }, 'mailNickname') ?? '';
  const mail = `${nickname}@${defaultDomain(tenant.store)}`;
  return { mail, proxyAddresses: addressesWithMail({}, mail) };
}

function firstLinks(tenant: Tenant, group: Entity, changes: Changes): readonly Mutation[] {
  const members = changes.binds.get('members') ?? [];
  const owners = changes.binds.get('owners') ?? [];
  refuseOtherBinds(changes, ['members', 'owners']);
  if (members.length + owners.length > mostLinks) {
    throw faults.badRequest(`The number of relationships in the request exceeds the limit of ${mostLinks}.`);
  }
  if (members.length > 0) requireWritableMembers(tenant, group);
  const to = boundMembers(tenant, group, members);
  const owning = owners.map((url) => referencedObject(tenant, url).id);
  return [
    { do: 'link', relation: 'members', from: group.id, to },
    { do: 'link', relation: 'owners', from: group.id, to: owning },
  ];
}

function refuseOtherBinds(changes: Changes, known: readonly string[]): void {
  for (const name of changes.binds.keys()) if (!known.includes(name)) throw faults.unknownProperty(name);
}

/** PATCH /groups/{id} */
export function updateGroup(call: Call, tenant: Tenant): Answer {
  return changeGroup(tenant, findGroup(tenant, parameter(call, 'id')), bodyOf(call));
}

/** PATCH /groups(uniqueName='x'), which creates with `Prefer: create-if-missing`. */
export function upsertGroup(call: Call, tenant: Tenant): Answer {
  const uniqueName = parameter(call, 'uniqueName');
  const group = findByUniqueName(tenant, uniqueName);
  if (group !== undefined) return changeGroup(tenant, group, bodyOf(call));
  if (!/\bcreate-if-missing\b/i.test(call.header('prefer') ?? '')) throw faults.missing(uniqueName);
  return makeGroup(call, tenant, { ...bodyOf(call), uniqueName });
}

function changeGroup(tenant: Tenant, group: Entity, body: JsonObject): Answer {
  const changes = readChanges(tenant, groupSchema, body, 'update');
  refuseOtherBinds(changes, ['members']);
  requireWritableGroup(tenant, group);
  refuseMasteredWrites(group, changes.values.keys());
  const members = changes.binds.get('members') ?? [];
  if (members.length > 0) requireWritableMembers(tenant, group);
  requireFirstName(group, changes.values.get('uniqueName'));
  const properties = changedProperties(groupSchema, group.properties, changes.values);
  requireSameKind(group, properties);
  requireRule(properties, changes.values);
  const property = tenant.store.conflict({ ...group, properties });
  if (property !== undefined) throw faults.conflict(property);
  const to = boundMembers(tenant, group, members);
  const put: readonly Mutation[] =
    changes.values.size > 0 ? [{ do: 'put', kind: 'group', id: group.id, properties }] : [];
  tenant.commit([...put, { do: 'link', relation: 'members', from: group.id, to }]);
  return noContent;
}

/** A uniqueName can be set while there is none, and never again. Assumption: setting the same value again is allowed. */
function requireFirstName(group: Entity, uniqueName: Json | undefined): void {
  const present = group.properties['uniqueName'];
  if (uniqueName !== undefined && present !== undefined && present !== uniqueName) throw faults.readOnly('uniqueName');
}

/** A security group never becomes a Microsoft 365 group, nor the other way round. */
function requireSameKind(group: Entity, properties: Properties): void {
  const unified = isUnified(group);
  if (unified !== isUnified({ ...group, properties })) throw faults.invalidValue('groupTypes', groupSchema.resource);
  if (!unified && properties['securityEnabled'] !== true) {
    throw faults.invalidValue('securityEnabled', groupSchema.resource);
  }
}

/** DELETE /groups/{id} */
export function deleteGroup(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  requireWritableGroup(tenant, group);
  refuseWhenMastered(group);
  // https://learn.microsoft.com/graph/api/group-delete: security groups are kept for 30 days as well.
  const properties: Properties = { ...group.properties, deletedDateTime: presentTime(tenant) };
  tenant.commit([{ do: 'put', kind: 'group', id: group.id, properties }]);
  return noContent;
}
