import { assertNever, invariant } from '../kernel/invariant.ts';
import { EvaluationError } from '../model/rule-set.ts';
import type { CompiledExpression, EvaluationContext } from '../model/rule-set.ts';
import { decide } from './branch.ts';
import { callPlain } from './call.ts';
import type { Registry } from './dialect.ts';
import type { ExpressionIssue } from './environment.ts';
import type { FormCall } from './form-call.ts';
import { forms, readAttribute } from './forms.ts';
import { inFocus, mapTogether, valueLimit } from './frame.ts';
import type { Frame, Part, Run } from './frame.ts';
import { issue } from './issues.ts';
import { isEager, negate, operate, truth } from './operators.ts';
import { flowResult } from './result.ts';
import type { BinaryNode, CallNode, ConstantName, ExpressionNode, NegateNode, Span } from './syntax.ts';
import { authoritativeNull, ignoreThisFlow, isSeveral, refuse } from './values.ts';
import type { Evaluated, Single } from './values.ts';

export interface Program {
  readonly evaluate: CompiledExpression;
  readonly issues: readonly ExpressionIssue[];
}

/** What may be put around each node that was made ready: a watcher, or nothing. */
export type Wrap = (node: ExpressionNode, part: Part) => Part;

const asItIs: Wrap = (_node, part) => part;

/** Makes a checked tree ready to run: names resolved, constants computed, one closure per node that is left. */
export function compile(root: ExpressionNode, functions: Registry, wrap: Wrap = asItIs): Program {
  const compiler = new Compiler(functions, wrap);
  const { run } = compiler.node(root, new Map());
  const slots = compiler.slots;
  const evaluate: CompiledExpression = (context) => {
    const variables = slots === 0 ? none : new Array<Evaluated>(slots).fill(null);
    return flowResult(run({ context, variables, focus: undefined, budget: valueLimit }), root);
  };
  return { evaluate, issues: compiler.issues };
}

const none: Evaluated[] = [];

/** Slots of the variables in sight. */
type Scope = ReadonlyMap<string, number>;

const constants: Readonly<Record<ConstantName, Single>> = {
  NULL: null,
  CRLF: '\r\n',
  IgnoreThisFlow: ignoreThisFlow,
  AuthoritativeNull: authoritativeNull,
};

class Compiler {
  readonly issues: ExpressionIssue[] = [];
  slots = 0;
  readonly #functions: Registry;
  readonly #wrap: Wrap;

  constructor(functions: Registry, wrap: Wrap) {
    this.#functions = functions;
    this.#wrap = wrap;
  }

  node(node: ExpressionNode, scope: Scope): Part {
    return this.#wrap(node, this.#part(node, scope));
  }

