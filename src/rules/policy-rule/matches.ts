import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { RE2JS, RE2JSException } from 're2js';

/** What the library hands to a macro: the parts that are used here. */
interface MacroCall {
  readonly receiver: ASTNode;
  readonly args: readonly [ASTNode];
}

interface Checker {
  readonly check: (node: ASTNode, context: unknown) => { readonly kind: string; readonly name: string };
  readonly getType: (name: string) => unknown;
  readonly createError: (code: string, message: string, node: ASTNode) => Error;
}

interface Evaluator {
  readonly run: (node: ASTNode, context: unknown) => unknown;
}

/**
 * CEL asks for patterns of RE2, in linear time; the library uses those of JavaScript, which may take for ever. A macro
 * of the same name is asked first, whatever it is declared for. The pattern is a text in the expression itself, so that
 * a wrong one is found when the policy is read.
 */
export function matchesInLinearTime(environment: Environment): void {
  environment.registerFunction('bytes.matches(ast): bool', ({ receiver, args: [pattern] }: MacroCall) => {
    const source = pattern.op === 'value' && typeof pattern.args === 'string' ? pattern.args : undefined;
    const compiled = source === undefined ? undefined : compile(source);
    return {
      typeCheck: (checker: Checker, _: unknown, context: unknown) => {
        if (compiled === undefined) {
          throw checker.createError('pattern', 'The pattern of matches is written as a text in quotes', pattern);
        }
        if (typeof compiled === 'string') throw checker.createError('pattern', compiled, pattern);
        const type = checker.check(receiver, context);
        if (type.kind !== 'dyn' && type.name !== 'string') {
          throw checker.createError('pattern', `matches looks at a text, and this is ${type.name}`, receiver);
        }
        return checker.getType('bool');
      },
      evaluate: (evaluator: Evaluator, _: unknown, context: unknown) => {
        const text = evaluator.run(receiver, context);
        if (typeof text !== 'string' || !(compiled instanceof RE2JS)) throw new Error('matches looks at a text');
        return compiled.matcher(text).find();
      },
    };
  });
}

/** The compiled pattern, or what is wrong with it. */
function compile(source: string): RE2JS | string {
  try {
    return RE2JS.compile(source);
  } catch (error) {
    if (error instanceof RE2JSException) return `The pattern cannot be read: ${error.message}`;
    throw error;
  }
}
