import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directorySchema, readableType } from '../../../src/connectors/directory-schema.ts';
import { containerTypes } from '../../../src/model/container.ts';
import { GuidSet } from '../../../src/connectors/ldif/guid-set.ts';
import { NameTable } from '../../../src/connectors/ldif/names.ts';
import { objectType } from '../../../src/connectors/object-type.ts';
import { selectionOf } from '../../../src/connectors/selection.ts';
import { Defect, convertText } from '../../../src/connectors/convert.ts';
import { InvariantError } from '../../../src/kernel/invariant.ts';

describe('the table of names', () => {
  const name = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9-]{0,12}$/);

  test('finds just what is in it, in any case, and says where the name ends', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { selector: (each) => each.toLowerCase(), maxLength: 40 }),
        name,
        (names, other) => {
          const table = new NameTable(names);
          for (const each of [...names, other]) {
            const expected = names.findIndex((known) => known.toLowerCase() === each.toLowerCase());
            for (const before of ['', '::']) {
              const bytes = Buffer.from(`${before}${each.toUpperCase()}: x`);
              expect(table.find(bytes, before.length, bytes.length)).toBe(expected);
              expect(table.end).toBe(before.length + each.length);
            }
          }
        },
      ),
    );
  });
});

describe('the set of objectGUIDs', () => {
  test('knows each with the line under which it came first', () => {
    // Few different bytes, so that many come more than once.
    const byte = fc.constantFrom(0, 1);
    const guid = fc
      .array(byte, { minLength: 2, maxLength: 2 })
      .map(([a, b]) => new Uint8Array(16).fill(a!, 0, 9).fill(b!, 9));
    fc.assert(
      fc.property(fc.array(guid, { maxLength: 50 }), (guids) => {
        const set = new GuidSet();
        const lines = new Map<string, number>();
        guids.forEach((bytes, index) => {
          const key = Buffer.from(bytes).toString('hex');
          expect(set.add(bytes, index + 1)).toBe(lines.get(key) ?? 0);
          if (!lines.has(key)) lines.set(key, index + 1);
        });
      }),
    );
  });

  test('grows, and forgets nothing', () => {
    const set = new GuidSet();
    const bytes = new Uint8Array(16);
    const view = new DataView(bytes.buffer);
    for (let index = 0; index < 50_000; index++) {
      view.setUint32(index % 2 === 0 ? 0 : 12, index);
      expect(set.add(bytes, index + 1)).toBe(0);
      expect(set.add(bytes, 99)).toBe(index + 1);
      bytes.fill(0);
    }
  });
});

describe('the type of an object', () => {
  test.each([
    [['top', 'person', 'organizationalPerson', 'user'], 'user'],
    [['USER', 'TOP'], 'user'],
    [['user', 'inetOrgPerson'], 'inetOrgPerson'],
    [['inetOrgPerson', 'user', 'top'], 'inetOrgPerson'],
    [['computer', 'user'], 'computer'],
    [['user', 'computer', 'msDS-GroupManagedServiceAccount'], 'computer'],
    [['top', 'msDS-Device'], 'msDS-Device'],
    [['top', 'foreignSecurityPrincipal'], 'foreignSecurityPrincipal'],
    [['top', 'organizationalUnit'], 'organizationalUnit'],
    [['top', 'container', 'groupPolicyContainer'], 'container'],
    [['top', 'domain', 'domainDNS'], 'domainDNS'],
    [['top', 'printQueue'], undefined],
    [[], undefined],
  ] as const)('%j is %s', (classes, expected) => {
    expect(objectType(classes)).toBe(expected);
  });

  test('a container is one that rules cannot name, and that is read when it is asked for', () => {
    for (const type of containerTypes) {
      expect(directorySchema.has(type)).toBe(false);
      expect(readableType(type)?.attributes.has('objectGUID')).toBe(true);
    }
  });

  test('each is in the schema', () => {
    for (const type of directorySchema.keys()) expect(objectType([type])).toBe(type);
  });
});

describe('integers', () => {
  test.each([
    ['0', 0],
    ['-0', 0],
    ['007', 7],
    ['-2147483646', -2147483646],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9223372036854775808', -9223372036854775808n],
  ])('%s', (text, expected) => {
    expect(Object.is(convertText(text, 'integer'), expected) || convertText(text, 'integer') === expected).toBe(true);
    expect(Object.is(convertText(text, 'integer'), -0)).toBe(false);
  });

  test.each(['', ' 1', '1 ', '+1', '1.0', '1e3', '0x10', '١'])('%j is none', (text) => {
    expect(convertText(text, 'integer')).toBeInstanceOf(Defect);
  });
});

describe('the schema', () => {
  test('is read-only, says why, and has what the rules of every type name', () => {
    for (const [type, { attributes }] of directorySchema) {
      expect(attributes.size, type).toBeGreaterThan(40);
      for (const [name, schema] of attributes) {
        expect(schema, name).toMatchObject({ write: 'never', clearable: false });
        expect(schema.comparison === 'ignoreCase' ? schema.syntax : 'string', name).toBe('string');
      }
    }
    expect(directorySchema.get('user')!.attributes.get('mS-DS-ConsistencyGuid')).toMatchObject({ syntax: 'binary' });
    expect(directorySchema.get('group')!.attributes.get('member')).toMatchObject({
      syntax: 'reference',
      multiValued: true,
    });
    expect(directorySchema.get('user')!.attributes.get('accountExpires')).toMatchObject({
      syntax: 'integer',
      multiValued: false,
    });
    expect(directorySchema.get('user')!.attributes.has('member')).toBe(false);
  });

  test('has no attribute that differs from another only in case, nor in kind from type to type', () => {
    const seen = new Map<string, readonly [string, unknown]>();
    for (const { attributes } of directorySchema.values()) {
      for (const [name, schema] of attributes) {
        const key = name.toLowerCase();
        const known = seen.get(key) ?? [name, schema];
        expect([name, schema]).toEqual(known);
        seen.set(key, known);
      }
    }
    expect(seen.size).toBeGreaterThan(200);
  });

  test('a request outside of it is a bug of ours', () => {
    expect(() => selectionOf(readableType, { attributes: new Map([['user', ['nosuch']]]) })).toThrow(InvariantError);
    expect(() => selectionOf(readableType, { attributes: new Map([['printQueue', []]]) })).toThrow(InvariantError);
  });
});
