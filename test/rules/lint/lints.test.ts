import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadWorkspace } from '../../../src/rules/index.ts';
import { compiled, environment, load, repository, rule, topology } from '../workspace.ts';

const withPack = `${topology}  extends: [lockstep/default@1]\n`;

/** Codes of the lints for these documents beside a topology of corp and lab, each once a finding. */
async function codesOf(documents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { ruleSet, diagnostics, lint } = await load({ 'lockstep.yaml': topology, ...documents });
  if (ruleSet === undefined) throw new Error(diagnostics.map((one) => `${one.code} ${one.detail}`).join('\n'));
  return lint()
    .map(({ code }) => code)
    .toSorted();
}

async function detailsOf(documents: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { lint } = await load({ 'lockstep.yaml': topology, ...documents });
  return lint().map(({ code, detail }) => `${code} ${detail}`);
}

let precedence = 0;
const inbound = (name: string, more: string, connectors = 'corp', type = 'user'): string =>
  rule(
    name,
    `from: { connectors: [${connectors}], type: ${type} }\nto: { metaverse: person }\nprecedence: ${++precedence}\nlink: provision\n${more}`,
  );
const outbound = (name: string, more: string): string =>
  rule(
    name,
    `from: { metaverse: person }\nto: { connector: entra, type: user }\nprecedence: ${++precedence}\nlink: provision\n${more}`,
  );
const filter = (spec: string): string =>
  `apiVersion: lockstep/v1alpha1\nkind: ScopingFilter\nmetadata: { name: staff }\nspec:\n${spec.replace(/^/gm, '  ')}`;

const scoped = (clauses: string): Readonly<Record<string, string>> => ({
  'in.yaml': inbound('r', `scope: { all: [${clauses}] }\nflows: { mail: mail }`),
  'out.yaml': outbound('o', 'flows: { mail: mail }'),
});

describe('a rule that can never match', () => {
  it.each([
    ['two values of one', '{ c: { equal: NO } }, { c: { equal: SE } }'],
    ['absent and a value', '{ c: { isNull: } }, { c: { equal: SE } }'],
    ['absent and present', '{ c: { isNull: } }, { c: { isNotNull: } }'],
    ['a value and not that value, in another case', '{ c: { equal: no } }, { c: { notEqual: NO } }'],
    ['an empty range of whole numbers', '{ logonCount: { greaterThan: 5 } }, { logonCount: { lessThan: 6 } }'],
    ['a range of texts', '{ sn: { greaterThanOrEqual: m } }, { sn: { lessThan: M } }'],
    ['a bit that is set and not', '{ userAccountControl: { bitSet: 2 } }, { userAccountControl: { bitNotSet: 514 } }'],
    ['no bit at all', '{ userAccountControl: { bitSet: 0 } }'],
    ['a beginning that is refused', '{ sn: { startsWith: abc } }, { sn: { notStartsWith: AB } }'],
    ['two beginnings', '{ sn: { startsWith: a } }, { sn: { startsWith: b } }'],
    ['two ends', '{ sn: { endsWith: a } }, { sn: { endsWith: b } }'],
    ['a part that is refused', '{ sn: { endsWith: xyz } }, { sn: { notContains: y } }'],
    [
      'a list whose values are refused one by one',
      '{ c: { in: [NO, SE] } }, { c: { notEqual: NO } }, { c: { notEqual: se } }',
    ],
    ['values outside of a range', '{ logonCount: { in: [1, 2] } }, { logonCount: { greaterThan: 2 } }'],
    ['a value of several that is refused', '{ proxyAddresses: { equal: a } }, { proxyAddresses: { notIn: [A, b] } }'],
    ['in the group and out of it', '{ memberOf: "CN=VPN,DC=corp" }, { notMemberOf: "cn=vpn, dc=corp" }'],
  ])('%s', async (_name, clauses) => {
    expect(await codesOf(scoped(clauses))).toContain('LINT001');
  });

  it.each([
    ['two values of several', '{ proxyAddresses: { equal: a } }, { proxyAddresses: { equal: b } }'],
    ['two bits', '{ userAccountControl: { bitSet: 514 } }, { userAccountControl: { bitNotSet: 2 } }'],
    ['a range of one number', '{ logonCount: { greaterThan: 5 } }, { logonCount: { lessThan: 7 } }'],
    ['a longer beginning', '{ sn: { startsWith: ab } }, { sn: { startsWith: A } }, { sn: { notStartsWith: abc } }'],
    ['the name of a connector', '{ c: { equal: "%Connector.Name%" } }, { c: { equal: NO } }'],
    ['two attributes', '{ c: { equal: NO } }, { co: { equal: SE } }'],
    ['absent and not a value', '{ c: { isNull: } }, { c: { notEqual: NO } }'],
    ['one of two groups', '{ memberOf: "CN=A,DC=corp" }, { notMemberOf: "CN=B,DC=corp" }'],
  ])('but not %s', async (_name, clauses) => {
    expect(await codesOf(scoped(clauses))).not.toContain('LINT001');
  });

  it('where one group of several is dead, says which', async () => {
    const found = await detailsOf({
      'in.yaml': inbound(
        'r',
        'scope: { any: [{ all: [{ c: { equal: NO } }] }, { all: [{ c: { equal: NO } }, { c: { equal: SE } }] }] }\nflows: { mail: mail }',
      ),
      'out.yaml': outbound('o', 'flows: { mail: mail }'),
    });
    expect(found).toEqual([
      'LINT002 r: c equal NO and c equal SE never hold together; other groups of the scope remain.',
    ]);
  });

  it('is one for connectors that are not there', async () => {
    const { diagnostics } = await load({
      'lockstep.yaml': topology,
      'r.yaml': rule(
        'r',
        'from: { connectors: { type: activeDirectory }, type: user }\nto: { metaverse: person }\nprecedence: 1\nlink: provision\nflows: { mail: mail }',
      ),
    });
    expect(diagnostics.map(({ code }) => code)).toEqual(['LINT003']);
  });
});

