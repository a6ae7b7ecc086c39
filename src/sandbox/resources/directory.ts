import { faults } from '../faults.ts';
import { parameter, type Call, type Handler } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import type { JsonObject } from '../json.ts';
import { collectionAnswer, contextUrl, objectAnswer } from '../odata/answer.ts';
import { parseExpand } from '../odata/expand.ts';
import { mixedProjection, projection } from '../odata/select.ts';
import { isGuid } from '../random.ts';
import type { Kind } from '../schema/property.ts';
import { schemas } from '../schema/registry.ts';
import { text, type Entity } from '../store/entity.ts';
import { isCloudManaged } from '../tenant/mastery.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { findGroup } from './groups.ts';
import { linkedAnswer } from './members.ts';
import { findUser } from './users.ts';

/** A directory object of one kind by id. */
export function findObject(tenant: Tenant, kind: Kind, id: string): Entity {
  if (!isGuid(id)) throw faults.invalidObjectId(id);
  const entity = tenant.store.find(kind, id);
  if (entity === undefined) throw faults.missing(id);
  return entity;
}

/** Lists the objects of a kind that the sandbox only reads. */
export function listKind(kind: Kind, context: string): Handler {
  return (call, tenant) => collectionAnswer(call, tenant, tenant.store.live(kind), kind, { context });
}

/** Answers one object of a kind that the sandbox only reads. */
export function getKind(kind: Kind, context: string): Handler {
  return (call, tenant) => objectAnswer(call, tenant, findObject(tenant, kind, parameter(call, 'id')), context);
}

/** GET /directory/administrativeUnits/{id}/members */
export function listUnitMembers(call: Call, tenant: Tenant): Answer {
  const unit = findObject(tenant, 'administrativeUnit', parameter(call, 'id'));
  return linkedAnswer(call, tenant, tenant.store.links.members, unit.id);
}

/** GET /directoryRoles: never paged. */
export function listDirectoryRoles(call: Call, tenant: Tenant): Answer {
  return collectionAnswer(call, tenant, tenant.store.live('directoryRole'), 'directoryRole', {
    context: 'directoryRoles',
  });
}

/** GET /directoryRoles/{id}/members: whoever is assigned the role for the whole tenant. */
export function listRoleMembers(call: Call, tenant: Tenant): Answer {
  const role = findObject(tenant, 'directoryRole', parameter(call, 'id'));
  const project = mixedProjection(tenant.store, call.query.select);
  const members: JsonObject[] = [];
  for (const assignment of tenant.store.live('unifiedRoleAssignment').from(0)) {
    const held =
      text(assignment, 'roleDefinitionId') === text(role, 'roleTemplateId') &&
      text(assignment, 'directoryScopeId') === '/';
    const principal = held ? tenant.store.findDirectoryObject(text(assignment, 'principalId') ?? '') : undefined;
    if (principal !== undefined) members.push(project(principal));
  }
  return {
    status: 200,
    body: { '@odata.context': contextUrl(tenant, 'directoryObjects', call.query.select), value: members },
  };
}

/** GET /roleManagement/directory/roleAssignments, with `$expand=principal` */
export function listRoleAssignments(call: Call, tenant: Tenant): Answer {
  return withPrincipals(call, tenant, 'unifiedRoleAssignment', 'roleManagement/directory/roleAssignments');
}

/** GET /roleManagement/directory/roleEligibilityScheduleInstances */
export function listRoleEligibility(call: Call, tenant: Tenant): Answer {
  if (!tenant.options.pim) throw faults.noPremiumLicense();
  return withPrincipals(
    call,
    tenant,
    'unifiedRoleEligibilityScheduleInstance',
    'roleManagement/directory/roleEligibilityScheduleInstances',
  );
}

function withPrincipals(call: Call, tenant: Tenant, kind: Kind, context: string): Answer {
  const collection = tenant.store.live(kind);
  const { expand, select } = call.query;
  if (expand === undefined) return collectionAnswer(call, tenant, collection, kind, { context });
  const principal = mixedProjection(tenant.store, parseExpand(expand, 'principal'));
  const plain = projection(tenant.store, schemas[kind], select);
  const project = (assignment: Entity): JsonObject => {
    const holder = tenant.store.findDirectoryObject(text(assignment, 'principalId') ?? '');
    return { ...plain(assignment), ...(holder === undefined ? {} : { principal: principal(holder) }) };
  };
  return collectionAnswer(call, tenant, collection, kind, { context, project });
}

/** GET /roleManagement/directory/roleDefinitions/{id} */
export function getRoleDefinition(call: Call, tenant: Tenant): Answer {
  const definition = findObject(tenant, 'unifiedRoleDefinition', parameter(call, 'id'));
  return objectAnswer(call, tenant, definition, 'roleManagement/directory/roleDefinitions');
}

/** GET /groups/{id}/appRoleAssignments: the applications that a group grants. */
export function listGroupAppRoles(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  return appRoles(call, tenant, 'principalId', group, `groups('${group.id}')/appRoleAssignments`);
}

/** GET /servicePrincipals/{id}/appRoleAssignedTo: whoever an application is assigned to. */
export function listAppRoleHolders(call: Call, tenant: Tenant): Answer {
  const application = findObject(tenant, 'servicePrincipal', parameter(call, 'id'));
  return appRoles(call, tenant, 'resourceId', application, `servicePrincipals('${application.id}')/appRoleAssignedTo`);
}

function appRoles(call: Call, tenant: Tenant, side: 'principalId' | 'resourceId', of: Entity, context: string): Answer {
  const collection = tenant.store.live('appRoleAssignment');
  const keep = (assignment: Entity): boolean => text(assignment, side)?.toLowerCase() === of.id;
  return collectionAnswer(call, tenant, collection, 'appRoleAssignment', { context, keep });
}

/** GET /users/{id}/onPremisesSyncBehavior */
export function getUserAuthority(call: Call, tenant: Tenant): Answer {
  return authority(tenant, findUser(tenant, parameter(call, 'id')));
}

/** GET /groups/{id}/onPremisesSyncBehavior */
export function getGroupAuthority(call: Call, tenant: Tenant): Answer {
  return authority(tenant, findGroup(tenant, parameter(call, 'id')));
}

/** GET /contacts/{id}/onPremisesSyncBehavior */
export function getContactAuthority(call: Call, tenant: Tenant): Answer {
  return authority(tenant, findObject(tenant, 'orgContact', parameter(call, 'id')));
}

function authority(tenant: Tenant, entity: Entity): Answer {
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin}/v1.0/$metadata#${entity.kind}s('${entity.id}')/onPremisesSyncBehavior/$entity`,
      id: entity.id,
      isCloudManaged: isCloudManaged(entity),
    },
  };
}
