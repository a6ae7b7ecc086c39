/** The SID that Entra ID derives from an object id: S-1-12-1 and the GUID's four little-endian words. */
export function securityIdentifier(id: string): string {
  const [first = '', second = '', third = '', ...rest] = id.split('-');
  const swap = (hex: string): Buffer => Buffer.from(hex, 'hex').reverse();
  const octets = Buffer.concat([swap(first), swap(second), swap(third), Buffer.from(rest.join(''), 'hex')]);
  return `S-1-12-1-${[0, 4, 8, 12].map((at) => octets.readUInt32LE(at)).join('-')}`;
}
