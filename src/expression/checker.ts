import { assertNever } from '../kernel/invariant.ts';
import type { Syntax } from '../model/schema.ts';
import type { ExpressionEnvironment, ExpressionIssue } from './environment.ts';
import { arityOf, signatureOf } from './function.ts';
import type { ExpressionFunction, FormFunction, PlainFunction } from './function.ts';
import { functions, functionsToCome } from './functions/index.ts';
import { issue } from './issues.ts';
import { everyKind } from './parameter.ts';
import type { Parameter } from './parameter.ts';
import type { BinaryNode, CallNode, ExpressionNode, Span, VariableNode } from './syntax.ts';
import { describeKinds } from './values.ts';
import type { Kind } from './values.ts';

/** What a node may come to: every kind when that is not known, none for NULL and Error, which go with all. */
type Kinds = readonly Kind[];

/** Kinds of the variables in sight. */
type Scope = ReadonlyMap<string, Kinds>;

/** Only a result may be a word about the whole flow. */
type Place = 'result' | 'operand';

const MOST_ISSUES = 100;

/** Finds what is wrong with a tree before it runs: names, numbers of arguments, and types that can never fit. */
export function check(root: ExpressionNode, environment: ExpressionEnvironment): readonly ExpressionIssue[] {
  const checker = new Checker(environment);
  checker.node(root, new Map(), 'result');
  return checker.issues.slice(0, MOST_ISSUES);
}

const kindsOfSyntax: Readonly<Record<Syntax, Kinds>> = {
  string: ['str'],
  integer: ['num'],
  boolean: ['bool'],
  binary: ['bin'],
  reference: ['ref'],
  // As the directory holds it: generalized time is a text, FILETIME a number.
  time: ['str', 'num'],
};

class Checker {
  readonly issues: ExpressionIssue[] = [];
  readonly #environment: ExpressionEnvironment;

  constructor(environment: ExpressionEnvironment) {
    this.#environment = environment;
  }

  node(node: ExpressionNode, scope: Scope, place: Place = 'operand'): Kinds {
    const kinds = this.#kinds(node, scope, place);
    if (place === 'result' && kinds.length === 1 && kinds[0] === 'dt' && !passesOn(node)) {
      this.issues.push(issue.dateResult(node));
    }
    return kinds;
  }

  #kinds(node: ExpressionNode, scope: Scope, place: Place): Kinds {
    switch (node.kind) {
      case 'text':
        return ['str'];
      case 'number':
        return ['num'];
      case 'boolean':
        return ['bool'];
      case 'constant':
        if (node.name === 'CRLF') return ['str'];
        if (node.name !== 'NULL' && place === 'operand') this.issues.push(issue.flowWord(node.name, node));
        return [];
      case 'enum':
        this.issues.push(issue.enumOutOfPlace(node.name, node));
        return everyKind;
      case 'attribute':
        return this.#attribute(node.name, node);
      case 'parameter':
        if (!this.#environment.parameters.has(node.name)) {
          this.issues.push(issue.unknownParameter(node.name, this.#environment.parameters, node));
        }
        return ['str'];
      case 'variable':
        return this.#variable(node, scope);
      case 'call':
        return this.#call(node, scope, place);
      case 'negate':
        this.#operand('-', node.operand, scope, ['num']);
        return ['num'];
      case 'binary':
        return this.#binary(node, scope);
      default:
        return assertNever(node);
    }
  }

  #attribute(name: string, span: Span): Kinds {
    const schema = this.#environment.attribute(name);
    if (schema !== undefined) return kindsOfSyntax[schema.syntax];
    this.issues.push(issue.unknownAttribute(name, this.#environment.attributeNames, span));
    return everyKind;
  }

  #variable(node: VariableNode, scope: Scope): Kinds {
    const kinds = scope.get(node.name);
    if (kinds !== undefined) return kinds;
    this.issues.push(
      issue.unknownVariable(
        `$${node.name}`,
        [...scope.keys()].map((name) => `$${name}`),
        node,
      ),
    );
    return everyKind;
  }

  #call(node: CallNode, scope: Scope, place: Place): Kinds {
    const called = functions.get(node.name);
    const name = { start: node.start, end: node.start + node.name.length };
    if (called === undefined) {
      const known = functionsToCome.has(node.name);
      this.issues.push(known ? issue.notAvailable(node.name, name) : issue.unknownFunction(node.name, allNames, name));
      return everyKind;
    }
    if (!this.#takes(called, node)) return everyKind;
    return called.kind === 'plain' ? this.#plain(called, node, scope) : this.#form(called, node, scope, place);
  }

  #takes(called: ExpressionFunction, node: CallNode): boolean {
    const { least, most, even } = arityOf(called);
    const given = node.arguments.length;
    const fits = given >= least && given <= most && !(even && given % 2 === 1);
    if (!fits) this.issues.push(issue.argumentCount(signatureOf(called), given, node));
    return fits;
  }

