import { describe, expect, test } from 'vitest';
import { importEntraConnect, validate, writeWorkspace } from '../../src/app/index.ts';
import { exitCodeOf } from '../../src/kernel/diagnostic.ts';
import { connectorXml, entraXml, exportOf, folderOf } from '../entra-connect/export.ts';
import type { MadeRule } from '../entra-connect/export.ts';
import { policyJson } from '../entra-connect/policy.ts';
import { ruleScript } from '../entra-connect/script.ts';
import { worldIn } from '../support/run/world.ts';

const TENANT = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';

async function imported(files: Readonly<Record<string, string>>) {
  const folder = folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`export/${path}`, text])));
  const world = worldIn(folder);
  const result = await importEntraConnect(world, { path: 'export', out: 'made', tenantId: TENANT });
  await writeWorkspace(world, { out: 'made', force: false, files: result.migration.files });
  const validation = await validate(world, { workspace: 'made' });
  return { ...result, files: result.migration.files, validation };
}

const TITLE: MadeRule = { name: 'Title', precedence: 10, flows: [{ dest: 'title', attr: 'title' }] };

/** Rules that have a bit of everything. */
const RULES: readonly MadeRule[] = [
  TITLE,
  {
    id: '01234567-89AB-cdef-0123-456789abcdef',
    name: "In - Contractors' rule",
    description: 'those who "come" & go',
    link: 'Provision',
    precedence: 42,
    passwordSync: true,
    scope: [
      [
        ['employeeType', 'EQUAL', "Contractor's"],
        ['userAccountControl', 'ISBITNOTSET', '2'],
        // The blank is part of it.
        ['cn', 'NOTSTARTSWITH', 'svc '],
      ],
      [['', 'ISMEMBEROF', 'CN=Hired,DC=corp,DC=example']],
    ],
    join: [[['employeeID', 'employeeID', true]], [['mail', 'mail']]],
    flows: [
      { dest: 'company', constant: "O'Neill & Söhne" },
      {
        dest: 'department',
        attr: 'department',
        expression: '\n  IIF(IsPresent([department]), "a\'b" & [department], NULL)\n',
      },
      { dest: 'info', attr: 'info' },
      { dest: 'otherMobile', attr: 'otherMobile', merge: 'MergeCaseInsensitive' },
    ],
  },
  { name: 'Disabled', precedence: 43, disabled: true, flows: [{ dest: 'title', constant: 'x' }] },
  {
    name: 'Out',
    direction: 'Outbound',
    precedence: 44,
    scope: [[['cloudFiltered', 'NOTEQUAL', 'True']]],
    flows: [
      { dest: 'city', attr: 'l', once: true },
      { dest: 'companyName', expression: 'Trim([company])' },
    ],
  },
  { name: 'Broken', precedence: 45, flows: [{ dest: 'title', expression: 'Shout([title])' }] },
];

test('rules of one server become the same workspace from every form', async () => {
  const connectors = { 'c.xml': connectorXml({}), 'e.xml': entraXml() };
  const [xml, scripts, policy] = await Promise.all([
    imported({
      ...connectors,
      ...Object.fromEntries(Object.entries(exportOf(RULES)).filter(([path]) => path.startsWith('Sync'))),
    }),
    imported({ ...connectors, 'rules.ps1': RULES.map(ruleScript).join('\n\n') }),
    imported({ 'policy.json': policyJson({ rules: RULES }) }),
  ]);
  expect([...xml.files.keys()]).toEqual([
    'lockstep.yaml',
    'rules/title.yaml',
    'rules/in-contractors-rule.yaml',
    'rules/out.yaml',
  ]);
  expect(xml.files.get('rules/in-contractors-rule.yaml')).toContain("- employeeType: { equal: Contractor's }");
  for (const other of [scripts, policy]) {
    expect([...other.files]).toEqual([...xml.files]);
    const told = ({ migration }: typeof xml) => migration.rules.map((rule) => ({ ...rule, origin: '' }));
    expect(told(other)).toEqual(told(xml));
    expect(other.migration.settings).toEqual(xml.migration.settings);
    expect(other.diagnostics.map(({ code, detail }) => [code, detail])).toEqual(
      xml.diagnostics.map(({ code, detail }) => [code, detail]),
    );
  }
  expect(exitCodeOf(xml.diagnostics)).toBe(8);
});

describe('scripts alone', () => {
  test('the workspace can be checked, and says what only people know', async () => {
    const { files, validation, migration, diagnostics } = await imported({ 'rules.ps1': ruleScript(TITLE) });
    expect(diagnostics).toEqual([]);
    expect(validation.diagnostics).toEqual([]);
    const topology = files.get('lockstep.yaml')!;
    expect(topology).toContain('- name: directory-5c1d2f30\n');
    expect(topology).toContain(
      '- name: directory-5c1d2f30.invalid # decide: the domain of the connector 5c1d2f30-0000-4000-8000-00000000ad01, and its servers\n',
    );
    expect(topology).toContain('- ldaps://directory-5c1d2f30.invalid\n');
    expect(files.get('rules/title.yaml')).toContain('connectors:\n      - directory-5c1d2f30\n');
    expect(migration.settings).toContainEqual(
      expect.objectContaining({
        name: 'connector 5c1d2f30-0000-4000-8000-00000000ad01',
        value: 'directory-5c1d2f30',
        carried: 'decision',
        advice: expect.stringContaining('Get-ADSyncConnector') as string,
      }),
    );
    expect(migration.rules).toMatchObject([{ name: 'Title', carried: 'same', origin: 'rules.ps1:1' }]);
  });

  test('a rule for the tenant alone has a directory beside it', async () => {
    const out = ruleScript({
      name: 'Out',
      direction: 'Outbound',
      precedence: 12,
      flows: [{ dest: 'city', attr: 'l' }],
    });
    const { files, validation, migration } = await imported({ 'rules.ps1': out });
    expect(validation.diagnostics).toEqual([]);
    expect(files.get('lockstep.yaml')).toContain(
      '- name: directory.invalid # decide: the domain of the directory, and its servers\n',
    );
    expect(files.get('rules/out.yaml')).toContain('to: { connector: entra, type: user }');
    expect(migration.settings.map(({ name }) => name)).toContain('connector directory');
  });

  test('a rule that cannot be read is left out, and the exit code is that of a part', async () => {
    const broken = ruleScript({ ...TITLE, name: 'Broken', precedence: 11 }).replace("'title'", '$attribute');
    const { files, diagnostics } = await imported({ 'a.ps1': ruleScript(TITLE), 'sub/b.ps1': broken });
    expect([...files.keys()]).toEqual(['lockstep.yaml', 'rules/title.yaml']);
    expect(diagnostics).toMatchObject([{ code: 'IMP011' }]);
    expect(exitCodeOf(diagnostics)).toBe(8);
  });
});

