import { invariant } from '../kernel/invariant.ts';
import type { AttributeSchema, ObjectSchema } from '../model/schema.ts';
import type { ImportRequest } from '../model/source.ts';
import type { Scalar, Value } from '../model/value.ts';
import { Defect } from './convert.ts';

/** An attribute that was asked for, in the spelling of the schema. */
export interface Selected {
  readonly name: string;
  readonly schema: AttributeSchema;
}

/** Object type to what is kept of its objects, by lower-case name. Objects of other types are left out. */
export type Selection = ReadonlyMap<string, ReadonlyMap<string, Selected>>;

/** Names under which an object's own DN can be asked for; it is at hand whether or not it came as an attribute. */
const ownDn: ReadonlySet<string> = new Set(['dn', 'distinguishedname']);

export function selectionOf(schemaOf: (type: string) => ObjectSchema | undefined, request: ImportRequest): Selection {
  const selection = new Map<string, ReadonlyMap<string, Selected>>();
  for (const [type, names] of request.attributes) {
    const known = schemaOf(type)?.attributes;
    const declared = request.declared?.get(type)?.attributes;
    invariant(known !== undefined, `object type ${type} is not in the schema`);
    const attributes = new Map<string, Selected>();
    for (const name of names) {
      const attribute = known.get(name) ?? declared?.get(name);
      invariant(attribute !== undefined, `attribute ${name} of ${type} is not in the schema`);
      attributes.set(name.toLowerCase(), { name, schema: attribute });
    }
    selection.set(type, attributes);
  }
  return selection;
}

/** Every name to read, once, own DN apart. */
export function namesToRead(selection: Selection): readonly Selected[] {
  const all = new Map<string, Selected>();
  for (const attributes of selection.values()) {
    for (const [key, selected] of attributes) if (!ownDn.has(key)) all.set(key, selected);
  }
  return [...all.values()];
}

/** The attributes of an object to begin with: its own DN, where asked for. */
export function startAttributes(dn: string, selected: ReadonlyMap<string, Selected>): Map<string, Value> {
  const attributes = new Map<string, Value>();
  for (const key of ownDn) {
    const own = selected.get(key);
    if (own !== undefined) attributes.set(own.name, dn);
  }
  return attributes;
}

/** Adds one value; the shape follows the schema, so that a list with one value is a list. */
export function addValue(attributes: Map<string, Value>, selected: Selected, value: Scalar): Defect | undefined {
  const present = attributes.get(selected.name);
  if (selected.schema.multiValued) {
    if (present === undefined) attributes.set(selected.name, [value]);
    else (present as Scalar[]).push(value);
    return undefined;
  }
  if (present !== undefined) return new Defect('has several values where the schema allows one');
  attributes.set(selected.name, value);
  return undefined;
}
