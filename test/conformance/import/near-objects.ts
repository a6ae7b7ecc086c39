import type { AttributeSchema } from '../../../src/model/schema.ts';
import { integer } from '../../../src/model/value.ts';
import type { Attributes, Scalar, Value } from '../../../src/model/value.ts';
import { samplesOf } from '../export/objects.ts';
import type { ExportedRule, ExportedSchema } from '../export/read-export.ts';

/** Objects that are typical for a schema, and for each clause of a rule some that just fulfil it and just do not. */
export function nearObjects({ scope }: ExportedRule, schema: ExportedSchema): readonly Attributes[] {
  const [typical = new Map(), ...others] = samplesOf(schema)
    .filter(({ mustPass }) => mustPass)
    .map(({ attributes }) => whole(attributes, schema));
  const near = scope.flatMap((group) => {
    const base = fulfilling(group, typical, schema);
    return [base, ...group.flatMap(({ attribute, value }) => around(attribute, value, base, schema))];
  });
  return [typical, ...others, ...near];
}

/** The typical object, changed so that it is likely to fulfil all clauses of a group. */
function fulfilling(group: ExportedRule['scope'][number], typical: Attributes, schema: ExportedSchema): Attributes {
  const made = new Map(typical);
  for (const { attribute, operator, value } of group) {
    const one = schema.get(attribute);
    if (one === undefined || operator === 'ISNOTNULL') continue;
    const [, same] = nearValues(value, one);
    if (/NOT|ISNULL/.test(operator) || same === undefined) made.delete(attribute);
    else made.set(attribute, one.multiValued ? [same] : same);
  }
  return made;
}

/** The object with other values of one attribute, and without any. */
function around(attribute: string, value: string, base: Attributes, schema: ExportedSchema): readonly Attributes[] {
  const one = schema.get(attribute);
  if (one === undefined) return [];
  const without = new Map(base);
  without.delete(attribute);
  return [
    ...nearValues(value, one).map((made) => new Map(base).set(attribute, one.multiValued ? [made] : made)),
    without,
  ];
}

function whole(attributes: Pick<Attributes, 'get'>, schema: ExportedSchema): Map<string, Value> {
  const all = new Map<string, Value>();
  for (const name of schema.keys()) {
    const value = attributes.get(name);
    if (value !== undefined) all.set(name, value);
  }
  return all;
}

/** The second of them is the value itself. */
function nearValues(value: string, { syntax }: AttributeSchema): readonly Scalar[] {
  switch (syntax) {
    case 'boolean':
      return /^false$/i.test(value.trim()) ? [true, false] : [false, true];
    case 'integer': {
      const number = /^[+-]?\d+$/.test(value.trim()) ? BigInt(value.trim()) : 0n;
      return [-1n, 0n, 1n].map((step) => integer(number + step));
    }
    case 'reference':
      return [{ dn: `CN=x,${value}` }, { dn: value }];
    case 'binary':
      return [];
    case 'string':
    case 'time':
      return [
        value.toUpperCase(),
        value,
        value.toLowerCase(),
        `x${value}`,
        `${value}x`,
        value.slice(1),
        value.slice(0, -1),
      ].filter((text) => text !== '');
  }
}
