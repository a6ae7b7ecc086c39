import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { directory } from '../support/forest/directory.ts';
import { escapeValue } from '../support/forest/dn.ts';
import { guidText } from '../support/forest/identifiers.ts';
import { ldifLine, ldifRecord } from '../support/forest/ldif.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { sambaRecords } from '../support/forest/samba.ts';
import { readLdif, textOf } from './read-ldif.ts';

const exported = ['version: 1\n\n', ...[...directory(examplePlan)].map(ldifRecord)].join('');

describe('the written LDIF', () => {
  test('reads back value for value', () => {
    const entries = [...directory(examplePlan)];
    const records = readLdif(exported);
    expect(records.map(({ dn }) => dn)).toEqual(entries.map(({ dn }) => dn));
    entries.forEach((entry, position) => {
      const bytes = entry.attributes.map(([name, values]) => [name, values.map(asBytes)] as const);
      expect(records[position]!.values).toEqual(new Map(bytes));
    });
  });

  test('has no line over 76 characters, no carriage return and nothing but ASCII', () => {
    expect(exported).toMatch(/^[\n\x20-\x7e]*$/);
    expect(Math.max(...exported.split('\n').map((line) => line.length))).toBe(76);
  });

  test('is what stands in the example workspace', () => {
    const example = new URL('../../config/example/corp.ldif', import.meta.url);
    expect(readFileSync(example, 'utf8') === exported).toBe(true);
  });

  test('gives each object a name, an identifier and an account of its own', () => {
    const records = readLdif(exported);
    const fields = ['objectGUID', 'objectSid', 'sAMAccountName'].map((name) =>
      records.flatMap((record) => record.values.get(name)?.map((value) => value.toString('hex')) ?? []),
    );
    for (const list of [records.map(({ dn }) => dn.toLowerCase()), ...fields]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  test('writes identifiers as random UUIDs in the byte order of the directory', () => {
    for (const record of readLdif(exported)) {
      const guid = record.values.get('objectGUID')![0]!;
      expect(guidText(guid)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });
});

describe('a value is written in Base64', () => {
  test.each([' leading', 'trailing ', ':colon', '<url', 'Zoë', 'two\nlines', '\0'])('%j', (value) => {
    expect(ldifLine('cn', value)).toBe(`cn:: ${Buffer.from(value).toString('base64')}`);
  });

  test.each(['plain', 'a:b <c>', '', '#hash'])('and %j is not', (value) => {
    expect(ldifLine('cn', value)).toBe(`cn: ${value}`);
  });
});

test.each([
  ['Byron, Ada', String.raw`Byron\, Ada`],
  ['Ada+Grace', String.raw`Ada\+Grace`],
  ['#1 Ada #2', String.raw`\#1 Ada #2`],
  ['Ada "Ace" <A>', String.raw`Ada \"Ace\" \<A\>`],
  [String.raw`a\b`, String.raw`a\\b`],
  ['a;b=c', String.raw`a\;b\=c`],
  [' both ', String.raw`\ both\ `],
  ['Ada\nCNF:1', String.raw`Ada\0ACNF:1`],
  ['山田 🚀', '山田 🚀'],
])('the name %j is escaped as %j', (value, escaped) => {
  expect(escapeValue(value)).toBe(escaped);
});

describe('the LDIF for a fresh domain', () => {
  const plan = { ...examplePlan, base: 'DC=lab,DC=test' };
  const text = [...sambaRecords(directory(plan))].join('');
  const adds = readLdif(
    text
      .split('\n\n')
      .filter((block) => !block.includes('changetype:'))
      .join('\n\n'),
  );

  test('never names an object before it is there', () => {
    const there = new Set<string>();
    for (const record of adds) {
      const links = ['member', 'manager'].flatMap((name) => record.values.get(name) ?? []);
      for (const link of links) expect(there).toContain(link.toString('utf8'));
      there.add(record.dn);
    }
    expect(text).toContain('changetype: modify\nadd: member\n');
    expect(text).toContain('changetype: modify\nadd: manager\n');
  });

  test('leaves to the server what is the server’s', () => {
    expect(text).not.toMatch(/^(objectGUID|objectSid|uSNChanged|whenCreated|isCriticalSystemObject|version)/m);
    expect(adds.every(({ dn }) => dn.endsWith(',DC=lab,DC=test'))).toBe(true);
    expect(adds.some((record) => (textOf(record, 'title') ?? '').length > 128)).toBe(false);
  });
});

function asBytes(value: string | number | Uint8Array): Buffer {
  return value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
}
