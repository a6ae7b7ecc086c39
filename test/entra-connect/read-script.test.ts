import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readServerExport } from '../../src/entra-connect/read.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { Diagnostic } from '../../src/kernel/diagnostic.ts';
import { placeOf } from '../../src/kernel/position.ts';
import { renderDiagnostics } from '../../src/render/index.ts';
import { connectorXml, CORP, ENTRA, entraXml, folderOf } from './export.ts';
import { ruleScript } from './script.ts';

const GOOD = ruleScript({ name: 'Good', precedence: 90, flows: [{ dest: 'title', attr: 'title' }] });

async function read(script: string | Uint8Array, more: Readonly<Record<string, string>> = {}) {
  const files = { 'c.xml': connectorXml({}), 'e.xml': entraXml(), 'rules.ps1': script, ...more };
  const { server, diagnostics } = await readServerExport(folderOf(files));
  return { rules: server.rules, connectors: server.connectors, diagnostics };
}

/** Where a diagnostic stands in the script. */
function placed({ range, subject }: Diagnostic): string {
  return (range === undefined ? (subject ?? '') : placeOf(range)).replace(/^.*rules\.ps1:/, '');
}

const HEAD = `New-ADSyncRule -Name 'A' -Identifier 'a1' -Direction Inbound -Precedence 10 -SourceObjectType user -TargetObjectType person -Connector '${CORP}' -LinkType Join -OutVariable syncRule`;
const ADD = 'Add-ADSyncRule -SynchronizationRule $syncRule[0]';
const FLOW =
  "Add-ADSyncAttributeFlowMapping -SynchronizationRule $syncRule[0] -Source @('title') -Destination title -FlowType Direct -ValueMergeType Update";
const script = (...statements: readonly string[]): string => [HEAD, ...statements, ADD].join('\n');
const flowOf = (expression: string): string =>
  script(
    `Add-ADSyncAttributeFlowMapping -SynchronizationRule $syncRule[0] -Destination 'title' -FlowType 'Expression' -Expression ${expression}`,
  );

describe('strings', () => {
  test.each<[string, string, string]>([
    ['single quotes', `'Trim([title]) & "x" & \`n $y $(z)'`, 'Trim([title]) & "x" & `n $y $(z)'],
    ['a doubled single quote', `'"it''s"'`, `"it's"`],
    ['quotes of typography', '‘a’’b“c’', 'a’b“c'],
    ['double quotes', '"[title] & `"a`" & ""b"""', '[title] & "a" & "b"'],
    ['escapes', '"a`tb`nc``d`$e`u{e9}`q"', 'a\tb\nc`d$eéq'],
    ['a dollar that is none of a variable', '"5$ 6$"', '5$ 6$'],
    ['lines', "'a\r\n  b'", 'a\n  b'],
    ['a here-string that ends in the middle', "@'\nIIF(True, \"it's\",\n'@x)\n'@", undefined as never],
    ['a here-string of lines', "@'\nIIF(True,\n  \"it's $x\")\n'@", 'IIF(True,\n  "it\'s $x")'],
    ['a here-string of Windows', "@'\r\na\r\nb\r\n'@", 'a\nb'],
    ['a here-string with escapes', '@"\n"a`tb`$c"\n"@', '"a\tb$c"'],
    ['a type', '[title]', undefined as never],
  ])('%s', async (_what, written, expected: string | undefined) => {
    const { rules } = await read(flowOf(written));
    const [flow] = rules[0]?.flows ?? [];
    expect(flow?.from).toEqual(
      expected === undefined
        ? undefined
        : { kind: 'expression', expression: { text: expected, range: expect.anything() as unknown } },
    );
  });

  test('every text comes back out of single quotes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (any) => {
        const text = `x${any.replaceAll('\0', '').replaceAll('\r\n', '\n')}x`;
        const quoted = `'${text.replace(/['\u2018-\u201b]/g, (one) => one + one)}'`;
        const { rules } = await read(flowOf(quoted));
        expect(rules[0]?.flows[0]?.from).toMatchObject({ expression: { text } });
      }),
      { numRuns: 50 },
    );
  });
});

