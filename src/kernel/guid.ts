import { Buffer } from 'node:buffer';

const GUID = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i;

/**
 * Text of the 16 bytes of an objectGUID, lower case. The first three fields are little-endian
 * (MS-DTYP 2.3.4.2).
 */
export function guidFromBytes(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined;
  let text = '';
  for (let index = 0; index < 16; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += HEX[bytes[ORDER[index] ?? index] ?? 0] ?? '';
  }
  return text;
}

const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The 16 bytes of a GUID text, with or without braces; undefined when it is none. */
export function guidToBytes(text: string): Uint8Array | undefined {
  const match = GUID.exec(text);
  if (match === null) return undefined;
  const bytes = Buffer.from(match.slice(1).join(''), 'hex');
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
}

/** The anchor that Entra ID knows a person by: Base64 of the raw objectGUID. */
export function immutableIdOfGuid(guid: string): string | undefined {
  const bytes = guidToBytes(guid);
  return bytes === undefined ? undefined : Buffer.from(bytes).toString('base64');
}