describe('a policy', () => {
  const STANDARD = [
    ['In from AD - User Join', 'Microsoft.InfromADUserJoin.006', 100],
    ['In from AD - User Lync', 'Microsoft.InfromADUserLync.002', 101],
    ['In from AD - Computer Join', 'Microsoft.InfromADComputerJoin.002', 102, true],
    ['In from AD - User Odd', 'Microsoft.InfromADUserOdd.001', 103],
    ['Out to AD - User Join', 'Microsoft.OuttoADUserJoin.003', 104],
    ['Out to AAD - User Join', 'Microsoft.OuttoAADUserJoin.012', 120],
    ['In from AAD - User Join', 'Microsoft.InfromAADUserJoin.002', 121],
    ['In from AD - User Exchange', 'Microsoft.InfromADUserExchange.002', 122, true],
    ['Out to AD - Group Join', 'Microsoft.OuttoADGroupJoin.002', 123, true],
    ['Out to AAD - User Identity', 'Microsoft.OuttoAADUserIdentity.005', 124, true],
  ] as const;

  test('standard rules are told by what stands for them, and that nothing was compared', async () => {
    const { migration, files, validation, diagnostics } = await imported({
      'policy.json': policyJson({ standard: STANDARD }),
    });
    expect(diagnostics).toEqual([]);
    expect(validation.diagnostics).toEqual([]);
    expect(migration.rules.map(({ name, carried }) => [name, carried])).toEqual([
      ['In from AD - User Join', 'same'],
      ['In from AD - User Lync', 'notWritable'],
      ['In from AD - Computer Join', 'decision'],
      ['In from AD - User Odd', 'decision'],
      ['Out to AD - User Join', 'notWritable'],
      ['Out to AAD - User Join', 'same'],
      ['In from AAD - User Join', 'same'],
      ['In from AD - User Exchange', 'same'],
      ['Out to AD - Group Join', 'notWritable'],
      ['Out to AAD - User Identity', 'decision'],
    ]);
    expect(migration.rules.at(-1)?.reason).toContain('the pack may go on writing');
    expect(migration.rules[0]?.reason).toBe(
      'Done by user-join and user-filter of the pack. The export lists it only: its flows were not compared.',
    );
    expect(files.get('lockstep.yaml')).toContain('disable:\n    - lockstep/default@1:computer-join\n');
    // How people are matched stands in the rule that is only listed.
    expect(files.get('lockstep.yaml')).not.toContain('matching');
    const told = new Map(migration.settings.map((one) => [one.name, one]));
    expect(told.get('matching of people')).toMatchObject({ carried: 'decision' });
    expect(told.get('standard rules')).toMatchObject({ value: '10 listed', carried: 'decision' });
  });

  test('standard rules that are only listed are told when they were moved', async () => {
    const { migration } = await imported({
      'policy.json': policyJson({
        standard: [
          ['In from AD - User Common', 'Microsoft.InfromADUserCommon.014', 100],
          ['In from AD - User Join', 'Microsoft.InfromADUserJoin.006', 101],
        ],
      }),
    });
    expect(migration.rules[0]).toMatchObject({ name: 'In from AD - User Common', carried: 'decision' });
    expect(migration.rules[0]?.reason).toContain('it stands before In from AD - User Join');
  });

  test('containers become a filter, and settings count', async () => {
    const { files, migration, validation } = await imported({
      'policy.json': policyJson({
        include: ['OU=Staff,DC=corp,DC=example'],
        exclude: ['DC=corp,DC=example'],
        more: { settings: { anchorAttribute: 'mS-DS-ConsistencyGuid', passwordHashSync: true } },
      }),
    });
    expect(validation.diagnostics).toEqual([]);
    expect(files.get('filters.yaml')).toContain('include:\n      - OU=Staff,DC=corp,DC=example\n');
    expect(files.get('lockstep.yaml')).toContain(
      'sourceAnchor: { attribute: mS-DS-ConsistencyGuid, fallback: objectGUID }',
    );
    expect(migration.settings).toContainEqual(
      expect.objectContaining({ name: 'PasswordHashSync', carried: 'notWritable' }),
    );
  });

  test('nothing of it is a secret, a server or an account', async () => {
    const { files, migration, diagnostics } = await imported({
      'policy.json': policyJson({ rules: RULES, standard: STANDARD }),
    });
    const all = [[...files], migration.rules, migration.settings, diagnostics.map(({ detail }) => detail)];
    expect(JSON.stringify(all)).not.toContain('SECRET');
  });
});