const utf16 = (text: string): Uint8Array => Buffer.from(`\ufeff${text}`, 'utf16le');

test.each<[string, string | Uint8Array]>([
  ['as it is exported', GOOD],
  ['with the line ends of Windows', GOOD.replaceAll('\n', '\r\n')],
  ['in UTF-16', utf16(GOOD)],
  ['in UTF-8 with a mark', `\ufeff${GOOD}`],
  ['without blanks before what goes on', GOOD.replaceAll(' `\n', '`\n ')],
  ['on one line', GOOD.replaceAll(' `\n', ' ').replaceAll('\n\n', '; ')],
  [
    'in other case',
    GOOD.replaceAll('-Name', '-NAME')
      .replaceAll('New-ADSyncRule', 'new-adsyncrule')
      .replaceAll('$syncRule', '$SYNCRULE'),
  ],
  ['with shortened parameters', GOOD.replaceAll('-SynchronizationRule', '-Sync').replaceAll('-Destination', '-Dest')],
  ['with colons', GOOD.replaceAll('-Direction ', '-Direction:')],
  ['with dashes of typography', GOOD.replaceAll('\n-', '\n–')],
  ['with the module before it', GOOD.replaceAll('Add-ADSync', 'ADSync\\Add-ADSync')],
  [
    'with a variable that is assigned',
    GOOD.replace('New-ADSyncRule', '$syncRule = New-ADSyncRule')
      .replace('-OutVariable syncRule', '-Verbose')
      .replaceAll('$syncRule[0]', '$syncRule'),
  ],
  ['with what is given thrown away', GOOD.replaceAll('-OutVariable syncRule', '-OutVariable syncRule | Out-Null')],
  ['with comments', `# rules\n<# of\n'us #>\n${GOOD.replaceAll('\n\n', '\n# next\n')} # end`],
  [
    'with what loads the module and starts a run',
    `Import-Module ADSync\nSet-ADSyncScheduler -SyncCycleEnabled $false\n${GOOD}\nWrite-Host "made $x"\nStart-ADSyncSyncCycle`,
  ],
  ['with a list over several lines', GOOD.replaceAll("@('title')", "@(\n'title'\n)")],
])('a script %s is read', async (_what, content) => {
  const { rules, diagnostics } = await read(content);
  expect(diagnostics).toEqual([]);
  expect(rules).toMatchObject([
    {
      name: 'Good',
      precedence: 90,
      flows: [{ target: 'title', from: { kind: 'direct', attribute: { text: 'title' } } }],
    },
  ]);
});

test('rules of one file each have their own conditions, though variables are used again', async () => {
  const conditions = (value: string) => [
    `New-Object -TypeName 'Microsoft.IdentityManagement.PowerShell.ObjectModel.ScopeCondition' -ArgumentList 'cn','${value}','EQUAL' -OutVariable condition0`,
    'Add-ADSyncScopeConditionGroup -SynchronizationRule $syncRule[0] -ScopeConditions @($condition0[0]) -OutVariable syncRule',
  ];
  const one = script(...conditions('a'), ...conditions('b'));
  const two = script(...conditions('c'))
    .replace("'A'", "'B'")
    .replace('a1', 'b1')
    .replace('10', '11');
  const { rules, diagnostics } = await read(`${one}\n${two}`);
  expect(diagnostics).toEqual([]);
  expect(rules.map(({ name, scope }) => [name, scope.map((group) => group.map(({ value }) => value))])).toEqual([
    ['A', [['a'], ['b']]],
    ['B', [['c']]],
  ]);
});

test('conditions may be assigned, given by position, and made before the rule', async () => {
  const { rules, diagnostics } = await read(
    [
      "$first = New-Object Microsoft.IdentityManagement.PowerShell.ObjectModel.JoinCondition 'mail','mail',$true",
      HEAD,
      'Add-ADSyncJoinConditionGroup -SynchronizationRule $syncRule[0] -JoinConditions $first',
      'Add-ADSyncRule $syncRule',
    ].join('\n'),
  );
  expect(diagnostics).toEqual([]);
  expect(rules[0]?.join).toMatchObject([
    [{ connectorAttribute: 'mail', metaverseAttribute: 'mail', caseSensitive: true }],
  ]);
});

