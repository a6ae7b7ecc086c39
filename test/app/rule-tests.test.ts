import { describe, expect, test } from 'vitest';
import { validate } from '../../src/app/index.ts';
import fc from 'fast-check';
import { refusalOf } from '../support/run/failure.ts';
import { ran, ruleTest, testedWorkspace, told } from '../support/run/rule-tests.ts';
import { worldIn } from '../support/run/world.ts';

async function outcome(given: string, expectation: string, more = ''): Promise<readonly string[]> {
  const folder = testedWorkspace({
    't.yaml': ruleTest('t', `- { name: n, given: ${given}, ${more}expect: ${expectation} }`),
  });
  return told(await ran(folder));
}

const ADA = '{ user: { givenName: Ada, sn: Byron, employeeType: Employee } }';
const TEAM = `[{ id: ada, user: { manager: grace } }, { id: grace, user: { manager: bot } }, { id: bot, user: { employeeType: Service } }, { id: team, group: { member: [ada, bot] } }]`;
const TWINS = `[{ id: ada, user: { mail: a@contoso.com } }, { id: alt, user: { connector: lab, userAccountControl: 514, mail: a@contoso.com, title: Head } }, { id: bob, user: { mail: b@contoso.com } }]`;

describe('each expectation is met or not', () => {
  test.each<[kind: string, given: string, met: string, unmet: string, told: string, more?: string]>([
    [
      'entra',
      ADA,
      '{ entra: { displayName: Ada Byron } }',
      '{ entra: { displayName: ada byron } }',
      'entra displayName: "ada byron" -> "Ada Byron"',
    ],
    [
      'entra, no value',
      ADA,
      '{ entra: { city: null } }',
      '{ entra: { givenName: null } }',
      'entra givenName: no value -> "Ada"',
    ],
    [
      'entra, cleared',
      ADA,
      '{ entra: { companyName: null } }',
      '{ entra: { companyName: x } }',
      'entra companyName: "x" -> cleared',
    ],
    [
      'entra, left alone',
      ADA,
      '{ entra: { usageLocation: null } }',
      '{ entra: { usageLocation: NO } }',
      'entra usageLocation: "NO" -> left alone',
    ],
    [
      'entra, several values',
      '{ user: { telephoneNumber: 1 } }',
      '{ entra: { businessPhones: ["1"] } }',
      '{ entra: { businessPhones: "2" } }',
      'entra businessPhones: ["2"] -> "1"',
    ],
    [
      'entra, true or false',
      ADA,
      '{ entra: { accountEnabled: true } }',
      '{ entra: { accountEnabled: false } }',
      'entra accountEnabled: false -> true',
    ],
    [
      'cleared',
      ADA,
      '{ cleared: [companyName, city] }',
      '{ cleared: [usageLocation, givenName] }',
      'cleared usageLocation: cleared -> left alone, cleared givenName: cleared -> "Ada"',
    ],
    [
      'leftAlone',
      ADA,
      '{ leftAlone: [usageLocation, faxNumber] }',
      '{ leftAlone: [companyName] }',
      'leftAlone companyName: left alone -> cleared',
    ],
    [
      'metaverse',
      ADA,
      '{ metaverse: { accountName: user, sourceObjectType: User } }',
      '{ metaverse: { accountName: ada } }',
      'metaverse accountName: "ada" -> "user"',
    ],
    [
      'metaverse, no value',
      ADA,
      '{ metaverse: { company: null, physicalDeliveryOfficeName: null, info: null } }',
      '{ metaverse: { sn: null } }',
      'metaverse sn: no value -> "Byron"',
    ],
    [
      'metaverse, references',
      TEAM,
      '{ ada: { metaverse: { manager: grace } } }',
      '{ ada: { metaverse: { manager: "CN=x,DC=y" } } }',
      'ada metaverse manager: {"dn":"CN=x,DC=y"} -> {"dn":"CN=grace,OU=Staff,DC=corp,DC=contoso,DC=com"}',
    ],
    [
      'filtered',
      '{ user: { employeeType: Service } }',
      '{ filtered: staff }',
      '{ provisioned: true }',
      'provisioned: wanted in the tenant -> filtered out: staff, employeeType notEqual Service fails (lockstep.yaml:19)',
    ],
    [
      'filtered, and is not',
      ADA,
      '{ provisioned: true }',
      '{ filtered: staff }',
      'filtered: filtered out by staff -> wanted as user user@contoso.com',
    ],
    [
      'outOfScope',
      '{ user: { isCriticalSystemObject: true } }',
      '{ outOfScope: true }',
      '{ entra: { city: x } }',
      'entra city: "x" -> out of scope',
    ],
    [
      'outOfScope, of what cannot be written',
      '{ contact: { mail: a@b.c } }',
      '{ outOfScope: true }',
      '{ provisioned: true }',
      'provisioned: wanted in the tenant -> out of scope: Graph cannot write contacts: they come from Exchange or from another sync engine',
    ],
    [
      'provisioned',
      ADA,
      '{ provisioned: true }',
      '{ provisioned: false }',
      'provisioned: not wanted in the tenant -> wanted as user user@contoso.com',
    ],
    [
      'inScope',
      ADA,
      '{ inScope: [extras, extras-out] }',
      '{ notInScope: [extras] }',
      'notInScope extras: not in scope -> in scope',
    ],
    [
      'notInScope',
      '{ user: { employeeType: Robot } }',
      '{ notInScope: [extras, extras-out, same-mail] }',
      '{ inScope: [extras-out] }',
      'inScope extras-out: in scope -> not in scope',
    ],
    [
      'notInScope, of another type',
      '{ group: {} }',
      '{ notInScope: [extras] }',
      '{ inScope: [extras] }',
      'inScope extras: in scope -> not asked about it',
    ],
    [
      'error',
      '{ user: { userAccountControl: null } }',
      '{ error: cannot be read }',
      '{ error: is late }',
      'error: fails: is late -> fails: accountEnabled: userAccountControl cannot be read',
    ],
    [
      'error, and there is none',
      ADA,
      '{ provisioned: true }',
      '{ error: x }',
      'error: fails: x -> wanted as user user@contoso.com',
    ],
    [
      'joined',
      TWINS,
      '{ alt: { joined: ada, entra: { jobTitle: Head } }, ada: { joined: alt } }',
      '{ alt: { joined: bob } }',
      'alt joined: joined to bob -> joined to ada',
    ],
    [
      'members',
      TEAM,
      '{ team: { members: [ada] } }',
      '{ team: { members: [ada, bot] } }',
      'team members: ["ada","bot"] -> ["ada"]',
    ],
    ['manager', TEAM, '{ ada: { manager: grace } }', '{ ada: { manager: bot } }', 'ada manager: bot -> grace'],
    ['manager, nobody', '{ user: {} }', '{ manager: null }', '{ manager: user }', 'manager: user -> nobody'],
    [
      'manager, who is not carried',
      TEAM,
      '{ ada: { manager: grace } }',
      '{ grace: { manager: null } }',
      'grace manager: nobody -> bot, who is not carried',
    ],
    ['plan, create', ADA, '{ plan: create }', '{ plan: nothing }', 'plan: nothing -> create', 'tenant: [], '],
    [
      'plan, nothing',
      ADA,
      '{ plan: nothing }',
      '{ plan: update }',
      'plan: update -> nothing',
      'tenant: { user: {} }, ',
    ],
    [
      'plan, update',
      ADA,
      '{ plan: update }',
      '{ plan: nothing }',
      'plan: nothing -> update of displayName',
      'tenant: { user: { displayName: Ada } }, ',
    ],
    [
      'plan, leave',
      '{ user: { employeeType: Service } }',
      '{ filtered: staff, plan: leave }',
      '{ plan: delete }',
      'plan: delete -> leave',
      'tenant: { user: {} }, ',
    ],
    [
      'plan, delete',
      '{ user: { employeeType: Service } }',
      '{ plan: delete }',
      '{ plan: leave }',
      'plan: leave -> delete',
      'asOf: 2026-11-22, tenant: { user: { leavingSince: 2026-01-01, accountEnabled: false } }, ',
    ],
    [
      'held, candidate',
      ADA,
      '{ held: candidate, plan: nothing }',
      '{ held: guest }',
      'held: guest -> candidate (user@contoso.com (c3e1bdfa-df13-44f8-98fd-537f58ea26a7) has the same anchor, userPrincipalName)',
      'tenant: { user: { marked: false } }, ',
    ],
    [
      'held, guest',
      ADA,
      '{ held: guest }',
      '{ plan: update }',
      'plan: update -> nothing, held: guest',
      'tenant: { user: { guest: true, displayName: x } }, ',
    ],
    [
      'held, another engine',
      ADA,
      '{ held: masteredElsewhere }',
      '{ held: guest }',
      'held: guest -> masteredElsewhere (another sync engine writes it)',
      'tenant: { user: { mastery: otherEngine, displayName: x } }, ',
    ],
    [
      'held, privileged',
      ADA,
      '{ held: privileged }',
      '{ held: guest }',
      'held: guest -> privileged (User Administrator)',
      'tenant: { user: { role: User Administrator, displayName: x } }, ',
    ],
    [
      'held, unverified domain',
      ADA,
      '{ held: unverifiedDomain }',
      '{ plan: create }',
      'plan: create -> nothing, held: unverifiedDomain',
      'tenant: [], verifiedDomains: [fabrikam.com], ',
    ],
    [
      'held, somebody of that name',
      ADA,
      '{ held: candidate }',
      '{ held: guest }',
      'held: guest -> candidate (user@contoso.com (c3e1bdfa-df13-44f8-98fd-537f58ea26a7) has the same userPrincipalName)',
      'tenant: { user: { of: null, userPrincipalName: user@contoso.com } }, ',
    ],
    [
      'a parameter',
      ADA,
      '{ entra: { extensionAttribute1: corp.contoso.com } }',
      '{ entra: { extensionAttribute1: x } }',
      'entra extensionAttribute1: "x" -> "corp.contoso.com"',
    ],
    [
      'a parameter of its own',
      ADA,
      '{ entra: { extensionAttribute1: x.org } }',
      '{ entra: { extensionAttribute1: y } }',
      'entra extensionAttribute1: "y" -> "x.org"',
      'parameters: { Domain.FQDN: x.org }, ',
    ],
    [
      'a clock of its own',
      ADA,
      '{ entra: { extensionAttribute2: 2027-05-06 } }',
      '{ entra: { extensionAttribute2: x } }',
      'entra extensionAttribute2: "x" -> "2027-05-06"',
      'asOf: 2027-05-06, ',
    ],
  ])('%s', async (_kind, given, met, unmet, expected, more) => {
    expect(await outcome(given, met, more)).toEqual([]);
    expect((await outcome(given, unmet, more)).join(', ')).toBe(expected);
  });
});