describe('a flow that never wins', () => {
  const after = (first: string, second: string, scopes = ['', '']): Readonly<Record<string, string>> => ({
    'a.yaml': inbound('first', `${scopes[0] ?? ''}flows: { company: ${first} }`),
    'b.yaml': inbound('second', `${scopes[1] ?? ''}flows: { company: ${second} }`),
    'out.yaml': outbound('o', 'flows: { companyName: company }'),
  });
  const scope = (clauses: string): string => `scope: { all: [${clauses}] }\n`;

  it.each([
    ['a constant', after('{ constant: Contoso }', 'company')],
    ['an expression that always gives a text', after(`'=[company] & " Ltd"'`, 'company')],
    ['a branch of two texts', after(`'=IIF([c] = "NO","Norge","Other")'`, 'company')],
    [
      'a weaker scope',
      after('{ constant: Contoso }', 'company', [
        scope('{ c: { isNotNull: } }'),
        scope('{ c: { equal: NO } }, { l: { equal: Oslo } }'),
      ]),
    ],
    [
      'a wider list',
      after('{ constant: Contoso }', 'company', [scope('{ c: { in: [NO, SE] } }'), scope('{ c: { equal: no } }')]),
    ],
  ])('after %s', async (_name, documents) => {
    expect(await codesOf(documents)).toEqual(['LINT010']);
  });

  it.each([
    ['a direct flow', after('company', 'displayName')],
    ['an expression that may give nothing', after(`'=IIF([c] = "NO","Norge",NULL)'`, 'company')],
    ['an expression of nothing but attributes', after(`'=[company] & [c]'`, 'company')],
    ['a narrower scope', after('{ constant: Contoso }', 'company', [scope('{ c: { equal: NO } }'), ''])],
    [
      'another scope',
      after('{ constant: Contoso }', 'company', [scope('{ c: { equal: NO } }'), scope('{ c: { equal: SE } }')]),
    ],
  ])('not after %s', async (_name, documents) => {
    expect(await codesOf(documents)).toEqual([]);
  });

  it('not after one of another connector', async () => {
    const documents = {
      'a.yaml': inbound('first', 'flows: { company: { constant: A } }', 'lab'),
      'b.yaml': inbound('second', 'flows: { company: company }', 'corp, lab'),
      'out.yaml': outbound('o', 'flows: { companyName: company }'),
    };
    expect(await codesOf(documents)).toEqual([]);
  });
});

describe('attributes between the rules', () => {
  it.each([
    ['a flow', 'flows: { mail: mail, city: l }'],
    ['an expression', `flows: { mail: mail, city: '=Trim([l])' }`],
    ['a scope', 'scope: { all: [{ l: { isNotNull: } }] }\nflows: { mail: mail }'],
  ])('%s that reads what nothing contributes', async (_name, more) => {
    expect(
      await codesOf({ 'in.yaml': inbound('r', 'flows: { mail: mail }'), 'out.yaml': outbound('o', more) }),
    ).toEqual(['LINT011']);
  });

  it('what a rule contributes and nobody reads', async () => {
    const documents = {
      'in.yaml': inbound('r', 'flows: { mail: mail, title: title, sourceAnchor: mail }'),
      'out.yaml': outbound('o', 'flows: { mail: mail }'),
    };
    expect(await detailsOf(documents)).toEqual(['LINT012 r: no rule reads title of a person.']);
  });

  it('what a pack or a rule in its place contributes need not be read', async () => {
    const replacing = inbound('lockstep/default@1:user-common', 'flows: { mail: mail, pager: pager }');
    const found = await load({ 'lockstep.yaml': withPack, 'r.yaml': replacing });
    expect(found.lint().map(({ code }) => code)).not.toContain('LINT012');
  });

  it('a join by what nothing contributes', async () => {
    const documents = (to: string): Readonly<Record<string, string>> => ({
      'in.yaml': inbound('r', `join: [{ mail: ${to} }]\nflows: { mail: mail }`),
      'out.yaml': outbound('o', 'flows: { mail: mail }'),
    });
    expect(await codesOf(documents('userPrincipalName'))).toEqual(['LINT013']);
    expect(await codesOf(documents('mail'))).toEqual([]);
  });
});

