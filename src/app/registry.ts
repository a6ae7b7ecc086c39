import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import { existsSync } from 'node:fs';
import { directorySchema } from '../connectors/directory-schema.ts';
import { entraConnector, entraSchema, valueProblem } from '../connectors/entra/index.ts';
import { ldifConnector } from '../connectors/ldif/index.ts';
import {
  commonParameters,
  forestParameters,
  NamingContexts,
  parametersByPartition,
} from '../connectors/naming-context.ts';
import * as snapshots from '../connectors/snapshot/index.ts';
import { withDirectoryExtensions } from '../model/directory-extension.ts';
import type { Topology } from '../model/rule-set.ts';
import type { ConnectorSettings, SecretReader, TenantSettings } from '../model/settings.ts';
import type { ImportSummary, SourceConnector } from '../model/source.ts';
import type { TargetConnector } from '../model/target.ts';
import type { AttributeReader } from '../model/value.ts';
import type { PlanInput } from '../planner/index.ts';
import type { WorkspaceEnvironment } from '../rules/index.ts';
import type { World } from './contract.ts';

/** The one file that knows the concrete connectors and where the built-in packs lie. */
export const environment: WorkspaceEnvironment = {
  schemaOf: (kind) => (kind === 'entra' ? entraSchema : directorySchema),
  packs: packFolder,
};

/** Snapshots stand in the place of connectors. */
export const snapshotStore = snapshots;

/** How rules call the tenant. */
export const TENANT_NAME = 'entra';

/** What the tenant of a workspace takes. */
export function targetCapabilities(topology: Pick<Topology, 'directoryExtensions'>): TargetCapabilities {
  const schema = withDirectoryExtensions(entraSchema, topology.directoryExtensions);
  return { schema, valueProblem: (type, attribute, value) => valueProblem(schema, type, attribute, value) };
}

/** Without any directory extension. */
export const tenantSchema = entraSchema;

export type TargetCapabilities = Pick<PlanInput, 'schema' | 'valueProblem'>;

/** Folder of `lockstep/default@1`: beside the sources in a clone, beside dist/ in the published package. */
function packFolder(name: string): string | undefined {
  const match = /^lockstep\/([a-z][a-z0-9-]*)@(\d+)$/.exec(name);
  if (match === null) return undefined;
  const folder = fileURLToPath(new URL(`../../config/packs/${match[1] ?? ''}`, import.meta.url));
  const versioned = join(folder, `v${match[2] ?? ''}`);
  if (existsSync(versioned)) return versioned;
  return match[2] === '1' && existsSync(folder) ? folder : undefined;
}

/** The LDAP client is loaded only where a directory is read over LDAP. */
export async function sourceConnector(
  settings: ConnectorSettings,
  directory: string,
  readSecret: SecretReader,
): Promise<SourceConnector> {
  switch (settings.type) {
    case 'ldif':
      return ldifConnector({ settings, path: resolve(directory, settings.path) });
    case 'activeDirectory': {
      const { activeDirectoryConnector } = await import('../connectors/active-directory/index.ts');
      return activeDirectoryConnector({ settings, readSecret });
    }
  }
}

export interface TargetOptions {
  readonly settings: Extract<TenantSettings, { type: 'entra' }>;
  readonly ownerMarkApplicationId: string;
  readonly directoryExtensions: Topology['directoryExtensions'];
  readonly readSecret: SecretReader;
  readonly quotaShare: number;
}

export function targetConnector(world: World, options: TargetOptions): TargetConnector {
  return entraConnector({ ...options, clock: world.clock, random: world.random });
}

/** What an import of objects with these DNs would say of their domains. */
export function domainFacts(
  connector: string,
  dns: readonly string[],
): Pick<ImportSummary, 'partitions' | 'parameters' | 'partitionParameters'> {
  const contexts = new NamingContexts();
  for (const dn of dns) contexts.add(dn);
  const partitions = contexts.list();
  const [root = ''] = partitions;
  const parameters = partitions.map(
    (domain) => [domain, forestParameters(connector, domain, root, new Map())] as const,
  );
  return {
    partitions,
    parameters: commonParameters(parameters),
    partitionParameters: parametersByPartition(parameters),
  };
}

/** Types of the source that have no counterpart in Graph, by the type they would have there. */
const COUNTERPARTS: Readonly<Record<string, string>> = {
  contact: 'contact',
  computer: 'device',
  'msDS-Device': 'device',
};

/** Why an object can never be carried into the tenant, whatever rules say; undefined when it could be. */
export function notWritable(sourceType: string, metaverse: AttributeReader): string | undefined {
  if (sourceType === 'group') {
    return metaverse.get('mailEnabled') === true ? 'Graph cannot write mail-enabled groups' : undefined;
  }
  const counterpart = COUNTERPARTS[sourceType];
  return counterpart === undefined ? undefined : entraSchema.get(counterpart)?.notWritable;
}
