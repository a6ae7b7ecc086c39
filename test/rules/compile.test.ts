import { describe, expect, it } from 'vitest';
import { codes } from '../../src/kernel/codes/index.ts';
import type { Rule, RuleSet } from '../../src/model/rule-set.ts';
import { compiled, load, placed, rule, topology } from './workspace.ts';

const inbound =
  'from: { connectors: [corp], type: user }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n';
const withPack = `${topology}  extends: [lockstep/default@1]\n`;

function ruleOf(ruleSet: RuleSet, id: string): Rule {
  const found = ruleSet.rules.find((one) => one.id === id);
  if (found === undefined) throw new Error(ruleSet.rules.map((one) => one.id).join('\n'));
  return found;
}

async function onlyRule(spec: string): Promise<Rule> {
  return ruleOf(await compiled({ 'r.yaml': rule('r', spec) }), 'r');
}

describe('a scope', () => {
  const comparandsOf = async (clause: string): Promise<unknown> => {
    const { scope } = await onlyRule(`${inbound}scope: { all: [${clause}] }`);
    return scope[0]?.[0]?.comparands;
  };

  it.each([
    ['an unquoted 0123 of a text stays 0123', '{ employeeID: { equal: 0123 } }', ['0123']],
    [
      'a large number of a text keeps its digits',
      '{ employeeID: { equal: 12345678901234567890 } }',
      ['12345678901234567890'],
    ],
    ['1e3 of a text stays', '{ employeeID: { equal: 1e3 } }', ['1e3']],
    ['true of a text is the word', '{ employeeID: { equal: true } }', ['true']],
    ['no of a text is the word', '{ employeeType: { equal: no } }', ['no']],
    ['a number', '{ userAccountControl: { bitSet: 2 } }', [2]],
    ['a number in quotes', '{ userAccountControl: { bitSet: "2" } }', [2]],
    ['a number in hexadecimal', '{ userAccountControl: { bitSet: 0x200 } }', [512]],
    ['a negative number', '{ userAccountControl: { equal: -2147483646 } }', [-2147483646]],
    ['a number of 64 bits', '{ accountExpires: { equal: 9223372036854775807 } }', [9223372036854775807n]],
    ['true in any case', '{ isCriticalSystemObject: { equal: TRUE } }', [true]],
    ['a list', '{ employeeType: { in: [Employee, 007] } }', ['Employee', '007']],
    ['no comparand', '{ mail: { isNotNull: } }', []],
    ['no comparand, with true', '{ mail: { isNull: true } }', []],
    ['a part of a DN', '{ dn: { endsWith: "OU=Staff,DC=corp" } }', ['OU=Staff,DC=corp']],
    ['a part of a reference', '{ manager: { contains: OU=Staff } }', ['OU=Staff']],
    ['a group', '{ memberOf: "CN=VPN,DC=corp" }', ['CN=VPN,DC=corp']],
  ])('takes %s', async (_name, clause, comparands) => {
    expect(await comparandsOf(clause)).toEqual(comparands);
  });

  it('has one group for all, several for any', async () => {
    const names = async (scope: string): Promise<unknown> =>
      (await onlyRule(`${inbound}scope: ${scope}`)).scope.map((group) =>
        group.map(({ attribute, operator }) => `${attribute} ${operator}`),
      );
    expect(await names('{ all: [{ mail: { isNotNull: } }, { c: { equal: NO }, l: { equal: Oslo } }] }')).toEqual([
      ['mail isNotNull', 'c equal', 'l equal'],
    ]);
    expect(await names('{ any: [{ all: [{ mail: { isNull: } }] }, { all: [{ c: { equal: NO } }] }] }')).toEqual([
      ['mail isNull'],
      ['c equal'],
    ]);
    expect(await names('{ all: [] }')).toEqual([]);
    expect(await names('{ any: [{ all: [] }, { all: [{ c: { equal: NO } }] }] }')).toEqual([]);
  });
});

