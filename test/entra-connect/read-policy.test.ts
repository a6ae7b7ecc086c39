import { describe, expect, test } from 'vitest';
import { readServerExport } from '../../src/entra-connect/read.ts';
import type { Diagnostic } from '../../src/kernel/diagnostic.ts';
import { placeOf } from '../../src/kernel/position.ts';
import { renderDiagnostics } from '../../src/render/index.ts';
import { CORP, ENTRA, folderOf } from './export.ts';
import type { MadeRule } from './export.ts';
import { policyJson, policyObject, ruleObject } from './policy.ts';
import type { MadePolicy } from './policy.ts';

const GOOD: MadeRule = { name: 'Good', precedence: 90, flows: [{ dest: 'title', attr: 'title' }] };

async function read(policy: string | Uint8Array) {
  return await readServerExport(folderOf({ 'p.json': policy }));
}

/** A policy with a rule that is like the good one but for some of its members, and the good one. */
function withRule(change: Readonly<Record<string, unknown>>, made: MadePolicy = {}): string {
  const policy = policyObject({ ...made, rules: [GOOD] });
  const [directory] = policy.onpremisesDirectoryPolicy;
  const bad = { ...ruleObject({ name: 'x' }), ...change };
  return JSON.stringify(
    { ...policy, onpremisesDirectoryPolicy: [{ ...directory, customSynchronizationRules: [bad, ruleObject(GOOD)] }] },
    undefined,
    1,
  );
}

function line({ range, subject }: Diagnostic): string {
  return range === undefined ? (subject ?? '') : placeOf(range);
}

test.each(['"disabled": true', '"isDisabled": "True"', '"enabled": false', '"isEnabled": "False"', '"Enabled": 0'])(
  'rules with %s take no part',
  async (said) => {
    const json = policyJson({
      rules: [GOOD],
      standard: [['In from AD - User Join', 'Microsoft.InfromADUserJoin.006', 100]],
    });
    const { server } = await read(json.replaceAll('"disabled": false', said));
    expect(server.rules.map(({ disabled }) => disabled)).toEqual([true, true]);
  },
);

test('directories, containers, rules and standard rules are read', async () => {
  const { server, diagnostics } = await read(
    policyJson({
      rules: [GOOD, { name: 'Out', direction: 'Outbound', precedence: 91, flows: [{ dest: 'city', attr: 'l' }] }],
      standard: [
        ['In from AD - User Join', 'Microsoft.InfromADUserJoin.006', 100],
        ['In from AD - Computer Join', 'Microsoft.InfromADComputerJoin.002', 101, true],
        ['Out to AAD - User Join', 'Microsoft.OuttoAADUserJoin.012', 120],
      ],
      include: ['OU=Staff,DC=corp,DC=example'],
      exclude: ['DC=corp,DC=example'],
    }),
  );
  expect(diagnostics).toEqual([]);
  expect(server.connectors).toMatchObject([
    {
      id: CORP,
      name: 'corp.example',
      kind: 'activeDirectory',
      partitions: [
        {
          dn: 'DC=corp,DC=example',
          selected: true,
          include: ['OU=Staff,DC=corp,DC=example'],
          exclude: ['DC=corp,DC=example'],
          domain: 'corp.example',
        },
      ],
    },
    { id: ENTRA, name: 'example - AAD', kind: 'entra' },
  ]);
  expect(server.rules.map((one) => [one.name, one.connector, one.direction, one.disabled, one.isDescribed])).toEqual([
    ['Good', CORP, 'inbound', false, true],
    ['Out', ENTRA, 'outbound', false, true],
    ['In from AD - User Join', CORP, 'inbound', false, false],
    ['In from AD - Computer Join', CORP, 'inbound', true, false],
    ['Out to AAD - User Join', ENTRA, 'outbound', false, false],
  ]);
});

test('a directory without partitions is its domain; one without an identifier has its name', async () => {
  const { server } = await read(
    policyJson({ ofDirectory: { partitionFilters: null, uniqueIdentifier: null, friendlyName: null } }),
  );
  expect(server.connectors[0]).toMatchObject({
    id: 'corp.example',
    name: 'corp.example',
    partitions: [{ dn: 'DC=corp,DC=example', include: [], exclude: [], domain: 'corp.example' }],
  });
});

