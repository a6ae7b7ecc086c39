import { faults } from '../faults.ts';
import { noContent, parameter, parseOptionalBody, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import { strings, type Json, type JsonObject } from '../json.ts';
import { collectionAnswer } from '../odata/answer.ts';
import { projection } from '../odata/select.ts';
import { isGuid } from '../random.ts';
import type { Kind } from '../schema/property.ts';
import { schemas } from '../schema/registry.ts';
import { isDeleted, text, type Entity } from '../store/entity.ts';
import type { Mutation } from '../store/mutation.ts';
import type { Store } from '../store/store.ts';
import { requireRankOver, requireRoleManagement } from '../tenant/privilege.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { requireUsableName } from '../write/user-rules.ts';

/** https://learn.microsoft.com/graph/api/resources/deletedItems: the types that can be restored. */
const restorable: readonly Kind[] = [
  'user',
  'group',
  'application',
  'servicePrincipal',
  'device',
  'administrativeUnit',
];
const kept = 30 * 86_400_000;

/** GET /directory/deletedItems/microsoft.graph.{type} */
export function listDeletedItems(call: Call, tenant: Tenant): Answer {
  const type = parameter(call, 'type');
  if (isGuid(type)) return getDeletedItem(call, tenant, type);
  const kind = restorable.find((candidate) => `microsoft.graph.${candidate}`.toLowerCase() === type.toLowerCase());
  if (kind === undefined) throw faults.unknownSegment(type);
  requireReading(tenant, kind);
  const plain = projection(tenant.store, schemas[kind], call.query.select);
  const project = call.query.select === undefined ? withDeletion(plain) : plain;
  const listing = { context: `directory/deletedItems/microsoft.graph.${kind}`, project };
  if (call.query.expand !== undefined) throw faults.unsupportedQuery('The $expand of this resource is not supported.');
  return collectionAnswer(call, tenant, tenant.store.deleted(kind), kind, listing);
}

function getDeletedItem(call: Call, tenant: Tenant, id: string): Answer {
  const entity = findDeleted(tenant.store, id);
  requireReading(tenant, entity.kind);
  return answerDirectoryObject(call, tenant, entity);
}

function answerDirectoryObject(call: Call, tenant: Tenant, entity: Entity): Answer {
  const plain = projection(tenant.store, schemas[entity.kind], call.query.select);
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin}/v1.0/$metadata#directoryObjects/$entity`,
      '@odata.type': `#microsoft.graph.${entity.kind}`,
      ...(call.query.select === undefined ? withDeletion(plain) : plain)(entity),
    },
  };
}

function withDeletion(plain: (entity: Entity) => JsonObject): (entity: Entity) => JsonObject {
  return (entity) => ({ ...plain(entity), deletedDateTime: entity.properties['deletedDateTime'] ?? null });
}

/** Users are read with the permissions for users, everything else with those for groups or the directory. */
function requireReading(tenant: Tenant, kind: Kind): void {
  const stem = kind === 'user' ? 'User' : kind === 'group' ? 'Group' : 'Application';
  requireAny(tenant, [`${stem}.Read.All`, `${stem}.ReadWrite.All`, 'Directory.Read.All', 'Directory.ReadWrite.All']);
}

function requireWriting(tenant: Tenant, entity: Entity): void {
  const stem = entity.kind === 'user' ? 'User' : entity.kind === 'group' ? 'Group' : 'Application';
  requireAny(tenant, [
    `${stem}.ReadWrite.All`,
    ...(entity.kind === 'user' ? ['User.DeleteRestore.All'] : []),
    'Directory.ReadWrite.All',
  ]);
  if (entity.kind === 'user') requireRankOver(tenant, entity);
  if (entity.kind === 'group') requireRoleManagement(tenant, entity);
}

function requireAny(tenant: Tenant, names: readonly string[]): void {
  if (!names.some((name) => tenant.options.permissions.has(name))) throw faults.denied();
}

function findDeleted(store: Store, id: string): Entity {
  for (const kind of restorable) {
    const entity = store.any(kind, id);
    if (entity !== undefined && isDeleted(entity)) return entity;
  }
  throw faults.missing(id);
}

/** POST /directory/deletedItems/{id}/restore */
export function restoreDeletedItem(call: Call, tenant: Tenant): Answer {
  const entity = findDeleted(tenant.store, parameter(call, 'id'));
  requireWriting(tenant, entity);
  const properties: Record<string, Json> = { ...entity.properties };
  delete properties['deletedDateTime'];
  if (entity.kind === 'user') restoreName(tenant, entity, properties, parseOptionalBody(call));
  const restored = { ...entity, properties };
  // Assumption: a conflict at restore is answered like one at create.
  const property = tenant.store.conflict(restored);
  if (property !== undefined) throw faults.conflict(property);
  tenant.commit([{ do: 'put', kind: entity.kind, id: entity.id, properties }]);
  return answerDirectoryObject(call, tenant, tenant.store.find(entity.kind, entity.id) ?? restored);
}

/**
 * Assumption: `newUserPrincipalName` and `autoReconcileProxyConflict` are what Microsoft's own PowerShell sends;
 * the reference does not list them.
 */
function restoreName(tenant: Tenant, user: Entity, properties: Record<string, Json>, body: JsonObject): void {
  const prefix = user.id.replaceAll('-', '');
  const kept = text(user, 'userPrincipalName') ?? '';
  const wanted = body['newUserPrincipalName'];
  properties['userPrincipalName'] =
    typeof wanted === 'string' ? wanted : kept.startsWith(prefix) ? kept.slice(prefix.length) : kept;
  requireUsableName(tenant, properties);
  if (body['autoReconcileProxyConflict'] !== true) return;
  properties['proxyAddresses'] = strings(properties['proxyAddresses']).filter(
    (address) => tenant.store.holder(`proxyAddresses:${address.toLowerCase()}`) === undefined,
  );
}

/** DELETE /directory/deletedItems/{id} */
export function purgeDeletedItem(call: Call, tenant: Tenant): Answer {
  const entity = findDeleted(tenant.store, parameter(call, 'id'));
  requireWriting(tenant, entity);
  tenant.commit(purge(tenant.store, entity));
  return noContent;
}

/** Removes for good what has lain among the deleted items for 30 days. */
export function purgeExpired(tenant: Tenant): void {
  const limit = tenant.clock.now() - kept;
  const expired = restorable.flatMap((kind) =>
    [...tenant.store.deleted(kind).from(0)].filter(
      (entity) => Date.parse(text(entity, 'deletedDateTime') ?? '') <= limit,
    ),
  );
  if (expired.length > 0) tenant.commit(expired.flatMap((entity) => purge(tenant.store, entity)));
}

/** With an object go the assignments that name it. */
function purge(store: Store, entity: Entity): readonly Mutation[] {
  const assignments = (
    ['unifiedRoleAssignment', 'unifiedRoleEligibilityScheduleInstance', 'appRoleAssignment'] as const
  ).flatMap((kind) =>
    [...store.live(kind).from(0)].filter((assignment) => text(assignment, 'principalId') === entity.id),
  );
  return [entity, ...assignments].map(({ kind, id }) => ({ do: 'remove', kind, id }));
}
