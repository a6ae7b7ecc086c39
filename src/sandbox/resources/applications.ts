import { faults } from '../faults.ts';
import { bodyOf, noContent, parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import { strings } from '../json.ts';
import { collectionAnswer, objectAnswer } from '../odata/answer.ts';
import { newId } from '../random.ts';
import { extensionPropertySchema } from '../schema/applications.ts';
import type { Kind } from '../schema/property.ts';
import { text, type Entity, type Properties } from '../store/entity.ts';
import { extensionPrefix, extensionTargets, extensionTypes } from '../tenant/extensions.ts';
import { isOwnApplication, type Tenant } from '../tenant/tenant.ts';
import { readChanges, requireProperties } from '../write/changes.ts';
import { findObject } from './directory.ts';

function findByAppId(tenant: Tenant, kind: Kind, appId: string): Entity {
  const id = tenant.store.holder(`${kind}.appId:${appId.toLowerCase()}`);
  const entity = id === undefined ? undefined : tenant.store.find(kind, id);
  if (entity === undefined) throw faults.missing(appId);
  return entity;
}

/** GET /applications(appId='x') */
export function getApplicationByAppId(call: Call, tenant: Tenant): Answer {
  return objectAnswer(call, tenant, findByAppId(tenant, 'application', parameter(call, 'appId')), 'applications');
}

/** GET /servicePrincipals(appId='x') */
export function getServicePrincipalByAppId(call: Call, tenant: Tenant): Answer {
  return objectAnswer(
    call,
    tenant,
    findByAppId(tenant, 'servicePrincipal', parameter(call, 'appId')),
    'servicePrincipals',
  );
}

function applicationOf(call: Call, tenant: Tenant): Entity {
  const appId = call.parameters['appId'];
  return appId === undefined
    ? findObject(tenant, 'application', parameter(call, 'id'))
    : findByAppId(tenant, 'application', appId);
}

/** GET /applications/{id}/extensionProperties */
export function listExtensions(call: Call, tenant: Tenant): Answer {
  const application = applicationOf(call, tenant);
  return collectionAnswer(call, tenant, tenant.store.live('extensionProperty'), 'extensionProperty', {
    context: contextOf(application),
    keep: (definition) => text(definition, 'applicationId') === application.id,
  });
}

/** GET /applications/{id}/extensionProperties/{extension} */
export function getExtension(call: Call, tenant: Tenant): Answer {
  const application = applicationOf(call, tenant);
  return objectAnswer(call, tenant, findExtension(call, tenant, application), contextOf(application));
}

/** POST /applications/{id}/extensionProperties */
export function createExtension(call: Call, tenant: Tenant): Answer {
  const application = applicationOf(call, tenant);
  requireOwnership(tenant, application);
  const changes = readChanges(tenant, extensionPropertySchema, bodyOf(call), 'create');
  requireProperties(extensionPropertySchema, changes, ['dataType', 'name', 'targetObjects']);
  const id = newId();
  const name = text({ properties: Object.fromEntries(changes.values) }, 'name') ?? '';
  const properties: Properties = {
    isMultiValued: false,
    ...Object.fromEntries(changes.values),
    name: `${extensionPrefix(text(application, 'appId') ?? '')}${name}`,
    appDisplayName: text(application, 'displayName') ?? '',
    applicationId: application.id,
    isSyncedFromOnPremises: false,
  };
  requireKnownParts(properties, name);
  // Assumption: the text when the name is taken.
  if (tenant.store.conflict({ kind: 'extensionProperty', id, properties }) !== undefined) {
    throw faults.badRequest('An extension property exists with the same name.');
  }
  tenant.commit([{ do: 'put', kind: 'extensionProperty', id, properties }]);
  const made = findObject(tenant, 'extensionProperty', id);
  return objectAnswer(call, tenant, made, contextOf(application), {
    status: 201,
    headers: { Location: `${tenant.origin}/v1.0/applications/${application.id}/extensionProperties/${id}` },
  });
}

function requireKnownParts(properties: Properties, name: string): void {
  const { resource } = extensionPropertySchema;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) throw faults.invalidValue('name', resource);
  if (!extensionTypes.some((type) => type === properties['dataType'])) throw faults.invalidValue('dataType', resource);
  const targets = strings(properties['targetObjects']);
  if (targets.length === 0 || !targets.every((target) => extensionTargets.has(target)))
    throw faults.invalidValue('targetObjects', resource);
}

/** DELETE /applications/{id}/extensionProperties/{extension}: the values stay, unseen. */
export function deleteExtension(call: Call, tenant: Tenant): Answer {
  const application = applicationOf(call, tenant);
  requireOwnership(tenant, application);
  const { id } = findExtension(call, tenant, application);
  tenant.commit([{ do: 'remove', kind: 'extensionProperty', id }]);
  return noContent;
}

function findExtension(call: Call, tenant: Tenant, application: Entity): Entity {
  const definition = findObject(tenant, 'extensionProperty', parameter(call, 'extension'));
  if (text(definition, 'applicationId') !== application.id) throw faults.missing(definition.id);
  return definition;
}

/** Assumption: the calling application owns itself, and nothing else. */
function requireOwnership(tenant: Tenant, application: Entity): void {
  const all = ['Application.ReadWrite.All', 'Directory.ReadWrite.All'].some((name) =>
    tenant.options.permissions.has(name),
  );
  if (!all && !isOwnApplication(tenant, application)) throw faults.denied();
}

function contextOf(application: Entity): string {
  return `applications('${application.id}')/extensionProperties`;
}
