import type { ImportRequest } from '../model/source.ts';
import type { TenantObject, TenantRequest, TenantType } from '../model/tenant.ts';
import { conflictAttribute, synchronizedAttributes } from '../parity/index.ts';
import type { Workspace } from './workspace.ts';

/** What the service calculates from, and what groups are known by. */
const OF_SOURCES = ['mail', 'mailNickname', 'proxyAddresses', 'sAMAccountName'];

/** Source types that may stand for people and groups of the tenant. */
const TYPES: ReadonlySet<string> = new Set(['user', 'inetOrgPerson', 'group']);

/** A workspace that reads what parity needs beside what its rules do. */
export function forParity(workspace: Workspace): Workspace {
  return {
    ...workspace,
    requests: new Map([...workspace.requests].map(([connector, request]) => [connector, ofSource(request)])),
    tenantRequest: parityTenantRequest(workspace.tenantRequest),
  };
}

function ofSource(request: ImportRequest): ImportRequest {
  return {
    ...request,
    attributes: new Map(
      [...request.attributes].map(([type, names]) => [
        type,
        TYPES.has(type) ? sorted([...names, ...OF_SOURCES]) : names,
      ]),
    ),
  };
}

/** Attributes that Entra Connect writes and Graph shows, beside those that rules write. */
export function parityTenantRequest({ attributes, managers }: TenantRequest): TenantRequest {
  const every = (type: TenantType): readonly string[] =>
    sorted([...attributes[type], ...synchronizedAttributes[type], conflictAttribute]);
  return { attributes: { user: every('user'), group: every('group') }, managers };
}

/** Groups whose members it compares beside ours. */
export function isOfAnotherEngine({ mastery }: TenantObject): boolean {
  return mastery !== 'cloud';
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}
