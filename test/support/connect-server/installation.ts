import type { Entry } from './entry.ts';
import type { Domains } from './service.ts';

/** What an administrator answers when Entra Connect is set up, and what the tenant is like. */
export interface Installation {
  /** The containers that are synchronized. */
  readonly units: readonly string[];
  readonly netbios: string;
  /** `mS-DS-ConsistencyGuid` is the default since version 1.1.524; without a value there the objectGUID counts. */
  readonly sourceAnchor: 'objectGUID' | 'mS-DS-ConsistencyGuid';
  readonly domains: Domains;
  /** Who has a licence with Exchange Online. */
  readonly hasMailbox: (entry: Entry) => boolean;
  /** The last cycle. */
  readonly syncedAt: string;
  /** Objects that were in the tenant before the first cycle. */
  readonly before: readonly CloudObject[];
}

/** A line of the seed of an emulated tenant. */
export type CloudObject = Readonly<Record<string, unknown>> & { readonly '@odata.type': string; readonly id: string };
