import { describe, expect, test } from 'vitest';
import { anchor, codesOf, importAll, plain } from '../../conformance/source.ts';
import { connectorOver } from './fixture.ts';
import type { FileOptions } from './fixture.ts';

const GUID = Buffer.from(Uint8Array.from({ length: 16 }, (_, index) => index)).toString('base64');
const KEY = '03020100-0504-0706-0809-0a0b0c0d0e0f';
const HEAD = `dn: CN=Nova,DC=corp,DC=contoso,DC=com\nobjectClass: user\nobjectGUID:: ${GUID}\n`;

async function read(content: string | Uint8Array, ...names: string[]): Promise<Record<string, unknown>> {
  const { objects } = await importAll(connectorOver(content), { user: names });
  expect([...objects.keys()]).toEqual([KEY]);
  return plain(objects.get(KEY)!.attributes);
}

/** Code and place of the first error. */
async function refusal(content: string | Uint8Array, options: FileOptions = {}): Promise<string> {
  const running = importAll(connectorOver(content, options), { user: ['mail', 'displayName', 'userCertificate'] });
  const [code] = await codesOf(running);
  const text = await running.then(String, String);
  return `${code!} ${/corp\.ldif:\d+/.exec(text)?.[0] ?? 'nowhere'}`;
}

describe('LDIF content', () => {
  test('needs no version, and takes version 1', async () => {
    expect(await read(`${HEAD}mail: a@b.c\n\n`, 'mail')).toEqual({ mail: 'a@b.c' });
    expect(await read(`version: 1\n${HEAD}mail: a@b.c\n\n`, 'mail')).toEqual({ mail: 'a@b.c' });
    expect(await read(`version: 1\n\n\n\n${HEAD}mail: a@b.c\n\n\n`, 'mail')).toEqual({ mail: 'a@b.c' });
  });

  test('ends its lines with LF or CRLF', async () => {
    const content = `# comment\n folded\nversion: 1\n\n${HEAD}mail: a@\n b.c\ndisplayName:: Tm92\n YQ==\n\n`;
    const expected = { mail: 'a@b.c', displayName: 'Nova' };
    expect(await read(content, 'mail', 'displayName')).toEqual(expected);
    expect(await read(content.replaceAll('\n', '\r\n'), 'mail', 'displayName')).toEqual(expected);
  });

  test('folds lines anywhere, inside names and characters too', async () => {
    const bytes = Buffer.from(`${HEAD}displayName: Zoë Nova\n\n`);
    const inside = bytes.indexOf('ë') + 1;
    const folded = Buffer.concat([bytes.subarray(0, inside), Buffer.from('\n '), bytes.subarray(inside)]);
    expect(await read(folded, 'displayName')).toEqual({ displayName: 'Zoë Nova' });
    expect(await read(`${HEAD}disp\n lay\n Name\n :\n  Nova\n\n`, 'displayName')).toEqual({ displayName: 'Nova' });
  });

  test('a blank that begins a continuation is its mark; a second one belongs to the value', async () => {
    expect(await read(`${HEAD}displayName: Big\n  Nova\n\n`, 'displayName')).toEqual({ displayName: 'Big Nova' });
  });

  test('has comments anywhere, and they may be folded', async () => {
    const content = `# one\n${HEAD}# two\n mail: no@b.c\nmail: a@b.c\n# three\n\n# four\n`;
    expect(await read(content, 'mail')).toEqual({ mail: 'a@b.c' });
  });

  test('has values with and without blanks before them, with colons, and without any letter', async () => {
    expect(
      await read(
        `${HEAD}mail:a@b.c\ndisplayName:    a: b:: c\ntitle:\nsn:: \n\n`,
        'mail',
        'displayName',
        'title',
        'sn',
      ),
    ).toEqual({ mail: 'a@b.c', displayName: 'a: b:: c' });
  });

  test('has raw UTF-8 in values, as many tools write it', async () => {
    expect(await read(`${HEAD}displayName: Zoë 😀\n\n`, 'displayName')).toEqual({ displayName: 'Zoë 😀' });
  });

  test('begins with a byte order mark where Windows wrote it', async () => {
    expect(await read(`\ufeffversion: 1\n\n${HEAD}mail: a@b.c\n\n`, 'mail')).toEqual({ mail: 'a@b.c' });
    expect(await read(`\ufeff# comment\n${HEAD}mail: a@b.c\n\n`, 'mail')).toEqual({ mail: 'a@b.c' });
  });

  test('has names in any case', async () => {
    expect(await read(HEAD.toUpperCase().replace(GUID.toUpperCase(), GUID) + 'MAIL: a@b.c\n\n', 'mail')).toEqual({
      mail: 'a@b.c',
    });
  });

  test('has attribute options: ;binary is transport, a whole range is whole', async () => {
    const content = `${HEAD}userCertificate;binary:: AAEC\nproxyAddresses;range=0-*: smtp:a@b.c\n\n`;
    expect(await read(content, 'userCertificate', 'proxyAddresses')).toEqual({
      userCertificate: [Buffer.from([0, 1, 2])],
      proxyAddresses: ['smtp:a@b.c'],
    });
  });

  test('has attributes in any order, values of one apart from each other, and its class at the end', async () => {
    const content = `dn: CN=Nova,DC=corp,DC=contoso,DC=com\nproxyAddresses: a\nmail: m\nproxyAddresses: b\nobjectGUID:: ${GUID}\nobjectClass: user\n\n`;
    expect(await read(content, 'mail', 'proxyAddresses')).toEqual({ mail: 'm', proxyAddresses: ['a', 'b'] });
  });

  test('has binary values without base64 where they are text', async () => {
    const content = HEAD.replace(/objectGUID.*/, 'objectGUID: sixteen letters!');
    const { objects } = await importAll(connectorOver(`${content}\n`), { user: ['objectGUID'] });
    expect([...objects.values()].map(({ attributes }) => plain(attributes))).toEqual([
      { objectGUID: Buffer.from('sixteen letters!').toString('hex') },
    ]);
  });

  test('may name its objects in base64', async () => {
    const name = Buffer.from('CN=Zoë,DC=corp,DC=contoso,DC=com').toString('base64');
    const { objects } = await importAll(connectorOver(HEAD.replace(/dn: .*/, `dn:: ${name}`) + '\n'), { user: [] });
    expect(objects.get(KEY)!.dn).toBe('CN=Zoë,DC=corp,DC=contoso,DC=com');
  });

  test('without a record is an empty source', async () => {
    for (const content of ['', '\n', '# nothing\n', 'version: 1\n', '\r\n\r\n']) {
      const { objects, summary } = await importAll(connectorOver(content), { user: ['mail'] });
      expect(objects.size).toBe(0);
      expect(summary.partitions).toEqual([]);
      expect(summary.diagnostics).toEqual([]);
    }
  });
});

