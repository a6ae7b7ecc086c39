import { describe, expect, test } from 'vitest';
import { parseDescription } from '../../../src/connectors/active-directory/attribute-description.ts';
import { BASE, anchor, codesOf, entryOf, importAll } from '../../conformance/source.ts';
import type { Imported } from '../../conformance/source.ts';
import { withFakeSource } from './fixture.ts';

function dns(count: number, prefix = 'Object'): string[] {
  return Array.from({ length: count }, (_, index) => `CN=${prefix} ${index},OU=Staff,${BASE}`);
}

function members({ objects }: Imported, number = 1): string[] {
  const value = objects.get(anchor(number))!.attributes.get('member') as readonly { dn: string }[] | undefined;
  return (value ?? []).map(({ dn }) => dn).sort();
}

describe('long lists', () => {
  for (const count of [0, 1, 999, 1000, 1001, 1500, 2000, 4321]) {
    test(`${count} members with a server that sends 1,000 at a time`, () =>
      withFakeSource(
        { entries: [entryOf('group', 1, { member: dns(count) })].map(dropEmpty), maxValRange: 1000 },
        async ({ connector }) => {
          const imported = await importAll(connector, { group: ['member'] });
          expect(members(imported)).toEqual(dns(count).sort());
          expect(imported.objects.get(anchor(1))!.attributes.has('member')).toBe(count > 0);
        },
      ));
  }

  test('of any attribute, though it was not asked for in parts: Windows answers with an empty one beside the part', () => {
    const addresses = Array.from({ length: 3456 }, (_, index) => `smtp:a${index}@contoso.com`);
    return withFakeSource({ entries: [entryOf('user', 1, { proxyAddresses: addresses })] }, async ({ connector }) => {
      const { objects } = await importAll(connector, { user: ['proxyAddresses'] });
      expect(objects.get(anchor(1))!.attributes.get('proxyAddresses')).toEqual(addresses);
    });
  });

  test('two of them in one object', () => {
    const addresses = Array.from({ length: 1501 }, (_, index) => `smtp:a${index}@contoso.com`);
    const entries = [entryOf('group', 1, { member: dns(3001), proxyAddresses: addresses })];
    return withFakeSource({ entries }, async ({ connector }) => {
      const imported = await importAll(connector, { group: ['member', 'proxyAddresses'] });
      expect(members(imported)).toHaveLength(3001);
      expect(imported.objects.get(anchor(1))!.attributes.get('proxyAddresses')).toHaveLength(1501);
    });
  });

  test('one that becomes shorter between two parts is read again from its beginning', () => {
    let parts = 0;
    return withFakeSource(
      {
        entries: [entryOf('group', 1, { member: dns(4000) })],
        onSearch: ({ base }) => {
          if (!base.startsWith('<GUID=')) return undefined;
          parts++;
          return parts === 2 ? { do: 'result', code: 1, message: 'range beyond the end' } : undefined;
        },
      },
      async ({ connector }) => {
        expect(members(await importAll(connector, { group: ['member'] }))).toEqual(dns(4000).sort());
        expect(parts).toBe(2 + 3);
      },
    );
  });

  test('one that never stands still is an error', () =>
    withFakeSource(
      {
        entries: [entryOf('group', 1, { member: dns(4000) })],
        onSearch: ({ base }) => (base.startsWith('<GUID=') ? { do: 'result', code: 1 } : undefined),
      },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { group: ['member'] }))).toEqual(['SRC009']);
      },
    ));

  test('of an object that vanishes between two parts: the object is not there', () =>
    withFakeSource(
      {
        entries: [entryOf('group', 1, { member: dns(4000) }), entryOf('group', 2)],
        onSearch: ({ base }) => (base.startsWith('<GUID=') ? { do: 'result', code: 32 } : undefined),
      },
      async ({ connector }) => {
        expect([...(await importAll(connector, { group: ['member'] })).objects.keys()]).toEqual([anchor(2)]);
      },
    ));

  test('a connection that breaks between two parts is an error', () =>
    withFakeSource(
      {
        entries: [entryOf('group', 1, { member: dns(4000) })],
        onSearch: ({ base }) => (base.startsWith('<GUID=') ? { do: 'close' } : undefined),
      },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { group: ['member'] }))).toEqual(['SRC007']);
      },
    ));

  test('a server that refuses the rest is an error, not a shorter list', () =>
    withFakeSource(
      {
        entries: [entryOf('group', 1, { member: dns(4000) })],
        onSearch: ({ base }) => (base.startsWith('<GUID=') ? { do: 'result', code: 50 } : undefined),
      },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { group: ['member'] }))).toEqual(['SRC012']);
      },
    ));
});

function dropEmpty(entry: ReturnType<typeof entryOf>): ReturnType<typeof entryOf> {
  return { ...entry, attributes: entry.attributes.filter(([, values]) => values.length > 0) };
}

describe('an attribute description', () => {
  test.each([
    ['mail', { key: 'mail' }],
    ['userCertificate;binary', { key: 'usercertificate' }],
    ['member;range=0-1499', { key: 'member', rest: 1500 }],
    ['Member;Range=1500-*', { key: 'member' }],
    ['member;range=0-*', { key: 'member' }],
    ['cn;lang-de', { key: 'cn', rest: 'unknown' }],
    ['member;range=x', { key: 'member', rest: 'unknown' }],
    ['member;', { key: 'member', rest: 'unknown' }],
    ['userCertificate;binary;range=0-9', { key: 'usercertificate', rest: 10 }],
  ] as const)('%s', (text, expected) => {
    expect(parseDescription(text)).toEqual(expected);
    expect(parseDescription(text)).toEqual(expected);
  });
});
