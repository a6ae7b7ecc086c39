import { base64Of } from '../../kernel/base64.ts';
import type { TracedValue } from '../../model/evaluation-trace.ts';
import type { AttributeResult } from '../../model/explanation.ts';
import type { FlowOutcome } from '../../model/rule-set.ts';
import { isBytes, isMultiple, isReference } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { brief } from '../escape.ts';
import { valueText } from '../value.ts';
import { listed, sentence } from '../words.ts';

/** What a directory object has in an attribute, as one line. */
export function sourceText(value: Value | undefined, width: number): string {
  if (value === undefined) return '(absent)';
  if (!isMultiple(value)) return scalarText(value, width);
  return `[${listed(
    value.map((one) => scalarText(one, width)),
    ITEMS,
  )}]`;
}

/** What a flow gave, in a few words. */
export function outcomeText(outcome: FlowOutcome, width: number): string {
  switch (outcome.kind) {
    case 'value':
      return sourceText(outcome.value, width);
    case 'null':
      return 'nothing';
    case 'clear':
      return 'AuthoritativeNull';
    case 'ignore':
      return 'ignored';
    case 'error':
      return `fails: ${brief(sentence(outcome.message), 400)}`;
  }
}

/** What an attribute is in the end. */
export function resultText(result: AttributeResult, width: number): string {
  switch (result.kind) {
    case 'value':
      return sourceText(result.value, width);
    case 'empty':
      return '(empty)';
    case 'leftAlone':
      return '(left alone)';
    case 'failed':
      return '(not known: a flow fails)';
  }
}

/** What a part of an expression came to, as the language would write it where it can. */
export function tracedText(value: TracedValue, width: number): string {
  switch (value.kind) {
    case 'null':
      return 'NULL';
    case 'value':
      if (typeof value.value === 'boolean') return value.value ? 'True' : 'False';
      return sourceText(value.value, width);
    case 'date':
      return brief(value.instant);
    case 'list':
      return `[${value.items.map((item) => tracedText(item, width)).join(', ')}]`;
    case 'ignore':
      return 'IgnoreThisFlow';
    case 'clear':
      return 'AuthoritativeNull';
  }
}

const ITEMS = 6;

function scalarText(value: Scalar, width: number): string {
  if (isBytes(value)) return `bytes ${brief(base64Of(value), width)}`;
  if (isReference(value)) return `dn ${valueText(value.dn, width)}`;
  return typeof value === 'string' ? valueText(value, width) : String(value);
}