test('a rule without an identifier has one of its name, direction and connector', async () => {
  const { rules } = await read(script(FLOW).replace(" -Identifier 'a1'", ''));
  expect(rules.map(({ id }) => id)).toEqual([`inbound a@${CORP}`]);
});

describe('a rule with more than literal arguments is left out, and the others are read', () => {
  test.each<[string, string, string, string]>([
    ['a variable', script(FLOW).replace("-Name 'A'", '-Name $name'), '1:22', '$name is no literal'],
    ['a variable of the environment', script(FLOW).replace('Precedence 10', 'Precedence $env:P'), '1:74', '$env:P'],
    ['a string with a variable', script(FLOW).replace("'A'", '"A $x"'), '1:22', 'string with a variable'],
    ['a sub-expression', script(FLOW).replace("'A'", '$(Get-Date)'), '1:22', 'sub-expression'],
    ['brackets', script(FLOW).replace("'a1'", '([guid]::NewGuid())'), '1:38', 'sub-expression'],
    ['a sub-expression in a list', script(FLOW.replace("'title'", '$(Get-It)')), '2:76', 'sub-expression'],
    ['a sum', script(FLOW).replace("'A'", "'A' + 'B'"), '1:26', 'belongs to no parameter'],
    ['strings that touch', script(FLOW).replace("'A'", `'A'"B"`), '1:22', 'put together'],
    [
      'a property',
      script(FLOW).replace(`'${CORP}'`, '$connector.Identifier.Guid'),
      '1:136',
      'A part of the variable $connector',
    ],
    ['another index', script(FLOW.replace('[0]', '[1]')), '2:1', 'holds no rule'],
    [
      'an unknown parameter',
      script(FLOW).replace('-LinkType', '-Glue Tight -LinkType'),
      '1:175',
      '-Glue is no parameter',
    ],
    ['a parameter twice', script(FLOW).replace('-LinkType', "-Name 'B' -LinkType"), '1:175', '-Name stands twice'],
    ['a parameter without its value', script(FLOW.replace("@('title')", '')), '2:66', '-Source has no value'],
    [
      'splatting',
      script(FLOW, 'Add-ADSyncAttributeFlowMapping @more -SynchronizationRule $syncRule'),
      '3:32',
      'belongs to no parameter',
    ],
    ['a pipeline', script(FLOW, `$syncRule[0] | ${FLOW}`), '3:1', 'no command'],
    ['a pipeline behind it', script(FLOW, `${FLOW} | ForEach-Object { $_ }`), '3:1', 'A pipeline'],
    ['a loop', script(FLOW, 'foreach ($a in $b) {', `  ${FLOW}`, '}'), '3:1', 'A block (foreach)'],
    ['a condition', script(FLOW, 'if ($a) {', `  ${FLOW}`, '}'), '3:1', 'A block (if)'],
    ['an assignment', script(FLOW, "$syncRule.Name = 'B'"), '3:1', 'no command'],
    ['an assignment of a value', script(FLOW, "$x = 'B'"), '3:1', 'The value of a variable'],
    ['another command', script(FLOW, 'Remove-ADSyncRule -Identifier a1'), '3:1', 'The command remove-adsyncrule'],
    ['a method', script(FLOW, '[Some.Type]::new()'), '3:1', 'no command'],
    ['an object that is no condition', script(FLOW, 'New-Object Some.Type'), '3:1', 'no condition that is known'],
    ['a condition of two values', script(FLOW, "New-Object X.ScopeCondition 'a','b'"), '3:1', 'no condition'],
    [
      'a condition that nobody made',
      script(FLOW, 'Add-ADSyncScopeConditionGroup -SynchronizationRule $syncRule[0] -ScopeConditions @($who[0])'),
      '3:84',
      '$who holds no condition',
    ],
    [
      'a join for a scope',
      script(
        FLOW,
        "New-Object X.JoinCondition 'a','b',$true -OutVariable c",
        'Add-ADSyncScopeConditionGroup -SynchronizationRule $syncRule[0] -ScopeConditions @($c[0])',
      ),
      '4:84',
      '$c holds no condition',
    ],
    [
      'a group of nothing',
      script(FLOW, 'Add-ADSyncScopeConditionGroup -SynchronizationRule $syncRule[0]'),
      '3:1',
      'has no conditions',
    ],
    ['an unknown type of flow', script(FLOW.replace('Direct', 'Sideways')), '2:114', 'Sideways'],
    ['no type of flow', script(FLOW.replace(' -FlowType Direct', '')), '2:1', 'no FlowType'],
    ['several sources', script(FLOW.replace("'title'", "'title','cn'")), '2:1', 'several sources'],
    ['an expression in a direct flow', script(`${FLOW} -Expression 'Trim([title])'`), '2:156', 'another FlowType'],
    [
      'a place before another rule',
      script(FLOW).replace('Precedence 10', "Precedence 0 -PrecedenceBefore 'b2'"),
      '1:94',
      'depends on another rule',
    ],
    [
      'a backtick with a blank behind it',
      script(FLOW).replace(' -LinkType', ' ` \n-LinkType'),
      '1:175',
      'no line end follows',
    ],
  ])('%s', async (_what, content, place, words) => {
    const { rules, diagnostics } = await read(`${content}\n${GOOD}`);
    expect(rules.map(({ name }) => name)).toEqual(['Good']);
    expect(diagnostics[0]).toMatchObject({ code: 'IMP011' });
    expect(diagnostics[0]?.detail).toContain(words);
    expect(placed(diagnostics[0]!)).toBe(place);
  });

  test.each<[string, string, string, string]>([
    ['a rule that is never added', [HEAD, FLOW].join('\n'), 'IMP006', '1:1'],
    ['a flow behind the last Add-ADSyncRule', [script(), FLOW].join('\n'), 'IMP006', '1:1'],
    ['a rule without types', script(FLOW).replace('-SourceObjectType user ', ''), 'IMP006', '1:1'],
    ['a flow without a target', script(FLOW.replace('-Destination title', '')), 'IMP006', '2:1'],
    ['a flow without a source', script(FLOW.replace("-Source @('title')", '')), 'IMP006', '2:1'],
    ['an expression that is missing', script(FLOW.replace('Direct', 'Expression')), 'IMP006', '2:1'],
    ['an unknown merge', script(FLOW.replace('Update', 'Blend')), 'IMP005', '2:137'],
    ['an unknown link', script(FLOW).replace('LinkType Join', 'LinkType Glue'), 'IMP005', '1:185'],
    ['a number that is none', script(FLOW).replace('Precedence 10', 'Precedence ten'), 'IMP005', '1:74'],
    ['no number', script(FLOW).replace('-Precedence 10', ''), 'IMP005', '1:1'],
    [
      'an unknown operator',
      script(
        "New-Object X.ScopeCondition 'cn','a','LIKE' -OutVariable c",
        'Add-ADSyncScopeConditionGroup -SynchronizationRule $syncRule[0] -ScopeConditions @($c[0])',
      ),
      'IMP005',
      '2:38',
    ],
    ['a connector that is not there', script(FLOW).replace(CORP, CORP.replace('1', '2')), 'IMP008', '1:1'],
  ])('%s', async (_what, content, code, place) => {
    const { rules, diagnostics } = await read(`${content}\n${GOOD}`);
    expect(rules.map(({ name }) => name)).toEqual(['Good']);
    expect(diagnostics.map((one) => [one.code, placed(one)])).toEqual([[code, place]]);
  });

  test('rules in a function', async () => {
    const { rules, diagnostics } = await read(`function Make {\n${script(FLOW)}\n}\n${GOOD}\nMake`);
    expect(rules.map(({ name }) => name)).toEqual(['Good']);
    expect(diagnostics.map((one) => [one.code, placed(one)])).toEqual([
      ['IMP011', '1:1'],
      ['IMP013', expect.stringMatching(/^\d+:1$/)],
    ]);
    expect(diagnostics[0]?.detail).toContain('the rules in it are left out');
  });

  test('a rule that the script does not make', async () => {
    const { diagnostics } = await read(
      `$r = Get-ADSyncRule -Name x\n${FLOW.replaceAll('$syncRule[0]', '$r')}\n${GOOD}`,
    );
    expect(diagnostics.map((one) => [one.code, placed(one)])).toEqual([['IMP011', '2:1']]);
    expect(diagnostics[0]?.detail).toBe('The variable $r holds no rule of this script.');
  });

  test('everything that is wrong with one rule is told', async () => {
    const { diagnostics } = await read(
      script(FLOW.replace("'title'", '$a'), FLOW.replace("'title'", '$b')).replace("'A'", '$c'),
    );
    expect(diagnostics.map(placed)).toEqual(['1:22', '2:76', '3:76']);
    expect(diagnostics.every(({ detail }) => detail.endsWith('The rule is left out.'))).toBe(true);
  });
});

