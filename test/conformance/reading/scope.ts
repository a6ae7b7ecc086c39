import type { Attributes, Scalar } from '../../../src/model/value.ts';
import type { ExportedClause, ExportedRule } from '../export/read-export.ts';
import { attribute, listOf, textOf } from './values.ts';

/** Is the object a direct member of the group with this DN? */
export type Membership = (group: string) => boolean;

/**
 * Scoping filters of Entra Connect (learn.microsoft.com: "Understanding declarative provisioning"): groups are
 * alternatives, all clauses of a group must hold, no group takes every object.
 */
export function inScope({ scope }: ExportedRule, attributes: Attributes, isMember: Membership): boolean {
  return scope.length === 0 || scope.some((group) => group.every((one) => clauseHolds(one, attributes, isMember)));
}

/** What each operator asks of the values of the attribute; absence fails the positive ones and passes the negative. */
function clauseHolds(
  { attribute: name, operator, value }: ExportedClause,
  attributes: Attributes,
  isMember: Membership,
) {
  const values = listOf(attribute(attributes, name));
  const some = (holds: (one: Scalar) => boolean): boolean => values.some(holds);
  const texts = values.map((one) => textOf(one).toLowerCase());
  const asked = value.toLowerCase();
  switch (operator) {
    case 'EQUAL':
    case 'ISIN':
      return some((one) => compare(one, value) === 0);
    case 'NOTEQUAL':
    case 'ISNOTIN':
      return !some((one) => compare(one, value) === 0);
    case 'LESSTHAN':
      return some((one) => compare(one, value) < 0);
    case 'LESSTHAN_OR_EQUAL':
      return some((one) => compare(one, value) <= 0);
    case 'GREATERTHAN':
      return some((one) => compare(one, value) > 0);
    case 'GREATERTHAN_OR_EQUAL':
      return some((one) => compare(one, value) >= 0);
    case 'CONTAINS':
      return texts.some((text) => text.includes(asked));
    case 'NOTCONTAINS':
      return !texts.some((text) => text.includes(asked));
    case 'STARTSWITH':
      return texts.some((text) => text.startsWith(asked));
    case 'NOTSTARTSWITH':
      return !texts.some((text) => text.startsWith(asked));
    case 'ENDSWITH':
      return texts.some((text) => text.endsWith(asked));
    case 'NOTENDSWITH':
      return !texts.some((text) => text.endsWith(asked));
    case 'ISNULL':
      return values.length === 0;
    case 'ISNOTNULL':
      return values.length > 0;
    case 'ISBITSET':
      return some((one) => hasBit(one, value));
    case 'ISBITNOTSET':
    case 'ISNOTBITSET':
      return !some((one) => hasBit(one, value));
    case 'ISMEMBEROF':
      return isMember(value);
    case 'ISNOTMEMBEROF':
      return !isMember(value);
    default:
      throw new TypeError(`${operator} is no operator of a scope`);
  }
}

/** Numbers as numbers, everything else as text without regard to case; NaN where a number meets none. */
function compare(value: Scalar, asked: string): number {
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = asked.trim();
    if (!/^[+-]?\d+$/.test(text)) return Number.NaN;
    const difference = BigInt(value) - BigInt(text.replace(/^\+/, ''));
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }
  const [a, b] = [
    textOf(value).toLowerCase(),
    typeof value === 'boolean' ? asked.trim().toLowerCase() : asked.toLowerCase(),
  ];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The mask is a decimal number; values are signed numbers of up to 64 bits. */
function hasBit(value: Scalar, mask: string): boolean {
  if (typeof value !== 'number' && typeof value !== 'bigint') return false;
  return (BigInt.asUintN(64, BigInt(value)) & BigInt.asUintN(64, BigInt(mask.trim()))) !== 0n;
}
