import type { Parameter, RestParameter } from './parameter.ts';
import type { CallNode, Span } from './syntax.ts';
import type { Evaluated, Kind, Single } from './values.ts';

type Parameters = readonly Parameter<unknown>[];

type Arguments<P extends Parameters> = P extends readonly [...infer First extends Parameters, RestParameter<infer T>]
  ? readonly [...Arguments<First>, ...T[]]
  : { readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never };

export interface Example {
  readonly text: string;
  readonly result: Single | readonly Single[];
  /** Attributes that it reads. */
  readonly given?: Readonly<Record<string, Single | readonly Single[]>>;
}

interface Description {
  readonly name: string;
  readonly parameters: Parameters;
  /** What it gives; `first`: the kind of its first argument. */
  readonly result: readonly Kind[] | 'first';
  /** `each`: applied to every value of a list on its own. */
  readonly mapping: 'each' | 'whole';
  /** Gives a list of one value too (`always`), or when its first argument is one (`first`). */
  readonly list?: 'always' | 'first';
  /** May give nothing for arguments that are there. */
  readonly sparing: boolean;
  /** The place of the argument that bounds the length of the result. */
  readonly cuts?: number;
  /** What is wrong with a call, seen without its values. */
  readonly verify?: (call: CallNode) => string | undefined;
  /** What its caller must know: reported as a warning. */
  readonly caution?: string;
  readonly summary: string;
  readonly examples: readonly Example[];
}

/** Functions of their arguments alone: the same arguments always give the same result. */
export interface PlainFunction extends Description {
  readonly kind: 'plain';
  /** The result when a parameter that is not nullable gets null. */
  readonly whenNull: Single;
  /** Where the parameters do not say it. */
  readonly signature?: string;
  readonly evaluate: (at: Span, ...values: readonly unknown[]) => Evaluated;
}

/** Functions that decide which arguments run, or that look outside them: the compiler knows each by its form. */
export interface FormFunction extends Description {
  readonly kind: 'form';
  readonly form: Form;
  /** Given as text where the parameters do not say it. */
  readonly signature: string;
  readonly arity: Arity;
  readonly deterministic: boolean;
}

/** How many arguments a call may have. */
export interface Arity {
  readonly least: number;
  readonly most: number;
  /** Arguments come in pairs. */
  readonly even: boolean;
}

export type Form =
  | 'iif'
  | 'switch'
  | 'with'
  | 'where'
  | 'select'
  | 'importedValue'
  | 'valueCount'
  | 'error'
  | 'now'
  | 'guid'
  | 'randomNum'
  | 'cloudIif'
  | 'cloudSwitch'
  | 'cloudNow'
  | 'coalesce'
  | 'ignoreIfEmpty'
  | 'randomString';

/** Functions that the language has and that cannot mean anything here. */
export interface UnavailableFunction extends Description {
  readonly kind: 'unavailable';
  readonly signature: string;
  readonly reason: string;
}

export type ExpressionFunction = PlainFunction | FormFunction | UnavailableFunction;

type PlainDefinition<P extends Parameters> = Omit<Description, 'parameters' | 'mapping' | 'sparing'> & {
  readonly sparing?: boolean;
  readonly parameters: P;
  readonly mapping?: 'each' | 'whole';
  readonly whenNull?: Single;
  readonly signature?: string;
  readonly evaluate: (at: Span, ...values: Arguments<P>) => Evaluated;
};

/** A function whose `evaluate` gets exactly what its parameters read. */
export function plain<const P extends Parameters>(definition: PlainDefinition<P>): PlainFunction {
  return {
    kind: 'plain',
    mapping: 'each',
    sparing: false,
    whenNull: null,
    ...definition,
    evaluate: definition.evaluate as PlainFunction['evaluate'],
  };
}

type UnavailableDefinition = Pick<UnavailableFunction, 'name' | 'signature' | 'reason' | 'summary'>;

export function unavailable(definition: UnavailableDefinition): UnavailableFunction {
  return {
    kind: 'unavailable',
    parameters: [],
    result: [],
    mapping: 'whole',
    sparing: true,
    examples: [],
    ...definition,
  };
}

type FormDefinition = Omit<FormFunction, 'kind' | 'deterministic' | 'mapping' | 'sparing' | 'parameters' | 'arity'> & {
  /** How many arguments it takes; the rest of {@link Arity} when it is not one number. */
  readonly takes: number | Arity;
  readonly deterministic?: boolean;
};

export function form({ takes, ...definition }: FormDefinition): FormFunction {
  const arity = typeof takes === 'number' ? { least: takes, most: takes, even: false } : takes;
  return { kind: 'form', deterministic: true, mapping: 'whole', sparing: true, parameters: [], arity, ...definition };
}

export function arityOf(definition: ExpressionFunction): Arity {
  if (definition.kind === 'form') return definition.arity;
  if (definition.kind === 'unavailable') return { least: 0, most: Infinity, even: false };
  const most = definition.parameters.at(-1)?.rest === true ? Infinity : definition.parameters.length;
  return { least: definition.parameters.filter((one) => !one.optional).length, most, even: false };
}

/** The parameter that the argument at that place is for; the last may stand for many. */
export function parameterAt({ parameters }: PlainFunction, index: number): Parameter<unknown> | undefined {
  const last = parameters.at(-1);
  return parameters[index] ?? (last?.rest === true ? last : undefined);
}

/** `Left(str value, num length): str`. */
export function signatureOf(definition: ExpressionFunction): string {
  if (definition.signature !== undefined) return definition.signature;
  const parameters = definition.parameters.map((one, index) => {
    const type = one.options === undefined ? typeWord(one.accepts, one.collection) : 'enum';
    const separator = index === 0 ? '' : ', ';
    if (one.rest) return `${separator}${type} ${one.name}1[, ${type} ${one.name}2…]`;
    return one.optional ? `[${separator}${type} ${one.name}]` : `${separator}${type} ${one.name}`;
  });
  const result = definition.result === 'first' ? (definition.parameters[0]?.accepts ?? []) : definition.result;
  return `${definition.name}(${parameters.join('')}): ${typeWord(result, false)}`;
}

function typeWord(kinds: readonly Kind[], several: boolean): string {
  if (kinds.length === 6) return several ? 'mv' : 'var';
  return kinds.map((kind) => (several ? `mv${kind}` : kind)).join('|');
}
