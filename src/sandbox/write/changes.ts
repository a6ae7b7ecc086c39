import { faults } from '../faults.ts';
import { isList, type Json, type JsonObject } from '../json.ts';
import type { PropertyRow, Schema } from '../schema/property.ts';
import { propertyOf } from '../schema/registry.ts';
import type { Properties } from '../store/entity.ts';
import { extensionDefinition, isExtensionName } from '../tenant/extensions.ts';
import type { Tenant } from '../tenant/tenant.ts';
import { checkedExtensionValue, checkedValue } from './value.ts';

/** What a body asks for, checked one property at a time. */
export interface Changes {
  /** New values under their right names; null clears. */
  readonly values: ReadonlyMap<string, Json>;
  /** The links of `navigation@odata.bind`. */
  readonly binds: ReadonlyMap<string, readonly string[]>;
}

/** At most this many extension values on one object, over all applications. */
const mostExtensionValues = 100;

/** Reads a body against a property table. */
export function readChanges(tenant: Tenant, schema: Schema, body: JsonObject, action: 'create' | 'update'): Changes {
  const values = new Map<string, Json>();
  const binds = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(body)) {
    const bind = /^([A-Za-z]+)@odata\.bind$/i.exec(name);
    if (bind !== null) binds.set((bind[1] ?? '').toLowerCase(), bindTargets(value));
    else if (!name.startsWith('@odata.')) readValue(tenant, schema, name, value, action, values);
  }
  return { values, binds };
}

function bindTargets(value: Json): readonly string[] {
  if (!isList(value) || !value.every((item) => typeof item === 'string')) throw faults.invalidReference();
  return value;
}

function readValue(
  tenant: Tenant,
  schema: Schema,
  name: string,
  value: Json,
  action: 'create' | 'update',
  values: Map<string, Json>,
): void {
  const row = propertyOf(schema, name);
  if (row !== undefined) {
    requireWritable(tenant, schema, row, action);
    put(values, row.name, checkedValue(schema, row, value));
    return;
  }
  const definition = isExtensionName(name) ? extensionDefinition(tenant.store, name, schema.kind) : undefined;
  if (definition === undefined)
    throw isExtensionName(name) ? faults.extensionUnavailable(name) : faults.unknownProperty(name);
  put(values, definition.name, checkedExtensionValue(schema, definition, value));
}

function put(values: Map<string, Json>, name: string, value: Json): void {
  if (values.has(name)) throw faults.badQuery(`The property '${name}' appears more than once in the payload.`);
  values.set(name, value);
}

function requireWritable(tenant: Tenant, schema: Schema, row: PropertyRow, action: 'create' | 'update'): void {
  const ruling = row.write ?? 'readOnly';
  switch (ruling) {
    case 'writable':
    case 'once':
      return;
    case 'readOnly':
      throw faults.readOnly(row.name);
    case 'delegated':
      // Assumption: the status of a property that only a signed-in user may write.
      throw faults.denied();
    case 'createOnly':
      if (action === 'create') return;
      throw schema.kind === 'user' ? faults.denied() : faults.readOnly(row.name);
    default:
      // A new user's password needs no more than the permission to create users.
      if (action === 'create' && row.name === 'passwordProfile') return;
      if (!tenant.options.permissions.has(ruling)) throw faults.denied();
  }
}

/** The properties after the changes; what is cleared is gone. */
export function changedProperties(schema: Schema, former: Properties, values: ReadonlyMap<string, Json>): Properties {
  const written = Object.entries({ ...former, ...Object.fromEntries(values) });
  const properties: Properties = Object.fromEntries(written.filter(([, value]) => value !== null));
  const extensions = Object.keys(properties).filter(isExtensionName);
  if (extensions.length > mostExtensionValues)
    throw faults.badRequest(`The ${schema.resource} has more than ${mostExtensionValues} extension values.`);
  return properties;
}

/** Refuses a body without the properties that the type requires. */
export function requireProperties(schema: Schema, changes: Changes, names: readonly string[]): void {
  for (const name of names) if (!changes.values.has(name)) throw faults.required(name, schema.resource);
}
