import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { activeDirectoryConnector } from '../../src/connectors/active-directory/index.ts';
import { ldifConnector } from '../../src/connectors/ldif/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { ActiveDirectorySettings } from '../../src/model/settings.ts';
import type { ImportSummary, SourceConnector, SourceObject } from '../../src/model/source.ts';
import { codesOf, contextOf, importAll } from '../conformance/source.ts';
import { directory } from '../support/forest/directory.ts';
import { ldifLine } from '../support/forest/ldif.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { sambaRecords } from '../support/forest/samba.ts';
import { sambaAvailable, startDomainController } from './domain-controller.ts';
import type { DomainController } from './domain-controller.ts';

const USERS = 10_000;
const MEMBERS = 3_300;
const plan = { ...examplePlan, users: USERS, groups: 300 };

const request = {
  user: [
    'dn',
    'sAMAccountName',
    'userPrincipalName',
    'displayName',
    'givenName',
    'sn',
    'mail',
    'proxyAddresses',
    'department',
    'title',
    'employeeID',
    'manager',
    'memberOf',
    'userAccountControl',
    'pwdLastSet',
    'objectSid',
    'whenCreated',
    'isCriticalSystemObject',
  ],
  computer: ['sAMAccountName', 'dNSHostName'],
  contact: ['displayName', 'mail', 'proxyAddresses'],
  group: ['sAMAccountName', 'groupType', 'displayName', 'description', 'mail', 'member'],
  foreignSecurityPrincipal: ['objectSid'],
};

