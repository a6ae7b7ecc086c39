import type { ExtensionApplication } from './directory-extension.ts';
import type { ImportRequest, SourceConnector } from './source.ts';
import type { TenantReader } from './target.ts';
import type { TenantRequest } from './tenant.ts';

interface HeadOfAny {
  readonly format: 'lockstep-snapshot';
  /** 2 where there is something that version 1 cannot say. */
  readonly version: 1 | 2;
  readonly workspace: string;
  readonly connector: string;
  /** For people: where it was read. */
  readonly origin: string;
  /** ISO 8601, UTC: when reading began. */
  readonly readAt: string;
  readonly tool: string;
  /** What was asked for, by object type: an attribute that is not named here was not read. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Number of lines by kind: of a source its objects by type. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface SourceSnapshotHead extends HeadOfAny {
  readonly kind: 'source';
  /** `activeDirectory` or `ldif`. */
  readonly connectorType: string;
  /** Naming contexts that were read whole. */
  readonly partitions: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  /** Of several domains, by DN. Since version 2. */
  readonly partitionParameters?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface TenantSnapshotHead extends HeadOfAny {
  readonly kind: 'tenant';
  readonly tenantId: string;
  /** Whose owner marks were read. */
  readonly ownerMarkApplicationId: string;
  readonly managers: boolean;
  /** Extension properties that this application defines. */
  readonly extensions: readonly string[];
  /** What the applications define whose directory extensions the topology declared. Since version 2. */
  readonly extensionApplications?: readonly ExtensionApplication[];
}

/** The first line of a snapshot: what it is of, and what it holds. */
export type SnapshotHead = SourceSnapshotHead | TenantSnapshotHead;

/** A snapshot that is on disk and sound. */
export interface SnapshotFacts {
  readonly head: SnapshotHead;
  /** SHA-256 over all lines but the last. */
  readonly digest: string;
}

/** What was asked for and was not read: an attribute, or with none every object of the type. */
export interface Lacking {
  readonly type: string;
  readonly attribute?: string;
}

/** A source as it was when its snapshot was made. Asked for what it lacks, it fails. */
export interface SnapshotSource extends SourceConnector {
  readonly head: SourceSnapshotHead;
  lacking(request: ImportRequest): readonly Lacking[];
}

/** A tenant as it was when its snapshot was made: it can be planned for, and not be written. */
export interface SnapshotTenant extends TenantReader {
  readonly head: TenantSnapshotHead;
  lacking(request: TenantRequest): readonly Lacking[];
}
