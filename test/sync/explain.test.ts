import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { notWritable } from '../../src/app/registry.ts';
import { lineOf } from '../../src/kernel/position.ts';
import type { Contribution, Contributions, DesiredPopulation } from '../../src/model/desired.ts';
import type { AttributeExplanation, ClauseExplanation, SourceExplanation } from '../../src/model/explanation.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { ImportedSource } from '../../src/model/space.ts';
import { explainSource } from '../../src/sync/explain.ts';
import { synchronize } from '../../src/sync/index.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { guidOf } from '../support/world/identity.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject, team } from '../support/world/sources.ts';

const FILTER = `
apiVersion: lockstep/v1alpha1
kind: ScopingFilter
metadata: { name: staff }
spec:
  connectors: [corp]
  organizationalUnits: { exclude: ["OU=Test,DC=corp,DC=contoso,DC=com"] }
  objects: { user: { all: [{ employeeType: { notEqual: Robot } }, { sAMAccountName: { isNotNull } }] } }
`;

function rule(name: string, precedence: number, flows: string, more = ''): string {
  return `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: ${precedence}
  link: join
  ${more}
  flows: { ${flows} }
`;
}

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({
    documents: FILTER + rule('strict', 80, `company: '=IIF([company]="broken", Error("no " & [company]), [company])'`),
  });
});

function worldOf(ruleSet: RuleSet, sources: readonly ImportedSource[]) {
  const ports = { asOf: Date.parse('2026-11-22'), random: () => (length: number) => new Uint8Array(length) };
  const input = { ruleSet, sources, target: 'entra', ports, notWritable };
  const population = synchronize(input);
  return { population, explain: (key: string) => explainSource({ ...input, population }, key)! };
}

function explained(objects: readonly SourceObject[], name: string, ruleSet = rules): SourceExplanation {
  return worldOf(ruleSet, [imported(objects)]).explain(`corp/${guidOf(name)}`);
}

async function inboundOf(attribute: string, documents: string, ada = person('ada')): Promise<AttributeExplanation> {
  const ruleSet = await rulesOf({ documents });
  return explained([ada], 'ada', ruleSet).identity!.inbound.find((one) => one.attribute === attribute)!;
}

/** `rule standing outcome` of every candidate. */
function told({ candidates }: AttributeExplanation): readonly string[] {
  return candidates.map((one) => {
    const { outcome } = one;
    const what =
      outcome.kind === 'value'
        ? JSON.stringify(outcome.value)
        : outcome.kind === 'error'
          ? outcome.message
          : outcome.kind;
    return `${one.rule} ${one.standing}: ${what}`;
  });
}

function clauses(scope: readonly (readonly ClauseExplanation[])[]): readonly string[] {
  return scope.flat().map((one) => `${one.attribute} ${one.operator} ${one.outcome}`);
}

test('filtered out by a container: which, and where it is listed', () => {
  const dn = 'CN=ada,OU=Test,DC=corp,DC=contoso,DC=com';
  const { filter, rules: asked, identity, verdict } = explained([person('ada', { dn })], 'ada');
  expect(filter?.container).toMatchObject({ dn: 'OU=Test,DC=corp,DC=contoso,DC=com', include: false });
  expect(filter?.refusal).toMatch(/^staff, OU=Test,DC=corp,DC=contoso,DC=com excluded \(rules\.yaml:\d+\)$/);
  expect(verdict).toEqual({ kind: 'filteredOut', detail: filter?.refusal });
  expect([asked, identity]).toEqual([[], undefined]);
});

test('filtered out by a clause: each clause with what the object has there', () => {
  const { filter, verdict } = explained([person('ada', { with: { employeeType: 'Robot' } })], 'ada');
  expect(clauses(filter!.scope)).toEqual(['employeeType notEqual fails', 'sAMAccountName isNotNull holds']);
  expect(filter!.scope[0]![0]).toMatchObject({ actual: 'Robot', comparands: ['Robot'] });
  expect(verdict.kind).toBe('filteredOut');
});

