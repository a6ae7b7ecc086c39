import { Buffer } from 'node:buffer';
import { fail } from '../kernel/diagnostic.ts';
import { didYouMean } from '../kernel/text.ts';
import type { AttributeSchema, ObjectSchema } from '../model/schema.ts';
import { integer } from '../model/value.ts';
import type { Scalar, Value } from '../model/value.ts';

/**
 * Values typed in as `attribute=value`, each of the type of its attribute; `attribute=` takes a value away, and an
 * attribute that holds several may be given several times. Fails with CLI008.
 */
export function setValues(
  settings: readonly string[],
  { attributes }: ObjectSchema,
): ReadonlyMap<string, Value | undefined> {
  const values = new Map<string, Value | undefined>();
  for (const setting of settings) {
    const equals = setting.indexOf('=');
    const name = equals === -1 ? setting : setting.slice(0, equals).trim();
    const schema = attributes.get(name);
    if (schema === undefined) return unknown(name, attributes.keys());
    if (equals === -1) return refuse(`${name} has no value: write ${name}=value.`);
    const text = setting.slice(equals + 1);
    const former = values.get(name);
    if (former !== undefined && !schema.multiValued) return refuse(`${name} holds one value.`);
    if (text === '') values.set(name, undefined);
    else
      values.set(
        name,
        former === undefined
          ? scalarOf(name, text, schema)
          : ([...[former].flat(), scalarOf(name, text, schema)] as Value),
      );
  }
  return values;
}

function scalarOf(name: string, text: string, { syntax }: AttributeSchema): Scalar {
  switch (syntax) {
    case 'string':
      return text;
    case 'time':
      // FILETIME is a number, generalized time ends with its zone.
      return /^-?\d+$/.test(text) ? integer(BigInt(text)) : text;
    case 'integer':
      return /^[-+]?\d+$/.test(text) ? integer(BigInt(text)) : refuse(`${name} holds a whole number, not “${text}”.`);
    case 'boolean':
      if (!/^(?:true|false)$/i.test(text)) return refuse(`${name} is true or false, not “${text}”.`);
      return text.toLowerCase() === 'true';
    case 'binary':
      if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return refuse(`${name} holds bytes: write them as Base64.`);
      return Uint8Array.from(Buffer.from(text, 'base64'));
    case 'reference':
      return text.includes('=') ? { dn: text } : refuse(`${name} holds references: write a DN.`);
  }
}

function unknown(name: string, names: Iterable<string>): never {
  const near = didYouMean(name, names);
  fail('CLI008', {
    detail: `There is no attribute “${name}”.`,
    ...(near === undefined ? {} : { help: `Did you mean ${near}?` }),
  });
}

function refuse(detail: string): never {
  fail('CLI008', { detail });
}
