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

const SID = /^S-1-(\d{1,15})((?:-\d{1,10}){1,15})$/i;

/** The bytes of a security identifier in text; undefined when it is none. */
export function sidToBytes(text: string): Uint8Array | undefined {
  const match = SID.exec(text);
  if (match === null) return undefined;
  const [, authority = '', tail = ''] = match;
  const parts = tail.slice(1).split('-').map(Number);
  if (Number(authority) >= 2 ** 48 || parts.some((part) => part >= 2 ** 32)) return undefined;
  const view = new DataView(new ArrayBuffer(8 + 4 * parts.length));
  view.setUint8(0, 1);
  view.setUint8(1, parts.length);
  view.setUint16(2, Math.floor(Number(authority) / 2 ** 32));
  view.setUint32(4, Number(authority) % 2 ** 32);
  parts.forEach((part, index) => {
    view.setUint32(8 + 4 * index, part, true);
  });
  return new Uint8Array(view.buffer);
}
