import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import type { Kind, PropertyType } from '../schema/property.ts';
import { kinds, schemas } from '../schema/registry.ts';
import { isExtensionName } from '../tenant/extensions.ts';
import type { Relation } from './mutation.ts';

/** A line of a seed or state file, read: an object and its links. */
export interface ObjectRecord {
  readonly kind: Kind;
  readonly id: string;
  readonly properties: Readonly<Record<string, Json>>;
  readonly links: readonly { readonly relation: Relation; readonly to: readonly string[] }[];
}

/** What a line holds besides the properties of its type, and what is done with it. */
const extras: Readonly<Partial<Record<Kind, Readonly<Record<string, Relation | 'kept'>>>>> = {
  user: { manager: 'manager', onPremisesSyncBehavior: 'kept' },
  group: { members: 'members', owners: 'owners', onPremisesSyncBehavior: 'kept' },
  orgContact: { onPremisesSyncBehavior: 'kept' },
  application: { extensionProperties: 'kept' },
  extensionProperty: { applicationId: 'kept' },
  directoryRole: { members: 'members' },
  administrativeUnit: { members: 'members' },
};

const typePrefix = '#microsoft.graph.';
/** Types whose id is not one of the directory's GUIDs. */
const freeIds: readonly Kind[] = [
  'domain',
  'unifiedRoleAssignment',
  'unifiedRoleEligibilityScheduleInstance',
  'appRoleAssignment',
];

/** Reads a parsed line; a string says what is wrong with it. */
export function readRecord(line: Json | undefined): ObjectRecord | string {
  if (!isObject(line)) return 'not a JSON object';
  const type = line['@odata.type'];
  const kind = kinds.find((candidate) => type === typePrefix + candidate);
  if (kind === undefined) return `unknown @odata.type ${JSON.stringify(type ?? null)}`;
  const id = line['id'];
  if (typeof id !== 'string' || id === '') return 'no id';
  if (!freeIds.includes(kind) && !guidShape.test(id)) return `the id ${JSON.stringify(id)} is not a GUID`;
  return readProperties(kind, line, freeIds.includes(kind) && kind !== 'domain' ? id : id.toLowerCase());
}

const guidShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function readProperties(kind: Kind, line: JsonObject, id: string): ObjectRecord | string {
  const properties: Record<string, Json> = {};
  const links: { relation: Relation; to: readonly string[] }[] = [];
  for (const [name, value] of Object.entries(line)) {
    if (name === '@odata.type' || name === 'id') continue;
    const extra = extras[kind]?.[name];
    if (extra === undefined || extra === 'kept') {
      const fault = extra === 'kept' ? undefined : propertyFault(kind, name, value);
      if (fault !== undefined) return fault;
      if (value !== null) properties[name] = value;
    } else {
      const to = references(value);
      if (to === undefined) return `${name} is not ${name === 'manager' ? 'an id' : 'a list of ids'}`;
      if (to.length > 0) links.push({ relation: extra, to });
    }
  }
  return { kind, id, properties, links };
}

function references(value: Json): readonly string[] | undefined {
  if (value === null) return [];
  if (typeof value === 'string') return [value.toLowerCase()];
  if (!isList(value) || !value.every((item) => typeof item === 'string')) return undefined;
  return value.map((item) => item.toLowerCase());
}

function propertyFault(kind: Kind, name: string, value: Json): string | undefined {
  if (isExtensionName(name)) return undefined;
  const row = schemas[kind].byName.get(name.toLowerCase());
  if (row?.name !== name) return `${kind} has no property ${JSON.stringify(name)}`;
  return value === null || hasType(row.type, value) ? undefined : `${name} has a value of the wrong type`;
}

function hasType(type: PropertyType, value: Json): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'dateTime':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return typeof value === 'number';
    case 'strings':
      return isList(value) && value.every((item) => typeof item === 'string');
    case 'complex':
      return isObject(value);
    case 'complexes':
      return isList(value) && value.every(isObject);
  }
}

/** Writes an object and its links as a line that `readRecord` reads. */
export function writeRecord(record: ObjectRecord): string {
  const links = record.links.map(({ relation, to }) => [relation, relation === 'manager' ? (to[0] ?? null) : to]);
  return JSON.stringify({
    '@odata.type': typePrefix + record.kind,
    id: record.id,
    ...record.properties,
    ...(Object.fromEntries(links) as JsonObject),
  });
}