describe('a flow', () => {
  const flowOf = async (flow: string): Promise<unknown> => {
    const [only] = (await onlyRule(`${inbound}flows:\n  ${flow}`)).flows;
    return only?.from;
  };

  it.each([
    ['a name', 'mail: mail', { kind: 'direct', attribute: 'mail' }],
    ['a name by from', 'mail: { from: mail }', { kind: 'direct', attribute: 'mail' }],
    ['a constant text', 'company: { constant: Contoso }', { kind: 'constant', value: 'Contoso' }],
    ['a constant text of digits', 'employeeID: { constant: 0042 }', { kind: 'constant', value: '0042' }],
    ['a constant boolean', 'accountEnabled: { constant: true }', { kind: 'constant', value: true }],
    ['a constant list', 'proxyAddresses: { constant: [a, b] }', { kind: 'constant', value: ['a', 'b'] }],
    ['a constant reference', 'manager: { constant: "CN=A,DC=b" }', { kind: 'constant', value: { dn: 'CN=A,DC=b' } }],
  ])('takes %s', async (_name, flow, from) => {
    expect(await flowOf(flow)).toEqual(from);
  });

  it.each(['mail: =Trim([mail])', 'mail: { expression: "Trim([mail])" }', 'mail: |-\n    =Trim([mail])'])(
    'takes an expression: %j',
    async (flow) => {
      expect(await flowOf(flow)).toMatchObject({ kind: 'expression', text: 'Trim([mail])', attributes: ['mail'] });
    },
  );

  it('is known by a number, from first to last', async () => {
    const ruleSet = await compiled({ 'lockstep.yaml': withPack });
    expect(ruleSet.flows.map(({ flow }) => flow.number)).toEqual(ruleSet.flows.map((_, index) => index));
    expect(ruleSet.flows.map(({ flow }) => flow)).toEqual(ruleSet.rules.flatMap((one) => one.flows));
    for (const { rule: owner, flow } of ruleSet.flows) expect(owner.flows).toContain(flow);
  });
});

describe('a join', () => {
  it('has groups of conditions', async () => {
    const { join } = await onlyRule(
      `${inbound}join: [{ objectSid: objectSid, mail: mail }, { mail: { attribute: mail, caseSensitive: true } }]\nflows: { mail: mail, objectSid: objectSid }`,
    );
    expect(join).toEqual([
      [
        { from: 'objectSid', to: 'objectSid', caseSensitive: false },
        { from: 'mail', to: 'mail', caseSensitive: false },
      ],
      [{ from: 'mail', to: 'mail', caseSensitive: true }],
    ]);
  });
});

describe('connectors of a rule', () => {
  it.each([
    ['[lab]', ['lab']],
    ['[lab, corp]', ['lab', 'corp']],
    ['{ type: directory }', ['corp', 'lab']],
    ['{ type: ldif }', ['corp', 'lab']],
  ])('%s', async (text, connectors) => {
    const spec = inbound.replace('[corp]', text);
    expect((await onlyRule(spec)).connectors).toEqual(connectors);
  });
});

