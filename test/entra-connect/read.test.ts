import { describe, expect, test } from 'vitest';
import { readServerExport } from '../../src/entra-connect/read.ts';
import type { ReadExport } from '../../src/entra-connect/read.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { lineOf } from '../../src/kernel/position.ts';
import { connectorXml, CORP, entraXml, exportOf, folderOf, ruleXml, settingsXml } from './export.ts';

const GOOD = { name: 'Good', flows: [{ dest: 'title', attr: 'title' }] };

function read(files: Readonly<Record<string, string | Uint8Array>>): Promise<ReadExport> {
  return readServerExport(folderOf(files));
}

async function refusalOf(path: string): Promise<DiagnosticError> {
  const error: unknown = await readServerExport(path).catch((one: unknown) => one);
  if (!(error instanceof DiagnosticError)) throw new Error('it was read');
  return error;
}

test('a rule is read with everything that it says', async () => {
  const { server, diagnostics } = await read(
    exportOf(
      [
        {
          id: '01234567-89AB-CDEF-0123-456789abcdef',
          name: 'People',
          description: 'who works here',
          link: 'StickyJoin',
          precedence: 7,
          passwordSync: true,
          flows: [
            { dest: 'title', attr: 'title' },
            { dest: 'company', constant: 'Fabrikam' },
            { dest: 'mail', attr: 'mail', expression: 'Trim([mail])', once: true, merge: 'MergeCaseInsensitive' },
          ],
          scope: [[['userAccountControl', 'ISNOTBITSET', '2']], [['', 'ISMEMBEROF', 'CN=a,DC=b']]],
          join: [[['mail', 'mail', true]]],
        },
      ],
      { 'GlobalSettings/MV.xml': settingsXml({ 'X.Y': ' 1 ' }, { badge: '1.3.6.1.4.1.1466.115.121.1.27' }) },
    ),
  );
  expect(diagnostics).toEqual([]);
  expect(server.settings).toEqual(new Map([['Microsoft.X.Y', '1']]));
  expect(server.metaverse).toEqual(new Map([['badge', { syntax: 'integer', multiValued: false }]]));
  expect(server.connectors.map(({ id, name, kind }) => [id, name, kind])).toEqual([
    [CORP, 'corp.example', 'activeDirectory'],
    ['b891884f-051e-4a83-95af-2544101c9083', 'example - AAD', 'entra'],
  ]);
  expect(server.rules).toMatchObject([
    {
      id: '01234567-89ab-cdef-0123-456789abcdef',
      name: 'People',
      description: 'who works here',
      tag: undefined,
      direction: 'inbound',
      disabled: false,
      connector: CORP,
      sourceType: 'user',
      targetType: 'person',
      link: 'stickyJoin',
      precedence: 7,
      passwordSync: true,
      flows: [
        { target: 'title', from: { kind: 'direct', attribute: { text: 'title' } }, applyOnce: false, merge: 'update' },
        { target: 'company', from: { kind: 'constant', value: { text: 'Fabrikam' } } },
        {
          target: 'mail',
          from: { kind: 'expression', expression: { text: 'Trim([mail])' } },
          applyOnce: true,
          merge: 'mergeIgnoreCase',
        },
      ],
      scope: [
        [{ attribute: 'userAccountControl', operator: 'bitNotSet', value: '2' }],
        [{ attribute: '', operator: 'memberOf', value: 'CN=a,DC=b' }],
      ],
      join: [[{ connectorAttribute: 'mail', metaverseAttribute: 'mail', caseSensitive: true }]],
    },
  ]);
});

test('partitions are read with their domain; a naming context that is none has no domain', async () => {
  const { server } = await read({
    'a.xml': connectorXml({
      partitions: [
        { dn: 'DC=corp,DC=example', include: ['OU=a,DC=corp,DC=example'], exclude: ['DC=corp,DC=example'] },
        { dn: 'CN=Configuration,DC=corp,DC=example', selected: false },
      ],
    }),
  });
  expect(server.connectors[0]?.partitions).toEqual([
    {
      dn: 'DC=corp,DC=example',
      selected: true,
      include: ['OU=a,DC=corp,DC=example'],
      exclude: ['DC=corp,DC=example'],
      objectTypes: ['user'],
      domain: 'corp.example',
    },
    expect.objectContaining({ selected: false, domain: undefined }),
  ]);
});

const utf16 = (text: string, bigEndian = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
};

test.each<[string, string | Uint8Array]>([
  ['UTF-8 with a mark', `\ufeff${ruleXml(GOOD)}`],
  ['UTF-16', utf16(ruleXml(GOOD))],
  ['UTF-16, big end first', utf16(ruleXml(GOOD), true)],
  ['a declaration', `<?xml version="1.0" encoding="utf-8"?>${ruleXml(GOOD)}`],
  ['entities of XML itself', ruleXml(GOOD).replace('Good', '&#71;oo&#x64;')],
  ['a section of characters', ruleXml(GOOD).replace('Good', '<![CDATA[Good]]>')],
])('%s is read', async (_what, content) => {
  const { server, diagnostics } = await read({ 'c.xml': connectorXml({}), 'r.xml': content });
  expect(diagnostics).toEqual([]);
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
});

const deep = `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`;
const laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>';

