import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importEntraConnect, validate, writeWorkspace } from '../../src/app/index.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { lineOf } from '../../src/kernel/position.ts';
import type { MigratedRule } from '../../src/model/migration.ts';
import { CORP, connectorXml, ENTRA, entraXml, exportOf, folderOf, settingsXml } from '../entra-connect/export.ts';
import type { MadeRule } from '../entra-connect/export.ts';
import { worldIn } from '../support/run/world.ts';

const TENANT = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';

/** Imports an export into a folder beside it, writes the workspace, and validates it. */
async function imported(files: Readonly<Record<string, string>>) {
  const folder = folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`export/${path}`, text])));
  const world = worldIn(folder);
  const result = await importEntraConnect(world, { path: 'export', out: 'made', tenantId: TENANT });
  await writeWorkspace(world, { out: 'made', force: false, files: result.migration.files });
  const validation = await validate(world, { workspace: 'made' });
  return { ...result, folder, files: result.migration.files, validation };
}

async function importedRules(...rules: readonly MadeRule[]) {
  return await imported(exportOf(rules));
}

function ruleNamed(rules: readonly MigratedRule[], name: string): MigratedRule {
  return rules.find((rule) => rule.name === name)!;
}

const TITLE: MadeRule = { name: 'Title', precedence: 10, flows: [{ dest: 'title', attr: 'title' }] };

test('a server without rules of its own becomes a handful of lines', async () => {
  const { files, validation, diagnostics } = await imported({
    'c.xml': connectorXml({
      partitions: [
        { dn: 'DC=corp,DC=example', include: ['OU=Staff,DC=corp,DC=example'], exclude: ['DC=corp,DC=example'] },
        { dn: 'DC=lab,DC=corp,DC=example', selected: false },
      ],
    }),
    'e.xml': entraXml(),
  });
  expect(diagnostics).toEqual([]);
  expect(validation.diagnostics).toEqual([]);
  expect([...files.keys()]).toEqual(['lockstep.yaml', 'filters.yaml']);
  expect(files.get('lockstep.yaml')).toBe(
    `# What is connected with what. Made from the configuration of an Entra Connect server: see migration-report.md.
apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: made }
spec:
  tenant:
    id: ${TENANT}
    auth:
      method: certificate
      clientId: 00000000-0000-0000-0000-000000000000 # decide: the app registration that Lockstep signs in with
      certificate: file:./lockstep.pem
  connectors:
    - name: corp-example
      type: activeDirectory
      domains:
        - name: corp.example
          servers:
            - ldaps://corp.example
      bind:
        user: lockstep@corp.example # decide: an account that may read
        password: env:LOCKSTEP_CORP_EXAMPLE_PASSWORD
  ownerMark:
    applicationId: 00000000-0000-0000-0000-000000000000 # decide: the same app registration; it stays for good
  extends:
    - lockstep/default@1
`,
  );
  expect(files.get('filters.yaml')).toContain('include:\n      - OU=Staff,DC=corp,DC=example\n');
  expect(files.get('filters.yaml')).not.toContain('exclude');
});

