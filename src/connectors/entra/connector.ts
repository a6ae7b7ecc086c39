import { Buffer } from 'node:buffer';
import type { Clock, Random } from '../../kernel/ports.ts';
import { withDirectoryExtensions } from '../../model/directory-extension.ts';
import type { DirectoryExtension } from '../../model/directory-extension.ts';
import type { SecretReader, TenantSettings } from '../../model/settings.ts';
import type { TargetConnector } from '../../model/target.ts';
import { entraSchema } from './capabilities.ts';
import { graphClient } from './client.ts';
import type { GraphClient } from './client.ts';
import { tokenSource } from './credential.ts';
import { endpointOf } from './endpoint.ts';
import { markNameOf } from './names.ts';
import { readTenant } from './read/read.ts';
import { execute } from './write/execute.ts';
import { newMemberPacks } from './write/member-packs.ts';

export interface EntraOptions {
  readonly settings: Extract<TenantSettings, { type: 'entra' }>;
  /** appId of the application whose extension holds the owner mark. */
  readonly ownerMarkApplicationId: string;
  /** What the topology declares. */
  readonly directoryExtensions?: readonly DirectoryExtension[];
  readonly readSecret: SecretReader;
  readonly clock: Clock;
  readonly random: Random;
  /** Share of the write quota to use, 0..1. */
  readonly quotaShare: number;
  /** PEM of the only authorities to trust; default: the endpoint's own, else those of Node. */
  readonly tlsCa?: string;
  /** Milliseconds to wait for a connection, for an answer to begin and between two pieces of it. */
  readonly timeouts?: { readonly connect: number; readonly headers: number; readonly body: number };
}

const TIMEOUTS = { connect: 10_000, headers: 100_000, body: 100_000 } as const;

/** Microsoft Entra ID through Microsoft Graph. A refused address is thrown here, before any secret is read. */
export function entraConnector(options: EntraOptions): TargetConnector {
  const { settings, clock, random, ownerMarkApplicationId, directoryExtensions = [] } = options;
  const schema = withDirectoryExtensions(entraSchema, directoryExtensions);
  const extensionApplicationIds = [...new Set(directoryExtensions.map((one) => one.applicationId))];
  const endpoint = endpointOf(settings);
  const markName = markNameOf(ownerMarkApplicationId);
  const packs = newMemberPacks();
  let opened: Promise<GraphClient> | undefined;

  async function open(): Promise<GraphClient> {
    const ca = await authoritiesOf(options);
    const trust = ca === undefined ? {} : { ca };
    const { id: tenantId, auth } = settings;
    const tokens = tokenSource({ tenantId, auth, endpoint, readSecret: options.readSecret, clock, ...trust });
    const http = { timeouts: options.timeouts ?? TIMEOUTS, ...trust };
    return graphClient({ endpoint, tokens, clock, random, quotaShare: options.quotaShare, http });
  }

  return {
    name: 'entra',
    schema,
    read: async (request, wantMembers, context) => {
      const graph = await (opened ??= open());
      const { graphOrigin } = endpoint;
      return readTenant(
        { graph, graphOrigin, tenantId: settings.id, ownerMarkApplicationId, extensionApplicationIds, schema },
        request,
        wantMembers,
        context,
      );
    },
    execute: async (operation, idOf, context) => {
      const graph = await (opened ??= open());
      return execute({ graph, clock, random, signal: context.signal, markName, schema, idOf, packs }, operation);
    },
  };
}

async function authoritiesOf(options: EntraOptions): Promise<string | undefined> {
  if (options.tlsCa !== undefined) return options.tlsCa;
  const reference = options.settings.endpoint?.ca;
  return reference === undefined ? undefined : Buffer.from(await options.readSecret(reference)).toString('utf8');
}
