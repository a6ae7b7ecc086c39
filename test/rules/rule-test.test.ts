import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guidToBytes } from '../../src/kernel/guid.ts';
import { sidFromBytes } from '../../src/kernel/sid.ts';
import type { GivenObject, RuleTestCase } from '../../src/model/rule-test.ts';
import { holdReasons } from '../../src/render/index.ts';
import ruleTestSchema from '../../schemas/rule-test.schema.json' with { type: 'json' };
import { load, marked, placed, topology } from './workspace.ts';

const FILTER = `apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: corp-staff }
spec:
  connectors: [corp]
  organizationalUnits:
    include: ["OU=Staff,DC=corp,DC=contoso,DC=com"]
`;

const RULES = topology.replace(/$/, '  extends: [lockstep/default@1]\n');

function testOf(cases: string): string {
  return `apiVersion: lockstep/v1alpha1\nkind: RuleTest\nmetadata: { name: t }\nspec:\n  cases:\n${cases.replace(/^/gm, '    ')}`;
}

function files(test: string): Readonly<Record<string, string>> {
  return { 'lockstep.yaml': RULES, 'filters.yaml': FILTER, 't.yaml': test };
}

async function casesOf(cases: string): Promise<readonly RuleTestCase[]> {
  const { tests, diagnostics } = await load(files(testOf(cases)));
  expect(diagnostics.map((one) => `${placed(one)} ${one.detail}`)).toEqual([]);
  return tests[0]?.cases ?? [];
}

async function givenOf(given: string): Promise<readonly GivenObject[]> {
  const list = given.startsWith('[');
  const [only] = await casesOf(
    `- { name: n, given: ${given}, expect: ${list ? '{}' : '{ provisioned: true }'} }`.replace(
      'expect: {}',
      'expect: { a: { provisioned: true } }',
    ),
  );
  return only?.given ?? [];
}

const one = (given: string, expectation = '{ provisioned: true }', more = ''): string =>
  testOf(`- { name: n, given: ${given}, ${more}expect: ${expectation} }\n`);