test.each<[string, string]>([
  ['an assignment', "$password = 'SECRET'"],
  ['a command', "Connect-Somewhere -Credential 'SECRET'"],
  ['an object', "$c = New-Object Some.Credential ('SECRET', (Get-It 'SECRET'))"],
])('%s before the rules changes none of them, and is told', async (_what, statement) => {
  const { rules, diagnostics } = await read(`${statement}\n${GOOD}`);
  expect(rules).toHaveLength(1);
  expect(diagnostics).toMatchObject([{ code: 'IMP013', severity: 'warning' }]);
});

describe('a script that PowerShell would not take is left out as a whole', () => {
  test.each<[string, string, string | Uint8Array]>([
    ['a string without an end', 'IMP002', `${GOOD}\n'`],
    ['a string without an end in double quotes', 'IMP002', `${GOOD}\n"a\``],
    ['a here-string without an end', 'IMP002', `${GOOD}\n@'\na '@`],
    ['a comment without an end', 'IMP002', `${GOOD}\n<# a`],
    ['a bracket that is not closed', 'IMP002', `${GOOD}\n@(`],
    ['a bracket that closes nothing', 'IMP002', `${GOOD}\n}`],
    ['brackets that cross', 'IMP002', `${GOOD}\n({)}`],
    ['endless nesting', 'IMP003', `${GOOD}\n${'('.repeat(100_000)}`],
    ['a character that no text has', 'IMP002', `${GOOD}\0`],
    ['bytes that are no UTF-8', 'IMP002', Buffer.concat([Buffer.from(GOOD), Uint8Array.of(0xe9)])],
    ['half a UTF-16 character', 'IMP002', utf16(GOOD).subarray(0, -1)],
    ['UTF-16 without its mark', 'IMP002', Buffer.from(GOOD, 'utf16le')],
  ])('%s', async (_what, code, content) => {
    const { rules, diagnostics } = await read(content);
    expect(rules).toEqual([]);
    expect(diagnostics).toMatchObject([{ code }]);
    expect(diagnostics[0]?.subject).toContain('rules.ps1');
  });

  test('it says where', async () => {
    const { diagnostics } = await read(`${script(FLOW)}\n  'abc\n`);
    expect(diagnostics.map(placed)).toEqual(['4:3']);
  });
});

