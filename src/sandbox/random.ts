import { createHash, randomBytes } from 'node:crypto';

/** The only source of randomness in the sandbox. */
export function randomOctets(count: number): Buffer {
  return randomBytes(count);
}

/** A random identifier in the form of a GUID (RFC 9562, version 4). */
export function newId(): string {
  return formatGuid(randomOctets(16), 4);
}

/** An identifier that depends on nothing but the given text, in the form of a GUID (RFC 9562, version 8). */
export function derivedId(text: string): string {
  return formatGuid(createHash('sha256').update(text).digest().subarray(0, 16), 8);
}

function formatGuid(octets: Buffer, version: number): string {
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | (version << 4), 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Tells whether a text has the form of a GUID. */
export function isGuid(text: string): boolean {
  return guid.test(text);
}
