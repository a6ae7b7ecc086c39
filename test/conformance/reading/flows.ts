import type { Attributes, Scalar, Value } from '../../../src/model/value.ts';
import type { ExportedFlow, ExportedRule } from '../export/read-export.ts';
import { attribute, listOf, textOf } from './values.ts';

/** What an expression comes to: a value, or one of the words that stand for something else; an Error holds the object. */
export type Result = { readonly value: Value } | 'NULL' | 'AuthoritativeNull' | 'IgnoreThisFlow' | 'error';

/** Answers an expression of the export for an object. */
export type Answer = (expression: string, attributes: Attributes, rule: ExportedRule) => Result;

/** What all rules together say of a target: it is set, it is emptied, or nothing is said of it. */
export type Said =
  | { readonly values: readonly Scalar[]; /** Only where the target is made. */ readonly once: boolean }
  | 'emptied'
  | 'untouched'
  | 'error';

/** A rule in scope of an object, and what its flows read. */
export interface Reader {
  readonly rule: ExportedRule;
  readonly attributes: Attributes;
  /** Is the attribute to be left as it was, whatever that is? Nothing made of it empties anything. */
  readonly isUntouched?: (attribute: string) => boolean;
}

/**
 * The values of each target: candidates by precedence, the lowest number that gives something wins; merged values are
 * the union. Target names in lower case.
 */
export function flow(readers: readonly Reader[], answer: Answer): ReadonlyMap<string, Said> {
  const candidates = readers
    .toSorted((a, b) => a.rule.precedence - b.rule.precedence)
    .flatMap((reader) => reader.rule.flows.map((one) => ({ reader, flow: one })));
  const byTarget = Map.groupBy(candidates, ({ flow: { target } }) => target.toLowerCase());
  return new Map([...byTarget].map(([target, all]) => [target, said(all, answer)]));
}

interface Candidate {
  readonly reader: Reader;
  readonly flow: ExportedFlow;
}

function said(candidates: readonly Candidate[], answer: Answer): Said {
  const [first] = candidates;
  const merge = first?.flow.merge.toLowerCase() ?? '';
  const isMerged = merge.startsWith('merge');
  const found: Scalar[] = [];
  let silent = false;
  let once = false;
  for (const candidate of candidates) {
    const result = resultOf(candidate, answer);
    if (result === 'error') return 'error';
    if (result === 'AuthoritativeNull') return found.length > 0 ? { values: found, once } : 'emptied';
    if (result === 'NULL') silent = true;
    if (typeof result === 'string') continue;
    const values = listOf(result.value);
    if (!isMerged) return { values, once: candidate.flow.applyOnce };
    once ||= found.length === 0 && candidate.flow.applyOnce;
    for (const value of values) if (!found.some((one) => isDouble(one, value, merge))) found.push(value);
  }
  if (found.length > 0) return { values: found, once };
  return silent ? 'emptied' : 'untouched';
}

function isDouble(a: Scalar, b: Scalar, merge: string): boolean {
  const [one, other] = [textOf(a), textOf(b)];
  return merge === 'merge' ? one === other : one.toLowerCase() === other.toLowerCase();
}

/** An absent attribute gives NULL. A constant is text: the words mean nothing there. */
function resultOf({ reader, flow: { kind, text, target } }: Candidate, answer: Answer): Result {
  const { rule, attributes, isUntouched } = reader;
  switch (kind) {
    case 'constant':
      return { value: typedAs(target, text) };
    case 'direct': {
      const value = attribute(attributes, text);
      if (value !== undefined) return { value };
      return isUntouched?.(text) === true ? 'IgnoreThisFlow' : 'NULL';
    }
    case 'expression': {
      const result = answer(text, attributes, rule);
      if (result !== 'NULL' || isUntouched === undefined) return result;
      const read = [...text.matchAll(/\[([^\]]+)\]/g)].map(([, name = '']) => name);
      return read.some(isUntouched) ? 'IgnoreThisFlow' : 'NULL';
    }
  }
}

/** Targets that hold something else than texts take the constant as that. */
function typedAs(target: string, text: string): Value {
  const word = text.trim().toLowerCase();
  if (/enabled$|^cloud(?:filtered|mastered)/i.test(target) && (word === 'true' || word === 'false'))
    return word === 'true';
  return text;
}