test('a rule keeps its scope, joins, link, number and flows', async () => {
  const { files, validation, migration } = await importedRules({
    id: '01234567-89ab-cdef-0123-456789abcdef',
    name: 'In – Contractors & Co',
    description: 'those who\nare hired',
    link: 'Provision',
    precedence: 42,
    scope: [
      [
        ['employeeType', 'EQUAL', 'Contractor'],
        ['userAccountControl', 'ISBITNOTSET', '2'],
        ['isCriticalSystemObject', 'NOTEQUAL', 'TRUE'],
      ],
      [['', 'ISMEMBEROF', 'CN=Hired,DC=corp,DC=example']],
    ],
    join: [[['employeeID', 'employeeID', true]], [['mail', 'mail']]],
    flows: [
      { dest: 'title', attr: 'title' },
      { dest: 'company', constant: 'No' },
      {
        dest: 'department',
        attr: 'department',
        expression: '\n  IIF(IsPresent([department]), "a" & [department], NULL)\n',
      },
      { dest: 'otherMobile', attr: 'otherMobile', merge: 'MergeCaseInsensitive' },
    ],
  });
  // Nothing that Graph can write is made of otherMobile.
  expect(validation.diagnostics).toMatchObject([{ code: 'LINT012' }]);
  expect(files.get('rules/in-contractors-co.yaml')).toBe(`# In – Contractors & Co (01234567-89ab-cdef-0123-456789abcdef)
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: in-contractors-co, description: those who are hired }
spec:
  from:
    connectors:
      - corp-example
    type: user
  to: { metaverse: person }
  precedence: 42
  link: provision
  scope:
    any:
      - all:
          - employeeType: { equal: Contractor }
          - userAccountControl: { bitNotSet: 2 }
          - isCriticalSystemObject: { notEqual: true }
      - all:
          - { memberOf: 'CN=Hired,DC=corp,DC=example' }
  join:
    - employeeID: { attribute: employeeID, caseSensitive: true }
    - { mail: mail }
  flows:
    title: title
    company: { constant: No }
    department: '=IIF(IsPresent([department]), "a" & [department], NULL)'
    otherMobile: { from: otherMobile, merge: mergeIgnoreCase }
`);
  expect(ruleNamed(migration.rules, 'In – Contractors & Co')).toMatchObject({
    carried: 'same',
    standard: false,
    file: 'rules/in-contractors-co.yaml',
  });
});

test('white space around the value of a clause is part of it', async () => {
  const { files, validation } = await importedRules({
    ...TITLE,
    scope: [
      [
        ['displayName', 'STARTSWITH', 'svc '],
        ['userAccountControl', 'ISBITSET', ' 2 '],
        ['isCriticalSystemObject', 'NOTEQUAL', ' TRUE '],
        ['', 'ISMEMBEROF', ' CN=Hired,DC=corp,DC=example '],
      ],
    ],
  });
  expect(validation.diagnostics).toEqual([]);
  expect(files.get('rules/title.yaml')).toContain(`    all:
      - displayName: { startsWith: 'svc ' }
      - userAccountControl: { bitSet: 2 }
      - isCriticalSystemObject: { notEqual: true }
      - { memberOf: 'CN=Hired,DC=corp,DC=example' }
`);
});

