// What every source connector does, as steps that run against each of them on equivalent data.

import { expect } from 'vitest';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { guidFromBytes } from '../../src/kernel/guid.ts';
import type { ConnectorContext, ImportSummary, SourceConnector, SourceObject } from '../../src/model/source.ts';

/** An object as a directory holds it: names in the spelling of the server, values as texts or octets. */
export interface SourceEntry {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, values: readonly (string | Uint8Array)[]])[];
}

/** Runs `use` with a connector over a directory that holds just these entries. */
export type WithSource = (
  entries: readonly SourceEntry[],
  use: (connector: SourceConnector) => Promise<void>,
) => Promise<void>;

export interface SourceStep {
  readonly name: string;
  readonly run: (withSource: WithSource) => Promise<void>;
}

export interface Imported {
  readonly objects: ReadonlyMap<string, SourceObject>;
  readonly summary: ImportSummary;
}

export const READ_AT = 1_700_000_000_000;

export function contextOf(signal: AbortSignal = new AbortController().signal): ConnectorContext {
  return { signal, clock: { now: () => READ_AT, sleep: () => Promise.resolve() }, progress: () => undefined };
}

/** The whole import, by anchor. */
export async function importAll(
  connector: SourceConnector,
  request: Readonly<Record<string, readonly string[]>>,
  context: ConnectorContext = contextOf(),
): Promise<Imported> {
  const objects = new Map<string, SourceObject>();
  const summary = await connector.import(
    { attributes: new Map(Object.entries(request)) },
    {
      put: (object) => objects.set(object.anchor, object),
      remove: (anchor) => objects.delete(anchor),
      restart: () => {
        objects.clear();
      },
    },
    context,
  );
  return { objects, summary };
}

/** The codes of the errors that an import fails with. */
export async function codesOf(running: Promise<unknown>): Promise<readonly string[]> {
  const error = await running.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof DiagnosticError) return error.diagnostics.map(({ code }) => code);
  throw new Error('the import did not fail with diagnostics', { cause: error });
}

export const BASE = 'DC=corp,DC=contoso,DC=com';

export function guid(number: number): Uint8Array {
  const bytes = new Uint8Array(16).fill(0xa5);
  new DataView(bytes.buffer).setUint32(0, number, true);
  return bytes;
}

export function anchor(number: number): string {
  return guidFromBytes(guid(number))!;
}

const classesOf = {
  user: ['top', 'person', 'organizationalPerson', 'user'],
  inetOrgPerson: ['top', 'person', 'organizationalPerson', 'user', 'inetOrgPerson'],
  computer: ['top', 'person', 'organizationalPerson', 'user', 'computer'],
  group: ['top', 'group'],
  contact: ['top', 'person', 'organizationalPerson', 'contact'],
  organizationalUnit: ['top', 'organizationalUnit'],
};

export function entryOf(
  type: keyof typeof classesOf,
  number: number,
  attributes: Readonly<Record<string, string | Uint8Array | readonly (string | Uint8Array)[]>> = {},
  dn = `CN=Object ${number},OU=Staff,${BASE}`,
): SourceEntry {
  const rest = Object.entries(attributes).map(([name, values]): [string, readonly (string | Uint8Array)[]] => [
    name,
    isList(values) ? values : [values],
  ]);
  return { dn, attributes: [['objectClass', classesOf[type]], ['objectGUID', [guid(number)]], ...rest] };
}

function isList(
  values: string | Uint8Array | readonly (string | Uint8Array)[],
): values is readonly (string | Uint8Array)[] {
  return Array.isArray(values);
}

function step(name: string, run: SourceStep['run']): SourceStep {
  return { name, run };
}

/** A step that imports one user with these attributes and looks at what comes out. */
function oneUser(
  name: string,
  attributes: Parameters<typeof entryOf>[2],
  asked: readonly string[],
  check: (object: SourceObject) => void,
): SourceStep {
  return step(name, (withSource) =>
    withSource([entryOf('user', 1, attributes)], async (connector) => {
      const { objects } = await importAll(connector, { user: asked });
      expect([...objects.keys()]).toEqual([anchor(1)]);
      check(objects.get(anchor(1))!);
    }),
  );
}

