/** Half-open range of UTF-16 offsets in the expression text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = '*' | '+' | '-' | '&' | '=' | '<>' | '<' | '<=' | '>' | '>=' | '&&' | '||';

/** Constants that are written as a bare name. */
export const constantNames = ['NULL', 'CRLF', 'IgnoreThisFlow', 'AuthoritativeNull'] as const;
export type ConstantName = (typeof constantNames)[number];

/** Options of functions that are written as a bare name. */
export const enumNames = [
  'vbTextCompare',
  'vbBinaryCompare',
  'CaseInsensitive',
  'CaseSensitive',
  'Unicode',
  'ASCII',
  'UTF8',
] as const;
export type EnumName = (typeof enumNames)[number];

export interface TextNode extends Span {
  readonly kind: 'text';
  /** Unescaped. */
  readonly value: string;
}

export interface NumberNode extends Span {
  readonly kind: 'number';
  readonly value: number | bigint;
}

export interface BooleanNode extends Span {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface ConstantNode extends Span {
  readonly kind: 'constant';
  readonly name: ConstantName;
}

export interface EnumNode extends Span {
  readonly kind: 'enum';
  readonly name: EnumName;
}

export interface AttributeNode extends Span {
  readonly kind: 'attribute';
  readonly name: string;
}

export interface ParameterNode extends Span {
  readonly kind: 'parameter';
  readonly name: string;
}

export interface VariableNode extends Span {
  readonly kind: 'variable';
  readonly name: string;
}

export interface CallNode extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly ExpressionNode[];
}

/** An argument that is left out between commas; of the dialect cloudSync. */
export interface EmptyNode extends Span {
  readonly kind: 'empty';
}

export interface NegateNode extends Span {
  readonly kind: 'negate';
  readonly operand: ExpressionNode;
}

export interface BinaryNode extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
}

export type ExpressionNode =
  | TextNode
  | NumberNode
  | BooleanNode
  | ConstantNode
  | EnumNode
  | AttributeNode
  | ParameterNode
  | VariableNode
  | CallNode
  | EmptyNode
  | NegateNode
  | BinaryNode;
