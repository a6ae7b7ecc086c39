import fc from 'fast-check';
import { expect, test } from 'vitest';
import { functionsOf } from '../../src/expression/index.ts';
import type { TraceStep } from '../../src/model/evaluation-trace.ts';
import { EvaluationError } from '../../src/model/rule-set.ts';
import type { EvaluationContext, FlowOutcome } from '../../src/model/rule-set.ts';
import { compileFor, contextOf } from './support.ts';
import type { Given } from './support.ts';

const functions = functionsOf('connect');

/** What the compiled expression gives, an error as data. */
function outcomeOf(evaluate: (context: EvaluationContext) => FlowOutcome, context: EvaluationContext): FlowOutcome {
  try {
    return evaluate(context);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return { kind: 'error', message: error.message, start: error.start, end: error.end };
  }
}

function steps(text: string, given: Given = {}): readonly string[] {
  const tell = (step: TraceStep, depth: number): readonly string[] => [
    `${'  '.repeat(depth)}${step.text} = ${step.values.map((value) => JSON.stringify('value' in value ? value.value : value.kind)).join(' | ')}${step.failed ? '!' : ''}`,
    ...step.steps.flatMap((one) => tell(one, depth + 1)),
  ];
  const root = compileFor(text, given).expression!.trace(contextOf(given)).root;
  return root === undefined ? [] : tell(root, 0);
}

test('the parts that ran, with what they came to', () => {
  expect(steps('IIF(IsPresent([mail]), LCase([mail]), [cn] & "x")', { mail: 'ADA@X' })).toEqual([
    'IIF(IsPresent([mail]), LCase([mail]), [cn] & "x") = "ada@x"',
    '  IsPresent([mail]) = true',
    '    [mail] = "ADA@X"',
    '  LCase([mail]) = "ada@x"',
    '    [mail] = "ADA@X"',
  ]);
});

test('the right side of a decided condition did not run', () => {
  expect(steps('IIF(IsPresent([mail]) && [cn] = "x", "a", "b")')).toEqual([
    'IIF(IsPresent([mail]) && [cn] = "x", "a", "b") = "b"',
    '  IsPresent([mail]) && [cn] = "x" = false',
    '    IsPresent([mail]) = false',
    '      [mail] = "null"',
  ]);
});

test('where it failed', () => {
  expect(steps('IIF(IsPresent([mail]), Error("no " & [mail]), NULL)', { mail: 'm' })).toEqual([
    'IIF(IsPresent([mail]), Error("no " & [mail]), NULL) = !',
    '  IsPresent([mail]) = true',
    '    [mail] = "m"',
    '  Error("no " & [mail]) = !',
    '    "no " & [mail] = "no m"',
    '      [mail] = "m"',
  ]);
});

test('a parameter without value is where it failed', () => {
  const text = '[cn] & %Domain.FQDN%';
  const context = { ...contextOf({ cn: 'ada' }), parameters: new Map<string, string>() };
  const { outcome, root } = compileFor(text).expression!.trace(context);
  expect(outcome).toMatchObject({
    kind: 'error',
    message: expect.stringMatching(/^%Domain\.FQDN% has no value here: /) as string,
    start: text.indexOf('%'),
    end: text.length,
  });
  expect(root?.steps.map((one) => [one.text, one.failed])).toEqual([
    ['[cn]', false],
    ['%Domain.FQDN%', true],
  ]);
});

test('a list is decided value by value, and not every value of a long one is kept', () => {
  const many = Array.from({ length: 500 }, (_, index) => String(index));
  const root = compileFor('Select($item, [proxyAddresses], "x" & $item)', { proxyAddresses: many }).expression!.trace(
    contextOf({ proxyAddresses: many }),
  ).root!;
  const inner = root.steps.find((one) => one.text === '"x" & $item')!;
  expect([inner.times, inner.values.length]).toEqual([500, 20]);
});

test('an expression that is one constant has no steps', () => {
  expect([steps('"a"'), steps('AuthoritativeNull')]).toEqual([[], []]);
  expect(steps('"a" & "b"')).toEqual(['"a" & "b" = "ab"']);
});

test.each([...functions.values()].flatMap((one) => one.examples.map(({ text, given = {} }) => [text, given] as const)))(
  'watched, %s gives the same',
  (text, given) => {
    const { expression } = compileFor(text, given as Given);
    if (expression === undefined) return;
    const context = contextOf(given as Given);
    expect(expression.trace(context).outcome).toEqual(outcomeOf(expression.evaluate, context));
  },
);

const { text: anyText } = fc.letrec<{ text: string; truth: string; number: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('"a"', '""', '[mail]', '[cn]', '[missing]', '[proxyAddresses]', '%Domain.FQDN%', '%Forest.LDAP%'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} & ${b})`),
    fc.tuple(tie('truth'), tie('text'), tie('text')).map(([a, b, c]) => `IIF(${a}, ${b}, ${c})`),
    fc.tuple(tie('truth'), tie('text')).map(([a, b]) => `IIF(${a}, Error(${b}), ${b})`),
    fc.tuple(tie('text'), tie('number')).map(([a, b]) => `Left(${a}, ${b})`),
    tie('text').map((one) => `Trim(UCase(${one}))`),
    tie('text').map((one) => `Select($x, ${one}, $x & "!")`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `With($v, ${a}, $v & ${b})`),
    tie('text').map((one) => `Item(${one}, 1)`),
  ),
  truth: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('True', 'False', '[isCriticalSystemObject]'),
    tie('text').map((one) => `IsPresent(${one})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} = ${b})`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a} && ${b})`),
    fc.tuple(tie('truth'), tie('truth')).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `(${a} < ${b})`),
  ),
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('0', '2', '[userAccountControl]', '[missingNumber]', '9223372036854775807'),
    tie('text').map((one) => `Len(${one})`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `(${a} + ${b})`),
    tie('number').map((one) => `-${one}`),
  ),
}));

const anyGiven: fc.Arbitrary<Given> = fc.record({
  mail: fc.option(fc.constantFrom('ada@contoso.com', ' Ada ')),
  cn: fc.option(fc.string({ maxLength: 3, minLength: 1 })),
  proxyAddresses: fc.option(fc.constantFrom<readonly string[]>(['a', 'b'], ['a', 'A', 'c'])),
  userAccountControl: fc.option(fc.constantFrom(512, 514)),
  isCriticalSystemObject: fc.option(fc.boolean()),
});

test('watched and unwatched give the same, values and errors alike', () => {
  let ran = 0;
  fc.assert(
    fc.property(anyText, anyGiven, (text, given) => {
      const { expression } = compileFor(text, given);
      if (expression === undefined) return;
      ran++;
      const context = contextOf(given);
      expect(expression.trace(context).outcome).toEqual(outcomeOf(expression.evaluate, context));
    }),
    { numRuns: 1500 },
  );
  expect(ran).toBeGreaterThan(500);
});