describe('what is wrong is told at its place', () => {
  test.each<[name: string, code: string, text: string, help?: string]>([
    [
      'an attribute that there is not',
      'CFG036',
      one('{ user: { ¦employeeTyp: Contractor } }'),
      'Did you mean employeeType?',
    ],
    ['an attribute of another type', 'CFG036', one('{ group: { ¦userPrincipalName: a@b.c } }')],
    ['a type that there is not', 'CFG035', one('{ ¦usr: {} }'), 'Did you mean user?'],
    ['a connector that there is not', 'CFG032', one('{ user: { connector: ¦crp } }'), 'Did you mean corp?'],
    ['a text for a number', 'CFG042', one('{ user: { userAccountControl: ¦many } }')],
    ['a text for true or false', 'CFG042', one('{ user: { showInAdvancedViewOnly: ¦maybe } }')],
    ['yes for true', 'CFG027', one('{ user: { showInAdvancedViewOnly: ¦yes } }')],
    ['several values for one', 'CFG042', one('{ user: { title: ¦[a, b] } }')],
    ['an empty text', 'CFG042', one('{ user: { title: ¦"" } }')],
    ['no bytes', 'CFG042', one('{ user: { objectSid: ¦"S-1-5-x" } }')],
    ['an objectGUID that is too short', 'CFG042', one('{ ¦user: { objectGUID: "0x0102" } }')],
    ['no objectGUID', 'CFG042', one('{ ¦user: { objectGUID: null } }')],
    ['no DN', 'CFG050', one('{ user: { dn: ¦"CN=a,OU" } }')],
    ['a reference to nobody', 'CFG090', one('{ user: { manager: ¦grace } }')],
    ['a reference that is no DN', 'CFG050', one('{ user: { manager: ¦"CN=grace,x" } }')],
    ['a map for a value', 'CFG025', one('{ user: { title: ¦{ a: b } } }')],
    ['two types at once', 'CFG025', one('¦{ user: {}, group: {} }')],
    ['two types in a list', 'CFG025', one('[{ id: a, user: {}, ¦group: {} }]', '{ a: { provisioned: true } }')],
    ['an object without a type', 'CFG025', one('[¦{ id: a }, { id: b, user: {} }]', '{ b: { provisioned: true } }')],
    ['an object of a list without an id', 'CFG024', one('[{ ¦user: {} }]', '{ user: { provisioned: true } }')],
    ['an id twice', 'CFG031', one('[{ id: a, user: {} }, { id: ¦a, group: {} }]', '{ a: { provisioned: true } }')],
    [
      'a DN twice',
      'CFG031',
      one('[{ id: a, user: { cn: x } }, { id: b, ¦user: { cn: X } }]', '{ a: { provisioned: true } }'),
    ],
    [
      'an objectGUID twice',
      'CFG031',
      one(
        `[{ id: a, user: { objectGUID: "5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10" } },
          { id: b, ¦user: { objectGUID: "0x2a1c1e5d1b6f0e4c9f0a3c6f6f2b7a10" } }]`.replace(/\s*\n\s*/, ' '),
        '{ a: { provisioned: true } }',
      ),
    ],
    [
      'an expectation of nobody',
      'CFG090',
      one('[{ id: ada, user: {} }]', '{ ¦adda: { provisioned: true } }'),
      'Did you mean ada?',
    ],
    [
      'an expectation that there is not',
      'CFG023',
      one('{ user: {} }', '{ ¦filterd: corp-staff }'),
      'Did you mean filtered?',
    ],
    ['nothing expected', 'CFG025', one('{ user: {} }', '¦{}')],
    [
      'an attribute that the tenant has not',
      'CFG036',
      one('{ user: {} }', '{ entra: { ¦displyName: x } }'),
      'Did you mean displayName?',
    ],
    [
      'an attribute that the metaverse has not',
      'CFG036',
      one('{ user: {} }', '{ metaverse: { ¦acountName: x } }'),
      'Did you mean accountName?',
    ],
    ['a cleared attribute that there is not', 'CFG036', one('{ user: {} }', '{ cleared: [¦departmnt] }')],
    ['an expected value of another type', 'CFG042', one('{ user: {} }', '{ entra: { accountEnabled: ¦2 } }')],
    ['a reference among values', 'CFG092', one('{ user: {} }', '{ entra: { ¦manager: user } }')],
    [
      'a filter that there is not',
      'CFG091',
      one('{ user: {} }', '{ filtered: ¦corp-staf }'),
      'Did you mean corp-staff?',
    ],
    ['a rule that there is not', 'CFG033', one('{ user: {} }', '{ inScope: [¦nothing-of-the-kind] }')],
    [
      'a rule of a pack by its short name',
      'CFG033',
      one('{ user: {} }', '{ inScope: [¦user-common] }'),
      'Write its whole name, lockstep/default@1:user-common.',
    ],
    ['a member that is nobody', 'CFG090', one('{ group: {} }', '{ members: [¦ada] }')],
    ['a manager that is nobody', 'CFG090', one('{ user: {} }', '{ manager: ¦ada }')],
    ['a joined object that is nobody', 'CFG090', one('{ user: {} }', '{ joined: ¦ada }')],
    [
      'a reason to hold that there is not',
      'CFG026',
      one('{ user: {} }', '{ held: ¦guset }', 'tenant: { user: {} }, '),
      'Did you mean guest?',
    ],
    ['what cannot be together', 'CFG092', one('{ user: {} }', '{ filtered: corp-staff, ¦entra: { city: x } }')],
    ['two ends', 'CFG092', one('{ user: {} }', '{ filtered: corp-staff, ¦error: x }')],
    ['wanted and out of scope', 'CFG092', one('{ user: {} }', '{ outOfScope: true, ¦provisioned: true }')],
    ['a plan without a tenant', 'CFG092', one('{ user: {} }', '{ ¦plan: create }')],
    [
      'a tenant object of another type',
      'CFG035',
      one('{ user: {} }', '{ plan: update }', 'tenant: { ¦contact: {} }, '),
    ],
    [
      'a tenant attribute that there is not',
      'CFG036',
      one('{ user: {} }', '{ plan: update }', 'tenant: { user: { ¦displyName: x } }, '),
    ],
    [
      'a tenant object of nobody who is given',
      'CFG090',
      one('{ user: {} }', '{ plan: update }', 'tenant: { user: { of: ¦ada } }, '),
    ],
    [
      'a manager in the tenant',
      'CFG092',
      one('{ user: {} }', '{ plan: update }', 'tenant: { user: { ¦manager: ada } }, '),
    ],
    [
      'a day that there is not',
      'CFG042',
      one('{ user: {} }', '{ plan: update }', 'tenant: { user: { leavingSince: ¦2026-02-30 } }, '),
    ],
    [
      'a tenant object of whom it is not said',
      'CFG092',
      one('[{ id: a, user: {} }, { id: b, user: {} }]', '{ a: { plan: update } }', 'tenant: { ¦user: {} }, '),
    ],
    ['no instant', 'CFG042', one('{ user: {} }', undefined, 'asOf: ¦2026-02-31, ')],
    [
      'a parameter that there is not',
      'CFG093',
      one('{ user: {} }', undefined, 'parameters: { ¦Domain.FQDM: x }, '),
      'Did you mean Domain.FQDN?',
    ],
    [
      'a case twice',
      'CFG031',
      testOf(
        '- { name: n, given: { user: {} }, expect: { provisioned: true } }\n- { name: ¦n, given: { user: {} }, expect: { provisioned: true } }\n',
      ),
    ],
    ['no cases', 'CFG025', testOf('').replace('cases:\n    ', 'cases: ¦[]')],
    ['yes for true about a case', 'CFG027', one('{ user: {} }', undefined, 'mustFail: ¦yes, ')],
  ])('%s', async (_name, code, text, help) => {
    const { text: plain, places } = marked(text);
    const { diagnostics, tests } = await load(files(plain));
    expect(diagnostics.map((found) => placed(found))).toEqual(places.map((place) => `${code} t.yaml:${place}`));
    if (help !== undefined) expect(diagnostics[0]?.help).toBe(help);
    expect(tests).toEqual([]);
  });

  test('all of it at once', async () => {
    const text = one(
      '{ user: { titel: x, manager: nobody } }',
      '{ entra: { citty: x }, inScope: [x] }',
      'asOf: soon, ',
    );
    const { diagnostics } = await load(files(text));
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(['CFG033', 'CFG036', 'CFG036', 'CFG042', 'CFG090']);
  });

  test('two documents of one name', async () => {
    const text = one('{ user: {} }');
    const { diagnostics } = await load(files(`${text}\n---\n${text}`));
    expect(diagnostics.map(({ code }) => code)).toEqual(['CFG031']);
  });

  test('a filter or a rule with a mistake of its own is not reported a second time', async () => {
    const text = one('{ user: {} }', '{ filtered: corp-staff }');
    const broken = { ...files(text), 'filters.yaml': FILTER.replace('connectors', 'connectrs') };
    expect((await load(broken)).diagnostics.map(({ code }) => code)).toEqual(['CFG023']);
  });

  test('nearly a megabyte in a value is a value', async () => {
    const long = 'x'.repeat(900_000);
    const given = await givenOf(`{ user: { title: ${long} } }`);
    expect(given[0]?.attributes.get('title')).toBe(long);
    const { diagnostics } = await load(files(one(`{ user: { userAccountControl: ${long} } }`)));
    expect(diagnostics.map(({ code }) => code)).toEqual(['CFG042']);
  });
});

