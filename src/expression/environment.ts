import type { Code } from '../kernel/codes/index.ts';
import type { CompiledExpression, EvaluationContext, EvaluationTrace } from '../model/rule-set.ts';
import type { AttributeSchema, Syntax } from '../model/schema.ts';
import type { Longest } from './static-type.ts';
import type { ExpressionNode, Span } from './syntax.ts';

/** The languages in which Microsoft writes expressions: that of Connect Sync, and that of the provisioning service. */
export const dialects = ['connect', 'cloudSync'] as const;
export type Dialect = (typeof dialects)[number];

/** What an expression may name. */
export interface ExpressionEnvironment {
  /** An attribute of the object that the flow reads, by its exact name. */
  readonly attribute: (name: string) => AttributeSchema | undefined;
  /** Every attribute of that object: for "did you mean". */
  readonly attributeNames: readonly string[];
  /** Names of the known `%parameters%`, without the percent signs. */
  readonly parameters: ReadonlySet<string>;
  /** `connect` when not given. */
  readonly dialect?: Dialect;
}

/** What is wrong with an expression; offsets are inside its text. The severity is that of the code. */
export interface ExpressionIssue extends Span {
  readonly code: Code;
  readonly detail: string;
  readonly help?: string;
}

/** What an expression may come to, known before it runs. */
export interface ExpressionResult {
  /** What its values may be; empty when it only decides about the flow. */
  readonly syntaxes: ReadonlySet<Syntax>;
  readonly several: boolean;
  readonly nullable: boolean;
  /** The longest text that it asks for itself, by a literal or by Left and its like. */
  readonly longest: Longest | undefined;
}

export interface Expression {
  readonly evaluate: CompiledExpression;
  /** The same evaluation, watched. */
  readonly trace: (context: EvaluationContext) => EvaluationTrace;
  /** Attributes that it reads, each once, in the order of first mention. */
  readonly attributes: readonly string[];
  /** False when two evaluations of the same object may differ: such a flow should be applied once. */
  readonly deterministic: boolean;
  readonly result: ExpressionResult;
  /** It gives a value for every object, or fails: never nothing, and no word about the flow. */
  readonly alwaysGives: boolean;
  readonly root: ExpressionNode;
}

export interface Compilation {
  /** Undefined when an issue is an error. */
  readonly expression: Expression | undefined;
  readonly issues: readonly ExpressionIssue[];
}
