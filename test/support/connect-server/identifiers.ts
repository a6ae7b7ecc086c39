import { createHash } from 'node:crypto';

/** The text of an objectGUID: its first three fields are stored with the low byte first ([MS-DTYP] 2.3.4.2). */
export function guidText(bytes: Buffer): string {
  const fields = [
    bytes.readUInt32LE(0).toString(16).padStart(8, '0'),
    bytes.readUInt16LE(4).toString(16).padStart(4, '0'),
    bytes.readUInt16LE(6).toString(16).padStart(4, '0'),
    bytes.subarray(8, 10).toString('hex'),
    bytes.subarray(10, 16).toString('hex'),
  ];
  return fields.join('-');
}

/** The text of a security identifier ([MS-DTYP] 2.4.2.1). */
export function sidText(bytes: Buffer): string {
  const authority = bytes.readUIntBE(2, 6);
  const rest = Array.from({ length: bytes[1] ?? 0 }, (_, index) => bytes.readUInt32LE(8 + 4 * index));
  return ['S', bytes[0], authority, ...rest].join('-');
}

/** An id in the tenant: another one for each object of the directory, and the same in every run over the same forest. */
export function tenantIdOf(entryGuid: Buffer): string {
  const hash = createHash('sha256').update('tenant').update(entryGuid).digest();
  return guidText(hash.subarray(0, 16));
}

/** The four digits that the service adds to a name that is taken; there they are random. */
export function fourDigits(entryGuid: Buffer): string {
  return String(createHash('sha256').update('digits').update(entryGuid).digest().readUInt16LE(0) % 10_000).padStart(
    4,
    '0',
  );
}

/** The domain of an object, from its distinguished name. */
export function dnsDomain(dn: string): string {
  return [...dn.matchAll(/(?:^|,)DC=([^,]*)/gi)].map((match) => match[1] ?? '').join('.');
}