describe('the order of rules', () => {
  const order = async (files: Record<string, string>): Promise<unknown> =>
    (await compiled({ 'lockstep.yaml': withPack, ...files })).rules.map((one) => one.id).slice(0, 5);
  const placedBy = (place: string): string => inbound.replace('precedence: 40', place);

  it('is that of precedence', async () => {
    const { rules } = await compiled({ 'lockstep.yaml': withPack });
    const numbers = rules.map((one) => one.precedence);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('takes rules before and after others, also of packs and of each other', async () => {
    expect(
      await order({
        'c.yaml': rule('c', placedBy('order: { after: b }')),
        'b.yaml': rule('b', placedBy('order: { before: "lockstep/default@1:user-join" }')),
        'a.yaml': rule('a', placedBy('order: { before: b }')),
      }),
    ).toEqual(['a', 'b', 'c', 'lockstep/default@1:user-join', 'lockstep/default@1:user-join(inetOrgPerson)']);
  });

  it('keeps the place of a disabled rule', async () => {
    const disabled = `${withPack}  disable: [lockstep/default@1:user-join]\n`;
    const files = { 'a.yaml': rule('a', placedBy('order: { before: "lockstep/default@1:user-join" }')) };
    const { rules } = await compiled({ 'lockstep.yaml': disabled, ...files });
    expect(rules.slice(0, 2).map((one) => one.id)).toEqual(['a', 'lockstep/default@1:user-filter']);
  });
});

describe('a rule with the full name of a rule of a pack', () => {
  it('stands in its place', async () => {
    const spec = inbound.replace('precedence: 40\n', '');
    const ruleSet = await compiled({
      'lockstep.yaml': withPack,
      'r.yaml': rule('lockstep/default@1:user-common', spec),
    });
    const found = ruleOf(ruleSet, 'lockstep/default@1:user-common');
    expect([found.precedence, found.link, found.source.source.path]).toEqual([108, 'provision', 'r.yaml']);
  });

  it('is not disabled at once', async () => {
    const { diagnostics } = await load({
      'lockstep.yaml': `${withPack}  disable: [lockstep/default@1:user-common]\n`,
      'r.yaml': rule('lockstep/default@1:user-common', inbound),
    });
    expect(diagnostics.map(placed)).toContain('CFG066 lockstep.yaml:11:13');
  });
});

describe('the metaverse', () => {
  const added = `apiVersion: lockstep/v1alpha1
kind: Metaverse
metadata: { name: m }
spec:
  types:
    person: { attributes: { badge: { syntax: string }, skills: { syntax: string, multiValued: true, comparison: exact } } }
    room: { attributes: { seats: { syntax: integer } } }
`;

  it('takes more attributes and types', async () => {
    const { metaverse } = await compiled({
      'm.yaml': added,
      'r.yaml': rule('r', `${inbound}flows: { badge: employeeID }`),
    });
    expect(metaverse.get('person')?.attributes.get('badge')).toMatchObject({
      syntax: 'string',
      comparison: 'ignoreCase',
    });
    expect(metaverse.get('person')?.attributes.get('skills')).toMatchObject({ multiValued: true, comparison: 'exact' });
    expect(metaverse.get('room')?.attributes.get('seats')).toMatchObject({ syntax: 'integer', comparison: 'exact' });
    expect(metaverse.get('person')?.attributes.has('displayName')).toBe(true);
  });
});

describe('the topology', () => {
  it('says what other engines master, or that there are none', async () => {
    expect((await compiled({})).topology).toEqual({
      workspace: 'contoso',
      tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
      ownerMarkApplicationId: '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33',
      directoryExtensions: [],
      sourceConnectors: ['corp', 'lab'],
      newUserSignIn: 'federated',
      otherEngineDomains: undefined,
    });
    const engines = `${topology}  otherEngines: [{ name: connect, domains: [old.contoso.com, older.contoso.com] }]\n  signIn: { newUsers: externalPassword }\n`;
    expect((await compiled({ 'lockstep.yaml': engines })).topology).toMatchObject({
      newUserSignIn: 'externalPassword',
      otherEngineDomains: ['old.contoso.com', 'older.contoso.com'],
    });
  });
});

describe('a filter', () => {
  it('has containers and clauses', async () => {
    const text = `apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: f }
spec:
  connectors: [corp]
  organizationalUnits: { include: ["OU=A,DC=corp,DC=contoso,DC=com"], exclude: ["OU=B, OU=A,DC=corp,DC=contoso,DC=com"] }
  objects: { user: { all: [{ employeeType: { in: [Employee] } }] } }
`;
    const { filters } = await compiled({ 'f.yaml': text });
    expect(filters).toMatchObject([
      {
        name: 'f',
        connectors: ['corp'],
        containers: [
          { key: 'ou=a,dc=corp,dc=contoso,dc=com', include: true },
          { key: 'ou=b,ou=a,dc=corp,dc=contoso,dc=com', include: false },
        ],
      },
    ]);
    expect(filters[0]?.objects.get('user')).toMatchObject([[{ attribute: 'employeeType', operator: 'in' }]]);
  });
});

describe('the policy', () => {
  const policy = (spec: string): string =>
    `apiVersion: lockstep/v1alpha1\nkind: Policy\nmetadata: { name: p }\nspec:\n${spec.replace(/^/gm, '  ')}`;
  const limits = async (files: Record<string, string>): Promise<unknown> =>
    (await compiled(files)).policy.limits.map(({ operation, type, count, percent, perGroup }) =>
      [operation, type, count, percent, perGroup?.percent].filter((part) => part !== undefined).join(' '),
    );

  it('is built in', async () => {
    expect((await compiled({})).policy).toMatchObject({
      deletions: { first: 'disable', graceDays: 30 },
      protect: [],
      source: { maximumShrinkPercent: 10, maximumAttributeLossPercent: 20, maximumSnapshotAgeHours: 168 },
      evaluation: { maximumFailedPercent: 5 },
      planExpiryHours: 24,
      runs: { keepDays: 90 },
      quotaShare: 0.5,
      tolerance: 0,
    });
    expect(await limits({})).toEqual([
      'delete user 50 2',
      'delete group 50 2',
      'disable user 50 2',
      'enable user 50 2',
      'memberRemove 10 30',
      'clear 100 5',
      'upnChange user 50 2',
      'adopt 100',
    ]);
  });

  it.each([
    ['count: 7', 'memberRemove 7 30'],
    ['percent: 3', 'memberRemove 3 30'],
    ['perGroup: { percent: 50, from: 5 }', 'memberRemove 10 50'],
  ])('keeps the part of the limit on member removals that is not given: %s', async (given, limit) => {
    const text = policy(`limits:\n  - { operation: memberRemove, ${given} }`);
    expect(await limits({ 'p.yaml': text })).toContain(limit);
  });

  it('keeps the built-in limit beside one of a scope', async () => {
    const scoped = policy(
      'limits:\n  - { operation: delete, type: user, count: 5, where: { connector: corp, group: Finance } }\n  - { operation: memberRemove, count: 2, where: { group: Finance } }',
    );
    expect(await limits({ 'p.yaml': scoped })).toEqual([
      'delete user 5',
      'memberRemove 2',
      'delete user 50 2',
      'delete group 50 2',
      'disable user 50 2',
      'enable user 50 2',
      'memberRemove 10 30',
      'clear 100 5',
      'upnChange user 50 2',
      'adopt 100',
    ]);
    const [first] = (await compiled({ 'p.yaml': scoped })).policy.limits;
    expect(first?.where).toEqual({ connector: 'corp', group: 'Finance' });
  });

  it('has floors and freezes', async () => {
    const text = policy(`floors: [{ role: Global Administrator, atLeast: 2 }, { group: Break Glass, members: 1 }]
freezes:
  - { name: year end, from: 2026-12-20T00:00:00+01:00, to: 2027-01-04T00:00:00Z }
  - { name: weekend, weekly: { days: [sat, fri], from: "16:00", utcOffset: "-01:30" }, urgentDisables: false }`);
    const { floors, freezes } = (await compiled({ 'p.yaml': text })).policy;
    expect(floors).toEqual([
      { kind: 'role', role: 'Global Administrator', atLeast: 2 },
      { kind: 'group', group: 'Break Glass', atLeast: 1 },
    ]);
    expect(freezes).toEqual([
      {
        name: 'year end',
        time: { kind: 'once', from: Date.UTC(2026, 11, 19, 23), to: Date.UTC(2027, 0, 4) },
        urgentDisables: true,
      },
      {
        name: 'weekend',
        time: { kind: 'weekly', days: [5, 6], from: 960, to: 1440, ahead: -90 },
        urgentDisables: false,
      },
    ]);
  });

  it('takes the place of built-in limits by operation and type', async () => {
    const typed = policy(
      'limits:\n  - { operation: delete, type: user, count: 5 }\n  - { operation: create, count: 10 }',
    );
    expect(await limits({ 'p.yaml': typed })).toEqual([
      'delete user 5',
      'create 10',
      'delete group 50 2',
      'disable user 50 2',
      'enable user 50 2',
      'memberRemove 10 30',
      'clear 100 5',
      'upnChange user 50 2',
      'adopt 100',
    ]);
    expect(await limits({ 'p.yaml': policy('limits:\n  - { operation: delete, percent: 1 }') })).toEqual([
      'delete 1',
      'disable user 50 2',
      'enable user 50 2',
      'memberRemove 10 30',
      'clear 100 5',
      'upnChange user 50 2',
      'adopt 100',
    ]);
  });

  it.each([
    ['50%', 0.5],
    ['100%', 1],
    ['12.5%', 0.125],
    ['0.25', 0.25],
  ])('reads a share of %s', async (text, share) => {
    expect((await compiled({ 'p.yaml': policy(`quotaShare: ${text}`) })).policy.quotaShare).toBe(share);
  });

  it('reads the rest', async () => {
    const text = policy(`deletions: { first: delete, graceDays: 0 }
protect: [{ userPrincipalName: a@b.c }, { group: Admins }, { role: any }]
source: { maximumShrinkPercent: 1, maximumAttributeLossPercent: 2 }
evaluation: { maximumFailedPercent: 0 }
planExpiryHours: 1.5
runs: { keepDays: 7 }
tolerance: 5%`);
    expect((await compiled({ 'p.yaml': text })).policy).toMatchObject({
      deletions: { first: 'delete', graceDays: 0 },
      protect: [{ userPrincipalName: 'a@b.c' }, { group: 'Admins' }, { role: 'any' }],
      source: { maximumShrinkPercent: 1, maximumAttributeLossPercent: 2, maximumSnapshotAgeHours: 168 },
      evaluation: { maximumFailedPercent: 0 },
      planExpiryHours: 1.5,
      runs: { keepDays: 7 },
      tolerance: 0.05,
    });
  });
});

it('every code of the workspace has its words, and its place in a test', async () => {
  const { readdir, readFile } = await import('node:fs/promises');
  const folder = new URL('./', import.meta.url);
  const tests = await Promise.all(
    (await readdir(folder, { recursive: true }))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFile(new URL(name, folder), 'utf8')),
  );
  const all = tests.join('\n');
  for (const [code, entry] of Object.entries(codes)) {
    if (!code.startsWith('CFG')) continue;
    expect(all.includes(code), code).toBe(true);
    for (const words of [entry.summary, entry.why, entry.fix]) expect(words.length, code).toBeGreaterThan(0);
    expect(entry.exit).toBe(3);
  }
});
