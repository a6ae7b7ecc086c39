import { faults } from '../faults.ts';
import { parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { collectionAnswer, contextUrl, objectAnswer } from '../odata/answer.ts';
import type { Tenant } from '../tenant/tenant.ts';

/** GET /organization */
export function listOrganization(call: Call, tenant: Tenant): Answer {
  return collectionAnswer(call, tenant, tenant.store.live('organization'), 'organization', { context: 'organization' });
}

/** GET /organization/{id} */
export function getOrganization(call: Call, tenant: Tenant): Answer {
  const organization = tenant.store.find('organization', parameter(call, 'id'));
  if (organization === undefined) throw faults.missing(parameter(call, 'id'));
  return objectAnswer(call, tenant, organization, 'organization');
}

/** GET /domains */
export function listDomains(call: Call, tenant: Tenant): Answer {
  return collectionAnswer(call, tenant, tenant.store.live('domain'), 'domain', { context: 'domains' });
}

/** GET /domains/{id} */
export function getDomain(call: Call, tenant: Tenant): Answer {
  const domain = tenant.store.find('domain', parameter(call, 'id'));
  if (domain === undefined) throw faults.missing(parameter(call, 'id'));
  return objectAnswer(call, tenant, domain, 'domains');
}

/** https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature */
const featuresOff: JsonObject = {
  allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled: false,
  blockCloudObjectTakeoverThroughHardMatchEnabled: false,
  blockSoftMatchEnabled: false,
  bypassDirSyncOverridesEnabled: false,
  cloudPasswordPolicyForPasswordSyncedUsersEnabled: false,
  concurrentCredentialUpdateEnabled: false,
  concurrentOrgIdProvisioningEnabled: false,
  deviceWritebackEnabled: false,
  directoryExtensionsEnabled: false,
  fopeConflictResolutionEnabled: false,
  groupWriteBackEnabled: false,
  passwordSyncEnabled: false,
  passwordWritebackEnabled: false,
  quarantineUponProxyAddressesConflictEnabled: false,
  quarantineUponUpnConflictEnabled: false,
  softMatchOnUpnEnabled: false,
  synchronizeUpnForManagedUsersEnabled: false,
  unifiedGroupWritebackEnabled: false,
  userForcePasswordChangeOnLogonEnabled: false,
  userWritebackEnabled: false,
};

const noConfiguration: JsonObject = {
  accidentalDeletionPrevention: { synchronizationPreventionType: 'disabled', alertThreshold: null },
};

/** GET /directory/onPremisesSynchronization: one element, whose id is the tenant's. */
export function listSynchronization(_call: Call, tenant: Tenant): Answer {
  const [settings] = tenant.store.all('onPremisesDirectorySynchronization');
  const value: JsonObject = {
    id: tenant.id,
    configuration: over(noConfiguration, settings?.properties['configuration']),
    features: over(featuresOff, settings?.properties['features']),
  };
  return {
    status: 200,
    body: { '@odata.context': contextUrl(tenant, 'directory/onPremisesSynchronization'), value: [value] },
  };
}

function over(base: JsonObject, more: Json | undefined): JsonObject {
  return { ...base, ...(isObject(more) ? more : {}) };
}
