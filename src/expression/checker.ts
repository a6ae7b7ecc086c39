import { assertNever } from '../kernel/invariant.ts';
import { dialectThatHas, functionsOf } from './dialect.ts';
import type { Registry } from './dialect.ts';
import type { ExpressionEnvironment, ExpressionIssue } from './environment.ts';
import { arityOf, parameterAt, signatureOf } from './function.ts';
import type { ExpressionFunction, FormFunction, PlainFunction } from './function.ts';
import { issue } from './issues.ts';
import { everyKind } from './parameter.ts';
import type { Parameter } from './parameter.ts';
import { either, ofAttribute, ofCall, ofText, one, overlap, unknownType } from './static-type.ts';
import type { Kinds, StaticType } from './static-type.ts';
import type { BinaryNode, CallNode, ExpressionNode, Span, VariableNode } from './syntax.ts';
import { describeKinds } from './values.ts';

/** Types of the variables in sight. */
type Scope = ReadonlyMap<string, StaticType>;

/** Only a result may be a word about the whole flow. */
type Place = 'result' | 'operand';

const MOST_ISSUES = 100;

export interface Check {
  readonly issues: readonly ExpressionIssue[];
  readonly type: StaticType;
}

/** Finds what is wrong with a tree before it runs: names, numbers of arguments, and types that can never fit. */
export function check(root: ExpressionNode, environment: ExpressionEnvironment): Check {
  const checker = new Checker(environment);
  const type = checker.node(root, new Map(), 'result');
  return { issues: checker.issues.slice(0, MOST_ISSUES), type };
}

class Checker {
  readonly issues: ExpressionIssue[] = [];
  readonly #environment: ExpressionEnvironment;
  readonly #functions: Registry;

  constructor(environment: ExpressionEnvironment) {
    this.#environment = environment;
    this.#functions = functionsOf(environment.dialect ?? 'connect');
  }

  node(node: ExpressionNode, scope: Scope, place: Place = 'operand'): StaticType {
    const type = this.#type(node, scope, place);
    if (place === 'result' && type.kinds.length === 1 && type.kinds[0] === 'dt' && !passesOn(node)) {
      this.issues.push(issue.dateResult(node));
    }
    return type;
  }

  #type(node: ExpressionNode, scope: Scope, place: Place): StaticType {
    switch (node.kind) {
      case 'text':
        return ofText(node.value, node);
      case 'number':
        return one(['num']);
      case 'boolean':
        return one(['bool']);
      case 'constant':
        if (node.name === 'CRLF') return one(['str']);
        if (node.name !== 'NULL' && place === 'operand') this.issues.push(issue.flowWord(node.name, node));
        return one([], true);
      case 'empty':
        return one([], true);
      case 'enum':
        this.issues.push(issue.enumOutOfPlace(node.name, node));
        return unknownType;
      case 'attribute':
        return this.#attribute(node.name, node);
      case 'parameter':
        if (!this.#environment.parameters.has(node.name)) {
          this.issues.push(issue.unknownParameter(node.name, this.#environment.parameters, node));
        }
        return one(['str']);
      case 'variable':
        return this.#variable(node, scope);
      case 'call':
        return this.#call(node, scope, place);
      case 'negate':
        return { ...this.#operand('-', node.operand, scope, ['num']), kinds: ['num'] };
      case 'binary':
        return this.#binary(node, scope);
      default:
        return assertNever(node);
    }
  }

  #attribute(name: string, span: Span): StaticType {
    const schema = this.#environment.attribute(name);
    if (schema !== undefined) return ofAttribute(schema);
    this.issues.push(issue.unknownAttribute(name, this.#environment.attributeNames, span));
    return unknownType;
  }

  #variable(node: VariableNode, scope: Scope): StaticType {
    const type = scope.get(node.name);
    if (type !== undefined) return type;
    const names = [...scope.keys()].map((name) => `$${name}`);
    this.issues.push(issue.unknownVariable(`$${node.name}`, names, node));
    return unknownType;
  }

  #call(node: CallNode, scope: Scope, place: Place): StaticType {
    const called = this.#functions.get(node.name);
    const name = { start: node.start, end: node.start + node.name.length };
    if (called === undefined) return this.#unknownFunction(node.name, name);
    if (called.kind === 'unavailable') {
      this.issues.push(issue.noMeaning(called.name, called.reason, name));
      return unknownType;
    }
    if (called.caution !== undefined) this.issues.push(issue.caution(called.caution, name));
    if (!this.#takes(called, node)) return unknownType;
    return called.kind === 'plain' ? this.#plain(called, node, scope) : this.#form(called, node, scope, place);
  }

  #unknownFunction(name: string, span: Span): StaticType {
    const other = dialectThatHas(name, this.#environment.dialect ?? 'connect');
    this.issues.push(
      other === undefined
        ? issue.unknownFunction(name, this.#functions.keys(), span)
        : issue.otherDialect(name, other, span),
    );
    return unknownType;
  }

  #takes(called: ExpressionFunction, node: CallNode): boolean {
    const { least, most, even } = arityOf(called);
    const given = node.arguments.length;
    const fits = given >= least && given <= most && !(even && given % 2 === 1);
    if (!fits) this.issues.push(issue.argumentCount(signatureOf(called), given, node));
    const problem = fits ? called.verify?.(node) : undefined;
    if (problem !== undefined) this.issues.push(issue.refusedConstant(problem, node));
    return fits;
  }

  #plain(called: PlainFunction, node: CallNode, scope: Scope): StaticType {
    const given = node.arguments.map((argument, index) => {
      const parameter = parameterAt(called, index);
      if (parameter === undefined) return unknownType;
      if (argument.kind !== 'empty') return this.#argument(parameter, argument, scope);
      if (!parameter.optional) {
        this.issues.push(issue.argumentLeftOut(parameter.name, signatureOf(called), node));
      }
      return one([]);
    });
    return ofCall(called, given, node);
  }

  #argument(parameter: Parameter<unknown>, node: ExpressionNode, scope: Scope): StaticType {
    if (parameter.options !== undefined) {
      if (node.kind !== 'enum' || !parameter.options.includes(node.name)) {
        this.issues.push(issue.wrongOption(parameter.name, parameter.options, node));
      }
      return one(everyKind);
    }
    const type = this.node(node, scope);
    if (!overlap(type.kinds, parameter.accepts)) {
      const wanted = describeKinds(parameter.accepts);
      this.issues.push(issue.argumentType(parameter.name, wanted, describeKinds(type.kinds), node));
    }
    const problem = node.kind === 'text' ? parameter.verify?.(node.value) : undefined;
    if (problem !== undefined) this.issues.push(issue.refusedConstant(problem, node));
    return type;
  }