describe('the order of rules', () => {
  async function ordered(...precedences: readonly number[]): Promise<readonly string[]> {
    const rules = precedences.map((precedence, index) => ({
      id: `00000000-0000-4000-8000-00000000000${index}`,
      name: `R${index}`,
      precedence,
      flows: [{ dest: 'title', expression: `"${index}"` }],
    }));
    const { validation } = await importedRules(...rules);
    expect(validation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    return validation.scopes!.rules.filter(({ id }) => /^r\d$/.test(id)).map(({ id }) => id);
  }

  test.each<[string, readonly number[]]>([
    ['numbers', [10, 20, 30]],
    ['one number for all', [10, 10, 10]],
    ['nought', [0, 0, 5, 5, 99, 99]],
    ['nought alone', [0, 0]],
    ['numbers of standard rules', [99, 200, 300]],
    ['those alone', [120, 121]],
  ])('%s', async (_what, precedences) => {
    expect(await ordered(...precedences)).toEqual(precedences.map((_, index) => `r${index}`));
  });

  test('a rule among standard ones stands behind the one before it', async () => {
    const { files } = await importedRules(
      { name: 'In from AD - User Common', tag: 'Microsoft.InfromADUserCommon.004', precedence: 106 },
      { ...TITLE, precedence: 107 },
    );
    expect(files.get('rules/title.yaml')).toContain('after: lockstep/default@1:user-anchor');
  });
});

test('rules of one name are told apart by their connector', async () => {
  const second = CORP.replace('01', '02');
  const { files, validation } = await imported(
    exportOf([TITLE, { ...TITLE, connector: second, precedence: 11 }], {
      'Connectors/second.xml': connectorXml({
        id: second,
        name: 'lab.example',
        partitions: [{ dn: 'DC=lab,DC=example' }],
      }),
    }),
  );
  expect(validation.diagnostics).toEqual([]);
  expect([...files.keys()].filter((path) => path.startsWith('rules/'))).toEqual([
    'rules/corp-example-title.yaml',
    'rules/lab-example-title.yaml',
  ]);
});

describe('outbound', () => {
  const OUT: MadeRule = { name: 'Out', direction: 'Outbound', precedence: 20, link: 'Join' };

  test('attributes get the names of Graph, and what it cannot write is left out', async () => {
    const { files, migration, validation } = await importedRules({
      ...OUT,
      scope: [
        [
          ['cloudMastered', 'NOTEQUAL', 'True'],
          ['sourceObjectType', 'EQUAL', 'User'],
        ],
      ],
      join: [[['sourceAnchor', 'sourceAnchor', true]]],
      flows: [
        { dest: 'company', attr: 'company' },
        { dest: 'title', expression: 'Left([title],128)' },
        { dest: 'displayName', attr: 'displayName' },
        { dest: 'extension_0123456789ABCDEF0123456789abcdef_badge', attr: 'employeeID' },
        { dest: 'proxyAddresses', attr: 'mail' },
        { dest: 'msExchArchiveGuid', attr: 'mail' },
        { dest: 'sourceAnchor', attr: 'sourceAnchor' },
        { dest: 'dn', expression: '"CN={" & [sourceAnchor] & "}"' },
      ],
    });
    expect(validation.diagnostics).toEqual([]);
    expect(files.get('rules/out.yaml')).toContain(`  flows:
    companyName: company
    jobTitle: '=Left([title],128)'
    displayName: displayName
    extension_0123456789abcdef0123456789abcdef_badge: employeeID
`);
    expect(files.get('rules/out.yaml')).not.toContain('cloudMastered');
    expect(ruleNamed(migration.rules, 'Out').flows.map(({ target, carried }) => [target, carried])).toEqual([
      ['company', 'renamed'],
      ['title', 'renamed'],
      ['displayName', 'same'],
      ['extension_0123456789ABCDEF0123456789abcdef_badge', 'renamed'],
      ['proxyAddresses', 'notWritable'],
      ['msExchArchiveGuid', 'notWritable'],
      ['sourceAnchor', 'renamed'],
      ['dn', 'renamed'],
    ]);
  });

  test('what it reads of a standard rule comes along, and nothing more of it', async () => {
    const { files, validation, migration } = await importedRules(
      { ...OUT, flows: [{ dest: 'extensionAttribute3', attr: 'extensionAttribute3' }] },
      {
        name: 'In from AD - User Common',
        tag: 'Microsoft.InfromADUserCommon.004',
        precedence: 106,
        scope: [[['adminDescription', 'NOTSTARTSWITH', 'User_']]],
        flows: [3, 4].map((number) => ({
          dest: `extensionAttribute${number}`,
          expression: `Trim([extensionAttribute${number}])`,
        })),
      },
    );
    expect(validation.diagnostics).toEqual([]);
    const supplied = files.get('rules/standard-in-from-ad-user-common.yaml');
    expect(supplied).toContain("flows:\n    extensionAttribute3: '=Trim([extensionAttribute3])'\n");
    expect(supplied).toContain('- adminDescription: { notStartsWith: User_ }');
    expect(supplied).not.toContain('extensionAttribute4');
    expect(ruleNamed(migration.rules, 'In from AD - User Common').flows).toMatchObject([
      { carried: 'same' },
      { carried: 'notWritable' },
    ]);
  });

  test('a flow of what nothing gives would empty its target, and is left out', async () => {
    const { migration, files } = await importedRules({
      ...OUT,
      flows: [
        { dest: 'department', attr: 'division' },
        { dest: 'city', attr: 'l' },
      ],
    });
    expect(files.get('rules/out.yaml')).not.toContain('department');
    expect(ruleNamed(migration.rules, 'Out').flows).toMatchObject(
      [{ carried: 'decision', reason: expect.stringContaining('division') as string }, { carried: 'renamed' }].map(
        (one, index) => (index === 1 ? { carried: 'same' } : one),
      ),
    );
  });

  test.each<[string, Partial<MadeRule>]>([
    ['contacts', { to: 'contact' }],
    ['devices', { from: 'device', to: 'device' }],
    ['public folders', { to: 'publicFolder' }],
    ['a directory', { connector: CORP }],
    ['only what Graph cannot write', { flows: [{ dest: 'proxyAddresses', attr: 'mail' }] }],
  ])('%s cannot be written', async (_what, change) => {
    const { migration, diagnostics, files } = await importedRules({
      ...OUT,
      flows: [{ dest: 'city', attr: 'l' }],
      ...change,
    });
    expect(diagnostics).toEqual([]);
    expect(files.size).toBe(1);
    expect(ruleNamed(migration.rules, 'Out')).toMatchObject({ carried: 'notWritable' });
  });
});

test('a rule that reads the tenant names its attributes as Graph does', async () => {
  const { files, validation } = await importedRules({
    name: 'Back',
    connector: ENTRA,
    from: 'user',
    precedence: 9,
    join: [[['sourceAnchor', 'sourceAnchor', true]]],
    flows: [{ dest: 'info', attr: 'company', expression: 'Trim([company])' }],
  });
  expect(validation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files.get('rules/back.yaml')).toContain("info: '=Trim([companyName])'");
  expect(files.get('rules/back.yaml')).toContain('- { onPremisesImmutableId: sourceAnchor }');
});

test('attributes of the metaverse that are not built in are declared', async () => {
  const { files, validation } = await imported(
    exportOf(
      [
        {
          name: 'In',
          flows: [
            { dest: 'badge', attr: 'uidNumber' },
            { dest: 'team', attr: 'department' },
          ],
        },
        { name: 'Out', direction: 'Outbound', precedence: 51, flows: [{ dest: 'department', attr: 'team' }] },
      ],
      { 'GlobalSettings/MV.xml': settingsXml({}, { badge: '1.3.6.1.4.1.1466.115.121.1.27' }) },
    ),
  );
  expect(validation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files.get('metaverse.yaml')).toContain(`        badge: { syntax: integer }
        team: { syntax: string }
`);
});

test('attributes that only an extended schema of the directory has are declared', async () => {
  const { files, validation, diagnostics } = await imported(
    exportOf(
      [
        {
          name: 'In',
          scope: [[['fabrikambadge', 'GREATERTHAN', '5']]],
          flows: [
            { dest: 'employeeID', expression: 'CStr([fabrikamBadge])' },
            { dest: 'otherMobile', attr: 'fabrikamPhones' },
            { dest: 'title', attr: 'TITLE' },
          ],
        },
      ],
      {
        'Connectors/corp.xml': connectorXml({
          schema: {
            fabrikamBadge: '1.2.840.113556.1.4.906',
            fabrikamPhones: '*1.3.6.1.4.1.1466.115.121.1.15',
            fabrikamUnused: '1.3.6.1.4.1.1466.115.121.1.15',
            title: '1.3.6.1.4.1.1466.115.121.1.15',
          },
        }),
      },
    ),
  );
  expect(diagnostics).toEqual([]);
  expect(validation.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(files.get('directory-schema.yaml')).toContain(`kind: DirectorySchema
metadata: { name: from-entra-connect }
spec:
  types:
    user:
      attributes:
        fabrikamBadge: { syntax: integer }
        fabrikamPhones: { syntax: string, multiValued: true }
`);
  expect(files.get('rules/in.yaml')).toContain('- fabrikamBadge: { greaterThan: 5 }');
});

test.each<[string, MadeRule, string]>([
  ['an expression that does not parse', { name: 'x', flows: [{ dest: 'title', expression: 'Trim([title]' }] }, 'title'],
  ['an unknown function', { name: 'x', flows: [{ dest: 'title', expression: 'Shout([title])' }] }, 'Shout'],
  ['an unknown attribute', { name: 'x', flows: [{ dest: 'title', attr: 'shoeSize' }] }, 'shoeSize'],
  ['a type that cannot be', { name: 'x', flows: [{ dest: 'title', attr: 'objectGUID' }] }, 'objectGUID'],
  [
    'one target twice',
    {
      name: 'x',
      flows: [
        { dest: 'title', attr: 'cn' },
        { dest: 'title', attr: 'cn' },
      ],
    },
    'twice',
  ],
  [
    'a clause that cannot be',
    { name: 'x', scope: [[['userAccountControl', 'EQUAL', 'many']]], link: 'Provision' },
    'many',
  ],
  [
    'a join that cannot be',
    {
      name: 'x',
      join: [
        [
          ['mail', 'mail'],
          ['mail', 'cn'],
        ],
      ],
    },
    'twice',
  ],
  [
    'a join of the tenant by a name',
    { name: 'x', direction: 'Outbound', join: [[['mail', 'mail']]], flows: [{ dest: 'city', attr: 'l' }] },
    'anchor',
  ],
  [
    'a scope that can never hold',
    { name: 'x', direction: 'Outbound', scope: [[['division', 'EQUAL', 'a']]], flows: [{ dest: 'city', attr: 'l' }] },
    'division',
  ],
])('a rule with %s is left out and told, and the rest is carried over', async (_what, rule, words) => {
  const { diagnostics, files, validation, migration } = await importedRules(TITLE, rule);
  expect(diagnostics).toMatchObject([{ code: 'IMP009' }]);
  expect(diagnostics[0]?.detail).toContain(words);
  expect(lineOf(diagnostics[0]!.range!)).toContain('rule-1.xml:');
  expect([...files.keys()]).toEqual(['lockstep.yaml', 'rules/title.yaml']);
  expect(ruleNamed(migration.rules, 'x')).toMatchObject({ carried: 'decision' });
  expect(validation.diagnostics).toEqual([]);
});

test('what is disabled is left out; a rule of the pack whose standard rule is disabled does not take part', async () => {
  const { files, validation, migration } = await importedRules(
    { ...TITLE, disabled: true },
    { name: 'Computers', tag: 'Microsoft.InfromADComputerJoin.002', from: 'computer', to: 'device', disabled: true },
  );
  expect([...files.keys()]).toEqual(['lockstep.yaml']);
  expect(files.get('lockstep.yaml')).toContain('disable:\n    - lockstep/default@1:computer-join\n');
  expect(validation.diagnostics).toEqual([]);
  expect(migration.rules.map(({ carried, standard }) => [carried, standard])).toEqual([
    ['same', false],
    ['same', true],
  ]);
});

test('what a disabled rule of the pack does is not counted as done', async () => {
  const { migration, files } = await importedRules(
    { name: 'Join', tag: 'Microsoft.OuttoAADUserJoin.006', direction: 'Outbound', precedence: 123, disabled: true },
    {
      name: 'Identity',
      tag: 'Microsoft.OuttoAADUserIdentity.005',
      direction: 'Outbound',
      precedence: 124,
      flows: [{ dest: 'displayName', attr: 'displayName' }],
    },
  );
  expect(files.get('lockstep.yaml')).toContain('- lockstep/default@1:person-to-entra-user');
  expect(ruleNamed(migration.rules, 'Identity').flows).toMatchObject([{ carried: 'decision' }]);
});

describe('matching of people', () => {
  const joins = {
    objectSid: [[['objectSid', 'objectSid']], [['msExchMasterAccountSid', 'objectSid']]],
    mail: [[['mail', 'mail']]],
    'samAccountName+mailNickname': [
      [
        ['sAMAccountName', 'accountName'],
        ['mailNickname', 'mailNickname'],
      ],
    ],
    attribute: [[['employeeID', 'employeeID']]],
    oneForest: [[['objectGUID', 'sourceAnchorBinary']]],
    unknown: [[['mail', 'mail']], [['cn', 'cn']]],
  } as const;

  test.each<[keyof typeof joins, string | undefined]>([
    ['objectSid', 'matching: { people: objectSid }'],
    ['mail', 'matching: { people: mail }'],
    ['samAccountName+mailNickname', 'matching: { people: samAccountName+mailNickname }'],
    ['attribute', 'matching: { people: { attribute: employeeID } }'],
    ['oneForest', undefined],
    ['unknown', undefined],
  ])('%s', async (kind, line) => {
    const { files, validation, migration } = await importedRules({
      name: 'In from AD - User Join',
      tag: 'Microsoft.InfromADUserJoin.006',
      link: 'Provision',
      precedence: 100,
      join: joins[kind],
    });
    expect(validation.diagnostics).toEqual([]);
    expect(/matching: .*/.exec(files.get('lockstep.yaml')!)?.[0]).toBe(line);
    const told = migration.settings.find(({ name }) => name === 'matching of people');
    expect(told?.carried).toBe(kind === 'unknown' ? 'decision' : 'same');
  });
});

test('the anchor and the features of the server are carried over or told', async () => {
  const { files, migration, validation } = await imported(
    exportOf([], {
      'GlobalSettings/MV.xml': settingsXml({
        'SynchronizationOption.AnchorAttribute': 'mS-DS-ConsistencyGuid',
        'SynchronizationOption.UPNAttribute': 'mail',
        'Synchronize.StagingMode': 'True',
        'OptionalFeature.PasswordHashSync': 'True',
        'OptionalFeature.GroupWriteBack': 'False',
        'OptionalFeature.ExportDeletionThreshold': 'True',
        'OptionalFeature.ExportDeletionThresholdValue': '25',
      }),
    }),
  );
  expect(validation.diagnostics).toEqual([]);
  expect(files.get('lockstep.yaml')).toContain(
    'sourceAnchor: { attribute: mS-DS-ConsistencyGuid, fallback: objectGUID }',
  );
  const told = new Map(migration.settings.map(({ name, carried }) => [name, carried]));
  expect(told.get('source anchor')).toBe('same');
  expect(told.get('sign-in name')).toBe('decision');
  expect(told.get('PasswordHashSync')).toBe('notWritable');
  expect(told.get('StagingMode')).toBe('same');
  expect(told.get('deletion threshold')).toBe('decision');
  expect(told.has('GroupWriteBack')).toBe(false);
});

test('nothing of the files is a secret, a server or an account', async () => {
  const { files, migration } = await importedRules(TITLE);
  expect(JSON.stringify([[...files], migration.rules, migration.settings])).not.toContain('SECRET');
});

test('names that hold markup and controls do no harm', async () => {
  const name = 'a: b\n- x: "y" #\u0085z';
  const { validation, files, diagnostics } = await importedRules({
    ...TITLE,
    name,
    description: '*a: &b\u2028{\u202e\u00ad',
    flows: [{ dest: 'title', constant: 'a: #"\'\r\n-' }],
  });
  // A constant for everybody is a finding, and no mistake.
  expect(new Set(validation.diagnostics.map(({ code }) => code))).toEqual(new Set(['LINT010']));
  expect(diagnostics).toEqual([]);
  expect(files.has('rules/a-b-x-y-z.yaml')).toBe(true);
  expect(files.get('rules/a-b-x-y-z.yaml')).toContain("description: '*a: &b {??'");
  const [flow] = validation.scopes!.rules.find(({ id }) => id === 'a-b-x-y-z')!.flows;
  expect(flow?.from).toEqual({ kind: 'constant', value: 'a: #"\'\r\n-' });
});

test('the report names places below the export, wherever that lies', async () => {
  const folder = folderOf(
    Object.fromEntries(Object.entries(exportOf([TITLE])).map(([path, text]) => [`export/${path}`, text])),
  );
  const origins = async (path: string) =>
    (await importEntraConnect(worldIn(folder), { path, out: 'made' })).migration.rules.map(({ origin }) => origin);
  const plain = await origins('export');
  expect(plain.every((origin) => /^[^/]+:\d+$/.test(origin) || origin.startsWith('SynchronizationRules/'))).toBe(true);
  for (const path of ['./export', 'export/', join(folder, 'export')]) expect(await origins(path)).toEqual(plain);
});

describe('writing', () => {
  async function again(change?: string) {
    const { folder, files } = await importedRules(TITLE);
    const world = worldIn(folder);
    const path = join(folder, 'made/rules/title.yaml');
    if (change !== undefined) writeFileSync(path, change);
    const write = (force: boolean) => writeWorkspace(world, { out: 'made', force, files });
    return { write, path, files };
  }

  test('the same twice changes nothing', async () => {
    const { write } = await again();
    expect(await write(false)).toEqual({
      directory: 'made',
      written: [],
      unchanged: ['lockstep.yaml', 'rules/title.yaml'],
    });
  });

  test('what somebody changed is kept, unless it is asked for otherwise', async () => {
    const { write, path, files } = await again('mine');
    const refused: unknown = await write(false).catch((error: unknown) => error);
    expect(refused instanceof DiagnosticError ? refused.diagnostics : []).toMatchObject([{ code: 'IMP010' }]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
    expect(await write(true)).toMatchObject({ written: ['rules/title.yaml'] });
    expect(readFileSync(path, 'utf8')).toBe(files.get('rules/title.yaml'));
  });
});

describe('the folder of the new workspace', () => {
  async function refusal(present: string, out = 'made', force = false) {
    const folder = folderOf({ [present]: 'kind: SyncRule\n' });
    const outcome: unknown = await writeWorkspace(worldIn(folder), { out, force, files: FILES }).catch(
      (error: unknown) => error,
    );
    if (!(outcome instanceof DiagnosticError)) return [];
    expect(existsSync(join(folder, out, 'rules/title.yaml'))).toBe(false);
    return outcome.diagnostics.map(({ code, detail, subject }) => `${code} ${subject} ${detail}`);
  }
  const FILES = new Map([
    ['lockstep.yaml', 'a\n'],
    ['rules/title.yaml', 'b\n'],
  ]);

  test.each<[string, string, string, boolean]>([
    ['inside another workspace', 'lockstep.yaml', 'made', false],
    ['deep inside it', 'lockstep.yaml', 'a/b/made', false],
    ['inside it, whatever is asked for', 'lockstep.yaml', 'made', true],
  ])('%s is refused', async (_what, present, out, force) => {
    expect(await refusal(present, out, force)).toEqual([
      `IMP014 ${out} ${'../'.repeat(out.split('/').length)}lockstep.yaml above it makes a workspace, and would read ${out} as well.`,
    ]);
  });

  test.each(['made/rules/old.yaml', 'made/mine.YML'])('with %s is refused', async (present) => {
    const name = present.replace('made/', '');
    expect(await refusal(present)).toEqual([`IMP015 made ${name} is there, and is no file of this import.`]);
    expect(await refusal(present, 'made', true)).toEqual([]);
  });

  test('that is another workspace is refused', async () => {
    expect(await refusal('made/lockstep.yaml')).toEqual([
      'IMP010 made lockstep.yaml is there already, with another text.',
    ]);
  });

  test.each(['made/README.md', 'made/.git/config.yaml', 'made/lockstep.pins.yaml', 'beside/lockstep.yaml'])(
    'with %s is taken',
    async (present) => {
      expect(await refusal(present)).toEqual([]);
    },
  );
});

test('an export without a directory is refused', async () => {
  await expect(imported({ 'e.xml': entraXml() })).rejects.toThrow('IMP001');
});