test('a failure names its place and, from the tenant back, who gave the value', async () => {
  const cases = `- name: n
  given: ${ADA}
  expect:
    entra:
      displayName: Grace
    inScope: [extras]
`;
  const { cases: reports } = await ran(testedWorkspace({ 'deep/t.yaml': ruleTest('t', cases) }));
  expect(reports).toMatchObject([
    {
      test: 't',
      name: 'n',
      at: { file: 'deep/t.yaml', line: 6, column: 13 },
      passed: false,
      failures: [
        {
          at: { file: 'deep/t.yaml', line: 10, column: 24 },
          why: [
            {
              rule: 'lockstep/default@1:person-to-entra-user',
              at: expect.stringMatching(/^lockstep\/default@1\/users\.yaml:\d+$/) as string,
              says: 'displayName',
            },
            { rule: 'lockstep/default@1:user-common', says: expect.stringContaining('Trim([displayName])') as string },
          ],
        },
      ],
    },
  ]);
});

test('a case that must fail passes when it does, and fails when it does not', async () => {
  const failing = `- { name: a, mustFail: true, given: ${ADA}, expect: { filtered: staff } }`;
  const passing = `- { name: b, mustFail: true, given: ${ADA}, expect: { provisioned: true } }`;
  const report = await ran(testedWorkspace({ 't.yaml': ruleTest('t', `${failing}\n${passing}`) }));
  expect(report.cases.map(({ name, passed }) => [name, passed])).toEqual([
    ['a', true],
    ['b', false],
  ]);
  expect(told(report)).toEqual(['mustFail: an expectation that is not met -> all are met']);
});