test.each<[string, (text: string) => string | Uint8Array]>([
  ['in UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['in UTF-8 with a mark', (text) => `\ufeff${text}`],
  ['on one line', (text) => JSON.stringify(JSON.parse(text))],
  ['with keys in other case', (text) => text.replaceAll('"name"', '"Name"').replaceAll('"direction"', '"DIRECTION"')],
  [
    'with one directory in no list',
    (text) =>
      JSON.stringify({
        ...JSON.parse(text),
        onpremisesDirectoryPolicy: (JSON.parse(text) as { onpremisesDirectoryPolicy: unknown[] })
          .onpremisesDirectoryPolicy[0],
      }),
  ],
  [
    'with groups that are objects',
    (text) => text.replace(/"scopeFilters": \[\s*\]/, '"scopeFilters": [{"scopeConditions": []}]'),
  ],
  [
    'with members that say nothing',
    (text) => text.replaceAll('"linkType"', '"other": [], "more": null, "empty": "", "time": "00:00:00", "linkType"'),
  ],
])('a policy %s is read', async (_what, change) => {
  const { server, diagnostics } = await read(change(policyJson({ rules: [GOOD] })));
  expect(diagnostics).toEqual([]);
  expect(server.rules).toMatchObject([{ name: 'Good', flows: [{ target: 'title' }] }]);
});

test('conditions in objects with one list are groups, and one condition alone is one', async () => {
  const clause = { attribute: 'cn', condition: 'EQUAL', value: 'a' };
  const { server, diagnostics } = await read(
    withRule({
      scopeFilters: [{ scopeConditions: [clause, clause] }, [clause]],
      joinFilters: [{ source: 'mail', target: 'email' }],
    }),
  );
  expect(diagnostics).toEqual([]);
  const rule = server.rules.find(({ name }) => name === 'x');
  expect(rule?.scope.map((group) => group.length)).toEqual([2, 1]);
  expect(rule?.join).toMatchObject([[{ connectorAttribute: 'mail', metaverseAttribute: 'email' }]]);
});

test('source and target of a join condition follow the direction', async () => {
  const { server } = await read(
    withRule({ direction: 'Outbound', joinFilters: [[{ source: 'email', target: 'mail' }]] }),
  );
  expect(server.rules.find(({ name }) => name === 'x')?.join).toMatchObject([
    [{ connectorAttribute: 'mail', metaverseAttribute: 'email' }],
  ]);
});

describe('a rule that is not understood is left out and told, and the rest is read', () => {
  const clause = { attribute: 'cn', condition: 'EQUAL', value: 'a' };
  const join = { csAttribute: 'mail', mvAttribute: 'mail' };
  test.each<[string, string, string, Readonly<Record<string, unknown>>]>([
    ['an unknown operator', 'IMP005', 'LIKE', { scopeFilters: [[{ ...clause, condition: 'LIKE' }]] }],
    ['an unknown link', 'IMP005', 'Glue', { linkType: 'Glue' }],
    ['an unknown direction', 'IMP005', 'Up', { direction: 'Up' }],
    [
      'an unknown merge',
      'IMP005',
      'Blend',
      { attributeMappings: [{ destination: 'a', source: ['b'], flowType: 'Direct', valueMergeType: 'Blend' }] },
    ],
    ['a number that is none', 'IMP005', 'ten', { precedence: 'ten' }],
    ['no number', 'IMP005', 'no precedence', { precedence: null }],
    ['no name', 'IMP006', 'no name', { name: null }],
    ['no types', 'IMP006', 'source object type', { source: null }],
    ['a flow without a target', 'IMP006', 'no target', { attributeMappings: [{ source: ['b'], flowType: 'Direct' }] }],
    [
      'a flow without a source',
      'IMP006',
      'no source',
      { attributeMappings: [{ destination: 'b', flowType: 'Direct' }] },
    ],
    [
      'an expression that is missing',
      'IMP006',
      'no source',
      { attributeMappings: [{ destination: 'b', source: 'c', flowType: 'Expression' }] },
    ],
    [
      'a flow that may be direct or constant',
      'IMP011',
      'attribute or a text',
      { attributeMappings: [{ destination: 'a', source: 'b' }] },
    ],
    [
      'a flow of an unknown type',
      'IMP011',
      'type that is not known',
      { attributeMappings: [{ destination: 'a', source: 'b', flowType: 'Odd' }] },
    ],
    [
      'a direct flow of several',
      'IMP011',
      'several sources',
      { attributeMappings: [{ destination: 'a', source: ['b', 'c'], flowType: 'Direct' }] },
    ],
    [
      'a direct flow with an expression',
      'IMP011',
      'another type',
      { attributeMappings: [{ destination: 'a', source: 'b', expression: 'c', flowType: 'Direct' }] },
    ],
    ['scope conditions in no groups', 'IMP011', 'stand in no groups', { scopeFilters: [clause, clause] }],
    ['join conditions in no groups', 'IMP011', 'stand in no groups', { joinFilters: [join, join] }],
    ['half a join condition', 'IMP011', 'both its attributes', { joinFilters: [[{ csAttribute: 'mail' }]] }],
    ['a member with a structure that is not known', 'IMP011', 'exceptions', { exceptions: [{ a: 1 }] }],
    ['a condition with such a member', 'IMP011', 'unless', { scopeFilters: [[{ ...clause, unless: ['b'] }]] }],
    ['a place before another rule', 'IMP011', 'depends on another rule', { precedence: 0, precedenceBefore: CORP }],
    ['a connector that is not there', 'IMP008', 'connector 0a0b', { connector: '0a0b' }],
  ])('%s', async (_what, code, words, change) => {
    const { server, diagnostics } = await read(withRule(change));
    expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
    expect(diagnostics.map((one) => one.code)).toContain(code);
    expect(diagnostics.find((one) => one.code === code)?.detail).toContain(words);
    for (const one of diagnostics) expect(line(one)).toMatch(/p\.json:[1-9]\d+:\d+$/);
  });

  test('two connectors with one name', async () => {
    const policy = policyObject({ rules: [GOOD] });
    const [directory] = policy.onpremisesDirectoryPolicy;
    const second = {
      ...directory,
      uniqueIdentifier: '11111111-2222-4333-8444-555555555555',
      customSynchronizationRules: [],
    };
    const { server, diagnostics } = await read(
      JSON.stringify({ ...policy, onpremisesDirectoryPolicy: [directory, second] }),
    );
    expect(diagnostics).toMatchObject([{ code: 'IMP007' }]);
    expect(server.rules).toHaveLength(1);
    expect(server.connectors.map(({ id }) => id)).toEqual([CORP, ENTRA]);
  });

  test.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['a directory without a name', { friendlyName: null, fullyQualifiedDomainName: null }, 'The directory has no name'],
    ['a partition without a name', { partitionFilters: [{ containerInclusions: [] }] }, 'no distinguished name'],
    ['a standard rule without a tag', { standardSynchronizationRules: [{ Name: 's', precedence: 100 }] }, 'no tag'],
  ])('%s', async (_what, ofDirectory, words) => {
    const { diagnostics } = await read(policyJson({ ofDirectory }));
    expect(diagnostics[0]).toMatchObject({ code: 'IMP006' });
    expect(diagnostics[0]?.detail).toContain(words);
  });
});

