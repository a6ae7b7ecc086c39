import type { Parameter } from './parameter.ts';
import type { Span } from './syntax.ts';
import type { Evaluated, Kind, Single } from './values.ts';

type Arguments<P extends readonly Parameter<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

export interface Example {
  readonly text: string;
  readonly result: Single | readonly Single[];
  /** Attributes that it reads. */
  readonly given?: Readonly<Record<string, Single | readonly Single[]>>;
}

interface Description {
  readonly name: string;
  readonly parameters: readonly Parameter<unknown>[];
  /** What it gives; `first`: the kind of its first argument. */
  readonly result: readonly Kind[] | 'first';
  /** `each`: applied to every value of a list on its own. */
  readonly mapping: 'each' | 'whole';
  readonly summary: string;
  readonly examples: readonly Example[];
}

/** Functions of their arguments alone: the same arguments always give the same result. */
export interface PlainFunction extends Description {
  readonly kind: 'plain';
  /** The result when a parameter that is not nullable gets null. */
  readonly whenNull: Single;
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
  | 'randomNum';

export type ExpressionFunction = PlainFunction | FormFunction;

type PlainDefinition<P extends readonly Parameter<unknown>[]> = Omit<Description, 'parameters' | 'mapping'> & {
  readonly parameters: P;
  readonly mapping?: 'each' | 'whole';
  readonly whenNull?: Single;
  readonly evaluate: (at: Span, ...values: Arguments<P>) => Evaluated;
};

/** A function whose `evaluate` gets exactly what its parameters read. */
export function plain<const P extends readonly Parameter<unknown>[]>(definition: PlainDefinition<P>): PlainFunction {
  return {
    kind: 'plain',
    mapping: 'each',
    whenNull: null,
    ...definition,
    evaluate: definition.evaluate as PlainFunction['evaluate'],
  };
}

type FormDefinition = Omit<FormFunction, 'kind' | 'deterministic' | 'mapping' | 'parameters' | 'arity'> & {
  /** How many arguments it takes; the rest of {@link Arity} when it is not one number. */
  readonly takes: number | Arity;
  readonly deterministic?: boolean;
};

export function form({ takes, ...definition }: FormDefinition): FormFunction {
  const arity = typeof takes === 'number' ? { least: takes, most: takes, even: false } : takes;
  return { kind: 'form', deterministic: true, mapping: 'whole', parameters: [], arity, ...definition };
}

export function arityOf(definition: ExpressionFunction): Arity {
  if (definition.kind === 'form') return definition.arity;
  const most = definition.parameters.length;
  return { least: definition.parameters.filter((one) => !one.optional).length, most, even: false };
}

/** `Left(str value, num length): str`. */
export function signatureOf(definition: ExpressionFunction): string {
  if (definition.kind === 'form') return definition.signature;
  const parameters = definition.parameters.map((one, index) => {
    const type = one.options === undefined ? typeWord(one.accepts, one.collection) : 'enum';
    const separator = index === 0 ? '' : ', ';
    return one.optional ? `[${separator}${type} ${one.name}]` : `${separator}${type} ${one.name}`;
  });
  const result = definition.result === 'first' ? (definition.parameters[0]?.accepts ?? []) : definition.result;
  return `${definition.name}(${parameters.join('')}): ${typeWord(result, false)}`;
}

function typeWord(kinds: readonly Kind[], several: boolean): string {
  if (kinds.length === 6) return several ? 'mv' : 'var';
  return kinds.map((kind) => (several ? `mv${kind}` : kind)).join('|');
}
