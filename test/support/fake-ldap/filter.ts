// Filters (RFC 4511 section 4.5.1) as far as anybody asks this server: and, or, not, equality, >=, presence.

import type { BerReader } from 'ldapts';
import type { Entry } from './message.ts';

export type Filter =
  | { readonly kind: 'and' | 'or' | 'not'; readonly parts: readonly Filter[] }
  | { readonly kind: 'equal' | 'atLeast'; readonly name: string; readonly value: string }
  | { readonly kind: 'present'; readonly name: string };

const PRESENT = 0x87;

export function readFilter(reader: BerReader): Filter {
  const tag = reader.peek()!;
  // ldapts's own parser reads the name of a presence filter from the wrong place.
  if (tag === PRESENT) return { kind: 'present', name: reader.readString(PRESENT)! };
  reader.readSequence();
  const end = reader.offset + reader.length;
  switch (tag) {
    case 0xa0:
      return { kind: 'and', parts: readFilters(reader, end) };
    case 0xa1:
      return { kind: 'or', parts: readFilters(reader, end) };
    case 0xa2:
      return { kind: 'not', parts: readFilters(reader, end) };
    case 0xa3:
      return { kind: 'equal', name: reader.readString()!, value: reader.readString()! };
    case 0xa5:
      return { kind: 'atLeast', name: reader.readString()!, value: reader.readString()! };
    default:
      throw new Error(`no filter of this kind: 0x${tag.toString(16)}`);
  }
}

function readFilters(reader: BerReader, end: number): Filter[] {
  const filters: Filter[] = [];
  while (reader.offset < end) filters.push(readFilter(reader));
  return filters;
}

export function matches(filter: Filter, entry: Entry): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.parts.every((part) => matches(part, entry));
    case 'or':
      return filter.parts.some((part) => matches(part, entry));
    case 'not':
      return !filter.parts.some((part) => matches(part, entry));
    case 'present':
      return valuesOf(entry, filter.name).length > 0;
    case 'equal':
      return valuesOf(entry, filter.name).some((value) => String(value).toLowerCase() === filter.value.toLowerCase());
    case 'atLeast':
      return valuesOf(entry, filter.name).some((value) => BigInt(String(value)) >= BigInt(filter.value));
  }
}

export function valuesOf(entry: Entry, name: string): readonly (string | Uint8Array)[] {
  return entry.attributes.find(([known]) => known.toLowerCase() === name.toLowerCase())?.[1] ?? [];
}