describe('which cases run', () => {
  const two = {
    'a.yaml': ruleTest('first', `- { name: one, given: ${ADA}, expect: { provisioned: true } }`),
    'deep/b.yaml': ruleTest(
      'second',
      `- { name: one, given: ${ADA}, expect: { provisioned: true } }\n- { name: two, given: ${ADA}, expect: { provisioned: true } }`,
    ),
  };
  const names = async (options: Parameters<typeof ran>[1]): Promise<string> =>
    (await ran(testedWorkspace(two), options)).cases.map(({ test: of, name }) => `${of}: ${name}`).join(', ');

  test.each([
    [{}, 'first: one, second: one, second: two'],
    [{ path: 'a.yaml' }, 'first: one'],
    [{ path: 'deep' }, 'second: one, second: two'],
    [{ path: './deep/b.yaml' }, 'second: one, second: two'],
    [{ run: 'one$' }, 'first: one, second: one'],
    [{ run: '^second' }, 'second: one, second: two'],
    [{ path: 'deep', run: 'o$' }, 'second: two'],
  ])('%o', async (options, expected) => {
    expect(await names(options)).toBe(expected);
  });

  test.each([
    ['TST001', { path: 'elsewhere.yaml' }],
    ['TST001', { path: 'dee' }],
    ['TST001', { run: 'three' }],
    ['TST002', { run: '(' }],
    ['TST002', { run: '(?=one)' }],
    ['TST002', { run: '((a{100}){100}){100}' }],
  ])('%s for %o', async (code, options) => {
    expect(await refusalOf(() => names(options))).toBe(`${code} exit 3`);
  });

  test('a pattern that takes exponential time elsewhere ends at once', async () => {
    const long = ruleTest('t', `- { name: "${'a'.repeat(190)}", given: ${ADA}, expect: { provisioned: true } }`);
    expect(await refusalOf(() => ran(testedWorkspace({ 't.yaml': long }), { run: '(a+)+(a+)+(a+)+b' }))).toBe(
      'TST001 exit 3',
    );
  });

  test('a workspace without any is refused: nothing was tested', async () => {
    expect(await refusalOf(() => ran(testedWorkspace({})))).toBe('TST001 exit 3');
  });
});

