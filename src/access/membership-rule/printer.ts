import { assertNever } from '../../kernel/invariant.ts';
import type { Condition, MembershipRule, Property, Value } from './syntax.ts';

/** A rule as text that reads back as the same rule. */
export function printRule(rule: MembershipRule): string {
  return rule.kind === 'directReports' ? `Direct Reports for "${rule.manager}"` : printCondition(rule);
}

export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.map(inParentheses).join(` -${condition.kind} `);
    case 'not':
      return `-not ${inParentheses(condition.part)}`;
    case 'compare':
      return `${printProperty(condition.property)} -${condition.operator} ${printValue(condition.value)}`;
    case 'any':
    case 'all':
      return `${printProperty(condition.property)} -${condition.kind} (${printCondition(condition.part)})`;
    default:
      return assertNever(condition);
  }
}

function inParentheses(condition: Condition): string {
  return `(${printCondition(condition)})`;
}

export function printProperty({ object, name }: Property): string {
  return object === '_' ? '_' : `${object}.${name}`;
}

function printValue(value: Value): string {
  switch (value.kind) {
    case 'text':
      return quoted(value.text);
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    case 'null':
      return 'null';
    case 'time':
      return value.text;
    case 'now':
      return value.offset === '' ? 'system.now' : `system.now ${value.offset}`;
    case 'list':
      return `[${value.values.map(printValue).join(',')}]`;
    default:
      return assertNever(value);
  }
}

/** Single quotes take every character as it is but themselves. */
function quoted(text: string): string {
  return /["`\\]|''/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}
