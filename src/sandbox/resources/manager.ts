import { faults } from '../faults.ts';
import { noContent, parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import { contextUrl } from '../odata/answer.ts';
import { mixedProjection } from '../odata/select.ts';
import type { Entity } from '../store/entity.ts';
import { refuseWhenMastered } from '../tenant/mastery.ts';
import { isRestricted } from '../tenant/restricted.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { referenceInBody } from '../write/references.ts';
import { findUser, managerOf } from './users.ts';

/** GET /users/{id}/manager */
export function getManager(call: Call, tenant: Tenant): Answer {
  const manager = presentManager(call, tenant);
  const project = mixedProjection(tenant.store, call.query.select);
  return {
    status: 200,
    body: {
      '@odata.context': contextUrl(tenant, 'directoryObjects', call.query.select, '/$entity'),
      ...project(manager),
    },
  };
}

/** GET /users/{id}/manager/$ref */
export function getManagerReference(call: Call, tenant: Tenant): Answer {
  const manager = presentManager(call, tenant);
  return {
    status: 200,
    body: {
      '@odata.context': `${tenant.origin}/v1.0/$metadata#$ref`,
      '@odata.id': `${tenant.origin}/v1.0/directoryObjects/${manager.id}`,
    },
  };
}

function presentManager(call: Call, tenant: Tenant): Entity {
  const user = findUser(tenant, parameter(call, 'id'));
  const manager = managerOf(tenant.store, user.id);
  if (manager === undefined) throw faults.missing('manager');
  return manager;
}

/** PUT /users/{id}/manager/$ref */
export function setManager(call: Call, tenant: Tenant): Answer {
  const user = writableUser(call, tenant);
  const manager = referenceInBody(call, tenant);
  if (manager.kind !== 'user' && manager.kind !== 'orgContact') throw faults.invalidReference();
  tenant.commit([
    { do: 'unlink', relation: 'manager', from: user.id, to: [...tenant.store.links.manager.targets(user.id)] },
    { do: 'link', relation: 'manager', from: user.id, to: [manager.id] },
  ]);
  return noContent;
}

/** DELETE /users/{id}/manager/$ref */
export function removeManager(call: Call, tenant: Tenant): Answer {
  const user = writableUser(call, tenant);
  const managers = [...tenant.store.links.manager.targets(user.id)];
  // Assumption: removing a manager that is not there is refused like other missing references.
  if (managerOf(tenant.store, user.id) === undefined) throw faults.missing('manager');
  tenant.commit([{ do: 'unlink', relation: 'manager', from: user.id, to: managers }]);
  return noContent;
}

function writableUser(call: Call, tenant: Tenant): Entity {
  const user = findUser(tenant, parameter(call, 'id'));
  if (isRestricted(tenant.store, user)) throw faults.restricted();
  refuseWhenMastered(user);
  return user;
}
