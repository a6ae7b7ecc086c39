import type { FlowResult } from '../model/rule-set.ts';
import type { Scalar } from '../model/value.ts';
import type { Span } from './syntax.ts';
import { describeValue, isBlank, isFlowWord, isInstant, isSeveral, itemsOf, refuse } from './values.ts';
import type { Evaluated, Several, Single } from './values.ts';

const nothing: FlowResult = Object.freeze({ kind: 'null' });
const ignored: FlowResult = Object.freeze({ kind: 'ignore' });
const cleared: FlowResult = Object.freeze({ kind: 'clear' });

/** What an expression came to, as a flow wants it. */
export function flowResult(value: Evaluated, at: Span): FlowResult {
  if (typeof value !== 'object') return value === '' ? nothing : { kind: 'value', value };
  if (value === null) return nothing;
  if (isSeveral(value)) return several(value, at);
  if (isFlowWord(value)) return value.flow === 'ignore' ? ignored : cleared;
  return isBlank(value) ? nothing : { kind: 'value', value: scalar(value, at) };
}

function several(value: Several, at: Span): FlowResult {
  const values: Scalar[] = [];
  for (const item of itemsOf(value)) {
    if (item !== null && !isBlank(item)) values.push(scalar(item, at));
  }
  const [first] = values;
  if (first === undefined) return nothing;
  return { kind: 'value', value: values.length === 1 ? first : values };
}

function scalar(value: Exclude<Single, null>, at: Span): Scalar {
  if (isInstant(value) || isFlowWord(value)) {
    return refuse(`${describeValue(value)} cannot be stored as a value of an attribute.`, at);
  }
  return value;
}
