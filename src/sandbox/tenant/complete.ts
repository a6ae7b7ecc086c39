import { isObject, isList, strings, type Json } from '../json.ts';
import { derivedId, newId } from '../random.ts';
import { text, type Entity } from '../store/entity.ts';
import type { Kind } from '../schema/property.ts';
import type { Mutation } from '../store/mutation.ts';
import type { Store } from '../store/store.ts';
import { builtInRoles } from './roles.ts';
import { extensionPrefix } from './extensions.ts';

/** What a fresh tenant gets when its seed does not say it. */
export interface TenantDefaults {
  readonly tenantId: string | undefined;
  readonly clientId: string;
  readonly time: string;
}

const initialDomain = 'contoso.onmicrosoft.com';

/** Adds to a seeded or empty store what every tenant has. Returns the tenant's id. */
export function completeTenant(store: Store, defaults: TenantDefaults): string {
  completeDomains(store);
  const id = completeOrganization(store, defaults);
  completeRoles(store);
  for (const application of [...store.live('application').from(0)]) defineInlineExtensions(store, application);
  completeClient(store, defaults);
  return id;
}

function put(store: Store, kind: Kind, id: string, properties: Readonly<Record<string, Json>>): void {
  const mutation: Mutation = { do: 'put', kind, id, properties };
  store.apply(mutation);
}

/** Domains come from their own lines, else from the organization's, else there is the initial one. */
function completeDomains(store: Store): void {
  if (store.live('domain').size > 0) return;
  const [organization] = store.all('organization');
  const listed = organization?.properties['verifiedDomains'];
  const domains = isList(listed) && listed.length > 0 ? listed.filter(isObject) : [initialDomainEntry()];
  for (const domain of domains) {
    const name = domain['name'];
    if (typeof name !== 'string') continue;
    put(store, 'domain', name.toLowerCase(), {
      authenticationType: domain['type'] === 'Federated' ? 'Federated' : 'Managed',
      isVerified: true,
      isAdminManaged: true,
      isRoot: true,
      isDefault: domain['isDefault'] === true,
      isInitial: domain['isInitial'] === true,
      supportedServices: ['Email'],
    });
  }
}

function initialDomainEntry(): Readonly<Record<string, Json>> {
  return { name: initialDomain, type: 'Managed', isDefault: true, isInitial: true };
}

function completeOrganization(store: Store, defaults: TenantDefaults): string {
  const [organization] = store.all('organization');
  if (organization !== undefined && isList(organization.properties['verifiedDomains'])) return organization.id;
  const id = organization?.id ?? defaults.tenantId ?? newId();
  put(store, 'organization', id, {
    displayName: 'Contoso',
    tenantType: 'AAD',
    createdDateTime: defaults.time,
    ...organization?.properties,
    verifiedDomains: [...store.live('domain').from(0)]
      .filter((domain) => domain.properties['isVerified'] === true)
      .map((domain) => ({
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: domain.properties['isDefault'] === true,
        isInitial: domain.properties['isInitial'] === true,
        name: domain.id,
        type: text(domain, 'authenticationType') ?? 'Managed',
      })),
  });
  return id;
}

/** Role definitions are built in; members of directory roles and role assignments are two views of one thing. */
function completeRoles(store: Store): void {
  for (const { templateId, displayName } of builtInRoles) {
    if (store.any('unifiedRoleDefinition', templateId) === undefined) {
      put(store, 'unifiedRoleDefinition', templateId, {
        displayName,
        templateId,
        isBuiltIn: true,
        isEnabled: true,
        resourceScopes: ['/'],
      });
    }
  }
  for (const role of [...store.live('directoryRole').from(0)]) assignMembers(store, role);
  for (const assignment of [...store.live('unifiedRoleAssignment').from(0)]) activateRole(store, assignment);
}

function assignMembers(store: Store, role: Entity): void {
  const members = [...store.links.members.targets(role.id)];
  const template = text(role, 'roleTemplateId') ?? role.id;
  const present = new Set(
    [...store.live('unifiedRoleAssignment').from(0)]
      .filter((assignment) => text(assignment, 'roleDefinitionId') === template)
      .map((assignment) => text(assignment, 'principalId')),
  );
  for (const principalId of members) {
    if (present.has(principalId)) continue;
    const properties = { principalId, roleDefinitionId: template, directoryScopeId: '/' };
    put(store, 'unifiedRoleAssignment', derivedId(`role ${template} ${principalId}`), properties);
  }
  store.apply({ do: 'unlink', relation: 'members', from: role.id, to: members });
}

function activateRole(store: Store, assignment: Entity): void {
  const roleTemplateId = text(assignment, 'roleDefinitionId');
  if (roleTemplateId === undefined || text(assignment, 'directoryScopeId') !== '/') return;
  for (const role of store.live('directoryRole').from(0)) {
    if (text(role, 'roleTemplateId') === roleTemplateId) return;
  }
  const displayName = text(store.any('unifiedRoleDefinition', roleTemplateId) ?? assignment, 'displayName') ?? null;
  put(store, 'directoryRole', derivedId(`activated ${roleTemplateId}`), { displayName, roleTemplateId });
}

/** A seed may name an application's extensions in its line; from then on they are objects of their own. */
function defineInlineExtensions(store: Store, application: Entity): void {
  const { extensionProperties: inline, ...rest } = application.properties;
  if (!isList(inline)) return;
  for (const definition of inline.filter(isObject)) {
    const bare = typeof definition['name'] === 'string' ? definition['name'] : '';
    const prefix = extensionPrefix(text(application, 'appId') ?? '');
    const name = bare.toLowerCase().startsWith(prefix.toLowerCase()) ? bare : prefix + bare;
    put(store, 'extensionProperty', derivedId(`extension ${name}`), {
      applicationId: application.id,
      appDisplayName: text(application, 'displayName') ?? '',
      name,
      dataType: definition['dataType'] ?? 'String',
      isMultiValued: definition['isMultiValued'] === true,
      isSyncedFromOnPremises: false,
      targetObjects: strings(definition['targetObjects']),
    });
  }
  put(store, 'application', application.id, rest);
}

/** The calling application exists in its tenant, with its service principal. */
function completeClient(store: Store, defaults: TenantDefaults): void {
  const appId = defaults.clientId.toLowerCase();
  const displayName = 'Lockstep';
  if (store.holder(`application.appId:${appId}`) === undefined) {
    put(store, 'application', derivedId(`application ${appId}`), {
      appId,
      displayName,
      createdDateTime: defaults.time,
      signInAudience: 'AzureADMyOrg',
    });
  }
  if (store.holder(`servicePrincipal.appId:${appId}`) === undefined) {
    put(store, 'servicePrincipal', derivedId(`service principal ${appId}`), {
      appId,
      displayName,
      appDisplayName: displayName,
      accountEnabled: true,
      servicePrincipalType: 'Application',
    });
  }
}
