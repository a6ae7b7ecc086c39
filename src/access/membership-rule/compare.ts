import { foldCase } from '../../kernel/text.ts';
import type { Known, Truth } from './known.ts';
import { patternTest } from './pattern.ts';
import type { Operator, Scalar, Value } from './syntax.ts';

const NEGATIVE = {
  ne: 'eq',
  notStartsWith: 'startsWith',
  notEndsWith: 'endsWith',
  notContains: 'contains',
  notMatch: 'match',
  notIn: 'in',
} as const satisfies Partial<Record<Operator, Operator>>;

const undocumented = (what: string): Truth => ({ unknown: `compares ${what}, for which no answer is documented` });

/** Compares as the page says: no case, null only with itself. What it does not say is unknown. */
export function compare(property: Known, operator: Operator, value: Value): Truth {
  switch (property.kind) {
    case 'unread':
      return { unknown: property.since === undefined ? 'was not read' : `follows ${property.since} and was not read` };
    case 'present':
      return isNull(value) && (operator === 'eq' || operator === 'ne')
        ? operator === 'ne'
        : { unknown: 'is not known before it is written' };
    case 'list':
      return compareList(property.texts, operator, value);
    case 'null':
    case 'text':
    case 'boolean':
      return compareOne(property, operator, value);
  }
}

/** Of many values one is enough; of none and of differing answers to a negative operator nothing is documented. */
function compareList(texts: readonly string[], operator: Operator, value: Value): Truth {
  if (texts.length === 0) return compareOne({ kind: 'null' }, operator, value);
  if (isNull(value) && (operator === 'eq' || operator === 'ne')) return operator === 'ne';
  const answers = texts.map((text) => compareOne({ kind: 'text', text }, operator, value));
  const [first = false] = answers;
  if (answers.every((answer) => answer === first)) return first;
  if (operator in NEGATIVE) return undocumented('some of several values');
  return answers.includes(true) ? true : (answers.find((answer) => typeof answer === 'object') ?? false);
}

type One = Extract<Known, { kind: 'null' | 'text' | 'boolean' }>;

function compareOne(property: One, operator: Operator, value: Value): Truth {
  if (value.kind === 'list') {
    const one = operator === 'notIn' ? 'ne' : 'eq';
    const answers = value.values.map((each) => compareOne(property, one, each));
    return firstOf(answers, one === 'eq');
  }
  if (property.kind === 'null') return compareNull(operator, value);
  const positive = operator in NEGATIVE ? NEGATIVE[operator as keyof typeof NEGATIVE] : undefined;
  if (positive === undefined) return compareSet(property, operator, value);
  const answer = compareSet(property, positive, value);
  return typeof answer === 'object' ? answer : !answer;
}

/** -or of the answers to -in, -and of those to -notIn. */
function firstOf(answers: readonly Truth[], deciding: boolean): Truth {
  if (answers.includes(deciding)) return deciding;
  return answers.find((answer) => typeof answer === 'object') ?? !deciding;
}

function compareNull(operator: Operator, value: Scalar): Truth {
  if (operator === 'eq' || operator === 'ne') {
    if (value.kind === 'boolean') return undocumented('a value that is not set with true or false');
    if (value.kind === 'text' && value.text === '') return undocumented('a value that is not set with an empty text');
    return (value.kind === 'null') === (operator === 'eq');
  }
  if (operator in NEGATIVE || isOrder(operator)) return undocumented('a value that is not set');
  return value.kind === 'null' ? undocumented('a text with null') : false;
}

function compareSet(property: Exclude<One, { kind: 'null' }>, operator: Operator, value: Scalar): Truth {
  if (value.kind === 'null') return operator === 'eq' ? false : undocumented('a text with null');
  if (property.kind === 'boolean') return compareBoolean(property.boolean, operator, value);
  if (value.kind === 'now') return { unknown: 'is compared with the time at which the tenant looks' };
  if (isOrder(operator)) return compareTime(property.text, operator, value);
  if (value.kind !== 'text') return undocumented('a text with a value of another type');
  return compareText(property.text, operator, value.text);
}

function compareBoolean(property: boolean, operator: Operator, value: Scalar): Truth {
  if (operator !== 'eq') return undocumented('true or false by this operator');
  if (value.kind === 'boolean') return property === value.boolean;
  // The rule builder writes both with and without quotes.
  const text = value.kind === 'text' ? foldCase(value.text) : '';
  return text === 'true' || text === 'false' ? property === (text === 'true') : undocumented('true with a text');
}

function compareText(property: string, operator: Operator, value: string): Truth {
  const [text, wanted] = [foldCase(property), foldCase(value)];
  switch (operator) {
    case 'eq':
      return text === wanted;
    case 'startsWith':
      return text.startsWith(wanted);
    case 'endsWith':
      return text.endsWith(wanted);
    case 'contains':
      return text.includes(wanted);
    case 'match':
      return patternTest(value, property);
    default:
      return undocumented('a text by this operator');
  }
}

/** Orders are documented for instants only. */
function compareTime(property: string, operator: Operator, value: Scalar): Truth {
  const [left, right] = [instantOf(property), value.kind === 'time' ? instantOf(value.text) : NaN];
  if (Number.isNaN(left) || Number.isNaN(right)) return undocumented('the order of what is no time');
  if (operator === 'le') return left <= right;
  if (operator === 'ge') return left >= right;
  return operator === 'lt' ? left < right : left > right;
}

/** Only with a zone: the time of a rule without one is anybody's guess. */
function instantOf(text: string): number {
  return /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
}

function isOrder(operator: Operator): boolean {
  return operator === 'le' || operator === 'ge' || operator === 'lt' || operator === 'gt';
}

function isNull(value: Value): boolean {
  return value.kind === 'null';
}