test.each<[string, string, string | Uint8Array]>([
  ['a file that is cut off', 'IMP002', ruleXml(GOOD).slice(0, 300)],
  ['an empty file', 'IMP002', ''],
  ['text', 'IMP002', 'not XML'],
  ['elements that cross', 'IMP002', '<synchronizationRule><id></synchronizationRule></id>'],
  ['an entity that nobody knows', 'IMP002', ruleXml(GOOD).replace('Good', '&who;')],
  ['bytes that are no UTF-8', 'IMP002', Uint8Array.of(0x3c, 0x61, 0xff, 0x3e)],
  ['an encoding that is not read', 'IMP002', `<?xml version="1.0" encoding="windows-1252"?>${ruleXml(GOOD)}`],
  ['half a UTF-16 character', 'IMP002', utf16(ruleXml(GOOD)).subarray(0, 301)],
  ['a document type', 'IMP003', `<!DOCTYPE synchronizationRule>${ruleXml(GOOD)}`],
  ['entities of its own', 'IMP003', `${laughs}${ruleXml(GOOD).replace('Good', '&b;')}`],
  ['endless nesting', 'IMP003', deep],
  ['something else', 'IMP004', '<run-history/>'],
  ['an unknown operator', 'IMP005', ruleXml({ name: 'x', scope: [[['cn', 'LIKE', 'a']]] })],
  ['an unknown link', 'IMP005', ruleXml({ name: 'x', link: 'Adopt' })],
  ['an unknown merge', 'IMP005', ruleXml({ name: 'x', flows: [{ dest: 'a', attr: 'a', merge: 'Blend' }] })],
  ['an unknown direction', 'IMP005', ruleXml({ name: 'x', direction: 'Sideways' })],
  ['a precedence that is no number', 'IMP005', ruleXml({ name: 'x', precedence: 'high' })],
  ['a rule without a name', 'IMP006', ruleXml({ name: '' })],
  ['a rule without types', 'IMP006', ruleXml({ name: 'x', from: '', to: '' })],
  ['a flow without a target', 'IMP006', ruleXml({ name: 'x', flows: [{ dest: '', attr: 'a' }] })],
  ['a flow without a source', 'IMP006', ruleXml(GOOD).replace(/<src>.*<\/src>/, '')],
  ['a connector without an id', 'IMP006', '<ma-data><name>a</name><category>AD</category></ma-data>'],
  ['a second connector of a name', 'IMP007', connectorXml({ id: CORP.replace('01', '02') })],
  ['a rule of a connector that is not there', 'IMP008', ruleXml({ name: 'x', connector: CORP.replace('1', '2') })],
])('%s is told, and the rest is read', async (_what, code, content) => {
  const { server, diagnostics } = await read({ ...exportOf([GOOD]), 'z-wrong.xml': content });
  expect(diagnostics.map((one) => one.code)).toContain(code);
  expect(new Set(diagnostics.map((one) => one.code)).size).toBe(1);
  for (const { range, subject } of diagnostics) {
    expect(range === undefined ? subject : lineOf(range)).toContain('z-wrong.xml');
  }
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
  expect(server.connectors).toHaveLength(2);
});

test('wherever a rule file is cut off, no rule comes of it', async () => {
  const whole = ruleXml(GOOD);
  const files = Array.from({ length: whole.length }, (_, length) => [`${length}.xml`, whole.slice(0, length)] as const);
  const { server, diagnostics } = await read({ 'c.xml': connectorXml({}), ...Object.fromEntries(files) });
  expect(server.rules).toEqual([]);
  expect(diagnostics).toHaveLength(whole.length);
});

describe('what is no export', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['an empty folder', {}, 'no connector and no synchronization rule'],
    ['a script without a rule', { 'rules.ps1': 'New-ADSyncRule' }, 'no connector and no synchronization rule'],
    [
      'a policy of nothing',
      { 'Exported-SynchronizationPolicy.JSON': '{}' },
      'no connector and no synchronization rule',
    ],
    ['an archive', { 'Exported-ServerConfiguration-1.zip': 'PK' }, 'take its files out first'],
    ['broken files alone', { 'a.xml': '<a>' }, 'no connector and no synchronization rule'],
  ])('%s', async (_what, files, words) => {
    const { diagnostics } = await refusalOf(folderOf(files));
    expect(diagnostics[0]).toMatchObject({ code: 'IMP001' });
    expect(diagnostics[0]?.detail).toContain(words);
  });

  test('a folder that is not there', async () => {
    expect((await refusalOf('/nowhere/at/all')).diagnostics).toMatchObject([{ code: 'IMP001' }]);
  });
});

test('no secret, cookie, account or server is kept', async () => {
  const { server } = await read({ ...exportOf([GOOD]), 'e.xml': entraXml().replace('example - AAD', 'other') });
  const kept = JSON.stringify(server, (key, value: unknown) => {
    if (key === 'range') return undefined;
    return value instanceof Map ? [...(value as Map<unknown, unknown>)] : value;
  });
  expect(kept).toContain('corp.example');
  expect(kept).not.toContain('SECRET');
});

test('rules are in the order of their precedence, whatever their files are called', async () => {
  const files = [30, 10, 20].map((precedence) => ({ name: `p${precedence}`, precedence }));
  const { server } = await read(exportOf(files));
  expect(server.rules.map(({ name }) => name)).toEqual(['p10', 'p20', 'p30']);
});
