import fc from 'fast-check';
import type { Condition, MembershipRule, Property, Scalar, Value } from '../../../src/access/membership-rule/syntax.ts';

const texts = fc.oneof(
  fc.constantFrom('', 'Sales', 'sales', 'IT', '"', "'", "''", '`', '\\', 'a"b', '[x]', 'Ümlaut', '🙂'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);

const text: fc.Arbitrary<Scalar> = texts.map((one) => ({ kind: 'text', text: one }));

const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.boolean().map((boolean) => ({ kind: 'boolean' as const, boolean })),
  fc.integer({ min: -999, max: 999 }).map((number) => ({ kind: 'number' as const, number })),
  fc.constant({ kind: 'null' as const }),
  fc.constantFrom('2020-06-10T18:13:20Z', '2020-06-10').map((one) => ({ kind: 'time' as const, text: one })),
  fc.constantFrom('', '-plus p1d', '-minus p30d').map((offset) => ({ kind: 'now' as const, offset })),
);

/** Names of properties: few, so that they meet. */
export const names = ['department', 'city', 'jobTitle'] as const;

const user: fc.Arbitrary<Property> = fc.constantFrom(...names).map((name) => ({ object: 'user', name }));
const element: fc.Arbitrary<Property> = fc.constantFrom(
  { object: '_', name: '' },
  { object: 'assignedPlan', name: 'service' },
);

function comparison(property: fc.Arbitrary<Property>): fc.Arbitrary<Condition> {
  const single = fc.record({
    kind: fc.constant('compare' as const),
    property,
    operator: fc.constantFrom(
      'eq',
      'ne',
      'startsWith',
      'notStartsWith',
      'contains',
      'notContains',
      'match',
      'le' as const,
    ),
    value: scalar,
  });
  const listed = fc.record({
    kind: fc.constant('compare' as const),
    property,
    operator: fc.constantFrom('in', 'notIn' as const),
    value: fc.array(scalar, { minLength: 1, maxLength: 3 }).map((values): Value => ({ kind: 'list', values })),
  });
  return fc.oneof(single as fc.Arbitrary<Condition>, listed as fc.Arbitrary<Condition>);
}

/** As the parser gives them: no junction directly in one of its kind. */
export function conditions(): fc.Arbitrary<Condition> {
  const quantified = fc.record({
    kind: fc.constantFrom('any', 'all' as const),
    property: fc.constantFrom({ object: 'user', name: 'otherMails' }, { object: 'user', name: 'assignedPlans' }),
    part: comparison(element),
  });
  const leaf = fc.oneof({ weight: 5, arbitrary: comparison(user) }, quantified as fc.Arbitrary<Condition>);
  const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.record({ kind: fc.constant('not' as const), part: tie('tree') }) as fc.Arbitrary<Condition>,
      fc
        .tuple(fc.constantFrom('and', 'or' as const), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([kind, parts]): Condition => ({
          kind,
          parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])),
        })),
    ),
  }));
  return tree;
}

export function rules(): fc.Arbitrary<MembershipRule> {
  const reports = fc.uuid().map((manager): MembershipRule => ({ kind: 'directReports', manager }));
  return fc.oneof({ weight: 9, arbitrary: conditions() }, reports);
}