test('out of scope: nothing of its type projects it, or nothing outbound provisions it', () => {
  const printer = explained([sourceObject('p', { type: 'inetOrgPerson' })], 'p');
  expect([printer.rules, printer.identity, printer.verdict]).toEqual([[], undefined, { kind: 'outOfScope' }]);
  const nameless = explained([person('ada', { with: { userPrincipalName: undefined } })], 'ada');
  expect(nameless.identity).toMatchObject({
    type: 'person',
    by: { kind: 'projected', rule: 'person-in' },
    outbound: [],
  });
  expect(nameless.identity!.outboundRules.map((one) => [one.rule, one.inScope, clauses(one.scope)])).toEqual([
    ['user-out', false, ['userPrincipalName isNotNull fails']],
  ]);
  expect(nameless.verdict).toEqual({
    kind: 'outOfScope',
    detail: 'userPrincipalName isNotNull fails (rules.yaml:55)',
  });
});

test('what can never be carried says so', () => {
  expect(explained([sourceObject('c', { type: 'contact' })], 'c').verdict.kind).toBe('notWritable');
});

test('a flow that is shadowed was not asked, and tells what it would have given', async () => {
  const title = await inboundOf(
    'title',
    rule('titles', 90, `title: '="Chief"'`),
    person('ada', { with: { title: 'Dr' } }),
  );
  expect(told(title)).toEqual(['titles wins: "Chief"', 'person-in outranked: "Dr"']);
  expect(title.result).toEqual({ kind: 'value', value: 'Chief' });
});

test('null falls through, and nothing at all clears', async () => {
  const documents = rule('titles', 90, 'title: description').replace('description }', `'=NULL' }`);
  const title = await inboundOf('title', documents, person('ada', { with: { title: 'Dr' } }));
  expect(told(title)).toEqual(['titles passes: null', 'person-in wins: "Dr"']);
  const none = await inboundOf('title', documents);
  expect(told(none)).toEqual(['titles passes: null', 'person-in passes: null']);
  expect(none.result).toEqual({ kind: 'empty' });
});

test('AuthoritativeNull decides', async () => {
  const title = await inboundOf(
    'title',
    rule('titles', 90, `title: '=AuthoritativeNull'`),
    person('ada', { with: { title: 'Dr' } }),
  );
  expect(told(title)).toEqual(['titles wins: clear', 'person-in outranked: "Dr"']);
  expect(title.result).toEqual({ kind: 'empty' });
});

test('ignored flows are as if they were not there', async () => {
  const title = await inboundOf(
    'title',
    rule('titles', 90, `title: '=IgnoreThisFlow'`),
    person('ada', { with: { title: 'Dr' } }),
  );
  expect(told(title)).toEqual(['titles ignored: ignore', 'person-in wins: "Dr"']);
  const alone = await inboundOf('company', rule('firms', 90, `company: '=IgnoreThisFlow'`));
  expect(alone.result).toEqual({ kind: 'leftAlone' });
});

test('an outbound flow that reads what was left alone leaves it alone, too', async () => {
  const outward = `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: firms-out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 190
  link: join
  flows: { companyName: company }
`;
  const ruleSet = await rulesOf({ documents: rule('firms', 90, `company: '=IgnoreThisFlow'`) + outward });
  const { outbound } = explained([person('ada')], 'ada', ruleSet).identity!;
  const company = outbound.find((one) => one.attribute === 'companyName')!;
  expect([told(company), company.result.kind]).toEqual([['firms-out ignored: ignore'], 'leftAlone']);
});

test('merged values: every contributor, and what an AuthoritativeNull cuts off', async () => {
  const merging = (name: string, precedence: number, value: string) =>
    rule(name, precedence, `proxyAddresses: { expression: '${value}', merge: merge }`);
  const given = person('ada', { with: { proxyAddresses: ['smtp:b@x'] } });
  const both = await inboundOf(
    'proxyAddresses',
    merging('one', 90, '"smtp:a@x"') + merging('two', 91, '[proxyAddresses]'),
    given,
  );
  expect([both.merge, told(both), both.result]).toEqual([
    'merge',
    ['one contributes: "smtp:a@x"', 'two contributes: "smtp:b@x"'],
    { kind: 'value', value: ['smtp:a@x', 'smtp:b@x'] },
  ]);
  const cut = await inboundOf(
    'proxyAddresses',
    merging('one', 90, 'AuthoritativeNull') + merging('two', 91, '[proxyAddresses]'),
    given,
  );
  expect([told(cut), cut.result]).toEqual([['one wins: clear', 'two outranked: "smtp:b@x"'], { kind: 'empty' }]);
});

