import type { SourceRange } from '../kernel/position.ts';
import type { Syntax } from '../model/schema.ts';
import type { MergeType, LinkType, ScopeOperator } from '../model/rule-set.ts';

/** A text of the export and where it stands. */
export interface ExportedText {
  readonly text: string;
  readonly range: SourceRange;
}

/** What a flow of an exported rule writes from. */
export type ExportedFlowSource =
  | { readonly kind: 'direct'; readonly attribute: ExportedText }
  | { readonly kind: 'expression'; readonly expression: ExportedText }
  | { readonly kind: 'constant'; readonly value: ExportedText };

export interface ExportedFlow {
  readonly target: string;
  readonly from: ExportedFlowSource;
  readonly applyOnce: boolean;
  readonly merge: MergeType;
  readonly range: SourceRange;
}

export interface ExportedClause {
  /** Of the connector space for an inbound rule, of the metaverse for an outbound one. Empty for memberOf. */
  readonly attribute: string;
  readonly operator: ScopeOperator;
  readonly value: string;
  readonly range: SourceRange;
}

export interface ExportedJoin {
  readonly connectorAttribute: string;
  readonly metaverseAttribute: string;
  readonly caseSensitive: boolean;
  readonly range: SourceRange;
}

/** A synchronization rule as the server holds it. */
export interface ExportedRule {
  /** GUID in lower case, without braces. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** `Microsoft.<rule>.<revision>` of a standard rule; undefined for a rule that somebody wrote. */
  readonly tag: string | undefined;
  readonly direction: 'inbound' | 'outbound';
  readonly disabled: boolean;
  /** Id of the connector, as `id`. */
  readonly connector: string;
  readonly sourceType: string;
  /** `*` means any type of the metaverse. */
  readonly targetType: string;
  readonly link: LinkType;
  readonly precedence: number;
  readonly passwordSync: boolean;
  readonly flows: readonly ExportedFlow[];
  /** Groups are alternatives; the clauses of a group must all hold. */
  readonly scope: readonly (readonly ExportedClause[])[];
  /** Groups in the order in which they are tried. */
  readonly join: readonly (readonly ExportedJoin[])[];
  /** False for a standard rule of which the export says no more than that it is there, and whether it takes part. */
  readonly isDescribed: boolean;
  readonly range: SourceRange;
}

export interface ExportedPartition {
  /** DN of the naming context. */
  readonly dn: string;
  readonly selected: boolean;
  /** DNs of containers. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly objectTypes: readonly string[];
  /** DNS name of the domain, where the server knew it. */
  readonly domain: string | undefined;
}

export type ExportedConnectorKind = 'activeDirectory' | 'entra' | 'other';

export interface ExportedConnector {
  /** GUID in lower case, without braces. */
  readonly id: string;
  readonly name: string;
  readonly kind: ExportedConnectorKind;
  /** As the server names its kind: `AD`, `Extensible2`, …. */
  readonly category: string;
  readonly partitions: readonly ExportedPartition[];
  /** Attributes that are imported. */
  readonly attributes: readonly string[];
  /** False for one that rules name and the export does not describe: its domain is made up. */
  readonly isDescribed: boolean;
  /** Attributes that the directory has, where the export says so. */
  readonly schema?: ReadonlyMap<string, ExportedAttribute>;
  readonly range: SourceRange;
}

/** An attribute of a schema of the server. */
export interface ExportedAttribute {
  readonly syntax: Syntax;
  readonly multiValued: boolean;
}

/** The configuration of an Entra Connect server, as far as it was understood. Holds no secret and no cookie. */
export interface ServerExport {
  readonly connectors: readonly ExportedConnector[];
  /** By precedence. */
  readonly rules: readonly ExportedRule[];
  /** False for scripts and policies: the server has rules or flows that they do not hold. */
  readonly isWhole: boolean;
  /** Global settings of the wizard, such as `Microsoft.OptionalFeature.PasswordHashSync`. */
  readonly settings: ReadonlyMap<string, string>;
  /** `file:line` of each of them; the file holds names of servers, and is not kept with it. */
  readonly settingPlaces: ReadonlyMap<string, string>;
  /** Attributes of the metaverse. */
  readonly metaverse: ReadonlyMap<string, ExportedAttribute>;
}

/** The connector of the tenant has this id on every server. */
export const ENTRA_CONNECTOR = 'b891884f-051e-4a83-95af-2544101c9083';
