import { codes } from '../kernel/codes/index.ts';
import { didYouMean } from '../kernel/text.ts';
import type { ExpressionIssue } from './environment.ts';
import type { Span } from './syntax.ts';

function make(code: ExpressionIssue['code'], detail: string, span: Span, help?: string): ExpressionIssue {
  const { start, end } = span;
  return help === undefined ? { code, detail, start, end } : { code, detail, start, end, help };
}

/** What is wrong with a name, and the right one when there is a near one. */
function unknown(what: string, name: string, candidates: Iterable<string>): readonly [string, string | undefined] {
  const names = [...candidates];
  const otherCase = names.find((one) => one.toLowerCase() === name.toLowerCase());
  if (otherCase !== undefined) {
    return [`There is no ${what} ${name}: names are case-sensitive.`, `Write ${otherCase}.`];
  }
  const near = didYouMean(name, names);
  return [`There is no ${what} ${name}.`, near === undefined ? undefined : `Did you mean ${near}?`];
}

/** Every message of the compiler, one function each. */
export const issue = {
  syntax: (detail: string, span: Span, help?: string) => make('EXP001', detail, span, help),
  unclosedText: (span: Span) =>
    make('EXP001', 'A text is not closed with a quote.', span, 'Inside a text a backslash is written twice.'),
  unknownEscape: (character: string, span: Span) =>
    make(
      'EXP001',
      `A backslash before ${JSON.stringify(character)} has no meaning.`,
      span,
      'Inside a text a backslash is written twice; the others are \\" \\n \\r and \\t.',
    ),
  numberTooLarge: (span: Span) => make('EXP001', 'A number has at most 64 bits.', span),
  illFormed: (span: Span) => make('EXP001', 'The text holds half of a surrogate pair.', span),
  empty: (span: Span) => make('EXP001', 'The expression is empty.', span),
  tooLong: (limit: number, span: Span) =>
    make('EXP002', `An expression has at most ${limit.toLocaleString('en-US')} characters.`, span),
  tooDeep: (limit: number, span: Span) => make('EXP002', `An expression is nested at most ${limit} levels deep.`, span),
  unknownFunction: (name: string, names: Iterable<string>, span: Span) =>
    make('EXP003', ...around(unknown('function', name, names), span)),
  unknownAttribute: (name: string, names: Iterable<string>, span: Span) =>
    make('EXP004', ...around(unknown('attribute', name, names), span)),
  unknownParameter: (name: string, names: Iterable<string>, span: Span) =>
    make('EXP005', ...around(unknown('parameter', name, names), span)),
  unknownVariable: (name: string, names: Iterable<string>, span: Span) =>
    make('EXP006', ...around(unknown('variable', name, names), span)),
  unknownName: (name: string, names: Iterable<string>, span: Span) =>
    make('EXP006', ...around(unknown('constant', name, names), span)),
  foreignWord: (name: string, help: string, span: Span) => make('EXP006', `There is no operator ${name}.`, span, help),
  argumentCount: (signature: string, given: number, span: Span) =>
    make('EXP007', `The function does not take ${given} argument${given === 1 ? '' : 's'}.`, span, signature),
  argumentType: (parameter: string, wanted: string, found: string, span: Span) =>
    make('EXP008', `${parameter} must be ${wanted}, but this is ${found}.`, span),
  operandType: (operator: string, wanted: string, found: string, span: Span) =>
    make('EXP008', `"${operator}" takes ${wanted}, but this is ${found}.`, span),
  differentTypes: (operator: string, left: string, right: string, span: Span) =>
    make('EXP008', `"${operator}" has ${left} on its left and ${right} on its right.`, span),
  badArgument: (detail: string, span: Span) => make('EXP008', detail, span),
  flowWord: (name: string, span: Span) =>
    make('EXP010', `${name} can only be the result of the expression or of a branch.`, span),
  enumOutOfPlace: (name: string, span: Span) => make('EXP010', `${name} is an option of other functions.`, span),
  wrongOption: (parameter: string, allowed: readonly string[], span: Span) =>
    make('EXP010', `${parameter} is one of ${allowed.join(', ')}.`, span),
  variableExpected: (name: string, span: Span) =>
    make('EXP010', `The first argument of ${name} names a variable.`, span, 'Write a name with $ before it: $item.'),
  attributeNameExpected: (name: string, span: Span) =>
    make('EXP011', `${name} takes the name of an attribute in quotes.`, span),
  dateResult: (span: Span) => make('EXP012', 'The result is a date.', span),
  flatReading: (conventional: string, span: Span) =>
    make('EXP013', 'Read strictly from left to right it means something else.', span, `It is read as ${conventional}.`),
  nullCompared: (span: Span) => make('EXP014', 'A value is compared with NULL.', span),
  notInDialect: (detail: string, span: Span, help?: string) =>
    make('EXP016', `${detail} The dialect is cloudSync.`, span, help),
  otherDialect: (name: string, other: string, span: Span) =>
    make('EXP016', `${name} is a function of the dialect ${other}.`, span, `Write dialect: ${other} for the flow.`),
  emptinessDecides: (name: string, span: Span) =>
    make(
      'EXP016',
      `${name} cannot ask whether a value is there: a condition on an empty attribute never holds.`,
      span,
      'Use Switch with the attribute as its source and "" as one of the keys.',
    ),
  noMeaning: (name: string, reason: string, span: Span) => make('EXP017', `${name} has no meaning here.`, span, reason),
  refusedConstant: (detail: string, span: Span) => make('EXP018', detail, span),
  caution: (detail: string, span: Span) => make('EXP019', detail, span),
  argumentLeftOut: (name: string, signature: string, span: Span) =>
    make('EXP007', `The argument ${name} is left out.`, span, signature),
  alwaysFails: (detail: string, span: Span) => make('EXP015', detail, span),
} as const satisfies Record<string, (...parts: never[]) => ExpressionIssue>;

function around(
  [detail, help]: readonly [string, string | undefined],
  span: Span,
): readonly [string, Span, string | undefined] {
  return [detail, span, help];
}

export function isError(one: ExpressionIssue): boolean {
  return codes[one.code].severity === 'error';
}