  #part(node: ExpressionNode, scope: Scope): Part {
    switch (node.kind) {
      case 'text':
      case 'number':
      case 'boolean':
        return constant(node.value);
      case 'constant':
        return constant(constants[node.name]);
      case 'empty':
        return constant(null);
      case 'enum':
        return constant(node.name);
      case 'attribute':
        return varying(readAttribute(node.name));
      case 'parameter':
        return varying(readParameter(node.name, node));
      case 'variable':
        return varying(readVariable(scope.get(node.name)));
      case 'call':
        return this.#call(node, scope);
      case 'negate':
        return this.#negation(node, scope);
      case 'binary':
        return this.#binary(node, scope);
      default:
        return assertNever(node);
    }
  }

  #call(node: CallNode, scope: Scope): Part {
    const called = this.#functions.get(node.name);
    invariant(called !== undefined && called.kind !== 'unavailable', `unchecked function ${node.name}`);
    if (called.kind === 'form') return this.#form(node, scope, called.form);
    const parts = node.arguments.map((argument) => this.node(argument, scope));
    return this.#folded(callPlain(called, node, parts), parts, node);
  }

  #form(node: CallNode, scope: Scope, form: keyof typeof forms): Part {
    if (form === 'iif') return this.#branch(node, scope);
    const call: FormCall = {
      node,
      run: (index) => this.node(argumentOf(node, index), scope).run,
      bound: (index) => {
        const variable = argumentOf(node, 0);
        invariant(variable.kind === 'variable', 'a checked call names its variable');
        const slot = this.slots++;
        return { slot, run: this.node(argumentOf(node, index), new Map(scope).set(variable.name, slot)).run };
      },
    };
    return varying(forms[form](call));
  }

  #branch(node: CallNode, scope: Scope): Part {
    const [condition, whenTrue, whenFalse] = node.arguments.map((argument) => this.node(argument, scope));
    invariant(whenFalse !== undefined && whenTrue !== undefined && condition !== undefined, 'a checked IIF');
    const run = decide(condition.run, whenTrue.run, whenFalse.run, argumentOf(node, 0));
    if (condition.constant === undefined) return varying(run);
    const decided = condition.constant.value;
    if (decided === true) return whenTrue;
    return decided === false || decided === null ? whenFalse : varying(run);
  }

  #negation(node: NegateNode, scope: Scope): Part {
    const part = this.node(node.operand, scope);
    const run: Run = (frame) => {
      const value = part.run(frame);
      if (!isSeveral(value)) return negate(value, node);
      return mapTogether(frame, [value], ([item = null]) => negate(item, node), node);
    };
    return this.#folded(run, [part], node);
  }

  #binary(node: BinaryNode, scope: Scope): Part {
    const { operator } = node;
    const parts = [this.node(node.left, scope), this.node(node.right, scope)] as const;
    const [left, right] = parts;
    if (isEager(operator)) return this.#folded(operate(operator, left.run, right.run, node), parts, node);
    const second = asBoolean(operator, right.run, node.right);
    const run =
      operator === '&&'
        ? decide(left.run, second, () => false, node.left)
        : decide(left.run, () => true, second, node.left);
    return this.#folded(run, parts, node);
  }

  /** A part whose own parts are constant is computed now, unless it fails: then it may never be reached. */
  #folded(run: Run, parts: readonly Part[], node: ExpressionNode): Part {
    if (parts.some((part) => part.constant === undefined)) return varying(run);
    try {
      return constant(run(nowhere()));
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      this.issues.push(issue.alwaysFails(error.message, node));
      return varying(run);
    }
  }
}

function constant(value: Evaluated): Part {
  return { run: () => value, constant: { value } };
}

function varying(run: Run): Part {
  return { run, constant: undefined };
}

function argumentOf(node: CallNode, index: number): ExpressionNode {
  const argument = node.arguments[index];
  invariant(argument !== undefined, `${node.name} is checked to have its arguments`);
  return argument;
}

function readParameter(name: string, at: Span): Run {
  const message = `%${name}% has no value here: the connector gives none that holds for all of its objects.`;
  return (frame) => frame.context.parameters.get(name) ?? refuse(message, at);
}

function readVariable(slot: number | undefined): Run {
  invariant(slot !== undefined, 'a checked variable is in scope');
  return (frame) => inFocus(frame, frame.variables[slot] ?? null);
}

/** The right side of && and ||. */
function asBoolean(operator: '&&' | '||', run: Run, at: Span): Run {
  return (frame) => {
    const value = run(frame);
    if (typeof value === 'boolean') return value;
    if (!isSeveral(value)) return truth(operator, value, at);
    return mapTogether(frame, [value], ([item = null]) => truth(operator, item, at), at);
  };
}

const emptyContext: EvaluationContext = {
  attributes: new Map(),
  parameters: new Map(),
  asOf: 0,
  random: (length) => new Uint8Array(length),
};

/** Where constants are computed. They read nothing of it. */
function nowhere(): Frame {
  return { context: emptyContext, variables: none, focus: undefined, budget: valueLimit };
}
