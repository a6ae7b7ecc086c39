// LDAP messages (RFC 4511) from the side of a server.

import { BerReader, Control, ControlParser, PagedResultsControl } from 'ldapts';
import { readFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import { enumerated, integer, octets, sequence, tlv } from './ber.ts';

export interface Entry {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, values: readonly (string | Uint8Array)[]])[];
}

export type Request =
  | { readonly kind: 'bind'; readonly id: number; readonly name: string; readonly password: string }
  | {
      readonly kind: 'search';
      readonly id: number;
      readonly base: string;
      readonly scope: string;
      readonly filter: Filter;
      readonly attributes: readonly string[];
      readonly timeLimit: number;
      readonly sizeLimit: number;
      readonly page?: { readonly size: number; readonly cookie: Buffer };
      readonly showDeleted: boolean;
    }
  | { readonly kind: 'extended'; readonly id: number; readonly oid: string }
  | { readonly kind: 'unbind'; readonly id: number };

export type SearchQuestion = Extract<Request, { kind: 'search' }>;

const BIND = 0x60;
const UNBIND = 0x42;
const SEARCH = 0x63;
const EXTENDED = 0x77;
const CONTROLS = 0xa0;

export function parseRequest(message: Buffer): Request {
  const reader = new BerReader(message);
  reader.readSequence();
  const id = reader.readInt()!;
  const operation = reader.readSequence();
  switch (operation) {
    case BIND:
      reader.readInt();
      return { kind: 'bind', id, name: reader.readString()!, password: reader.readString(0x80)! };
    case UNBIND:
      return { kind: 'unbind', id };
    case EXTENDED:
      return { kind: 'extended', id, oid: reader.readString(0x80)! };
    case SEARCH:
      return parseSearch(id, reader);
    default:
      throw new Error(`operation ${operation} is not for this server`);
  }
}

function parseSearch(id: number, reader: BerReader): Request {
  const base = reader.readString()!;
  const scope = ['base', 'one', 'sub'][reader.readEnumeration()!]!;
  reader.readEnumeration();
  const sizeLimit = reader.readInt()!;
  const timeLimit = reader.readInt()!;
  reader.readBoolean();
  const filter = readFilter(reader);
  const attributes = readTexts(reader);
  const controls = readControls(reader);
  const paged = controls.find((control) => control instanceof PagedResultsControl);
  const showDeleted = controls.some((control) => control.type === SHOW_DELETED);
  const page = paged?.value;
  return {
    kind: 'search',
    id,
    base,
    scope,
    filter,
    attributes,
    sizeLimit,
    timeLimit,
    showDeleted,
    ...(page === undefined ? {} : { page: { size: page.size, cookie: page.cookie ?? Buffer.alloc(0) } }),
  };
}

function readTexts(reader: BerReader): string[] {
  reader.readSequence();
  const end = reader.offset + reader.length;
  const texts: string[] = [];
  while (reader.offset < end) texts.push(reader.readString()!);
  return texts;
}

export const SHOW_DELETED = '1.2.840.113556.1.4.417';
export const PAGED = '1.2.840.113556.1.4.319';

function readControls(reader: BerReader): Control[] {
  if (reader.remain === 0 || reader.peek() !== CONTROLS) return [];
  reader.readSequence();
  const end = reader.offset + reader.length;
  const controls: Control[] = [];
  while (reader.offset < end) {
    const control = ControlParser.parse(reader, [new Control(SHOW_DELETED)]);
    if (control === null) throw new Error('a control that the server does not know');
    controls.push(control);
  }
  return controls;
}

export function entryMessage(id: number, entry: Entry): Buffer {
  const attributes = entry.attributes.map(([name, values]) => sequence(octets(name), tlv(0x31, ...values.map(octets))));
  return sequence(integer(id), tlv(0x64, octets(entry.dn), sequence(...attributes)));
}

export function referenceMessage(id: number, url: string): Buffer {
  return sequence(integer(id), tlv(0x73, octets(url)));
}

export function resultMessage(
  id: number,
  tag: number,
  result: { readonly code: number; readonly message?: string; readonly cookie?: Buffer },
): Buffer {
  const body = tlv(tag, enumerated(result.code), octets(''), octets(result.message ?? ''));
  if (result.cookie === undefined) return sequence(integer(id), body);
  const paged = sequence(octets(PAGED), octets(sequence(integer(0), octets(result.cookie))));
  return sequence(integer(id), body, tlv(CONTROLS, paged));
}

export const BIND_RESPONSE = 0x61;
export const SEARCH_DONE = 0x65;
export const EXTENDED_RESPONSE = 0x78;

/** Notice of disconnection (RFC 4511 section 4.4.1). */
export function noticeMessage(message: string): Buffer {
  const body = tlv(0x78, enumerated(52), octets(''), octets(message), tlv(0x8a, Buffer.from('1.3.6.1.4.1.1466.20036')));
  return sequence(integer(0), body);
}