describe('what is not LDIF content is refused with its place', () => {
  const after = (line: string): string => `version: 1\n\n${HEAD}${line}\n\n`;
  test.each<[string, string | Uint8Array, string]>([
    ['a value outside the file', after('jpegPhoto:< file:///tmp/x'), 'SRC023 corp.ldif:6'],
    ['a value outside the file that was asked for', after('mail:< file:///tmp/x'), 'SRC023 corp.ldif:6'],
    ['a change record', 'dn: CN=x\nchangetype: modify\nreplace: mail\nmail: x\n-\n\n', 'SRC023 corp.ldif:2'],
    ['a change record with a control', 'dn: CN=x\ncontrol: 1.2.3 true\nchangetype: delete\n\n', 'SRC023 corp.ldif:2'],
    ['another version', 'version: 2\n\n', 'SRC023 corp.ldif:1'],
    ['UTF-16', Buffer.from(`\ufeffversion: 1\n\n`, 'utf16le'), 'SRC023 corp.ldif:1'],
    ['UTF-16 without a mark', Buffer.from(`version: 1\n\n`, 'utf16le'), 'SRC023 corp.ldif:1'],
    ['a line without a colon', after('mail'), 'SRC021 corp.ldif:6'],
    ['a line without a name', after(': mail'), 'SRC021 corp.ldif:6'],
    ['a name with a blank', after('my mail: x'), 'SRC021 corp.ldif:6'],
    ['an option without an end', after('mail;x'), 'SRC021 corp.ldif:6'],
    ['a continuation of nothing', ' x\n', 'SRC021 corp.ldif:1'],
    ['a continuation after a blank line', `${HEAD}\n mail: x\n`, 'SRC021 corp.ldif:5'],
    ['a record without a name', 'mail: x\n\n', 'SRC021 corp.ldif:1'],
    ['the tail that ldapsearch adds', `${HEAD}\nsearch: 2\nresult: 0 Success\n\n`, 'SRC021 corp.ldif:5'],
    ['a version in the middle', `${HEAD}\nversion: 1\n`, 'SRC021 corp.ldif:5'],
    ['two records without a blank line between', `${HEAD}${HEAD}\n`, 'SRC021 corp.ldif:4'],
    ['an unknown option', after('mail;lang-de: x'), 'SRC027 corp.ldif:6'],
    ['a part of an attribute', after('userCertificate;range=0-1499:: AAEC'), 'SRC029 corp.ldif:6'],
    ['broken base64', after('mail:: YWJ'), 'SRC027 corp.ldif:6'],
    ['base64 with foreign characters', after('mail:: YW*j'), 'SRC027 corp.ldif:6'],
    ['base64 of the URL alphabet', after('userCertificate:: _-8='), 'SRC027 corp.ldif:6'],
    ['base64 that goes on after its padding', after('mail:: YQ==YQ=='), 'SRC027 corp.ldif:6'],
    [
      'an ill-formed name',
      Buffer.concat([Buffer.from('dn: CN='), Buffer.from([0xff]), Buffer.from('\nobjectClass: user\n\n')]),
      'SRC027 corp.ldif:1',
    ],
    ['a missing objectGUID', 'dn: CN=x\nobjectClass: user\n\n', 'SRC025 corp.ldif:1'],
    ['a broken objectGUID', 'dn: CN=x\nobjectClass: user\nobjectGUID:: AAE\n\n', 'SRC025 corp.ldif:1'],
    ['an objectGUID as text', `dn: CN=x\nobjectClass: user\nobjectGUID: ${KEY}\n\n`, 'SRC025 corp.ldif:1'],
    ['an objectGUID for the second time', `${HEAD}\n${HEAD}\n`, 'SRC026 corp.ldif:5'],
  ])('%s', async (_, content, expected) => {
    expect(await refusal(content)).toBe(expected);
    expect(await refusal(content, { piece: 1 })).toBe(expected);
  });

  test('lines are counted with their continuations and comments', async () => {
    expect(await refusal(`# a\n b\n c\nversion: 1\n\n${HEAD}displayName: a\n b\n\nx\n`)).toBe('SRC021 corp.ldif:12');
    expect(await refusal(`${HEAD}\n${HEAD.replace(GUID, 'AAAA')}\n`.replaceAll('\n', '\r\n'))).toBe(
      'SRC025 corp.ldif:5',
    );
  });

  test('what nobody would read may lack an objectGUID, or share one', async () => {
    const container = (name: string): string => `dn: OU=${name},DC=x\nobjectClass: organizationalUnit\n\n`;
    const computer = HEAD.replace('user', 'computer');
    const { objects } = await importAll(connectorOver(`${container('a')}${container('b')}${HEAD}\n${computer}\n`), {
      user: [],
    });
    expect([...objects.keys()]).toEqual([KEY]);
  });
});