test('a failing expression: where, with its steps, and outbound rules were not asked', () => {
  const { identity, verdict } = explained([person('ada', { with: { company: 'broken' } })], 'ada');
  const company = identity!.inbound.find((one) => one.attribute === 'company')!;
  expect(told(company)).toEqual(['strict fails: no broken']);
  expect(company.candidates[0]).toMatchObject({
    reads: [{ attribute: 'company', value: 'broken' }],
    steps: {
      failed: true,
      steps: [{ text: '[company] = "broken"', values: [{ kind: 'value', value: true }] }, { failed: true }],
    },
  });
  expect(company.result).toEqual({ kind: 'failed' });
  expect(identity!.outboundRules).toEqual([]);
  expect(verdict).toMatchObject({ kind: 'failed', message: 'company: no broken' });
});

const JOINING = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: contact-in }
spec:
  from: { connectors: [second], type: contact }
  to: { metaverse: person }
  precedence: 90
  link: join
  join: [{ mail: mail, title: title }, { mail: mail }]
  flows: { department: department }
`;

function joined(contacts: readonly SourceObject[], ruleSet: RuleSet) {
  const ada = person('ada', { with: { mail: 'ada@x.example' } });
  const bob = person('bob', { with: { mail: 'bob@x.example' } });
  return worldOf(ruleSet, [imported([ada, bob]), imported(contacts, 'second', 'DC=second')]);
}

test('a join: the groups that were tried, whom they found, and whose value wins', async () => {
  const ruleSet = await rulesOf({ connectors: ['corp', 'second'], documents: JOINING });
  const contact = sourceObject('c', {
    type: 'contact',
    dn: 'CN=c,DC=second',
    with: { mail: 'ADA@x.example', department: 'R' },
  });
  const { explain } = joined([contact], ruleSet);
  const told = explain(`second/${guidOf('c')}`);
  expect(told.joins.map((one) => [one.conditions.map(({ from, value }) => [from, value]), one.found])).toEqual([
    [
      [
        ['mail', 'ADA@x.example'],
        ['title', undefined],
      ],
      [],
    ],
    [[['mail', 'ADA@x.example']], ['CN=ada,OU=Staff,DC=corp,DC=contoso,DC=com']],
  ]);
  expect(told.identity?.by).toMatchObject({ kind: 'joined', rule: 'contact-in' });
  const primary = explain(`corp/${guidOf('ada')}`);
  expect(primary.identity?.by).toMatchObject({ kind: 'projected', rule: 'person-in' });
  for (const { identity } of [told, primary]) {
    const department = identity!.inbound.find((one) => one.attribute === 'department')!;
    expect(department.candidates.map((one) => [one.rule, one.from, one.standing])).toEqual([
      ['contact-in', `second/${guidOf('c')}`, 'wins'],
      ['person-in', `corp/${guidOf('ada')}`, 'outranked'],
    ]);
  }
});

test('a group that is not in sight: no clause of it is decided', async () => {
  const gone = 'CN=gone,DC=corp,DC=contoso,DC=com';
  const ruleSet = await rulesOf({
    documents: rule('only', 90, 'company: company', `scope: { all: [{ memberOf: "${gone}" }] }`),
  });
  const { rules: asked, verdict } = explained([person('ada'), team('t')], 'ada', ruleSet);
  expect(asked.find((one) => one.rule === 'only')?.inScope).toBeUndefined();
  expect(asked.find((one) => one.rule === 'only')?.scope[0]?.[0]?.outcome).toBe('groupOutOfSight');
  expect(verdict.kind).toBe('failed');
});

test('membership is asked of the group: no value of the object stands beside such a clause', async () => {
  const dn = 'CN=pilots,OU=Staff,DC=corp,DC=contoso,DC=com';
  const of = (operator: string) =>
    rulesOf({ documents: rule('only', 90, 'company: company', `scope: { all: [{ ${operator}: "${dn}" }] }`) });
  const ada = person('ada', { with: { memberOf: [{ dn }], notMemberOf: 'x' } });
  for (const [operator, outcome] of [
    ['memberOf', 'holds'],
    ['notMemberOf', 'fails'],
  ] as const) {
    const told = explained([ada, team('pilots', ['ada'])], 'ada', await of(operator));
    expect(told.rules.find((one) => one.rule === 'only')?.scope).toMatchObject([[{ actual: undefined, outcome }]]);
    expect(told.attributes.map(({ attribute }) => attribute)).not.toContain(operator);
  }
});

test('what is for people to read is there where somebody wrote it', async () => {
  const described = rule('told', 90, 'company: company').replace('name: told', 'name: told, description: "the firm"');
  const told = explained([person('ada')], 'ada', await rulesOf({ documents: FILTER + described }));
  const of = (name: string) => told.rules.find((one) => one.rule === name) ?? {};
  expect(of('told')).toMatchObject({ description: 'the firm' });
  expect('description' in of('person-in')).toBe(false);
  // What a filter accepts it does not refuse.
  expect('refusal' in (told.filter ?? {})).toBe(false);
});

test('an object that no source shows', () => {
  const { population } = worldOf(rules, []);
  const ports = { asOf: 0, random: () => (length: number) => new Uint8Array(length) };
  const input = { ruleSet: rules, sources: [imported([])], target: 'entra', ports, notWritable, population };
  expect(explainSource(input, 'corp/nobody')).toBeUndefined();
});

/** The engine's own word on an attribute, in the terms of an explanation. */
function expectSame(of: RuleSet, told: readonly AttributeExplanation[], computed: Contributions): void {
  for (const one of told) expectSameAttribute(of, one, computed.get(one.attribute));
  const known = new Set(told.map((one) => one.attribute));
  for (const [attribute] of computed) expect(known).toContain(attribute);
}

function expectSameAttribute(of: RuleSet, told: AttributeExplanation, computed: Contribution | undefined): void {
  if (computed === undefined) {
    expect(told.result.kind).toBe('leftAlone');
    return;
  }
  const { value, flow, losers } = computed;
  expect(told.result).toEqual(value === undefined ? { kind: 'empty' } : { kind: 'value', value });
  const place = (number: number) => `${of.flows[number]!.rule.id} ${lineOf(of.flows[number]!.flow.source)}`;
  const standing = (wanted: string) =>
    told.candidates.filter((one) => one.standing === wanted).map((one) => `${one.rule} ${one.at}`);
  const deciding = [...standing('wins'), ...standing('contributes'), ...standing('passes')];
  expect(deciding[0]).toBe(place(flow));
  expect(standing('outranked')).toEqual(losers.map(place));
}

function expectVerdict(told: SourceExplanation, { desired, failed, undesired }: DesiredPopulation): void {
  const wanted = desired.some((one) => one.key === told.key || one.joinedKeys.includes(told.key));
  expect(told.verdict.kind === 'wanted').toBe(wanted);
  expect(told.verdict.kind === 'failed').toBe(failed.some((one) => one.key === told.key));
  expect(told.verdict.kind === 'filteredOut').toBe(told.filter?.refusal !== undefined);
  if (undesired.some((one) => one.key === told.key)) expect(told.identity?.provisionedAs).toBeUndefined();
  if (wanted) expect(told.identity?.provisionedAs).toBeDefined();
  const clausesHold =
    told.filter === undefined ||
    told.filter.scope.length === 0 ||
    told.filter.scope.some((group) => group.every((one) => one.outcome === 'holds'));
  if (told.filter !== undefined && told.filter.container?.include !== false)
    expect(told.filter.refusal === undefined).toBe(clausesHold);
}

test('for every object of every world the explanation is what the engine computed', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source }) => {
      const { population, explain } = worldOf(rules, [imported(source)]);
      for (const { anchor } of source) {
        const one = explain(`corp/${anchor}`);
        expectVerdict(one, population);
        const desired = population.desired.find(({ key }) => key === one.key);
        if (desired === undefined) continue;
        expectSame(rules, one.identity!.inbound, desired.metaverse);
        expectSame(rules, one.identity!.outbound, desired.attributes);
      }
    }),
    { numRuns: 60 },
  );
});

test('an object to which nothing flows: the rule that says so, and no flows', async () => {
  const handed = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: hand-over }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: joinNoFlow
  scope: { all: [{ department: { equal: R } }] }
`,
  });
  const { verdict, identity } = explained([person('ada', { with: { department: 'R' } })], 'ada', handed);
  expect(verdict).toEqual({ kind: 'noFlow', at: expect.stringMatching(/^hand-over \(rules\.yaml:\d+\)$/) as string });
  expect(identity).toMatchObject({ provisionedAs: 'user', outbound: [] });
  expect(identity?.outboundRules.map((one) => [one.rule, one.link, one.inScope])).toContainEqual([
    'hand-over',
    'joinNoFlow',
    true,
  ]);
});
