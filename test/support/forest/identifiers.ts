import { random } from './random.ts';

const RANDOM_UUID_VERSION = 0x40;
const RFC_VARIANT = 0x80;

/** The 16 bytes of an objectGUID as Active Directory stores them: the first three fields are little-endian. */
export function guidBytes(seed: number, purpose: string, index: number): Uint8Array {
  const source = random(seed, purpose, index);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (let offset = 0; offset < 16; offset += 4) view.setUint32(offset, source.next(), true);
  bytes[7] = (bytes[7]! & 0x0f) | RANDOM_UUID_VERSION;
  bytes[8] = (bytes[8]! & 0x3f) | RFC_VARIANT;
  return bytes;
}

export function guidText(bytes: Uint8Array): string {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((position) => bytes[position]!.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** An identifier of an object in the tenant. */
export function tenantId(seed: number, purpose: string, index: number): string {
  return guidText(guidBytes(seed, `tenant ${purpose}`, index));
}

/** A security identifier in its binary form ([MS-DTYP] 2.4.2.2). */
export function sidBytes(authorities: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + 4 * authorities.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = 1;
  bytes[1] = authorities.length;
  bytes[7] = 5;
  authorities.forEach((authority, position) => {
    view.setUint32(8 + 4 * position, authority, true);
  });
  return bytes;
}

export function domainSid(seed: number): number[] {
  const source = random(seed, 'domain sid', 0);
  return [21, source.next(), source.next(), source.next()];
}
