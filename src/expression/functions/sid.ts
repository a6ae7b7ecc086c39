import { Buffer } from 'node:buffer';

/** The text of a binary SID (MS-DTYP 2.4.2.2): revision, count, 6 bytes big-endian, then 32 bits little-endian each. */
export function sidOfBytes(bytes: Uint8Array): string | undefined {
  const revision = bytes[0];
  const count = bytes[1];
  if (revision !== 1 || count === undefined || count > 15 || bytes.length !== 8 + 4 * count) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sid = `S-1-${authorityText(buffer.readUIntBE(2, 6))}`;
  for (let index = 0; index < count; index++) sid += `-${buffer.readUInt32LE(8 + 4 * index)}`;
  return sid;
}

/** Hexadecimal from 2^32 on (MS-DTYP 2.4.2.1). */
function authorityText(authority: number): string {
  return authority < 2 ** 32 ? String(authority) : `0x${authority.toString(16).toUpperCase().padStart(12, '0')}`;
}