  #form(called: FormFunction, node: CallNode, scope: Scope, place: Place): StaticType {
    switch (called.form) {
      case 'iif':
      case 'cloudIif':
        return this.#branches(node, scope, place, (index) => index === 0);
      case 'switch':
        return this.#branches(node, scope, place, (index) => index % 2 === 0);
      case 'cloudSwitch':
        return this.#cases(node, scope, place);
      case 'coalesce':
        return either(node.arguments.map((argument) => this.node(argument, scope)));
      case 'ignoreIfEmpty':
        if (place === 'operand') this.issues.push(issue.flowWord(called.name, node));
        return this.#first(node, scope);
      case 'with':
      case 'where':
      case 'select':
        return this.#binding(called.form, node, scope, place);
      case 'importedValue':
        return this.#quotedName(node);
      case 'valueCount':
        this.#quotedName(node);
        return one(['num']);
      case 'error':
        this.#operands(node, scope, [['str']]);
        return one([]);
      case 'randomNum':
        this.#operands(node, scope, [['num'], ['num']]);
        return one(['num']);
      case 'randomString':
        this.#operands(node, scope, [['num'], ['num'], ['num'], ['num'], ['num'], ['str']]);
        return one(['str']);
      case 'now':
      case 'cloudNow':
      case 'guid':
        return one(called.result === 'first' ? everyKind : called.result);
      default:
        return assertNever(called.form);
    }
  }

  #first(node: CallNode, scope: Scope): StaticType {
    const [first] = node.arguments;
    return first === undefined ? unknownType : this.node(first, scope);
  }

  #operands(node: CallNode, scope: Scope, accepts: readonly Kinds[]): void {
    for (const [index, argument] of node.arguments.entries()) {
      this.#operand(node.name, argument, scope, accepts[index] ?? everyKind);
    }
  }

  /** IIF: a condition and two values. Switch of Connect: conditions and values by turns. */
  #branches(node: CallNode, scope: Scope, place: Place, isCondition: (index: number) => boolean): StaticType {
    const values: StaticType[] = [];
    let several = false;
    for (const [index, argument] of node.arguments.entries()) {
      if (!isCondition(index)) values.push(this.node(argument, scope, place));
      else if (this.#operand(node.name, argument, scope, ['bool']).several) several = true;
    }
    const all = either(values);
    return { ...all, several: all.several || several, nullable: all.nullable || node.name === 'Switch' };
  }

  /** Switch of Cloud Sync: a source, what is given when no key fits, then keys and values by turns. */
  #cases(node: CallNode, scope: Scope, place: Place): StaticType {
    const [source = node, ...others] = node.arguments;
    const { several } = this.#operand(node.name, source, scope, ['str', 'num', 'bool']);
    const values = others.map((argument, index) => {
      if (index % 2 === 0) return this.node(argument, scope, place);
      this.#operand(node.name, argument, scope, ['str', 'num', 'bool']);
      return one([]);
    });
    const all = either(values);
    return { ...all, several: all.several || several };
  }

  #binding(form: 'with' | 'where' | 'select', node: CallNode, scope: Scope, place: Place): StaticType {
    const [variable, value = node, body = node] = node.arguments;
    const values = this.node(value, scope);
    if (variable?.kind !== 'variable') {
      this.issues.push(issue.variableExpected(node.name, variable ?? node));
      return unknownType;
    }
    const inner = new Map(scope).set(variable.name, form === 'with' ? values : single(values));
    switch (form) {
      case 'with':
        return this.node(body, inner, place);
      case 'where':
        this.#operand(node.name, body, inner, ['bool']);
        return { ...values, nullable: true };
      case 'select':
        return { ...this.node(body, inner), several: values.several, nullable: true };
    }
  }

  #quotedName(node: CallNode): StaticType {
    const [argument = node] = node.arguments;
    if (argument.kind === 'text') return this.#attribute(argument.value, argument);
    this.issues.push(issue.attributeNameExpected(node.name, argument));
    return unknownType;
  }

  #binary(node: BinaryNode, scope: Scope): StaticType {
    const { operator } = node;
    switch (operator) {
      case '&&':
      case '||':
        return this.#both(node, scope, ['bool']);
      case '*':
      case '+':
      case '-':
        return this.#both(node, scope, ['num']);
      case '&':
        return this.#pair(node, scope, ['str', 'bin']);
      case '=':
      case '<>':
        return { ...this.#pair(node, scope, everyKind), kinds: ['bool'], nullable: false };
      case '<':
      case '<=':
      case '>':
      case '>=':
        return { ...this.#pair(node, scope, ['str', 'num', 'dt']), kinds: ['bool'], nullable: false };
      default:
        return assertNever(operator);
    }
  }

  #both({ operator, left, right }: BinaryNode, scope: Scope, kinds: Kinds): StaticType {
    const sides = [this.#operand(operator, left, scope, kinds), this.#operand(operator, right, scope, kinds)];
    return { ...either(sides), kinds, longest: undefined };
  }

  /** Both sides are of one of the kinds, and of the same. */
  #pair(node: BinaryNode, scope: Scope, accepts: Kinds): StaticType {
    const { operator } = node;
    const left = this.#operand(operator, node.left, scope, accepts);
    const right = this.#operand(operator, node.right, scope, accepts);
    if (!overlap(left.kinds, right.kinds)) {
      this.issues.push(issue.differentTypes(operator, describeKinds(left.kinds), describeKinds(right.kinds), node));
    } else if (operator !== '&' && (isNullWord(node.left) || isNullWord(node.right))) {
      this.issues.push(issue.nullCompared(node));
    }
    return {
      kinds: common(left.kinds, right.kinds),
      several: left.several || right.several,
      nullable: left.nullable && right.nullable,
      longest: undefined,
    };
  }

  #operand(operator: string, node: ExpressionNode, scope: Scope, accepts: Kinds): StaticType {
    const type = this.node(node, scope);
    if (overlap(type.kinds, accepts)) return type;
    this.issues.push(issue.operandType(operator, describeKinds(accepts), describeKinds(type.kinds), node));
    return unknownType;
  }
}

function single(type: StaticType): StaticType {
  return { ...type, several: false, nullable: false };
}

function common(left: Kinds, right: Kinds): Kinds {
  if (left.length === 0) return right;
  return right.length === 0 ? left : left.filter((kind) => right.includes(kind));
}

/** Its value is that of one of its arguments, which is looked at itself. */
function passesOn(node: ExpressionNode): boolean {
  return node.kind === 'call' && ['IIF', 'Switch', 'With'].includes(node.name);
}

function isNullWord(node: ExpressionNode): boolean {
  return node.kind === 'constant' && node.name === 'NULL';
}