test('what nobody knows and is no rule is told by its keys, with its place', async () => {
  const { server, diagnostics } = await read(
    policyJson({
      rules: [GOOD],
      more: { wizard: { theme: 'SECRET', deep: { er: 1 } } },
      ofDirectory: { connectorAccount: 'SECRET' },
    }),
  );
  expect(server.rules).toHaveLength(1);
  expect(diagnostics.map(({ code, detail }) => [code, detail])).toEqual([
    ['IMP013', 'Not read: connectorAccount.'],
    ['IMP013', 'Not read: theme, er.'],
  ]);
  expect(renderDiagnostics(diagnostics, { colour: false })).not.toContain('SECRET');
});

test('a member of a rule without a structure is told, and the rule is kept', async () => {
  const { server, diagnostics } = await read(withRule({ colour: 'blue', version: 3 }));
  expect(server.rules).toHaveLength(2);
  expect(diagnostics).toMatchObject([{ code: 'IMP013', detail: 'The rule x has a member colour that is not known.' }]);
});

test('settings are known by their names, wherever they stand', async () => {
  const { server, diagnostics } = await read(
    policyJson({
      more: {
        globalSettings: [
          { name: 'Microsoft.SynchronizationOption.AnchorAttribute', value: 'mS-DS-ConsistencyGuid' },
          { name: 'Microsoft.OptionalFeature.PasswordHashSync', value: true },
        ],
        synchronization: { stagingMode: false, exportDeletionThresholdValue: 25, exportDeletionThreshold: 'TRUE' },
      },
    }),
  );
  expect(diagnostics).toEqual([]);
  expect(Object.fromEntries(server.settings)).toEqual({
    'Microsoft.SynchronizationOption.AnchorAttribute': 'mS-DS-ConsistencyGuid',
    'Microsoft.OptionalFeature.PasswordHashSync': 'True',
    'Microsoft.Synchronize.StagingMode': 'False',
    'Microsoft.OptionalFeature.ExportDeletionThresholdValue': '25',
    'Microsoft.OptionalFeature.ExportDeletionThreshold': 'True',
  });
});

