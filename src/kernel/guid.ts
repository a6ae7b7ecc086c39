import { Buffer } from 'node:buffer';

const GUID = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i;

/**
 * Text of the 16 bytes of an objectGUID, lower case. The first three fields are little-endian
 * (MS-DTYP 2.3.4.2).
 */
export function guidFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined;
  const hex = Buffer.from(swapped(bytes)).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The 16 bytes of a GUID text, with or without braces; undefined when it is none. */
export function guidToBytes(text: string): Uint8Array | undefined {
  const match = GUID.exec(text);
  if (match === null) return undefined;
  return swapped(Buffer.from(match.slice(1).join(''), 'hex'));
}

/** The anchor that Entra ID knows a person by: Base64 of the raw objectGUID. */
export function immutableIdOfGuid(guid: string): string | undefined {
  const bytes = guidToBytes(guid);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
}

function swapped(bytes: Uint8Array): Uint8Array {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Uint8Array.from(order, (from) => bytes[from] ?? 0);
}