describe.skipIf(!sambaAvailable())('a forest of 10,000 people in a real domain controller', () => {
  let controller: DomainController;
  let population = '';

  beforeAll(async () => {
    population = [...sambaRecords(directory(plan)), crowd()].join('');
    controller = await startDomainController({ ldif: population });
  }, 300_000);

  afterAll(() => controller[Symbol.asyncDispose]());

  describe('as it stands', () => {
    test('every object is the one that ldapsearch shows, value by value', async () => {
      const ours = await importAll(reader(), request);
      const text = ldapsearch(['*', 'memberOf', 'objectGUID'], '(objectClass=*)');
      const theirs = await importAll(fileOf(text), request);
      expect(ours.objects.size).toBeGreaterThan(USERS);
      expect([...ours.objects.keys()].sort()).toEqual([...theirs.objects.keys()].sort());
      for (const [anchor, object] of ours.objects) {
        expect(comparable(object)).toEqual(comparable(theirs.objects.get(anchor)!));
      }
    });

    test('a group of 3,300 members is whole', async () => {
      const { objects } = await importAll(reader(), { group: ['member', 'sAMAccountName'] });
      const found = named(objects, 'crowd')!.attributes.get('member') as readonly { dn: string }[];
      expect(new Set(found.map(({ dn }) => dn)).size).toBe(MEMBERS);
    });

    test('pages of any size give the same objects', async () => {
      const whole = await importAll(reader({ pageSize: 5000 }), { user: ['mail'] });
      const small = await importAll(reader({ pageSize: 333 }), { user: ['mail'] });
      expect([...small.objects.keys()].sort()).toEqual([...whole.objects.keys()].sort());
    });

    test('it tells its domain, and nothing in it is a warning', async () => {
      const { summary } = await importAll(reader(), { user: [] });
      expect(summary.partitions).toEqual([controller.baseDn]);
      expect(summary.diagnostics).toEqual([]);
      expect(summary.origin).toMatch(/^dc1\.corp\.contoso\.com, ldaps$/);
      expect(Object.fromEntries(summary.parameters)).toMatchObject({
        'Domain.FQDN': 'corp.contoso.com',
        'Domain.LDAP': controller.baseDn,
        'Domain.Netbios': 'CORP',
        'Forest.FQDN': 'corp.contoso.com',
      });
    });

    test('an ordinary account sees the same people', async () => {
      const account = await controller.createLowPrivilegeAccount('lowly');
      const names = { user: ['sAMAccountName', 'mail', 'objectSid'], group: ['member'] };
      const admin = await importAll(reader(), names);
      const lowly = await importAll(reader({}, { user: account.upn, password: account.password }), names);
      expect([...lowly.objects.keys()].sort()).toEqual([...admin.objects.keys()].sort());
      for (const [anchor, object] of lowly.objects) {
        expect(comparable(object)).toEqual(comparable(admin.objects.get(anchor)!));
      }
    });
  });

  describe('signing in', () => {
    test('a wrong password is SRC005, and so is an unknown account', async () => {
      const wrong = { user: controller.adminDn, password: 'no' };
      expect(await codesOf(importAll(reader({}, wrong), { user: [] }))).toEqual(['SRC005']);
      const nobody = { user: 'nobody@corp.contoso.com', password: 'no' };
      expect(await codesOf(importAll(reader({}, nobody), { user: [] }))).toEqual(['SRC005']);
    });

    test('a disabled account, an expired one and one with an expired password are SRC006', async () => {
      const account = await controller.createLowPrivilegeAccount('blocked');
      const codes = async (): Promise<readonly string[]> =>
        codesOf(importAll(reader({}, { user: account.upn, password: account.password }), { user: [] }));
      await controller.modify(replace(account.dn, 'userAccountControl', '514'));
      expect(await codes()).toEqual(['SRC006']);
      await controller.modify(replace(account.dn, 'userAccountControl', '512'));
      await controller.modify(replace(account.dn, 'accountExpires', '116444736000000000'));
      expect(await codes()).toEqual(['SRC006']);
      await controller.modify(replace(account.dn, 'accountExpires', '0'));
      await controller.modify(replace(account.dn, 'pwdLastSet', '0'));
      expect(await codes()).toEqual(['SRC006']);
    });

    test('a server that neither its authority nor its name shows to be ours gets no password: SRC013', async () => {
      expect(await codesOf(importAll(reader({}, { ca: false }), { user: [] }))).toEqual(['SRC013']);
    });

    test('the domain must be the one that the topology names', async () => {
      const domains = [{ name: 'contoso.com', servers: [controller.ldapsUrl] }];
      expect(await codesOf(importAll(reader({ domains }), { user: [] }))).toEqual(['SRC011']);
    });
  });

  describe('the way to TLS', () => {
    test('StartTLS gives the same objects as LDAPS', async () => {
      const names = { user: ['mail', 'objectSid', 'manager'], group: ['member'] };
      const startTls = {
        tls: 'startTls',
        domains: [{ name: 'corp.contoso.com', servers: [controller.ldapUrl] }],
      } as const;
      const [ldaps, ldap] = [await importAll(reader(), names), await importAll(reader(startTls), names)];
      expect(ldap.summary.origin).toBe('dc1.corp.contoso.com, StartTLS');
      expect([...ldap.objects.keys()].sort()).toEqual([...ldaps.objects.keys()].sort());
      for (const [anchor, object] of ldap.objects) {
        expect(comparable(object)).toEqual(comparable(ldaps.objects.get(anchor)!));
      }
    });

    test.each(['ldaps', 'startTls'] as const)(
      'a key that is not pinned is shown, and is good once pinned: %s',
      async (tls) => {
        const servers = [tls === 'startTls' ? controller.ldapUrl : controller.ldapsUrl];
        const pinned = (pin: string) =>
          reader({
            tls,
            domains: [{ name: 'corp.contoso.com', servers }],
            trust: { ca: 'file:ca.pem', pins: [pin] },
          });
        const failed: unknown = await importAll(pinned(`sha256:${Buffer.alloc(32).toString('base64')}`), {
          user: [],
        }).catch((reason: unknown) => reason);
        const [found] = failed instanceof DiagnosticError ? failed.diagnostics : [];
        expect(found).toMatchObject({ code: 'SRC016', subject: servers[0] });
        const seen = /sha256:[\w+/]{43}=/.exec(found!.detail)![0];
        expect((await importAll(pinned(seen), { user: [] })).objects.size).toBeGreaterThan(USERS * 0.9);
      },
    );
  });

  describe('what changes while it is read', () => {
    test('is seen: a new value, a new name, a move, a deletion, a new object', async () => {
      const before = await importAll(reader(), { user: ['sAMAccountName', 'employeeID'] });
      const [first, second, third, fourth] = [...before.objects.values()].filter(({ dn }) => /OU=Staff/.test(dn));
      const added = `CN=Late Comer,OU=External,${controller.baseDn}`;
      const { objects } = await importDuring({ user: ['sAMAccountName', 'title'] }, () => {
        ldapmodify(replace(first!.dn, 'title', 'Promoted'));
        ldapmodify(rename(second!.dn, 'CN=Renamed One', parentOf(second!.dn)));
        ldapmodify(
          rename(third!.dn, third!.dn.slice(0, -parentOf(third!.dn).length - 1), `OU=External,${controller.baseDn}`),
        );
        ldapmodify(`${ldifLine('dn', fourth!.dn)}\nchangetype: delete\n\n`);
        ldapmodify(`dn: ${added}\nchangetype: add\nobjectClass: user\nsAMAccountName: late\n\n`);
      });
      expect(objects.get(first!.anchor)!.attributes.get('title')).toBe('Promoted');
      expect(objects.get(second!.anchor)!.dn).toBe(`CN=Renamed One,${parentOf(second!.dn)}`);
      expect(parentOf(objects.get(third!.anchor)!.dn)).toBe(`OU=External,${controller.baseDn}`);
      expect(objects.has(fourth!.anchor)).toBe(false);
      expect(named(objects, 'late')).toMatchObject({ dn: added });
      expect(objects.size).toBe(before.objects.size);
    });

    test('a container that is renamed renames all that is in it', async () => {
      const old = `OU=External,${controller.baseDn}`;
      const { objects } = await importDuring({ user: [], contact: [] }, () => {
        ldapmodify(rename(old, 'OU=Outside', controller.baseDn));
      });
      const dns = [...objects.values()].map(({ dn }) => dn);
      expect(dns.filter((dn) => dn.includes('OU=Outside,')).length).toBeGreaterThan(0);
      expect(dns.filter((dn) => dn.includes('OU=External,'))).toEqual([]);
    });

    test('a deleted object stays away in the next import, too', async () => {
      const before = await importAll(reader(), { user: [] });
      const [victim] = [...before.objects.values()].filter(({ dn }) => /OU=Staff/.test(dn));
      ldapmodify(`${ldifLine('dn', victim!.dn)}\nchangetype: delete\n\n`);
      const after = await importAll(reader(), { user: [] });
      expect(after.objects.has(victim!.anchor)).toBe(false);
      expect(after.objects.size).toBe(before.objects.size - 1);
    });
  });

  describe('when it fails', () => {
    test('a server that hangs in the middle of a search is SRC002, and the next import finds everything', async () => {
      const running = importDuring(
        { user: ['mail'] },
        () => {
          controller.pause();
        },
        { timeoutSeconds: 1 },
      );
      expect(await codesOf(running)).toEqual(['SRC002']);
      expect(await codesOf(importAll(reader({ timeoutSeconds: 1 }), { user: [] }))).toEqual(['SRC002']);
      controller.resume();
      expect((await importAll(reader(), { user: [] })).objects.size).toBeGreaterThan(USERS * 0.9);
    });

    test('a server that is killed in the middle of a search gives way to another, and nothing of it is left', async () => {
      await using other = await startDomainController({ ldif: population });
      await using doomed = await startDomainController({ ldif: population });
      const domains = [{ name: 'corp.contoso.com', servers: [doomed.ldapUrl, other.ldapsUrl] }];
      const trust = { ca: 'file:both.pem' } as const;
      const authorities = `${doomed.caPem}\n${other.caPem}`;
      await doomed.modify(`dn: CN=Only Here,${doomed.baseDn}\nchangetype: add\nobjectClass: contact\n\n`);
      const { objects, summary } = await importDuring(
        { user: ['mail'], contact: [] },
        () => {
          process.kill(doomed.pid()!, 'SIGKILL');
        },
        { tls: 'startTls', domains, trust },
        authorities,
      );
      expect(summary.diagnostics).toMatchObject([{ code: 'SRC032', subject: doomed.ldapUrl }]);
      expect([...objects.values()].filter(({ dn }) => dn.startsWith('CN=Only Here,'))).toEqual([]);
      const only = [{ name: 'corp.contoso.com', servers: [other.ldapsUrl] }];
      const alone = await importAll(reader({ domains: only }, { authorities: other.caPem }), {
        user: ['mail'],
        contact: [],
      });
      expect([...objects.keys()].sort()).toEqual([...alone.objects.keys()].sort());
    }, 120_000);

    test('a server that is killed in the middle of a search is SRC007, then SRC001, then whole again', async () => {
      const running = importDuring({ user: ['mail'] }, () => {
        process.kill(controller.pid()!, 'SIGKILL');
      });
      expect(await codesOf(running)).toEqual(['SRC007']);
      expect(await codesOf(importAll(reader(), { user: [] }))).toEqual(['SRC001']);
      await controller.restart();
      expect((await importAll(reader(), { user: [] })).objects.size).toBeGreaterThan(USERS * 0.9);
    });
  });

  function reader(
    settings: Partial<ActiveDirectorySettings> = {},
    who: {
      readonly user?: string;
      readonly password?: string;
      readonly ca?: boolean;
      readonly authorities?: string;
    } = {},
  ): SourceConnector {
    const {
      user = controller.adminDn,
      password = controller.adminPassword,
      ca = true,
      authorities = controller.caPem,
    } = who;
    return activeDirectoryConnector({
      settings: {
        name: 'corp',
        type: 'activeDirectory',
        domains: [{ name: 'corp.contoso.com', servers: [controller.ldapsUrl] }],
        bind: { user, password: 'env:PASSWORD' },
        ...(ca ? { trust: { ca: 'file:ca.pem' } as const } : {}),
        ...settings,
      },
      readSecret: (reference) => Promise.resolve(Buffer.from(reference === 'env:PASSWORD' ? password : authorities)),
    });
  }

  /** Imports, and does something at the first object: the server works on while this process waits. */
  async function importDuring(
    wanted: Readonly<Record<string, readonly string[]>>,
    act: () => void,
    settings: Partial<ActiveDirectorySettings> = {},
    authorities = controller.caPem,
  ): Promise<{ objects: Map<string, SourceObject>; summary: ImportSummary }> {
    const objects = new Map<string, SourceObject>();
    let acted = false;
    const sink = {
      put: (object: SourceObject) => {
        if (!acted) act();
        acted = true;
        objects.set(object.anchor, object);
      },
      remove: (anchor: string) => objects.delete(anchor),
      restart: () => {
        objects.clear();
      },
    };
    const attributes = new Map(Object.entries(wanted));
    const summary = await reader({ pageSize: 500, ...settings }, { authorities }).import(
      { attributes },
      sink,
      contextOf(),
    );
    return { objects, summary };
  }

  function ldapsearch(names: readonly string[], filter: string): string {
    const words = ['-LLL', '-o', 'ldif-wrap=no', '-E', 'pr=1000/noprompt', '-b', controller.baseDn, filter, ...names];
    return command('ldapsearch', words);
  }

  function ldapmodify(records: string): void {
    command('ldapmodify', [], records);
  }

  function command(name: string, words: readonly string[], input = ''): string {
    const bind = ['-x', '-H', controller.ldapsUrl, '-D', controller.adminDn, '-w', controller.adminPassword];
    const env = { ...process.env, LDAPTLS_CACERT: controller.caPath };
    return execFileSync(name, [...bind, ...words], {
      env,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      timeout: 60_000,
    });
  }
});

