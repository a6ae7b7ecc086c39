import { createHash } from 'node:crypto';
import { guidToBytes, immutableIdOfGuid } from '../../../src/kernel/guid.ts';

/** Identifiers made of names: the same name gives the same identifier in every test. */
export function guidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

export function guidBytes(guid: string): Uint8Array {
  return Uint8Array.from(guidToBytes(guid)!);
}

/** onPremisesImmutableId of the user made from the source object of this name. */
export function userAnchor(name: string): string {
  return immutableIdOfGuid(guidOf(name))!;
}

/** uniqueName of the group made from the source object of this name. */
export function groupAnchor(name: string, workspace = 'contoso'): string {
  return `lockstep-${workspace}-${guidOf(name)}`;
}

export const BASE = 'DC=corp,DC=contoso,DC=com';

export function dnOf(name: string, container = 'OU=Staff'): string {
  return `CN=${name},${container},${BASE}`;
}

/** The bytes of S-1-5-21-1-2-3-rid. */
export function sidBytes(rid: number): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(28));
  bytes.setUint8(0, 1);
  bytes.setUint8(1, 5);
  bytes.setUint16(6, 5);
  [21, 1, 2, 3, rid].forEach((part, index) => {
    bytes.setUint32(8 + 4 * index, part, true);
  });
  return new Uint8Array(bytes.buffer);
}
