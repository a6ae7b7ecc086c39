import type { SourceRange } from '../kernel/position.ts';
import { compileExpression, dialects } from '../expression/index.ts';
import type { Dialect, Expression, ExpressionIssue } from '../expression/index.ts';
import { codes } from '../kernel/codes/index.ts';
import type { FlowSource } from '../model/rule-set.ts';
import type { AttributeSchema } from '../model/schema.ts';
import type { Scalar } from '../model/value.ts';
import { findAttribute, isKeyword } from './attribute-names.ts';
import type { AttributeNames } from './attribute-names.ts';
import { checkResult } from './flow-result.ts';
import type { Report } from './problems.ts';
import { rangeInside } from './scalar-offsets.ts';
import { inWords } from './scope.ts';
import { at, itemsOf, textOf } from './tree.ts';
import type { ScalarNode, YamlNode } from './tree.ts';
import { typedValue } from './typed-value.ts';

/** What a flow's right-hand side may name. */
export interface FlowInput {
  readonly attributes: AttributeNames;
  /** Names of `%parameters%`. */
  readonly parameters: ReadonlySet<string>;
  /** Of expressions that do not name their own. */
  readonly dialect: Dialect;
}

export interface CompiledSource {
  readonly from: FlowSource;
  readonly deterministic: boolean;
  readonly range: SourceRange;
}

/** Reads `name`, `=expression`, `{ constant }`, `{ expression }` or `{ from }`. */
export function compileSource(
  node: YamlNode,
  target: AttributeSchema,
  input: FlowInput,
  report: Report,
): CompiledSource | undefined {
  if (node.kind === 'scalar') {
    const sign = /^\s*=/.exec(node.text);
    return sign === null
      ? direct(node, target, input, report)
      : expression(node, sign[0].length, target, input, report);
  }
  const constantNode = at(node, 'constant');
  if (constantNode !== undefined) return constant(constantNode, target, report);
  const text = at(node, 'expression') ?? at(node, 'from');
  if (text?.kind !== 'scalar') return undefined;
  return at(node, 'expression') === undefined
    ? direct(text, target, input, report)
    : expression(text, 0, target, { ...input, dialect: dialectOf(node) ?? input.dialect }, report);
}

/** The dialect that a rule or a flow names; the schema lets no other word through. */
export function dialectOf(node: YamlNode | undefined): Dialect | undefined {
  const word = textOf(at(node, 'dialect'));
  return dialects.find((dialect) => dialect === word);
}

function direct(
  node: ScalarNode,
  target: AttributeSchema,
  input: FlowInput,
  report: Report,
): CompiledSource | undefined {
  const source = findAttribute(input.attributes, node.text, node.range, report);
  if (source === undefined) return undefined;
  const help = conversionHelp(node.text, source, target);
  if (help !== undefined) {
    const detail = `${node.text} holds ${several(source)}${inWords(source.syntax)}, the target ${several(target)}${inWords(target.syntax)}.`;
    report('CFG044', node.range, detail, help);
  }
  return { from: { kind: 'direct', attribute: node.text }, deterministic: true, range: node.range };
}

function several(schema: AttributeSchema): string {
  return schema.multiValued ? 'several ' : '';
}

/** Set when a value of the one attribute cannot be a value of the other as it is. */
function conversionHelp(name: string, source: AttributeSchema, target: AttributeSchema): string | undefined {
  if (source.multiValued && !target.multiValued) return `Take one of the values: '=ItemOrNull([${name}],1)'.`;
  if (source.syntax === target.syntax) return undefined;
  const texts = new Set(['string', 'time']);
  if (texts.has(source.syntax) && texts.has(target.syntax)) return undefined;
  if (target.syntax === 'string') {
    return source.syntax === 'binary' ? `Write '=ConvertToBase64([${name}])'.` : `Write '=CStr([${name}])'.`;
  }
  return 'Write an expression that gives what the target holds.';
}

function constant(node: YamlNode, target: AttributeSchema, report: Report): CompiledSource | undefined {
  const scalars = node.kind === 'list' ? itemsOf(node) : [node];
  if (node.kind === 'list' && !target.multiValued) {
    report('CFG042', node.range, 'The target holds one value.');
    return undefined;
  }
  const values = scalars.flatMap((scalar): readonly Scalar[] => {
    if (scalar.kind !== 'scalar') return [];
    if (typeof scalar.value === 'string' && isKeyword(scalar.value)) {
      report('CFG046', scalar.range, `The text “${scalar.text}” would be written.`, `Write '=${scalar.text.trim()}'.`);
    }
    const value = typedValue(scalar, target, report);
    if (value === undefined) return [];
    return [target.syntax === 'reference' ? { dn: String(value) } : value];
  });
  const [first] = values;
  if (first === undefined) return undefined;
  return {
    from: { kind: 'constant', value: node.kind === 'list' ? values : first },
    deterministic: true,
    range: node.range,
  };
}

function expression(
  node: ScalarNode,
  skip: number,
  target: AttributeSchema,
  { attributes, parameters, dialect }: FlowInput,
  report: Report,
): CompiledSource | undefined {
  const text = node.text.slice(skip);
  const attribute = (name: string): AttributeSchema | undefined => inPractice(name, attributes.find(name));
  const result = compileExpression(text, { attribute, attributeNames: attributes.names, parameters, dialect });
  for (const issue of result.issues) reportIssue(issue, node, skip, report);
  if (result.expression === undefined) return undefined;
  checkResult(result.expression, target, node, skip, report);
  return compiled(text, result.expression, node.range);
}

/**
 * Several values in the schema, one on every user, group and computer
 * (https://learn.microsoft.com/windows/win32/adschema/a-description): a warning at each use would be noise.
 */
function inPractice(name: string, schema: AttributeSchema | undefined): AttributeSchema | undefined {
  return schema !== undefined && name === 'description' ? { ...schema, multiValued: false } : schema;
}

function compiled(
  text: string,
  { attributes, alwaysGives, deterministic, evaluate, trace }: Expression,
  range: SourceRange,
): CompiledSource {
  return { from: { kind: 'expression', text, attributes, alwaysGives, evaluate, trace }, deterministic, range };
}

/** An issue inside an expression, at its place in the YAML. */
function reportIssue(issue: ExpressionIssue, node: ScalarNode, skip: number, report: Report): void {
  const cut = node.commented && node.style === 'plain' && codes[issue.code].severity === 'error';
  const help = cut ? 'YAML takes what follows # as a comment: put the expression in quotes.' : issue.help;
  report(issue.code, rangeInside(node, issue.start + skip, issue.end + skip), issue.detail, help);
}
