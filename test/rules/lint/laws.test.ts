import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { directorySchema } from '../../../src/connectors/directory-schema.ts';
import { dnKey } from '../../../src/model/dn.ts';
import type { Flow, Rule, ScopeClause, ScopeOperator, ScopingFilter } from '../../../src/model/rule-set.ts';
import type { AttributeSchema } from '../../../src/model/schema.ts';
import type { Value } from '../../../src/model/value.ts';
import { contradiction, disjoint, scopeImplies } from '../../../src/rules/lint/contradiction.ts';
import { lintRules } from '../../../src/rules/lint/index.ts';
import { builtInMetaverse } from '../../../src/rules/metaverse-attributes.ts';
import { newProblems } from '../../../src/rules/problems.ts';
import { compileScope } from '../../../src/sync/scope.ts';

const text = { path: 'r.yaml', text: 'x'.repeat(200) };
const source = (start: number) => ({ source: text, start, end: start + 1 });
const words = fc.constantFrom('', 'a', 'A', 'ab', 'abc', 'bc', 'b', 'c', 'ß');
const numbers = fc.constantFrom<number | bigint>(-2147483648, -1, 0, 1, 2, 3, 6, 514, 9223372036854775807n);
const comparing: readonly ScopeOperator[] = [
  'equal',
  'notEqual',
  'lessThan',
  'lessThanOrEqual',
  'greaterThan',
  'greaterThanOrEqual',
];
const ofTexts: readonly ScopeOperator[] = [
  ...comparing,
  'contains',
  'notContains',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
];

interface Attribute {
  readonly name: string;
  readonly values: fc.Arbitrary<string | number | bigint>;
  readonly operators: readonly ScopeOperator[];
}
/** One value and several, texts and numbers. */
const attributes: readonly Attribute[] = [
  { name: 'sn', values: words, operators: ofTexts },
  { name: 'proxyAddresses', values: words, operators: ofTexts },
  { name: 'userAccountControl', values: numbers, operators: [...comparing, 'bitSet', 'bitNotSet'] },
];
const schemaOf = (name: string): AttributeSchema | undefined => directorySchema.get('user')?.attributes.get(name);