describe('a file that is broken or hostile', () => {
  const good = policyJson({ rules: [GOOD] });
  test.each<[string, string, string | Uint8Array]>([
    ['cut off', 'IMP002', good.slice(0, -20)],
    ['empty', 'IMP002', ''],
    ['with more behind it', 'IMP002', `${good}{}`],
    ['with a comma too many', 'IMP002', good.replace(/\}\s*$/, ',}')],
    ['with a comma too few', 'IMP002', '{"a": 1 "b": 2}'],
    ['without a colon', 'IMP002', '{"a" 1}'],
    ['with single quotes', 'IMP002', "{'a': 1}"],
    ['with a bare word', 'IMP002', '{"a": yes}'],
    ['with an escape that is none', 'IMP002', '{"a": "\\q"}'],
    ['with a line end in a text', 'IMP002', '{"a": "\n"}'],
    ['with a key twice', 'IMP002', good.replace('"direction"', '"Name"')],
    ['with a character that no text has', 'IMP002', good.replace('Good', 'Go\0od')],
    ['in bytes that are no UTF-8', 'IMP002', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['in half of UTF-16', 'IMP002', Buffer.from(`\ufeff${good}`, 'utf16le').subarray(0, -1)],
    ['nested without end', 'IMP003', `{"a":${'['.repeat(200_000)}`],
    ['that is something else', 'IMP004', '{"name": "package"}'],
    ['that is a list', 'IMP004', '[1, 2]'],
    ['that is a word', 'IMP004', 'null'],
  ])('%s is told, and nothing of it read', async (_what, code, content) => {
    const { server, diagnostics } = await readServerExport(folderOf({ 'a.json': policyJson({}), 'z.json': content }));
    expect(diagnostics).toMatchObject([{ code }]);
    expect(line(diagnostics[0]!)).toContain('z.json');
    expect(server.rules).toEqual([]);
    expect(server.connectors).toHaveLength(2);
  });

  test('wherever it is cut off, nothing comes of it', async () => {
    const files = Object.fromEntries(
      Array.from({ length: Math.floor(good.trimEnd().length / 7) }, (_, index) => [
        `${index}.json`,
        good.slice(0, index * 7),
      ]),
    );
    const { server, diagnostics } = await readServerExport(folderOf({ ...files, 'a.json': policyJson({}) }));
    expect(server.rules).toEqual([]);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['IMP002']));
    expect(diagnostics).toHaveLength(Object.keys(files).length);
  });

  test('names of things that every object has are nothing special', async () => {
    const { server, diagnostics } = await read(
      withRule({
        name: 'constructor',
        attributeMappings: [{ destination: '__proto__', source: ['toString'], flowType: 'Direct' }],
      }).replace('"linkType"', '"__proto__": {"disabled": true}, "linkType"'),
    );
    expect(diagnostics).toMatchObject([
      { code: 'IMP011', detail: 'The rule constructor has a member __proto__ that is not known.' },
    ]);
    expect(server.rules).toMatchObject([{ name: 'Good', disabled: false }]);
  });

  test('it says where', async () => {
    const { diagnostics } = await readServerExport(folderOf({ 'a.json': policyJson({}), 'z.json': '{\n  "a": 01\n}' }));
    expect(diagnostics[0]?.subject).toMatch(/z\.json:2:9$/);
  });
});

test('the label beside the XML of an older server says nothing, and nothing is said of it', async () => {
  const { policyMetadata, deploymentMetadata } = policyObject({});
  const label = JSON.stringify({ policyMetadata, deploymentMetadata });
  const { diagnostics } = await readServerExport(folderOf({ 'a.json': policyJson({}), 'MigratedPolicy.json': label }));
  expect(diagnostics).toEqual([]);
});

test('no account, server or secret is kept, and none is shown', async () => {
  const { server, diagnostics } = await read(
    policyJson({
      rules: [GOOD, { name: 'x', link: 'Glue' }],
      ofDirectory: { account: { name: 'SECRET-ACCOUNT', password: 'SECRET' } },
    }).replaceAll(/\n\s*/g, ' '),
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(['IMP005', 'IMP013']);
  expect(renderDiagnostics(diagnostics, { colour: false })).not.toContain('SECRET');
  const kept = JSON.stringify([server.connectors, server.rules, [...server.settings]], (key, value: unknown) =>
    key === 'source' ? undefined : value,
  );
  expect(kept).not.toContain('SECRET');
});
