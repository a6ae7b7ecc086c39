import { faults } from '../faults.ts';
import { bodyOf, noContent, parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import type { Json, JsonObject } from '../json.ts';
import { collectionAnswer, countAnswer, objectAnswer } from '../odata/answer.ts';
import { parseExpand } from '../odata/expand.ts';
import { mixedProjection, projection, refuseSharePointBacked } from '../odata/select.ts';
import { newId } from '../random.ts';
import { userSchema } from '../schema/user.ts';
import { text, type Entity, type Properties } from '../store/entity.ts';
import type { Store } from '../store/store.ts';
import { refuseMasteredWrites, refuseWhenMastered } from '../tenant/mastery.ts';
import { requirePasswordRole, requireRankOver, sensitiveProperties } from '../tenant/privilege.ts';
import { isRestricted } from '../tenant/restricted.ts';
import { securityIdentifier } from '../tenant/security-identifier.ts';
import { presentTime, type Tenant } from '../tenant/tenant.ts';
import { changedProperties, readChanges, requireProperties, type Changes } from '../write/changes.ts';
import { addressesWithMail, checkedPasswordProfile, requireUsableName } from '../write/user-rules.ts';

const expandedPage = 100;
const required = ['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'];
/** What an application with User.EnableDisableAccount.All alone may change. */
const accountState = 'accountEnabled';

/** A user by id or sign-in name. */
export function findUser(tenant: Tenant, key: string): Entity {
  const { store } = tenant;
  const user =
    store.find('user', key) ?? store.find('user', store.holder(`userPrincipalName:${key.toLowerCase()}`) ?? '');
  if (user === undefined) throw faults.missing(key);
  return user;
}

/** GET /users */
export function listUsers(call: Call, tenant: Tenant): Answer {
  const { select, expand, advanced } = call.query;
  refuseSharePointBacked(select);
  const users = tenant.store.live('user');
  if (expand === undefined) return collectionAnswer(call, tenant, users, 'user', { context: 'users' });
  // https://learn.microsoft.com/graph/query-parameters#expand: not together with advanced queries.
  if (advanced) throw faults.unsupportedQuery('$expand is not supported together with advanced query parameters.');
  const withManager = managerExpansion(tenant.store, expand);
  const plain = projection(tenant.store, userSchema, select);
  const project = (user: Entity): JsonObject => ({ ...plain(user), ...withManager(user) });
  // Assumption: the page size of an expanded list, from issue reports.
  return collectionAnswer(call, tenant, users, 'user', { context: 'users', project, largestPage: expandedPage });
}

/** GET /users/$count */
export function countUsers(call: Call, tenant: Tenant): Answer {
  return countAnswer(call, tenant, tenant.store.live('user'), 'user');
}

/** GET /users/{id} */
export function getUser(call: Call, tenant: Tenant): Answer {
  const user = findUser(tenant, parameter(call, 'id'));
  const { expand } = call.query;
  const extra = expand === undefined ? {} : managerExpansion(tenant.store, expand)(user);
  return objectAnswer(call, tenant, user, 'users', { extra });
}

function managerExpansion(store: Store, expand: string): (user: Entity) => JsonObject {
  const select = parseExpand(expand, 'manager');
  const project = mixedProjection(store, select);
  return (user) => {
    const manager = managerOf(store, user.id);
    return manager === undefined ? {} : { manager: project(manager) };
  };
}

/** The manager of a user; one that is deleted does not show. */
export function managerOf(store: Store, userId: string): Entity | undefined {
  const [id] = store.links.manager.targets(userId);
  return id === undefined ? undefined : store.findDirectoryObject(id);
}

/** POST /users */
export function createUser(call: Call, tenant: Tenant): Answer {
  const changes = readChanges(tenant, userSchema, bodyOf(call), 'create');
  requireProperties(userSchema, changes, required);
  // Assumption: links in the body of a new user are refused: they are not documented.
  for (const name of changes.binds.keys()) throw faults.unknownProperty(name);
  const id = newId();
  const now = presentTime(tenant);
  const base: Properties = {
    createdDateTime: now,
    lastPasswordChangeDateTime: now,
    signInSessionsValidFromDateTime: now,
    securityIdentifier: securityIdentifier(id),
    userType: 'Member',
  };
  const properties = withDerived(changedProperties(userSchema, base, changes.values), changes, 'create');
  requireUsableName(tenant, properties);
  const property = tenant.store.conflict({ kind: 'user', id, properties });
  if (property !== undefined) throw faults.conflict(property);
  tenant.commit([{ do: 'put', kind: 'user', id, properties }]);
  return objectAnswer(call, tenant, findUser(tenant, id), 'users', {
    status: 201,
    headers: { Location: `${tenant.origin}/v1.0/users/${id}` },
  });
}

/** PATCH /users/{id} */
export function updateUser(call: Call, tenant: Tenant): Answer {
  const user = findUser(tenant, parameter(call, 'id'));
  const changes = readChanges(tenant, userSchema, bodyOf(call), 'update');
  for (const name of changes.binds.keys()) throw faults.unknownProperty(name);
  requireUpdateRights(tenant, user, changes);
  refuseMasteredWrites(user, changes.values.keys());
  const properties = withDerived(
    changedProperties(userSchema, user.properties, changes.values),
    changes,
    'update',
    user,
  );
  if (changes.values.has('userPrincipalName') || changes.values.has('onPremisesImmutableId'))
    requireUsableName(tenant, properties);
  const property = tenant.store.conflict({ ...user, properties });
  if (property !== undefined) throw faults.conflict(property);
  tenant.commit([{ do: 'put', kind: 'user', id: user.id, properties }]);
  return noContent;
}

function requireUpdateRights(tenant: Tenant, user: Entity, changes: Changes): void {
  const names = [...changes.values.keys()];
  const { permissions } = tenant.options;
  const general = ['User.ReadWrite.All', 'User.ReadUpdate.All', 'Directory.ReadWrite.All'].some((name) =>
    permissions.has(name),
  );
  if (!general && names.some((name) => name !== accountState)) throw faults.denied();
  if (isRestricted(tenant.store, user)) throw faults.restricted();
  if (names.some((name) => sensitiveProperties.has(name))) requireRankOver(tenant, user);
  if (changes.values.has('passwordProfile')) requirePasswordRole(tenant);
}

/** What follows from the written values. */
function withDerived(
  properties: Properties,
  changes: Changes,
  action: 'create' | 'update',
  former?: Entity,
): Properties {
  const derived: Record<string, Json> = { ...properties };
  const { values } = changes;
  if (values.has('passwordProfile'))
    derived['passwordProfile'] = checkedPasswordProfile(values.get('passwordProfile'), action);
  const mail = values.get('mail');
  if (typeof mail === 'string') derived['proxyAddresses'] = addressesWithMail(properties, mail);
  const attributes = values.get('onPremisesExtensionAttributes');
  if (typeof attributes === 'object' && attributes !== null) {
    derived['onPremisesExtensionAttributes'] = merged(
      former?.properties['onPremisesExtensionAttributes'],
      attributes as JsonObject,
    );
  }
  const orgData = values.get('employeeOrgData');
  if (typeof orgData === 'object' && orgData !== null) {
    derived['employeeOrgData'] = { division: null, costCenter: null, ...(orgData as JsonObject) };
  }
  return derived;
}

/** The extension attributes change one by one; those that are not named stay. */
function merged(former: Json | undefined, change: JsonObject): JsonObject {
  return { ...(former === undefined ? {} : (former as JsonObject)), ...change };
}

/** DELETE /users/{id} */
export function deleteUser(call: Call, tenant: Tenant): Answer {
  const user = findUser(tenant, parameter(call, 'id'));
  if (isRestricted(tenant.store, user)) throw faults.restricted();
  requireRankOver(tenant, user);
  // Assumption: deleting a synchronised user is refused like its other writes.
  refuseWhenMastered(user);
  const name = text(user, 'userPrincipalName') ?? '';
  const properties: Properties = {
    ...user.properties,
    // The name is free for another user at once: the deleted one keeps it behind its id.
    userPrincipalName: `${user.id.replaceAll('-', '')}${name}`,
    deletedDateTime: presentTime(tenant),
  };
  tenant.commit([{ do: 'put', kind: 'user', id: user.id, properties }]);
  return noContent;
}