test('wherever a script is cut off, no rule comes of it that is not whole', { timeout: 30_000 }, async () => {
  const whole = `${GOOD}\n`;
  const { rules } = await read(whole);
  const end = whole.indexOf('$syncRule[0]', whole.indexOf('\nAdd-ADSyncRule')) + '$syncRule'.length;
  for (let length = 1; length < end; length += 3) {
    const cut = await readServerExport(folderOf({ 'c.xml': connectorXml({}), 'r.ps1': whole.slice(0, length) }));
    expect(cut.server.rules).toEqual([]);
    if (/[\w]{3}-ADSync/.test(whole.slice(0, length)) && length > 20) expect(cut.diagnostics).not.toEqual([]);
  }
  expect(rules).toHaveLength(1);
});

test('names of things that every object has are nothing special', async () => {
  const { rules, diagnostics } = await read(
    script(FLOW.replace('Destination title', 'Destination __proto__'))
      .replaceAll('syncRule', '__proto__')
      .replace("'A'", "'constructor'"),
  );
  expect(diagnostics).toEqual([]);
  expect(rules).toMatchObject([{ name: 'constructor', flows: [{ target: '__proto__' }] }]);
  const { diagnostics: others } = await read(`toString\nconstructor -a b\n${GOOD}`);
  expect(others.map(({ code }) => code)).toEqual(['IMP013', 'IMP013']);
});