describe('joins of several rules', () => {
  const joining = (one: string, other: string, connectors: readonly [string, string], scopes = ['', '']) => ({
    'a.yaml': inbound(
      'a',
      `join: ${one}\n${scopes[0] ?? ''}flows: { mail: mail, employeeID: employeeID }`,
      connectors[0],
    ),
    'b.yaml': inbound(
      'b',
      `join: ${other}\n${scopes[1] ?? ''}flows: { mail: mail, employeeID: employeeID }`,
      connectors[1],
    ),
    'out.yaml': outbound('o', 'flows: { mail: mail, employeeId: employeeID }'),
  });
  const onlyNorway = ['scope: { all: [{ c: { equal: NO } }] }\n', ''];
  const mail = '[{ mail: mail }]';
  const number = '[{ employeeID: employeeID }]';

  it.each([
    ['other attributes from another connector', joining(mail, number, ['corp', 'lab']), ['LINT014']],
    ['the same from another connector', joining(mail, mail, ['corp', 'lab']), []],
    ['other attributes from the same one', joining(mail, number, ['corp', 'corp'], onlyNorway), ['LINT015']],
    ['the same from the same one', joining(mail, mail, ['corp', 'corp'], onlyNorway), []],
    [
      'other attributes for other objects',
      joining(
        mail,
        number,
        ['corp', 'corp'],
        ['scope: { all: [{ c: { equal: NO } }] }\n', 'scope: { all: [{ c: { equal: SE } }] }\n'],
      ),
      [],
    ],
    [
      'the same groups in another order',
      joining(
        '[{ mail: mail }, { employeeID: employeeID }]',
        '[{ employeeID: employeeID }, { mail: mail }]',
        ['corp', 'corp'],
        onlyNorway,
      ),
      ['LINT015'],
    ],
  ])('%s', async (_name, documents, codes) => {
    expect(await codesOf(documents)).toEqual(codes);
  });

  it.each<[string, readonly [string, string], string, readonly string[]]>([
    [
      'joins what another connector makes',
      ['corp', 'lab'],
      'flows: { mail: mail, employeeID: employeeID }',
      ['LINT014'],
    ],
    ['cannot find what has no such value', ['corp', 'lab'], 'flows: { employeeID: employeeID }', []],
    ['is of the same connector', ['corp', 'corp'], 'flows: { mail: mail, employeeID: employeeID }', []],
  ])('a rule that %s, and not the other way round', async (_name, connectors, flows, codes) => {
    const documents = {
      'a.yaml': inbound('a', `join: ${mail}\nflows: { mail: mail, employeeID: employeeID }`, connectors[0]),
      'b.yaml': inbound('b', flows, connectors[1]).replace('type: user', 'type: contact'),
      'out.yaml': outbound('o', 'flows: { mail: mail, employeeId: employeeID }'),
    };
    expect(await codesOf(documents)).toEqual(codes);
  });
});

