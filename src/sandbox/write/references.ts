import { faults } from '../faults.ts';
import { bodyOf, type Call } from '../graph-call.ts';
import { isGuid } from '../random.ts';
import type { Entity } from '../store/entity.ts';
import type { Tenant } from '../tenant/tenant.ts';

const graphOrigin = 'https://graph.microsoft.com';
const referencePath = /^\/v1\.0\/(directoryObjects|users|groups|devices|contacts|servicePrincipals)\/([^/]+)$/i;

/** The object that a reference URL names. */
export function referencedObject(tenant: Tenant, url: string): Entity {
  const origin = [tenant.origin, graphOrigin].find((candidate) => url.startsWith(`${candidate}/`));
  const id = origin === undefined ? undefined : referencePath.exec(url.slice(origin.length))?.[2];
  if (id === undefined) throw faults.invalidReference();
  if (!isGuid(id)) throw faults.invalidObjectId(id);
  const entity = tenant.store.findDirectoryObject(id);
  if (entity === undefined) throw faults.missing(id);
  return entity;
}

/** The object that the body of a `$ref` request names. */
export function referenceInBody(call: Call, tenant: Tenant): Entity {
  const url = bodyOf(call)['@odata.id'];
  if (typeof url !== 'string') throw faults.invalidReference();
  return referencedObject(tenant, url);
}