test('what stands in a script and makes no rule is not kept, and not shown', async () => {
  const secret = [
    '# the account is SECRET-ACCOUNT',
    '$user = \'CORP\\SECRET-ACCOUNT\'; $password = ConvertTo-SecureString "SECRET-PASSWORD" -AsPlainText -Force',
    "$c = New-Object System.Management.Automation.PSCredential ('SECRET-ACCOUNT', $password)",
    "$line = @'\nSECRET-PASSWORD\n'@",
    HEAD,
    "Invoke-Something 'SECRET-PASSWORD' # SECRET-PASSWORD",
    GOOD,
  ].join('\n');
  const folder = folderOf({ 'c.xml': connectorXml({}), 'r.ps1': secret });
  const { server, diagnostics } = await readServerExport(folder);
  expect(server.rules.map(({ name }) => name)).toEqual(['Good']);
  expect(diagnostics.length).toBeGreaterThan(4);
  expect(renderDiagnostics(diagnostics, { colour: false })).not.toContain('SECRET');
  expect(JSON.stringify(server, (key, value: unknown) => (key === 'source' ? undefined : value))).not.toContain(
    'SECRET',
  );
  const cut = await readServerExport(
    folderOf({ 'c.xml': connectorXml({}), 'r.ps1': `${secret}\n$x = 'SECRET-PASSWORD` }),
  );
  expect(renderDiagnostics(cut.diagnostics, { colour: false })).not.toContain('SECRET');
});

describe('connectors that only scripts name', () => {
  const forTenant = ruleScript({ name: 'Out', direction: 'Outbound', flows: [{ dest: 'city', attr: 'l' }] });
  async function connectorsOf(...scripts: readonly string[]) {
    const { server, diagnostics } = await readServerExport(folderOf({ 'r.ps1': scripts.join('\n') }));
    expect(diagnostics).toEqual([]);
    return server.connectors.map(({ id, name, kind, isDescribed, partitions }) => [
      id,
      name,
      kind,
      isDescribed,
      ...partitions.map(({ domain }) => domain),
    ]);
  }

  test('a directory stands under the beginning of its identifier; the tenant is known by its own', async () => {
    expect(await connectorsOf(GOOD, forTenant)).toEqual([
      [CORP, 'directory-5c1d2f30', 'activeDirectory', false, 'directory-5c1d2f30.invalid'],
      [ENTRA, 'Entra ID', 'entra', true],
    ]);
  });

  test('rules of the tenant alone have a directory beside them', async () => {
    expect(await connectorsOf(forTenant)).toEqual([
      ['', 'directory', 'activeDirectory', false, 'directory.invalid'],
      [ENTRA, 'Entra ID', 'entra', true],
    ]);
  });

  test('the tenant is known by what only it has, too', async () => {
    const id = '11111111-2222-4333-8444-555555555555';
    const joined = ruleScript({
      name: 'J',
      direction: 'Outbound',
      connector: id,
      join: [[['sourceAnchor', 'sourceAnchor', true]]],
    });
    expect(await connectorsOf(joined)).toContainEqual([id, 'Entra ID', 'entra', true]);
    const directory = ruleScript({
      name: 'J',
      direction: 'Outbound',
      connector: id,
      join: [[['mail', 'sourceAnchor']]],
    });
    expect(await connectorsOf(directory)).toContainEqual([
      id,
      'directory-11111111',
      'activeDirectory',
      false,
      'directory-11111111.invalid',
    ]);
  });

  test('a script with nothing but broken rules is no export', async () => {
    const error: unknown = await readServerExport(folderOf({ 'r.ps1': GOOD.replace("'Good'", '$x') })).catch(
      (one: unknown) => one,
    );
    expect(error instanceof DiagnosticError ? error.diagnostics.map(({ code }) => code) : []).toEqual([
      'IMP001',
      'IMP011',
    ]);
  });
});
