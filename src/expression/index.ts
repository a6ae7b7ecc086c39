import { alwaysGives } from './certain.ts';
import { check } from './checker.ts';
import { cloudSyncGrammarIssues } from './cloud-sync-grammar.ts';
import { compile } from './compile.ts';
import { functionsOf } from './dialect.ts';
import type { Compilation, Dialect, ExpressionEnvironment, ExpressionIssue } from './environment.ts';
import { flatReading } from './flat-reading.ts';
import { isError } from './issues.ts';
import { cloudSyncGrammar, connectGrammar, parseExpression } from './parser.ts';
import type { Parse } from './parser.ts';
import { syntaxesOf } from './static-type.ts';
import { survey } from './survey.ts';
import { traceExpression } from './trace.ts';

export { functionsOf } from './dialect.ts';
export { dialects } from './environment.ts';
export type { Compilation, Dialect, Expression, ExpressionEnvironment, ExpressionIssue } from './environment.ts';
export { signatureOf } from './function.ts';
export { cloudSyncGrammar, parseExpression } from './parser.ts';
export { printExpression } from './printer.ts';
export { visit } from './survey.ts';
export type { ExpressionNode } from './syntax.ts';

/** Reads an expression of a dialect, checks it, and makes it ready to run for each object. */
export function compileExpression(text: string, environment: ExpressionEnvironment): Compilation {
  const { dialect = 'connect' } = environment;
  const { root, issues: mistakes } = parsed(text, dialect);
  if (root === undefined) return { expression: undefined, issues: mistakes };
  const { issues: found, type } = check(root, environment);
  if (found.some(isError)) return { expression: undefined, issues: found };
  const functions = functionsOf(dialect);
  const { evaluate, issues: failing } = compile(root, functions);
  const flat: readonly ExpressionIssue[] = dialect === 'connect' ? flatReading(text, root, environment) : [];
  const { several, nullable, longest } = type;
  const result = { syntaxes: syntaxesOf(type), several, nullable, longest };
  return {
    expression: {
      evaluate,
      trace: (context) => traceExpression(root, functions, context),
      root,
      result,
      alwaysGives: alwaysGives(root, result),
      ...survey(root, functions),
    },
    issues: [...found, ...failing, ...flat],
  };
}

function parsed(text: string, dialect: Dialect): Parse {
  if (dialect === 'connect') return parseExpression(text, connectGrammar);
  const parse = parseExpression(text, cloudSyncGrammar);
  if (parse.root === undefined) return parse;
  const issues = cloudSyncGrammarIssues(parse.root);
  return issues.length === 0 ? parse : { root: undefined, issues };
}
