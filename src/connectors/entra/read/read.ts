import { EXTENSION_TARGETS } from '../../../model/directory-extension.ts';
import type { Schema } from '../../../model/schema.ts';
import type { ConnectorContext } from '../../../model/source.ts';
import type { TenantFacts, TenantObject, TenantPopulation, TenantRequest, TenantType } from '../../../model/tenant.ts';
import type { GraphClient } from '../client.ts';
import { markNameOf } from '../names.ts';
import { grantingGroups, readAssignedGroups } from './granting.ts';
import { decides, readNested } from './nested.ts';
import { readDeleted, readObjects } from './objects.ts';
import { expandHolders, readRoleHolders } from './privileges.ts';
import type { Reader } from './reader.ts';
import { selectionOf } from './selection.ts';
import type { Selection } from './selection.ts';
import { readDomains, readExtensions, readOrganization } from './tenant-basics.ts';

export interface ReadOptions {
  readonly graph: GraphClient;
  readonly graphOrigin: string;
  readonly tenantId: string;
  readonly ownerMarkApplicationId: string;
  /** appIds of the applications whose directory extensions the topology declares. */
  readonly extensionApplicationIds: readonly string[];
  readonly schema: Schema;
}

/** Reads the tenant whole, or throws. Each step runs in a few chains side by side; the steps follow each other. */
export async function readTenant(
  options: ReadOptions,
  request: TenantRequest,
  wantMembers: (group: TenantObject) => boolean,
  context: ConnectorContext,
): Promise<TenantPopulation> {
  const failed = new AbortController();
  const signal = AbortSignal.any([context.signal, failed.signal]);
  const reader: Reader = { ...options, context: { ...context, signal } };
  try {
    return await readSteps(reader, options, request, wantMembers);
  } catch (error) {
    failed.abort();
    context.signal.throwIfAborted();
    throw error;
  }
}

async function readSteps(
  reader: Reader,
  options: ReadOptions,
  request: TenantRequest,
  wantMembers: (group: TenantObject) => boolean,
): Promise<TenantPopulation> {
  // First and alone: nothing else is asked of a tenant that is the wrong one.
  const organization = await readOrganization(reader, options.tenantId);
  const [domains, extensions] = await Promise.all([
    readDomains(reader),
    readExtensions(reader, options.ownerMarkApplicationId, options.extensionApplicationIds),
  ]);

  const mark = markNameOf(options.ownerMarkApplicationId);
  const { markDefined, extensionApplications = [] } = extensions;
  const selectionFor = (type: TenantType): Selection => {
    const properties = extensionApplications.flatMap((one) => one.defines);
    const defined = new Set(properties.filter((one) => one.targets.includes(EXTENSION_TARGETS[type])).map(nameOf));
    return selectionOf(type, { request, schema: options.schema, markName: mark, markDefined, defined });
  };
  const selection = { user: selectionFor('user'), group: selectionFor('group') };
  const deletedMark = markDefined ? mark : undefined;
  const [users, groups, deletedUsers, deletedGroups, holders, assigned] = await Promise.all([
    readObjects(reader, 'user', selection.user, mark, request.managers),
    readObjects(reader, 'group', selection.group, mark, false),
    readDeleted(reader, 'user', deletedMark),
    readDeleted(reader, 'group', deletedMark),
    readRoleHolders(reader),
    readAssignedGroups(reader),
  ]);

  const privileges = await expandHolders(reader, holders, groups);
  const granting = grantingGroups(assigned, groups);
  const wanted = [...groups.values()].filter((group) => wantMembers(group) || decides(group, assigned, granting));
  const members = await readNested(reader, { wanted, users, groups, assigned });

  const facts: TenantFacts = {
    ...organization,
    domains,
    ...extensions,
    ...privileges,
    grantingGroups: granting,
    applications: assigned,
    deleted: [...deletedUsers, ...deletedGroups],
  };
  return { facts, objects: [...users.values(), ...groups.values()], members };
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}
