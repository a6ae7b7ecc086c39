import { Buffer } from 'node:buffer';

/** One element of DER (ITU-T X.690): its tag, its contents, and all of its bytes. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly encoded: Uint8Array;
}

/** Tags that certificates are made of (X.690 section 8; context tags as they are used in RFC 5280). */
export const tags = {
  boolean: 0x01,
  integer: 0x02,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Leaves the reader; caught where bytes of others are first read. */
export class MalformedDer extends Error {}

/** The elements that lie one after another in the bytes. */
export function elementsOf(bytes: Uint8Array): readonly DerElement[] {
  const elements: DerElement[] = [];
  let position = 0;
  while (position < bytes.length) {
    const element = elementAt(bytes, position);
    elements.push(element);
    position += element.encoded.length;
  }
  return elements;
}

function elementAt(bytes: Uint8Array, start: number): DerElement {
  const tag = bytes[start];
  const first = bytes[start + 1];
  // Tags of more than one byte occur in no certificate.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new MalformedDer('no tag and length');
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new MalformedDer('a length that DER does not have');
  let length = lengthBytes === 0 ? first : 0;
  for (let index = 0; index < lengthBytes; index++) length = length * 256 + (bytes[start + 2 + index] ?? 0);
  const from = start + 2 + lengthBytes;
  const end = from + length;
  if (end > bytes.length) throw new MalformedDer('an element is longer than what it is in');
  return { tag, content: bytes.subarray(from, end), encoded: bytes.subarray(start, end) };
}

/** The element with that tag at a place of a list. */
export function required(element: DerElement | undefined, tag: number): DerElement {
  if (element?.tag !== tag) throw new MalformedDer(`an element with tag ${tag} is missing`);
  return element;
}

/** Dotted text of an object identifier (X.690 section 8.19). */
export function objectIdentifier(element: DerElement | undefined): string {
  const { content } = required(element, tags.objectIdentifier);
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = arc * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [both = 0n, ...others] = arcs;
  const root = both < 80n ? both / 40n : 2n;
  return [root, both - root * 40n, ...others].join('.');
}

/** The text of a string element; bytes of another type as hexadecimal digits. */
export function textOf({ tag, content }: DerElement): string {
  switch (tag) {
    case tags.utf8String:
    case tags.printableString:
    case tags.ia5String:
      return new TextDecoder().decode(content);
    case tags.teletexString:
      return Buffer.from(content).toString('latin1');
    case tags.bmpString:
      return new TextDecoder('utf-16be').decode(content);
    case tags.universalString:
      return utf32(content);
    default:
      return Buffer.from(content).toString('hex').toUpperCase();
  }
}

function utf32(content: Uint8Array): string {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  let text = '';
  for (let index = 0; index + 4 <= content.length; index += 4) {
    const point = view.getUint32(index);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text.toWellFormed();
}
