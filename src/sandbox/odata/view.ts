import type { Json, JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { PropertyRow, Schema } from '../schema/property.ts';
import { propertyOf } from '../schema/registry.ts';
import { extensionDefinition, isExtensionName } from '../tenant/extensions.ts';
import { isRestricted } from '../tenant/restricted.ts';
import type { Entity } from '../store/entity.ts';
import type { Store } from '../store/store.ts';

/** Reads one property of an object; `undefined` leaves it out of an answer. */
export type Reader = (entity: Entity) => Json | undefined;

const extensionAttributes = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);
const noExtensionAttributes: JsonObject = Object.fromEntries(extensionAttributes.map((name) => [name, null]));

/** The reader of a declared property. */
export function declaredReader(store: Store, row: PropertyRow): Reader {
  const { name } = row;
  if (name === 'id') return (entity) => entity.id;
  if (name === 'isManagementRestricted') return (entity) => (isRestricted(store, entity) ? true : null);
  if (name === 'onPremisesExtensionAttributes') {
    return (entity) => {
      const stored = entity.properties[name];
      return isObject(stored) ? { ...noExtensionAttributes, ...stored } : noExtensionAttributes;
    };
  }
  const absent: Json = row.type === 'strings' || row.type === 'complexes' ? [] : null;
  return (entity) => entity.properties[name] ?? absent;
}

/** What a query may name: a declared property, or a directory extension that is defined for the type. */
export interface Selected {
  readonly name: string;
  readonly row: PropertyRow | undefined;
  readonly read: Reader;
}

/** Looks up a property by the name in a query. `undefined`: there is none. */
export function selectable(store: Store, schema: Schema, name: string): Selected | undefined {
  const row = propertyOf(schema, name);
  if (row !== undefined) return { name: row.name, row, read: declaredReader(store, row) };
  if (!isExtensionName(name)) return undefined;
  const definition = extensionDefinition(store, name, schema.kind);
  if (definition === undefined) return undefined;
  return { name: definition.name, row: undefined, read: (entity) => entity.properties[definition.name] ?? undefined };
}
