import { describe, expect, test } from 'vitest';
import { BASE, codesOf, entryOf, importAll } from '../../conformance/source.ts';
import { FakeDirectory } from '../../support/fake-ldap/directory.ts';
import { startFakeServer } from '../../support/fake-ldap/server.ts';
import { connectorTo, withFakeSource } from './fixture.ts';

const DEAD = 'ldaps://localhost:1';
const people = [entryOf('user', 1), entryOf('user', 2)];

describe('the servers of a domain', () => {
  test('the first that is there is read, and only that one', () =>
    withFakeSource({ entries: people, servers: (url) => [DEAD, url, url] }, async ({ connector, server }) => {
      expect((await importAll(connector, { user: [] })).objects.size).toBe(2);
      expect(server.connections()).toBe(1);
    }));

  test('when none is there, each says why', () =>
    withFakeSource({ servers: () => [DEAD, 'ldaps://localhost:2'] }, async ({ connector }) => {
      const running = importAll(connector, { user: [] });
      await expect(running).rejects.toMatchObject({
        diagnostics: [
          { code: 'SRC001', subject: DEAD },
          { code: 'SRC001', subject: 'ldaps://localhost:2' },
        ],
      });
    }));

  const unfit: readonly (readonly [string, Readonly<Record<string, readonly string[]>>])[] = [
    ['holds another domain', { defaultNamingContext: ['DC=fabrikam,DC=com'] }],
    ['holds a domain below', { defaultNamingContext: [`DC=child,${BASE}`] }],
    ['is no domain controller', { defaultNamingContext: [] }],
    ['has not finished its first replication', { isSynchronized: ['FALSE'] }],
    ['cannot page', { supportedControl: ['1.2.840.113556.1.4.417'] }],
    ['does not tell how far its changes are', { highestCommittedUSN: [] }],
  ];
  for (const [name, rootDse] of unfit) {
    test(`one that ${name} is SRC011`, () =>
      withFakeSource({ entries: people, rootDse }, async ({ connector }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC011']);
      }));
  }

  test('the name of the domain is compared without case', () =>
    withFakeSource(
      {
        entries: people,
        base: 'DC=CORP,DC=Contoso,DC=com',
        rootDse: { defaultNamingContext: ['DC=CORP,DC=Contoso,DC=com'] },
      },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).summary.partitions).toEqual(['DC=CORP,DC=Contoso,DC=com']);
      },
    ));
});

describe('two domains', () => {
  test('are both read, each from its own server', async () => {
    const child = `DC=child,${BASE}`;
    const one = new FakeDirectory({
      base: BASE,
      dnsHostName: 'dc1',
      entries: people,
      references: [`ldap://child.corp.contoso.com/${child}`],
    });
    const two = new FakeDirectory({
      base: child,
      dnsHostName: 'dc2',
      entries: [entryOf('user', 3, {}, `CN=Object 3,${child}`)],
      rootDse: { rootDomainNamingContext: [BASE] },
      netbiosNames: { [BASE]: 'FAKEDOM', [child]: 'OFFSPRING' },
    });
    await using first = await startFakeServer({ directory: one });
    await using second = await startFakeServer({ directory: two });
    const domains = [
      { name: 'corp.contoso.com', servers: [first.url] },
      { name: 'child.corp.contoso.com', servers: [second.url] },
    ];
    const { objects, summary } = await importAll(connectorTo(first, { settings: { domains } }), { user: [] });
    expect(objects.size).toBe(3);
    expect(summary.partitions).toEqual([BASE, child]);
    expect(summary.origin).toBe('dc1, ldaps and dc2, ldaps');
    expect(summary.diagnostics).toEqual([]);
    expect(Object.fromEntries(summary.parameters)).toEqual({
      'Connector.ID': 'corp',
      'Forest.FQDN': 'corp.contoso.com',
      'Forest.LDAP': BASE,
      'Forest.Netbios': 'FAKEDOM',
    });
    const byPartition = Object.fromEntries(
      [...summary.partitionParameters].map(([dn, values]) => [dn, Object.fromEntries(values)]),
    );
    const common = Object.fromEntries(summary.parameters);
    expect(byPartition).toEqual({
      [BASE]: {
        ...common,
        'Domain.FQDN': 'corp.contoso.com',
        'Domain.LDAP': BASE,
        'Domain.Netbios': 'FAKEDOM',
      },
      [child]: {
        ...common,
        'Domain.FQDN': 'child.corp.contoso.com',
        'Domain.LDAP': child,
        'Domain.Netbios': 'OFFSPRING',
      },
    });
  });
});

describe('what the server tells besides objects', () => {
  test('the NetBIOS name comes from the configuration', () =>
    withFakeSource({ entries: people }, async ({ connector }) => {
      const { summary } = await importAll(connector, { user: [] });
      expect(Object.fromEntries(summary.parameters)).toEqual({
        'Connector.ID': 'corp',
        'Domain.FQDN': 'corp.contoso.com',
        'Domain.LDAP': BASE,
        'Domain.Netbios': 'FAKEDOM',
        'Forest.FQDN': 'corp.contoso.com',
        'Forest.LDAP': BASE,
        'Forest.Netbios': 'FAKEDOM',
      });
    }));

  test('an account that may not read the configuration has the usual NetBIOS name', () =>
    withFakeSource(
      {
        entries: people,
        onSearch: ({ base }) => (base.startsWith('CN=Partitions,') ? { do: 'result', code: 50 } : undefined),
      },
      async ({ connector }) => {
        const { objects, summary } = await importAll(connector, { user: [] });
        expect(objects.size).toBe(2);
        expect(summary.parameters.get('Domain.Netbios')).toBe('CORP');
      },
    ));

  test('references to domains that nobody configured are warnings; those to DNS and configuration are not', () =>
    withFakeSource(
      {
        entries: people,
        references: [
          `ldap://child.corp.contoso.com/DC=child,${BASE}`,
          `ldaps://DomainDnsZones.corp.contoso.com/DC=DomainDnsZones,${BASE}`,
          `ldap://corp.contoso.com/CN=Configuration,${BASE}`,
          `ldap://corp.contoso.com/DC=f%C3%BCnf,${BASE}??sub`,
        ],
      },
      async ({ connector }) => {
        const { summary } = await importAll(connector, { user: [] });
        expect(summary.diagnostics).toMatchObject([
          { code: 'SRC030', severity: 'warning', subject: `DC=child,${BASE}` },
          { code: 'SRC030', subject: `DC=fünf,${BASE}` },
        ]);
      },
    ));
});