describe('a given object', () => {
  test('is a typical one', async () => {
    const [user] = await givenOf('{ user: }');
    const { attributes } = user!;
    expect(user).toMatchObject({
      id: 'user',
      connector: 'corp',
      type: 'user',
      dn: 'CN=user,OU=Staff,DC=corp,DC=contoso,DC=com',
    });
    expect(attributes.get('userAccountControl')).toBe(512);
    expect(attributes.get('sAMAccountName')).toBe('user');
    expect(attributes.get('userPrincipalName')).toBe('user@contoso.com');
    expect(attributes.get('displayName')).toBe('user');
    expect(attributes.get('dn')).toBe(user!.dn);
    expect(attributes.get('objectGUID')).toEqual(guidToBytes(user!.anchor));
    expect(sidFromBytes(attributes.get('objectSid') as Uint8Array)).toMatch(/^S-1-5-21-\d+-\d+-\d+-\d+$/);
  });

  test.each<[given: string, attribute: string, value: unknown]>([
    ['{ user: { givenName: Ada, sn: Byron } }', 'displayName', 'Ada Byron'],
    ['{ user: { givenName: Ada, sn: Byron } }', 'dn', 'CN=Ada Byron,OU=Staff,DC=corp,DC=contoso,DC=com'],
    ['{ user: { cn: "Byron, Ada" } }', 'dn', 'CN=Byron\\, Ada,OU=Staff,DC=corp,DC=contoso,DC=com'],
    ['{ user: { dn: "CN=Bot,OU=Test,DC=corp,DC=contoso,DC=com" } }', 'cn', 'Bot'],
    ['{ user: { distinguishedName: "CN=Bot,DC=x,DC=y" } }', 'dn', 'CN=Bot,DC=x,DC=y'],
    ['{ user: { dn: "CN=Bot,DC=contoso,DC=local" } }', 'userPrincipalName', 'user@contoso.local'],
    ['{ user: { sAMAccountName: ada } }', 'userPrincipalName', 'ada@contoso.com'],
    ['{ user: { displayName: null } }', 'displayName', undefined],
    ['{ user: { employeeID: 0123 } }', 'employeeID', '0123'],
    ['{ user: { uidNumber: 9007199254740993 } }', 'uidNumber', 9007199254740993n],
    ['{ user: { proxyAddresses: "SMTP:a@b.c" } }', 'proxyAddresses', ['SMTP:a@b.c']],
    ['{ user: { objectSid: S-1-5-18 } }', 'objectSid', Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0])],
    ['{ user: { logonHours: 0xff00 } }', 'logonHours', Uint8Array.from([255, 0])],
    ['{ user: { logonHours: AQID } }', 'logonHours', Uint8Array.from([1, 2, 3])],
    ['{ user: { manager: "CN=x,DC=y" } }', 'manager', { dn: 'CN=x,DC=y' }],
    ['{ user: { connector: lab } }', 'dn', 'CN=user,CN=Users,DC=corp,DC=example,DC=com'],
    ['{ group: {} }', 'groupType', -2147483646],
    ['{ computer: {} }', 'sAMAccountName', 'COMPUTER$'],
    ['{ contact: {} }', 'objectSid', undefined],
  ])('%s: %s', async (given, attribute, value) => {
    expect((await givenOf(given))[0]?.attributes.get(attribute)).toEqual(value);
  });

  test('refers to others by their ids, and memberOf says it the other way round', async () => {
    const [a, b, team] = await givenOf(
      '[{ id: a, user: { manager: b } }, { id: b, user: {} }, { id: t, group: { member: [a, b] } }]',
    );
    expect(a?.attributes.get('manager')).toEqual({ dn: b?.dn });
    expect(team?.attributes.get('member')).toEqual([{ dn: a?.dn }, { dn: b?.dn }]);
    expect(b?.attributes.get('memberOf')).toEqual([{ dn: team?.dn }]);
  });

  test('has what is typical of its document unless its case says otherwise', async () => {
    const text = one('{ user: { title: own } }').replace(
      '  cases:',
      '  typical: { user: { employeeType: Employee, title: typical } }\n  cases:',
    );
    const { tests, diagnostics } = await load(files(text));
    expect(diagnostics).toEqual([]);
    const attributes = tests[0]?.cases[0]?.given[0]?.attributes;
    expect([attributes?.get('employeeType'), attributes?.get('title')]).toEqual(['Employee', 'own']);
  });

  test('lies where no container of the filter is in the way', async () => {
    const excluded = FILTER.replace('include: ["OU=Staff,', 'exclude: ["CN=Users,');
    const { tests } = await load({ ...files(one('{ user: {} }')), 'filters.yaml': excluded });
    expect(tests[0]?.cases[0]?.given[0]?.dn).toBe('CN=user,OU=Typical,DC=corp,DC=contoso,DC=com');
  });

  test('has identifiers of its own, the same in every run', async () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(name, { minLength: 1, maxLength: 5, selector: (id) => id.toLowerCase() }),
        async (ids) => {
          const given = `[${ids.map((id) => `{ id: "${id}", user: {} }`).join(', ')}]`;
          const text = one(given, `{ "${ids[0]!}": { provisioned: true } }`);
          const [first, second] = [await load(files(text)), await load(files(text))];
          const anchors = (loaded: typeof first) => loaded.tests[0]?.cases[0]?.given.map(({ anchor }) => anchor);
          expect(first.diagnostics).toEqual([]);
          expect(new Set(anchors(first)).size).toBe(ids.length);
          expect(anchors(second)).toEqual(anchors(first));
        },
      ),
      { numRuns: 20 },
    );
  });
});

test('rule tests are not part of the digest that plans are bound to', async () => {
  const [without, with_] = [
    await load({ 'lockstep.yaml': RULES, 'filters.yaml': FILTER }),
    await load(files(one('{ user: {} }'))),
  ];
  expect(with_.ruleSet?.digest).toBe(without.ruleSet?.digest);
});

test('the schema names every reason to hold that rules can bring about', () => {
  // No guard looks at a rule test.
  const reasons = Object.keys(holdReasons).filter((one) => one !== 'blockedByGuard');
  expect(ruleTestSchema.$defs.expectation.properties.held.enum).toEqual(reasons);
});

test.each([
  ['nothing', '', Date.UTC(2026, 0, 1)],
  ['a day', 'asOf: 2026-11-22, ', Date.UTC(2026, 10, 22)],
  ['an instant', "asOf: '2026-11-22T08:00:00+02:00', ", Date.UTC(2026, 10, 22, 6)],
])('the clock of a case: %s', async (_name, more, expected) => {
  const [first] = await casesOf(`- { name: n, given: { user: {} }, ${more}expect: { provisioned: true } }`);
  expect(first?.asOf).toBe(expected);
});
