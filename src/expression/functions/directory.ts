import { escapeRdnValue, parseDn } from '../../model/dn.ts';
import type { Rdn } from '../../model/dn.ts';
import { plain } from '../function.ts';
import { any, count, optional, reference, text } from '../parameter.ts';
import { isReferenceValue, refuse } from '../values.ts';

const joe = 'cn=Joe,ou=Atlanta,ou=GA,ou=US,dc=contoso,dc=com';

export const directoryFunctions = [
  plain({
    name: 'CRef',
    parameters: [any('dn', ['str', 'ref'])],
    result: ['ref'],
    summary: 'A reference to the object of that distinguished name.',
    examples: [
      {
        text: 'CRef("CN=LC Services,CN=Microsoft,DC=contoso,DC=com")',
        result: { dn: 'CN=LC Services,CN=Microsoft,DC=contoso,DC=com' },
      },
    ],
    evaluate: (at, value) => {
      if (isReferenceValue(value)) return value;
      return typeof value === 'string' && value !== '' ? { dn: value } : refuse('CRef takes a distinguished name.', at);
    },
  }),
  plain({
    name: 'DNComponent',
    sparing: true,
    parameters: [reference('dn'), count('number')],
    result: ['str'],
    summary: 'The value of the n-th part of a DN from the left, escaped as in a DN; nothing when it has fewer parts.',
    examples: [
      { text: `DNComponent(CRef("${joe}"), 1)`, result: 'Joe' },
      { text: `DNComponent(CRef("${joe}"), 9)`, result: null },
    ],
    evaluate: (_, { dn }, number) => dnComponent(dn, number),
  }),
  plain({
    name: 'DNComponentRev',
    sparing: true,
    parameters: [reference('dn'), count('number'), optional(text('option'))],
    result: ['str'],
    summary: 'The same from the right; with "DC" the parts of the domain do not count.',
    examples: [
      { text: `DNComponentRev(CRef("${joe}"), 3)`, result: 'US' },
      { text: `DNComponentRev(CRef("${joe}"), 1, "DC")`, result: 'US' },
    ],
    evaluate: (at, dn, number, option) => {
      if (option !== undefined && option !== 'DC') refuse('The option is "DC".', at);
      const rdns = parseDn(dn.dn);
      const counted = option === 'DC' ? rdns.filter((rdn) => rdn.type.toLowerCase() !== 'dc') : rdns;
      return component(counted.toReversed(), number);
    },
  }),
  plain({
    name: 'EscapeDNComponent',
    parameters: [text('value')],
    result: ['str'],
    summary: 'One part of a DN ("cn=" and a value, or the value alone) with the escapes that a DN needs.',
    examples: [
      { text: 'EscapeDNComponent("cn=Doe, John")', result: 'cn=Doe\\, John' },
      { text: 'EscapeDNComponent("Doe+Co")', result: 'Doe\\+Co' },
    ],
    evaluate: (_, value) => {
      const type = /^[A-Za-z][A-Za-z0-9-]*=/.exec(value)?.[0] ?? '';
      return type + escapeRdnValue(value.slice(type.length));
    },
  }),
];

/** The value of the n-th part from the left. */
export function dnComponent(dn: string, number: number): string | null {
  return plainComponent(dn, number) ?? component(parseDn(dn), number);
}

/** The same for the DNs that are not in need of any of this, nearly all: this function runs for every object. */
function plainComponent(dn: string, number: number): string | undefined {
  let start = 0;
  for (let skipped = 1; skipped < number; skipped++) {
    const comma = dn.indexOf(',', start);
    if (comma === -1) return undefined;
    start = comma + 1;
  }
  const comma = dn.indexOf(',', start);
  const end = comma === -1 ? dn.length : comma;
  const equals = dn.indexOf('=', start) + 1;
  if (number < 1 || equals === 0 || equals >= end || hasMeaning(dn, end)) return undefined;
  for (let index = equals; index < end; index++) {
    if (!isOrdinary(dn.charCodeAt(index), index === equals || index === end - 1)) return undefined;
  }
  return dn.slice(equals, end);
}

/** An escape or a quote up to here: a comma may not be one that separates. */
function hasMeaning(dn: string, end: number): boolean {
  for (let index = 0; index < end; index++) {
    const unit = dn.charCodeAt(index);
    if (unit === 0x5c || unit === 0x22 || unit === 0x2b || unit === 0x3b) return true;
  }
  return false;
}

/** Letters, digits and what DNs never escape; a space only between others. */
function isOrdinary(unit: number, atBorder: boolean): boolean {
  if (unit === 0x20) return !atBorder;
  return (
    (unit >= 0x30 && unit <= 0x39) || (unit >= 0x40 && unit <= 0x7a && unit !== 0x5c) || unit === 0x2d || unit === 0x2e
  );
}

/**
 * Microsoft's own rules search the result for `\0ACNF:`, so values keep the escapes of DN text: those that
 * every server writes, whatever this one wrote.
 */
function component(rdns: readonly Rdn[], number: number): string | null {
  const value = rdns[number - 1]?.value;
  if (value === undefined) return null;
  return escapeRdnValue(value).replace(/(?!\0)\p{Cc}/gu, (control) => {
    return `\\${control.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