/** A group with more members than Windows sends at a time. */
function crowd(): string {
  const members: string[] = [];
  for (const { dn, attributes, addable } of directory(plan)) {
    const isUser = attributes.some(([name, values]) => name === 'objectClass' && values.at(-1) === 'user');
    if (addable && isUser && members.length < MEMBERS) members.push(dn);
  }
  const lines = members.map((dn) => ldifLine('member', dn));
  return `dn: CN=Crowd,OU=Groups,${plan.base}\nobjectClass: group\nsAMAccountName: crowd\n${lines.join('\n')}\n\n`;
}

function fileOf(text: string): SourceConnector {
  return ldifConnector({
    settings: { name: 'corp', type: 'ldif', path: 'ldapsearch' },
    path: 'ldapsearch',
    open: async function* () {
      yield await Promise.resolve(Buffer.from(text));
    },
  });
}

function named(objects: ReadonlyMap<string, SourceObject>, account: string): SourceObject | undefined {
  return [...objects.values()].find(({ attributes }) => attributes.get('sAMAccountName') === account);
}

/** Lists have no order, and neither has a map. */
function comparable({ type, dn, attributes }: SourceObject): unknown {
  const values = [...attributes].map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.map((one) => JSON.stringify(one)).sort() : value,
  ]);
  return { type, dn, values: Object.fromEntries(values) };
}

function parentOf(dn: string): string {
  return dn.replace(/^(?:\\.|[^\\,])*,/, '');
}

function replace(dn: string, name: string, value: string): string {
  return `${ldifLine('dn', dn)}\nchangetype: modify\nreplace: ${name}\n${name}: ${value}\n-\n\n`;
}

function rename(dn: string, rdn: string, parent: string): string {
  const lines = [ldifLine('dn', dn), 'changetype: modrdn', ldifLine('newrdn', rdn), 'deleteoldrdn: 1'];
  return [...lines, ldifLine('newsuperior', parent), '', ''].join('\n');
}
