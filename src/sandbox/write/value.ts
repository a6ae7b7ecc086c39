import { faults } from '../faults.ts';
import { isList, isObject, type Json } from '../json.ts';
import { complexTypes } from '../schema/complex.ts';
import type { PropertyRow, Schema } from '../schema/property.ts';
import type { ExtensionDefinition } from '../tenant/extensions.ts';

/** Checks a value that a client writes into a declared property; returns it as it is stored. */
export function checkedValue(schema: Schema, row: PropertyRow, value: Json): Json {
  const invalid = faults.invalidValue(row.name, schema.resource);
  if (value === null) {
    if (row.clearable === false) throw invalid;
    return null;
  }
  switch (row.type) {
    case 'string':
      if (!isWritableText(row, value)) throw invalid;
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw invalid;
      return value;
    case 'integer':
      if (!Number.isInteger(value)) throw invalid;
      return value;
    case 'dateTime':
      if (typeof value !== 'string' || !isDateTime(value)) throw invalid;
      return value;
    case 'strings':
      if (!isWritableList(row, value)) throw invalid;
      return value;
    case 'complex':
      return checkedParts(schema, row, value);
    case 'complexes':
      if (!isList(value) || !value.every(isObject)) throw invalid;
      return value;
  }
}

/** Assumption: an empty string is refused for every property; null clears. */
function isWritableText(row: PropertyRow, value: Json): boolean {
  if (typeof value !== 'string' || value === '') return false;
  return value.length <= (row.maxLength ?? Infinity) && row.pattern?.test(value) !== false;
}

const largestLists: ReadonlyMap<string, number> = new Map([
  ['businessPhones', 1],
  ['otherMails', 250],
]);

function isWritableList(row: PropertyRow, value: Json): boolean {
  if (!isList(value) || value.length > (largestLists.get(row.name) ?? Infinity)) return false;
  return value.every((item) => isWritableText(row, item));
}

function isDateTime(value: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(value) && !Number.isNaN(Date.parse(value))
  );
}

function checkedParts(schema: Schema, row: PropertyRow, value: Json): Json {
  const parts = complexTypes.get(row.name);
  if (!isObject(value) || parts === undefined) throw faults.invalidValue(row.name, schema.resource);
  const checked: Record<string, Json> = {};
  for (const [name, part] of Object.entries(value)) {
    if (name.startsWith('@odata.')) continue;
    const known = parts.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
    if (known === undefined) throw faults.unknownProperty(name);
    checked[known.name] = checkedValue(schema, known, part);
  }
  return checked;
}

/** Checks a value of a directory extension. https://learn.microsoft.com/graph/extensibility-overview */
export function checkedExtensionValue(schema: Schema, definition: ExtensionDefinition, value: Json): Json {
  const values = definition.isMultiValued ? value : [value];
  const fits = value === null || (isList(values) && values.every((item) => isExtensionValue(definition, item)));
  if (!fits) throw faults.invalidValue(definition.name, schema.resource);
  return value;
}

function isExtensionValue(definition: ExtensionDefinition, value: Json): boolean {
  switch (definition.dataType) {
    case 'String':
      return typeof value === 'string' && value !== '' && value.length <= 256;
    case 'Binary':
      return typeof value === 'string' && value !== '' && Buffer.from(value, 'base64').length <= 256;
    case 'Boolean':
      return typeof value === 'boolean';
    case 'DateTime':
      return typeof value === 'string' && isDateTime(value);
    case 'Integer':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
    case 'LargeInteger':
      return typeof value === 'number'
        ? Number.isInteger(value)
        : typeof value === 'string' && /^-?\d{1,19}$/.test(value);
  }
}