function refused(
  name: string,
  entries: readonly SourceEntry[],
  code: string,
  asked: readonly string[] = [],
): SourceStep {
  return step(name, (withSource) =>
    withSource(entries, async (connector) => {
      expect(await codesOf(importAll(connector, { user: asked }))).toEqual([code]);
    }),
  );
}

const FIRST_UNSAFE = 2n ** 53n;

export const sourceSteps: readonly SourceStep[] = [
  oneUser(
    'every syntax becomes its type',
    {
      displayName: 'Zoë 😀 李',
      userAccountControl: '66048',
      groupType: '-2147483646',
      accountExpires: '9223372036854775807',
      pwdLastSet: String(FIRST_UNSAFE),
      isCriticalSystemObject: 'TRUE',
      showInAdvancedViewOnly: 'FALSE',
      objectSid: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0),
      manager: `CN=Boss\\, Big,OU=Staff,${BASE}`,
      whenCreated: '20200102030405.0Z',
      proxyAddresses: ['SMTP:a@contoso.com', 'smtp:b@contoso.com'],
    },
    [
      'displayName',
      'userAccountControl',
      'accountExpires',
      'pwdLastSet',
      'isCriticalSystemObject',
      'showInAdvancedViewOnly',
      'objectSid',
      'manager',
      'whenCreated',
      'proxyAddresses',
    ],
    ({ attributes }) => {
      expect(plain(attributes)).toEqual({
        displayName: 'Zoë 😀 李',
        userAccountControl: 66048,
        accountExpires: 9223372036854775807n,
        pwdLastSet: FIRST_UNSAFE,
        isCriticalSystemObject: true,
        showInAdvancedViewOnly: false,
        objectSid: '010100000000000512000000',
        manager: { dn: `CN=Boss\\, Big,OU=Staff,${BASE}` },
        whenCreated: '20200102030405.0Z',
        proxyAddresses: ['SMTP:a@contoso.com', 'smtp:b@contoso.com'],
      });
    },
  ),
  oneUser('a list with one value is a list', { proxyAddresses: 'SMTP:a@contoso.com' }, ['proxyAddresses'], (object) => {
    expect(plain(object.attributes)).toEqual({ proxyAddresses: ['SMTP:a@contoso.com'] });
  }),
  oneUser(
    'octets stay octets, even those that look like a text',
    { 'mS-DS-ConsistencyGuid': Buffer.from('sixteen letters!') },
    ['mS-DS-ConsistencyGuid'],
    ({ attributes }) => {
      expect(attributes.get('mS-DS-ConsistencyGuid')).toBeInstanceOf(Uint8Array);
      expect(plain(attributes)).toEqual({
        'mS-DS-ConsistencyGuid': Buffer.from('sixteen letters!').toString('hex'),
      });
    },
  ),
  oneUser(
    'what the server spells otherwise comes in the spelling of the schema',
    { SAMACCOUNTNAME: 'nova', 'ms-ds-consistencyguid': guid(7) },
    ['sAMAccountName', 'mS-DS-ConsistencyGuid'],
    ({ attributes }) => {
      expect([...attributes.keys()].sort()).toEqual(['mS-DS-ConsistencyGuid', 'sAMAccountName']);
    },
  ),
  oneUser(
    'just what was asked for, and only what is there',
    { mail: 'a@b.c', title: 'Chief' },
    ['mail', 'sn'],
    (object) => {
      expect(plain(object.attributes)).toEqual({ mail: 'a@b.c' });
    },
  ),
  oneUser(
    'a byte order mark inside a value is part of it',
    { displayName: '\ufeffNova' },
    ['displayName'],
    (object) => {
      expect(object.attributes.get('displayName')).toBe('\ufeffNova');
    },
  ),
  oneUser(
    'the replacement character is a character like any other',
    { displayName: 'a\ufffdb' },
    ['displayName'],
    (object) => {
      expect(object.attributes.get('displayName')).toBe('a\ufffdb');
    },
  ),
  oneUser('blanks at both ends of a value stay', { displayName: ' Nova  ' }, ['displayName'], (object) => {
    expect(object.attributes.get('displayName')).toBe(' Nova  ');
  }),
  oneUser('the own name can be asked for', {}, ['dn', 'distinguishedName'], (object) => {
    const dn = `CN=Object 1,OU=Staff,${BASE}`;
    expect(object).toMatchObject({ dn, type: 'user' });
    expect(plain(object.attributes)).toEqual({ dn, distinguishedName: dn });
  }),
  step('types are the most specific ones, and types that nobody asked for stay out', (withSource) =>
    withSource(
      [
        entryOf('organizationalUnit', 1, {}, `OU=Staff,${BASE}`),
        entryOf('user', 2),
        entryOf('inetOrgPerson', 3),
        entryOf('computer', 4),
        entryOf('group', 5),
        entryOf('contact', 6),
      ],
      async (connector) => {
        const typesOf = async (...types: string[]): Promise<string[]> => {
          const request = Object.fromEntries(types.map((type) => [type, []]));
          const { objects } = await importAll(connector, request);
          return [...objects].map(([key, { type }]) => `${key === anchor(2) ? '' : key.slice(7, 8)}${type}`).sort();
        };
        expect(await typesOf('user')).toEqual(['user']);
        expect(await typesOf('user', 'inetOrgPerson')).toEqual(['3inetOrgPerson', 'user']);
        expect(await typesOf('user', 'computer', 'contact')).toEqual(['4computer', '6contact', 'user']);
        expect(await typesOf('group')).toEqual(['5group']);
        expect(await typesOf()).toEqual([]);
      },
    ),
  ),
  step('names with escapes, commas and other scripts come as they were written', (withSource) => {
    const dns = [`CN=Nova\\, Zoë,OU=Stäff,${BASE}`, `CN=eq\\3Dal \\+ 李,OU=Staff,${BASE}`, `CN=\\#x,OU=Staff,${BASE}`];
    return withSource(
      dns.map((dn, index) => entryOf('user', index + 1, {}, dn)),
      async (connector) => {
        const { objects } = await importAll(connector, { user: [] });
        expect([...objects.values()].map(({ dn }) => dn).sort()).toEqual([...dns].sort());
      },
    );
  }),
  step('a group of 3,200 members comes whole', (withSource) => {
    const members = Array.from({ length: 3200 }, (_, index) => `CN=Object ${index},OU=Staff,${BASE}`);
    return withSource([entryOf('group', 1, { member: members })], async (connector) => {
      const { objects } = await importAll(connector, { group: ['member'] });
      const found = objects.get(anchor(1))!.attributes.get('member') as readonly { dn: string }[];
      expect(found.map(({ dn }) => dn).sort()).toEqual([...members].sort());
    });
  }),
  step('2,500 objects come whole, and what they are called does not depend on their order', (withSource) => {
    const entries = Array.from({ length: 2500 }, (_, index) => entryOf('user', index, { employeeID: `E${index}` }));
    return withSource(entries, async (connector) => {
      const { objects } = await importAll(connector, { user: ['employeeID'] });
      expect(objects.size).toBe(2500);
      for (const index of [0, 999, 1000, 2499]) {
        expect(objects.get(anchor(index))!.attributes.get('employeeID')).toBe(`E${index}`);
      }
    });
  }),
  step('a deleted object is none', (withSource) =>
    withSource([entryOf('user', 1, { isDeleted: 'TRUE' }), entryOf('user', 2)], async (connector) => {
      const { objects } = await importAll(connector, { user: [] });
      expect([...objects.keys()]).toEqual([anchor(2)]);
    }),
  ),
  step('an empty source is handed over as such: what to think of it is for others', (withSource) =>
    withSource([], async (connector) => {
      const { objects } = await importAll(connector, { user: ['mail'] });
      expect(objects.size).toBe(0);
    }),
  ),
  step('the summary names the partition, the time and the parameters', (withSource) =>
    withSource([entryOf('user', 1)], async (connector) => {
      const { summary } = await importAll(connector, { user: [] });
      expect(summary.partitions).toEqual([BASE]);
      expect(summary.readAt).toBe(READ_AT);
      expect(summary.origin).not.toBe('');
      expect(summary.parameters.get('Domain.FQDN')).toBe('corp.contoso.com');
      expect(summary.parameters.get('Forest.LDAP')).toBe(BASE);
      expect(summary.parameters.get('Connector.ID')).toBe(connector.name);
      for (const name of ['Domain.Netbios', 'Domain.LDAP', 'Forest.FQDN', 'Forest.Netbios']) {
        expect(summary.parameters.get(name)).toMatch(/./);
      }
    }),
  ),
  step('an import that was interrupted fails with the reason of the interruption', (withSource) =>
    withSource([entryOf('user', 1)], async (connector) => {
      const reason = new Error('stop');
      await expect(importAll(connector, { user: [] }, contextOf(AbortSignal.abort(reason)))).rejects.toBe(reason);
    }),
  ),
  refused('an object without objectGUID is an error', [withoutGuid(entryOf('user', 1))], 'SRC025'),
  refused('and so is one whose objectGUID is none', [{ ...entryOf('user', 1), attributes: shortGuid() }], 'SRC025'),
  refused(
    'ill-formed UTF-8 is refused, never patched',
    [entryOf('user', 1, { displayName: Uint8Array.of(0x4e, 0xff, 0x61) })],
    'SRC027',
    ['displayName'],
  ),
  refused(
    'half a surrogate pair, in the form that a directory stores it, is refused',
    [entryOf('user', 1, { displayName: Uint8Array.of(0x4e, 0xed, 0xa0, 0x80) })],
    'SRC027',
    ['displayName'],
  ),
  refused('a number that is none is refused', [entryOf('user', 1, { userAccountControl: '0x200' })], 'SRC027', [
    'userAccountControl',
  ]),
  refused('a truth value that is none is refused', [entryOf('user', 1, { isCriticalSystemObject: 'yes' })], 'SRC027', [
    'isCriticalSystemObject',
  ]),
  refused('a reference that is no name is refused', [entryOf('user', 1, { manager: 'the boss' })], 'SRC027', [
    'manager',
  ]),
  refused(
    'two values where the schema allows one are refused',
    [entryOf('user', 1, { mail: ['a@b.c', 'd@e.f'] })],
    'SRC027',
    ['mail'],
  ),
  step('a bad value that nobody asked for does no harm', (withSource) =>
    withSource([entryOf('user', 1, { displayName: Uint8Array.of(0xff), mail: 'a@b.c' })], async (connector) => {
      const { objects } = await importAll(connector, { user: ['mail'] });
      expect(plain(objects.get(anchor(1))!.attributes)).toEqual({ mail: 'a@b.c' });
    }),
  ),
  step('all bad objects are named, not just the first', (withSource) =>
    withSource(
      [1, 2, 3].map((number) => entryOf('user', number, { userAccountControl: 'x' })),
      async (connector) => {
        const codes = await codesOf(importAll(connector, { user: ['userAccountControl'] }));
        expect(codes).toEqual(['SRC027', 'SRC027', 'SRC027']);
      },
    ),
  ),
];

function withoutGuid({ dn, attributes }: SourceEntry): SourceEntry {
  return { dn, attributes: attributes.filter(([name]) => name !== 'objectGUID') };
}

function shortGuid(): SourceEntry['attributes'] {
  return [
    ['objectClass', classesOf.user],
    ['objectGUID', [guid(1).subarray(0, 15)]],
  ];
}

/** Attributes as a record, octets as hexadecimal. */
export function plain(attributes: SourceObject['attributes']): Record<string, unknown> {
  return Object.fromEntries(
    [...attributes].map(([name, value]) => [
      name,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    ]),
  );
}