describe('a file that was cut off', () => {
  const whole = `version: 1\n\n${HEAD}mail: a@b.c\nuserCertificate:: AAECAwQFBgcICQoLDA0ODxAREhMUFR\n YXGBkaGxwdHh8=\n\n`;

  test('is never taken for a whole one, wherever it ends', async () => {
    const outcomes = new Map<string, number>();
    for (let end = 1; end < whole.length; end++) {
      const connector = connectorOver(whole.slice(0, end));
      const outcome = await importAll(connector, { user: ['mail', 'userCertificate'] }).then(
        ({ objects, summary }) => {
          // Before the record begins the file is empty.
          return objects.size === 0 ? 'empty' : (summary.diagnostics[0]?.code ?? 'TAKEN');
        },
        async (error: unknown) => (await codesOf(Promise.reject(error as Error)))[0]!,
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(outcomes.has('TAKEN')).toBe(false);
    expect([...outcomes.keys()].sort()).toEqual(['SRC022', 'SRC025', 'SRC027', 'SRC028', 'empty']);
    // The ends of its lines, and nothing else.
    expect(outcomes.get('SRC028')).toBe(4);
  });

  test('inside a base64 value is an error though the rest would decode', async () => {
    expect(await refusal(`${HEAD}userCertificate:: AAEC`)).toBe('SRC022 corp.ldif:4');
    expect(await refusal(`${HEAD}userCertificate:: AAEC\r`)).toBe('SRC022 corp.ldif:4');
  });

  test('without its last blank line is refused', async () => {
    expect(await refusal(HEAD)).toBe('SRC028 corp.ldif:1');
  });

  test('an export of ldifde, which writes additions, is read', async () => {
    const [dn = '', ...rest] = HEAD.split('\n');
    const { objects } = await importAll(connectorOver([dn, 'changetype: add', ...rest, ''].join('\n')), { user: [] });
    expect(objects.size).toBe(1);
  });
});

describe('limits', () => {
  const limits = { line: 400, record: 1000 };
  const filler = (length: number): string => `description: ${'x'.repeat(length)}\n`;

  test('a line up to the limit is read, a longer one is refused', async () => {
    expect(await refusal(`${HEAD}${filler(300)}mail\n\n`, { limits })).toBe('SRC021 corp.ldif:5');
    expect(await refusal(`${HEAD}${filler(400)}\n`, { limits })).toBe('SRC024 corp.ldif:4');
  });

  test('so is one that is folded, and one that never ends', async () => {
    expect(await refusal(`${HEAD}description: ${'x\n '.repeat(200)}\n\n`, { limits })).toBe('SRC024 corp.ldif:4');
    expect(await refusal(`${HEAD}description: ${'x'.repeat(100_000)}`, { limits, piece: 100 })).toBe(
      'SRC024 corp.ldif:4',
    );
  });

  test('a record up to the limit is read, a longer one is refused, even one that never ends', async () => {
    const lines = filler(50).repeat(10);
    expect(await refusal(`${HEAD}${lines}\nx\n`, { limits })).toBe('SRC021 corp.ldif:15');
    expect(await refusal(`\n\n${HEAD}${lines}${lines}\n`, { limits })).toBe('SRC024 corp.ldif:3');
    expect(await refusal(`${HEAD}${lines.repeat(1000)}`, { limits, piece: 64 })).toBe('SRC024 corp.ldif:1');
  });

  test('a hundred errors are enough', async () => {
    const bad = 'dn: CN=x\nobjectClass: user\n\n'.repeat(5000);
    expect(await codesOf(importAll(connectorOver(bad), { user: [] }))).toHaveLength(100);
  });
});

describe('the naming contexts of a file', () => {
  const record = (dn: string): string => `dn: ${dn}\nobjectClass: container\n\n`;

  test('are the domain endings of its names, the shortest first', async () => {
    const dns = ['OU=a,DC=child,DC=corp,DC=com', 'CN=x,OU=a,DC=corp,DC=com', 'dc=CORP,dc=COM', 'O=none'];
    const { summary } = await importAll(connectorOver(dns.map(record).join('')), { user: [] });
    expect(summary.partitions).toEqual(['DC=corp,DC=com', 'DC=child,DC=corp,DC=com']);
  });

  test('are not found inside values', async () => {
    const dns = ['CN=a\\,DC=b,DC=corp,DC=com', 'CN=DC=x,DC=corp,DC=com', 'DC=a\\\\,DC=com'];
    const { summary } = await importAll(connectorOver(dns.map(record).join('')), { user: [] });
    expect(summary.partitions).toEqual(['DC=a\\\\,DC=com', 'DC=corp,DC=com']);
  });

  test('are those of the settings when these name some', async () => {
    const settings = { partitions: ['DC=fabrikam,DC=com'] };
    const { summary } = await importAll(connectorOver(record('DC=corp,DC=com'), { settings }), { user: [] });
    expect(summary.partitions).toEqual(['DC=fabrikam,DC=com']);
    expect(summary.parameters.get('Domain.FQDN')).toBe('fabrikam.com');
  });

  test.each<[others: readonly string[], domain: string | undefined]>([
    [['DC=child,DC=corp,DC=com'], undefined],
    [['DC=DomainDnsZones,DC=corp,DC=com', 'DC=ForestDnsZones,DC=corp,DC=com'], 'corp.com'],
  ])('with %j beside DC=corp,DC=com, the domain of all objects is %s', async (others, domain) => {
    const content = ['DC=corp,DC=com', ...others].map((one) => record(`CN=x,${one}`)).join('');
    const { summary } = await importAll(connectorOver(content), { user: [] });
    expect(summary.parameters.get('Domain.FQDN')).toBe(domain);
    expect(summary.parameters.get('Forest.FQDN')).toBe('corp.com');
  });

  test('give each of several domains its own values, and its NetBIOS name', async () => {
    const crossRef =
      'dn: CN=X,CN=Partitions,CN=Configuration,DC=corp,DC=com\nobjectClass: crossRef\nnCName: dc=child,dc=corp,dc=com\nnETBIOSName: KIDS\n\n';
    const contexts = ['DC=corp,DC=com', 'DC=child,DC=corp,DC=com', 'DC=DomainDnsZones,DC=corp,DC=com'];
    const content = contexts.map((one) => record(`CN=x,${one}`)).join('') + crossRef;
    const { parameters, partitionParameters } = (await importAll(connectorOver(content), { user: [] })).summary;
    const forest = {
      'Connector.ID': 'corp',
      'Forest.FQDN': 'corp.com',
      'Forest.Netbios': 'CORP',
      'Forest.LDAP': 'DC=corp,DC=com',
    };
    expect(Object.fromEntries(parameters)).toEqual(forest);
    expect([...partitionParameters].map(([dn, values]) => [dn, Object.fromEntries(values)])).toEqual([
      [
        'DC=corp,DC=com',
        { ...forest, 'Domain.FQDN': 'corp.com', 'Domain.Netbios': 'CORP', 'Domain.LDAP': 'DC=corp,DC=com' },
      ],
      [
        'DC=child,DC=corp,DC=com',
        {
          ...forest,
          'Domain.FQDN': 'child.corp.com',
          'Domain.Netbios': 'KIDS',
          'Domain.LDAP': 'DC=child,DC=corp,DC=com',
        },
      ],
    ]);
  });

  test('of one domain need no distinction', async () => {
    const { summary } = await importAll(connectorOver(record('CN=x,DC=corp,DC=com')), { user: [] });
    expect(summary.partitionParameters.size).toBe(0);
  });

  test('give the NetBIOS name when the file holds the configuration, and the usual one otherwise', async () => {
    const domain = record('DC=corp,DC=com');
    const crossRef =
      'dn: CN=X,CN=Partitions,CN=Configuration,DC=corp,DC=com\nobjectClass: crossRef\nnCName: dc=corp,dc=com\nnETBIOSName: LEGACY\n\n';
    const netbios = async (content: string): Promise<string | undefined> =>
      (await importAll(connectorOver(content), { user: [] })).summary.parameters.get('Domain.Netbios');
    expect(await netbios(domain)).toBe('CORP');
    expect(await netbios(domain + crossRef)).toBe('LEGACY');
  });
});

test('the anchors of the tests are what they seem', () => {
  expect(anchor(1)).toMatch(/^00000001-a5a5-/);
});
