import type { Json } from '../json.ts';
import type { Kind } from '../schema/property.ts';

/** The stored properties of an object. What is null by default and absent here is null. */
export type Properties = Readonly<Record<string, Json>>;

/** An object of the tenant. `sequence` is its place in lists and never changes. */
export interface Entity {
  readonly kind: Kind;
  readonly id: string;
  readonly sequence: number;
  readonly properties: Properties;
}

/** Tells whether an object lies among the deleted items. */
export function isDeleted(entity: Entity): boolean {
  return typeof entity.properties['deletedDateTime'] === 'string';
}

/** A string property; `undefined` when it is null or absent. */
export function text(entity: Pick<Entity, 'properties'>, name: string): string | undefined {
  const value = entity.properties[name];
  return typeof value === 'string' ? value : undefined;
}

/** A boolean property; null and absent count as false. */
export function flag(entity: Entity, name: string): boolean {
  return entity.properties[name] === true;
}
