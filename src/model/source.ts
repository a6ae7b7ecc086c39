import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Clock, Progress } from '../kernel/ports.ts';
import type { Schema } from './schema.ts';
import type { Attributes } from './value.ts';

/** What a source connector hands over: one object of a directory, converted at the border. */
export interface SourceObject {
  /** The most specific of the types that the connector knows: user, inetOrgPerson, group, contact, computer, …. */
  readonly type: string;
  /** objectGUID as text, lower case: what the object is known by for ever. */
  readonly anchor: string;
  /** As the directory wrote it. */
  readonly dn: string;
  /** Just what was asked for, and only what has a value. */
  readonly attributes: Attributes;
}

/** What to read: the attributes that rules and filters name, by object type. */
export interface ImportRequest {
  readonly attributes: ReadonlyMap<string, readonly string[]>;
  /** What the workspace says of attributes that its directories have beside the usual ones. */
  readonly declared?: Schema;
}

/** Where an import puts what it reads. An object put twice counts once, with its last state. */
export interface ImportSink {
  put(object: SourceObject): void;
  /** The object vanished, or is a tombstone, while the import ran. */
  remove(anchor: string): void;
  /** Forgets all that was put: the import begins anew, from another server. */
  restart(): void;
}

/** DN of a naming context to the values of its objects. */
export type PartitionParameters = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The facts of a finished import: shown at the head of a plan, part of its input digest where stable. */
export interface ImportSummary {
  /** For people: `dc1.corp.contoso.com, ldaps` or `corp.ldif`. */
  readonly origin: string;
  /** Naming contexts (DNs) that were read whole; a reference to anywhere else is out of sight. */
  readonly partitions: readonly string[];
  /** When the import began, milliseconds since 1970 UTC. */
  readonly readAt: number;
  /** Values of `%Domain.FQDN%` and the like, for rules, as far as they are the same for every object. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Where there are several domains: all values for the objects of each, by its DN. */
  readonly partitionParameters: PartitionParameters;
  /** Warnings; an error is thrown instead, since a search cut short is never a smaller population. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface ConnectorContext {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly progress: Progress;
}

/** A connector that can be read whole. Failures are thrown as DiagnosticError. */
export interface SourceConnector {
  readonly name: string;
  /** `activeDirectory` or `ldif`, as the topology says. */
  readonly kind: string;
  readonly schema: Schema;
  import(request: ImportRequest, sink: ImportSink, context: ConnectorContext): Promise<ImportSummary>;
}