test('a mistake in a test is found by validate, too', async () => {
  const folder = testedWorkspace({
    't.yaml': ruleTest('t', '- { name: n, given: { user: {} }, expect: { filtered: stafff } }'),
  });
  const { diagnostics } = await validate(worldIn(folder), {});
  expect(diagnostics.map(({ code }) => code)).toEqual(['CFG091']);
  expect(await refusalOf(() => ran(folder))).toBe('CFG091 exit 3');
});

test('what the rules make of anybody is what a test of it finds, and nothing else is', async () => {
  const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 '":{}#,&*-]{0,12}[a-z0-9]$/);
  const person = fc.record(
    { givenName: word, sn: word, displayName: word, department: word, title: word, l: word },
    { requiredKeys: [] },
  );
  const ENTRA = {
    givenName: 'givenName',
    sn: 'surname',
    displayName: 'displayName',
    department: 'department',
    title: 'jobTitle',
    l: 'city',
  } as const;
  type Name = keyof typeof ENTRA;
  await fc.assert(
    fc.asyncProperty(
      person,
      fc.constantFrom(...(Object.keys(ENTRA) as Name[])),
      word,
      async (given, changed, other) => {
        // What a person is not given is not there; the directory shows a displayName of everybody.
        const whole = { ...given, displayName: given.displayName ?? 'Anybody' };
        const expected: Record<string, string | null> = {};
        for (const name of Object.keys(ENTRA) as Name[]) expected[ENTRA[name]] = whole[name] ?? null;
        const wrong = { ...expected, [ENTRA[changed]]: `${other}!` };
        const cases = [expected, wrong].map((entra, index) =>
          JSON.stringify({ name: `case ${index}`, given: { user: whole }, expect: { entra } }),
        );
        const { cases: reports } = await ran(
          testedWorkspace({ 't.yaml': ruleTest('t', cases.map((one) => `- ${one}`).join('\n')) }),
        );
        expect(reports.map(({ passed, failures }) => [passed, failures.map(({ subject }) => subject)])).toEqual([
          [true, []],
          [false, [`entra ${ENTRA[changed]}`]],
        ]);
      },
    ),
    { numRuns: 25 },
  );
});