const clause: fc.Arbitrary<ScopeClause> = fc.constantFrom(...attributes).chain(({ name, values, operators }) =>
  fc
    .oneof(
      fc.record({ operator: fc.constantFrom(...operators), comparands: values.map((value) => [value]) }),
      fc.record({
        operator: fc.constantFrom<ScopeOperator>('in', 'notIn'),
        comparands: fc.array(values, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ operator: fc.constantFrom<ScopeOperator>('isNull', 'isNotNull'), comparands: fc.constant([]) }),
    )
    .map((parts): ScopeClause => ({ attribute: name, source: source(0), ...parts })),
);
const group = fc.array(clause, { minLength: 1, maxLength: 4 });
const scope = fc.array(group, { maxLength: 2 });

/** What objects hold: a value is never empty, several are a list. */
const held = (values: fc.Arbitrary<string | number | bigint>): fc.Arbitrary<Value | undefined> =>
  fc.option(
    values.filter((value) => value !== ''),
    { nil: undefined },
  );
const person: fc.Arbitrary<ReadonlyMap<string, Value>> = fc
  .record({
    sn: held(words),
    proxyAddresses: fc.array(
      words.filter((word) => word !== ''),
      { maxLength: 3 },
    ),
    userAccountControl: held(numbers),
  })
  .map(({ sn, proxyAddresses, userAccountControl }) => {
    const object = new Map<string, Value>();
    if (sn !== undefined) object.set('sn', sn);
    if (proxyAddresses.length > 0) object.set('proxyAddresses', proxyAddresses);
    if (userAccountControl !== undefined) object.set('userAccountControl', userAccountControl);
    return object;
  });
const people = fc.array(person, { minLength: 20, maxLength: 20 });
const nobody = () => undefined;
const runs = { numRuns: 3000 };

describe('what the lints know of scopes is what the engine does', () => {
  it('no object satisfies a group that contradicts itself', () => {
    let dead = 0;
    fc.assert(
      fc.property(group, people, (clauses, objects) => {
        if (contradiction(clauses, schemaOf) === undefined) return;
        dead++;
        const test = compileScope([clauses]);
        for (const object of objects) expect(test(object, nobody)).toBe(false);
      }),
      runs,
    );
    expect(dead).toBeGreaterThan(100);
  });

  it('what a scope accepts, a scope that follows from it accepts', () => {
    let implied = 0;
    fc.assert(
      fc.property(scope, scope, people, (first, second, objects) => {
        if (!scopeImplies(first, second, schemaOf)) return;
        implied++;
        const tests = [compileScope(first), compileScope(second)] as const;
        for (const object of objects) if (tests[0](object, nobody)) expect(tests[1](object, nobody)).toBe(true);
      }),
      runs,
    );
    expect(implied).toBeGreaterThan(100);
  });

  it('disjoint scopes accept nobody together', () => {
    fc.assert(
      fc.property(scope, scope, people, (first, second, objects) => {
        if (!disjoint(first, second, schemaOf)) return;
        const tests = [compileScope(first), compileScope(second)] as const;
        for (const object of objects) expect(tests[0](object, nobody) && tests[1](object, nobody)).toBe(false);
      }),
      runs,
    );
  });
});

const flow = fc
  .record({ target: fc.constantFrom('mail', 'sn', 'title'), constant: fc.boolean() })
  .map(({ target, constant }): Flow => ({
    number: 0,
    target,
    from: constant ? { kind: 'constant', value: 'x' } : { kind: 'direct', attribute: 'sn' },
    applyOnce: false,
    merge: 'update',
    source: source(1),
  }));
const anyRule = fc
  .record({
    inbound: fc.boolean(),
    scope,
    flows: fc.array(flow, { maxLength: 3 }),
    connectors: fc.subarray(['corp', 'lab'], { minLength: 1 }),
    joins: fc.boolean(),
  })
  .map(({ inbound, joins, connectors, ...parts }) => ({
    ...parts,
    direction: inbound ? ('inbound' as const) : ('outbound' as const),
    connectors: inbound ? connectors : ['entra'],
    sourceType: inbound ? 'user' : 'person',
    targetType: inbound ? 'person' : 'user',
    link: 'provision' as const,
    join: joins && inbound ? [[{ from: 'sn', to: 'sn', caseSensitive: false }]] : [],
  }));
const ruleSet = fc
  .array(anyRule, { maxLength: 6 })
  .map((rules) =>
    rules.map((one, index): Rule => ({ ...one, id: `r${index}`, precedence: index, source: source(index + 2) })),
  );
const units = ['DC=corp', 'OU=A,DC=corp', 'OU=B,OU=A,DC=corp', 'OU=C,DC=corp'];
const filters = fc
  .uniqueArray(fc.record({ dn: fc.constantFrom(...units), include: fc.boolean() }), { selector: ({ dn }) => dn })
  .map((containers): readonly ScopingFilter[] => [
    {
      name: 'f',
      connectors: ['corp'],
      containers: containers.map((one, index) => ({ ...one, key: dnKey(one.dn), source: source(50 + index) })),
      objects: new Map(),
      source: source(49),
    },
  ]);

describe('the lints', () => {
  it('never throw, and find the same in whatever order rules and filters stand', () => {
    const found = (rules: readonly Rule[], all: readonly ScopingFilter[]): readonly string[] => {
      const problems = newProblems();
      const partitions = new Map([['corp', ['DC=corp']]]);
      const input = {
        ruleSet: { rules, filters: all, metaverse: builtInMetaverse },
        directory: directorySchema,
        partitions,
        isOwn: () => true,
      };
      lintRules(input, problems.report);
      return problems
        .list()
        .map((one) => `${one.code} ${one.detail}`)
        .toSorted();
    };
    const shuffled = <T>(items: readonly T[]): T[] => items.toReversed();
    fc.assert(
      fc.property(ruleSet, filters, (rules, all) => {
        const byPrecedence = (some: readonly Rule[]): readonly Rule[] =>
          some.toSorted((a, b) => a.precedence - b.precedence);
        const other = all.map((one) => ({ ...one, containers: shuffled(one.containers) }));
        expect(found(byPrecedence(shuffled(rules)), shuffled(other))).toEqual(found(rules, all));
      }),
      { numRuns: 500 },
    );
  });
});
