/** Text (S-1-…) of the bytes of a security identifier (MS-DTYP 2.4.2); undefined when they are none. */
export function sidFromBytes(bytes: Uint8Array): string | undefined {
  const count = bytes[1];
  if (count === undefined || bytes[0] !== 1 || bytes.length !== 8 + 4 * count) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const authority = view.getUint16(2) * 2 ** 32 + view.getUint32(4);
  const parts: string[] = [];
  for (let index = 0; index < count; index++) parts.push(String(view.getUint32(8 + 4 * index, true)));
  return ['S-1', String(authority), ...parts].join('-');
}
