import { faults } from '../faults.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Kind, Schema } from '../schema/property.ts';
import { schemas } from '../schema/registry.ts';
import type { Entity } from '../store/entity.ts';
import type { Store } from '../store/store.ts';
import { isExtensionName } from '../tenant/extensions.ts';
import { declaredReader, selectable, type Selected } from './view.ts';

/** Turns an object into its answer. */
export type Projection = (entity: Entity) => JsonObject;

// https://learn.microsoft.com/graph/api/resources/user lists what lives in SharePoint.
const sharePointBacked = new Set(
  [
    'aboutMe',
    'birthday',
    'hireDate',
    'interests',
    'mySite',
    'pastProjects',
    'preferredName',
    'responsibilities',
    'schools',
    'skills',
  ].map((name) => name.toLowerCase()),
);

/** The answer of an object of a known type: the selected properties, or the default set. */
export function projection(store: Store, schema: Schema, select: readonly string[] | undefined): Projection {
  const columns =
    select === undefined || select.includes('*') ? defaults(store, schema) : chosen(store, schema, select);
  return (entity) => {
    const answer: Record<string, Json> = {};
    for (const { name, read } of columns) {
      const value = read(entity);
      if (value !== undefined) answer[name] = value;
    }
    return answer;
  };
}

/** The answer of objects of several types, each with its type name: members, principals, managers. */
export function mixedProjection(store: Store, select: readonly string[] | undefined): Projection {
  const perKind = new Map<Kind, Projection>();
  if (select !== undefined) refuseUnknownEverywhere(select);
  return (entity) => {
    const schema = schemas[entity.kind];
    const known = select?.filter((name) => schema.byName.has(name.toLowerCase()) || isExtensionName(name));
    const project = perKind.get(entity.kind) ?? projection(store, schema, known);
    perKind.set(entity.kind, project);
    return { '@odata.type': `#microsoft.graph.${entity.kind}`, ...project(entity) };
  };
}

/** Refuses `$select` of SharePoint-backed properties on a list of users. */
export function refuseSharePointBacked(select: readonly string[] | undefined): void {
  if (select?.some((name) => sharePointBacked.has(name.toLowerCase())) === true) throw faults.notImplemented();
}

function defaults(store: Store, schema: Schema): readonly Selected[] {
  return schema.rows
    .filter((row) => row.returned === 'default')
    .map((row) => ({ name: row.name, row, read: declaredReader(store, row) }));
}

function chosen(store: Store, schema: Schema, select: readonly string[]): readonly Selected[] {
  const columns = new Map<string, Selected>();
  for (const name of select) {
    const column = selectable(store, schema, name);
    if (column !== undefined) columns.set(column.name, column);
    // Assumption: an extension that is not (or no longer) defined is passed over, since the types are open.
    else if (!isExtensionName(name)) throw faults.unknownSelect(name, schema.kind);
  }
  return [...columns.values()];
}

function refuseUnknownEverywhere(select: readonly string[]): void {
  for (const name of select) {
    const known = Object.values(schemas).some((schema) => schema.byName.has(name.toLowerCase()));
    if (!known && !isExtensionName(name)) throw faults.unknownSelect(name, 'directoryObject');
  }
}