describe('filters', () => {
  const units = (include: readonly string[], exclude: readonly string[]): string => {
    const list = (names: readonly string[]): string =>
      JSON.stringify(names.map((name) => `${name}DC=corp,DC=contoso,DC=com`));
    return `connectors: [corp]\norganizationalUnits: { include: ${list(include)}, exclude: ${list(exclude)} }`;
  };

  it.each([
    ['the whole partition excluded', units([], ['']), ['LINT020']],
    ['a part of it excluded', units([], ['OU=Test,']), []],
    ['an inclusion inside the exclusion of everything', units(['OU=Staff,'], ['']), ['LINT021']],
    ['an exclusion outside of what is included', units(['OU=Staff,'], ['OU=Tests,']), ['LINT021']],
    ['an exclusion inside', units(['OU=Staff,'], ['OU=Test,OU=Staff,']), []],
    ['an inclusion inside an inclusion', units(['OU=Staff,', 'OU=Oslo,OU=Staff,'], []), ['LINT021']],
    ['an inclusion inside an exclusion', units(['OU=Staff,', 'OU=A,OU=Test,OU=Staff,'], ['OU=Test,OU=Staff,']), []],
    [
      'clauses that contradict each other',
      'connectors: [corp]\nobjects: { user: { all: [{ c: { equal: NO } }, { c: { isNull: } }] } }',
      ['LINT020'],
    ],
    [
      'one group that does',
      'connectors: [corp]\nobjects: { user: { any: [{ all: [{ c: { equal: NO } }, { c: { isNull: } }] }, { all: [{ c: { equal: NO } }] }] } }',
      ['LINT002'],
    ],
  ])('%s', async (_name, spec, codes) => {
    expect(await codesOf({ 'f.yaml': filter(spec) })).toEqual(codes);
  });

  it('that include only what lies outside of the connector', async () => {
    const spec = 'connectors: [corp]\norganizationalUnits: { include: ["OU=Staff,DC=contoso,DC=org"] }';
    const { diagnostics, lint } = await load({ 'lockstep.yaml': topology, 'f.yaml': filter(spec) });
    expect([...diagnostics, ...lint()].map(({ code }) => code)).toEqual(['CFG052', 'LINT020']);
  });

  it('of a connector whose partitions are found out in the import', async () => {
    const spec = 'connectors: [lab]\norganizationalUnits: { exclude: ["DC=corp,DC=contoso,DC=com"] }';
    expect(await codesOf({ 'f.yaml': filter(spec) })).toEqual([]);
  });
});

describe('negative operators on attributes that are often absent', () => {
  it.each([
    ['notEqual', '{ employeeType: { notEqual: Service } }'],
    ['notIn', '{ employeeType: { notIn: [Service, Test] } }'],
    ['notContains', '{ department: { notContains: Test } }'],
    ['notStartsWith', '{ department: { notStartsWith: Test } }'],
    ['notEndsWith', '{ department: { notEndsWith: Test } }'],
    ['bitNotSet', '{ msExchRecipientTypeDetails: { bitNotSet: 2 } }'],
  ])('%s', async (_name, clause) => {
    expect(await codesOf(scoped(clause))).toEqual(['LINT004']);
    expect(await codesOf({ 'f.yaml': filter(`connectors: [corp]\nobjects: { user: { all: [${clause}] } }`) })).toEqual([
      'LINT004',
    ]);
  });

  it.each([
    ['with isNotNull', '{ employeeType: { notEqual: Service } }, { employeeType: { isNotNull: } }'],
    ['with a positive clause', '{ sn: { startsWith: a } }, { sn: { notStartsWith: ab } }'],
    ['of an attribute that everybody has', '{ sAMAccountName: { notStartsWith: svc } }'],
    ['of bits that every account has', '{ userAccountControl: { bitNotSet: 2 } }'],
    ['of a flag', '{ isCriticalSystemObject: { notEqual: true } }'],
    ['of the word that takes an object out', '{ adminDescription: { notStartsWith: User_ } }'],
  ])('not %s', async (_name, clauses) => {
    expect(await codesOf(scoped(clauses))).toEqual([]);
  });

  it('not where absence is taken on purpose', async () => {
    const more =
      'scope: { any: [{ all: [{ c: { notEqual: NO } }] }, { all: [{ c: { isNull: } }] }] }\nflows: { mail: mail }';
    expect(
      await codesOf({ 'in.yaml': inbound('r', more), 'out.yaml': outbound('o', 'flows: { mail: mail }') }),
    ).toEqual([]);
  });

  it('of the metaverse, unless a rule always gives it', async () => {
    const documents = (given: string): Readonly<Record<string, string>> => ({
      'in.yaml': inbound('r', `flows: { mail: mail, employeeType: ${given} }`),
      'out.yaml': outbound('o', 'scope: { all: [{ employeeType: { notEqual: Service } }] }\nflows: { mail: mail }'),
    });
    expect(await codesOf(documents('employeeType'))).toEqual(['LINT004']);
    expect(await codesOf(documents('{ constant: Staff }'))).toEqual([]);
  });
});

describe('what is delivered is clean', () => {
  it.each(['config/example', 'config/init/workspace'])('%s', async (folder) => {
    const { diagnostics, lint } = await loadWorkspace(join(repository, folder), environment);
    expect([...diagnostics, ...lint()]).toEqual([]);
  });

  it('the default pack alone', async () => {
    await compiled({ 'lockstep.yaml': withPack });
    expect(await codesOf({ 'lockstep.yaml': withPack })).toEqual([]);
  });
});
