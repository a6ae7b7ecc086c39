import { faults } from '../faults.ts';
import { noContent, parameter, type Call } from '../graph-call.ts';
import type { Answer } from '../http/exchange.ts';
import { mixedAnswer } from '../odata/answer.ts';
import type { Positioned } from '../odata/paging.ts';
import { isGuid } from '../random.ts';
import type { Links } from '../store/links.ts';
import type { Store } from '../store/store.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { requireFittingMember, requireWritableMembers } from '../write/group-rules.ts';
import { referenceInBody } from '../write/references.ts';
import { findGroup } from './groups.ts';

/** GET /groups/{id}/members */
export function listMembers(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  return linkedAnswer(call, tenant, tenant.store.links.members, group.id);
}

/** GET /groups/{id}/owners */
export function listOwners(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  return linkedAnswer(call, tenant, tenant.store.links.owners, group.id);
}

/** Answers the live objects that an object is linked to, paged. */
export function linkedAnswer(call: Call, tenant: Tenant, links: Links, from: string): Answer {
  return mixedAnswer(call, tenant, {
    context: 'directoryObjects',
    rows: (after) => linkedRows(tenant.store, links, from, after),
  });
}

function* linkedRows(store: Store, links: Links, from: string, after: number): Generator<Positioned, void, undefined> {
  for (const [id, position] of links.positions(from)) {
    const entity = position > after ? store.findDirectoryObject(id) : undefined;
    if (entity !== undefined) yield [entity, position];
  }
}

/** GET /groups/{id}/transitiveMembers */
export function listTransitiveMembers(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  const found = transitiveMembers(tenant.store, group.id);
  return mixedAnswer(call, tenant, {
    context: 'directoryObjects',
    rows: (after) => found.slice(after).map((entity, index): Positioned => [entity, after + index + 1]),
  });
}

/** Every live object below a group, each once, nearest first; nested groups may form a cycle. */
function transitiveMembers(store: Store, groupId: string): readonly Positioned[0][] {
  const seen = new Set([groupId]);
  const found: Positioned[0][] = [];
  const open = [groupId];
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    for (const [entity] of linkedRows(store, store.links.members, next, 0)) {
      if (seen.has(entity.id)) continue;
      seen.add(entity.id);
      found.push(entity);
      if (entity.kind === 'group') open.push(entity.id);
    }
  }
  return found;
}

/** POST /groups/{id}/members/$ref */
export function addMember(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  const member = referenceInBody(call, tenant);
  requireWritableMembers(tenant, group);
  requireFittingMember(group, member);
  if (tenant.store.links.members.has(group.id, member.id)) throw faults.referenceExists('members');
  tenant.commit([{ do: 'link', relation: 'members', from: group.id, to: [member.id] }]);
  return noContent;
}

/** DELETE /groups/{id}/members/{member}/$ref */
export function removeMember(call: Call, tenant: Tenant): Answer {
  const group = findGroup(tenant, parameter(call, 'id'));
  const id = parameter(call, 'member').toLowerCase();
  if (!isGuid(id)) throw faults.invalidObjectId(id);
  requireWritableMembers(tenant, group);
  const member = tenant.store.findDirectoryObject(id);
  if (member === undefined || !tenant.store.links.members.has(group.id, id)) throw faults.missing(id);
  tenant.commit([{ do: 'unlink', relation: 'members', from: group.id, to: [id] }]);
  return noContent;
}

/**
 * DELETE /groups/{id}/members/{member} without `/$ref`.
 * The real service may delete the member itself here; the sandbox refuses, so that the mistake shows.
 */
export function refuseMemberDeletion(): Answer {
  throw faults.badRequest(
    "A member is removed at '/groups/{id}/members/{id}/$ref': without '/$ref' the object itself could be deleted.",
  );
}
