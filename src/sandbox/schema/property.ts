/** The value types of Microsoft Graph properties that the sandbox tells apart. */
export type PropertyType = 'string' | 'boolean' | 'integer' | 'dateTime' | 'strings' | 'complex' | 'complexes';

/**
 * Who may write a property with application permissions only.
 * `delegated`: only a signed-in user may. `once`: while it is null. Anything else: the named further permission.
 */
export type WriteRuling = 'writable' | 'readOnly' | 'delegated' | 'createOnly' | 'once' | `${string}.All`;

/** One row of a property table. Left out: read-only, returned only on `$select`, clearable, not filterable. */
export interface PropertyRow {
  readonly name: string;
  readonly type: PropertyType;
  readonly returned?: 'default' | 'select';
  readonly write?: WriteRuling;
  /** `false`: null is refused. */
  readonly clearable?: false;
  readonly maxLength?: number;
  /** The whole text a value must match. */
  readonly pattern?: RegExp;
  /**
   * One character for each of eq, ne, not, ge, le, in, startsWith, null:
   * D works by default, A needs an advanced query, - is refused.
   */
  readonly filter?: string;
}

/** The directory object types and the tenant objects that the sandbox keeps. */
export type Kind =
  | 'user'
  | 'group'
  | 'orgContact'
  | 'device'
  | 'servicePrincipal'
  | 'application'
  | 'administrativeUnit'
  | 'directoryRole'
  | 'organization'
  | 'domain'
  | 'extensionProperty'
  | 'unifiedRoleDefinition'
  | 'unifiedRoleAssignment'
  | 'unifiedRoleEligibilityScheduleInstance'
  | 'appRoleAssignment'
  | 'onPremisesDirectorySynchronization';

/** A property table with its rows by lower-cased name: names in queries and bodies match without regard to case. */
export interface Schema {
  readonly kind: Kind;
  /** The name that error texts use for the type. */
  readonly resource: string;
  readonly rows: readonly PropertyRow[];
  readonly byName: ReadonlyMap<string, PropertyRow>;
}

/** Makes a schema from its rows. */
export function defineSchema(kind: Kind, rows: readonly PropertyRow[]): Schema {
  return {
    kind,
    resource: kind.charAt(0).toUpperCase() + kind.slice(1),
    rows,
    byName: new Map(rows.map((row) => [row.name.toLowerCase(), row])),
  };
}