  #plain(called: PlainFunction, node: CallNode, scope: Scope): Kinds {
    const found = node.arguments.map((argument, index) => {
      const parameter = called.parameters[index];
      return parameter === undefined ? everyKind : this.#argument(parameter, argument, scope);
    });
    return called.result === 'first' ? (found[0] ?? everyKind) : called.result;
  }

  #argument(parameter: Parameter<unknown>, node: ExpressionNode, scope: Scope): Kinds {
    if (parameter.options !== undefined) {
      if (node.kind !== 'enum' || !parameter.options.includes(node.name)) {
        this.issues.push(issue.wrongOption(parameter.name, parameter.options, node));
      }
      return everyKind;
    }
    const kinds = this.node(node, scope);
    if (!overlap(kinds, parameter.accepts)) {
      const wanted = describeKinds(parameter.accepts);
      this.issues.push(issue.argumentType(parameter.name, wanted, describeKinds(kinds), node));
    }
    return kinds;
  }

  #form(called: FormFunction, node: CallNode, scope: Scope, place: Place): Kinds {
    const [first, second, third] = node.arguments;
    switch (called.form) {
      case 'iif':
      case 'switch':
        return this.#branches(node, scope, place, called.form === 'iif' ? 1 : 2);
      case 'with':
        return this.#binding(node, scope, (inner) => this.node(third ?? node, inner, place));
      case 'where':
        return this.#binding(node, scope, (inner, kinds) => {
          this.#operand(node.name, third ?? node, inner, ['bool']);
          return kinds;
        });
      case 'select':
        return this.#binding(node, scope, (inner) => this.node(third ?? node, inner));
      case 'importedValue':
        return this.#quotedName(node, first ?? node);
      case 'valueCount':
        this.#quotedName(node, first ?? node);
        return ['num'];
      case 'error':
        this.#operand(node.name, first ?? node, scope, ['str']);
        return [];
      case 'randomNum':
        this.#operand(node.name, first ?? node, scope, ['num']);
        this.#operand(node.name, second ?? node, scope, ['num']);
        return ['num'];
      case 'now':
      case 'guid':
        return called.result === 'first' ? everyKind : called.result;
      default:
        return assertNever(called.form);
    }
  }

  /** IIF: a condition and two values. Switch: conditions and values by turns. */
  #branches(node: CallNode, scope: Scope, place: Place, turns: 1 | 2): Kinds {
    const found = new Set<Kind>();
    for (const [index, argument] of node.arguments.entries()) {
      const isCondition = turns === 1 ? index === 0 : index % 2 === 0;
      if (isCondition) this.#operand(node.name, argument, scope, ['bool']);
      else for (const kind of this.node(argument, scope, place)) found.add(kind);
    }
    return [...found];
  }

  #binding(node: CallNode, scope: Scope, body: (inner: Scope, kinds: Kinds) => Kinds): Kinds {
    const [variable, value = node] = node.arguments;
    const kinds = this.node(value, scope);
    if (variable?.kind !== 'variable') {
      this.issues.push(issue.variableExpected(node.name, variable ?? node));
      return everyKind;
    }
    return body(new Map(scope).set(variable.name, kinds), kinds);
  }

  #quotedName(node: CallNode, argument: ExpressionNode): Kinds {
    if (argument.kind === 'text') return this.#attribute(argument.value, argument);
    this.issues.push(issue.attributeNameExpected(node.name, argument));
    return everyKind;
  }

  #binary(node: BinaryNode, scope: Scope): Kinds {
    const { operator, left, right } = node;
    switch (operator) {
      case '&&':
      case '||':
        this.#operand(operator, left, scope, ['bool']);
        this.#operand(operator, right, scope, ['bool']);
        return ['bool'];
      case '*':
      case '+':
      case '-':
        this.#operand(operator, left, scope, ['num']);
        this.#operand(operator, right, scope, ['num']);
        return ['num'];
      case '&':
        return this.#pair(node, scope, ['str', 'bin']);
      case '=':
      case '<>':
        this.#pair(node, scope, everyKind);
        return ['bool'];
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.#pair(node, scope, ['str', 'num', 'dt']);
        return ['bool'];
      default:
        return assertNever(operator);
    }
  }

  /** Both sides are of one of the kinds, and of the same. */
  #pair(node: BinaryNode, scope: Scope, accepts: Kinds): Kinds {
    const { operator } = node;
    const left = this.#operand(operator, node.left, scope, accepts);
    const right = this.#operand(operator, node.right, scope, accepts);
    if (!overlap(left, right)) {
      this.issues.push(issue.differentTypes(operator, describeKinds(left), describeKinds(right), node));
    } else if (operator !== '&' && (isNullWord(node.left) || isNullWord(node.right))) {
      this.issues.push(issue.nullCompared(node));
    }
    return left.length === 0 ? right : right.length === 0 ? left : left.filter((kind) => right.includes(kind));
  }

  #operand(operator: string, node: ExpressionNode, scope: Scope, accepts: Kinds): Kinds {
    const kinds = this.node(node, scope);
    if (overlap(kinds, accepts)) return kinds;
    this.issues.push(issue.operandType(operator, describeKinds(accepts), describeKinds(kinds), node));
    return everyKind;
  }
}

const allNames = [...functions.keys(), ...functionsToCome];

function overlap(some: Kinds, others: Kinds): boolean {
  return some.length === 0 || others.length === 0 || some.some((kind) => others.includes(kind));
}

/** Its value is that of one of its arguments, which is looked at itself. */
function passesOn(node: ExpressionNode): boolean {
  return node.kind === 'call' && ['IIF', 'Switch', 'With'].includes(node.name);
}

function isNullWord(node: ExpressionNode): boolean {
  return node.kind === 'constant' && node.name === 'NULL';
}
