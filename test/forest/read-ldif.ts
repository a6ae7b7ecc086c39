/** A second, independent reading of LDIF content records (RFC 2849), for checking what the generator writes. */
export interface LdifRecord {
  readonly dn: string;
  readonly values: ReadonlyMap<string, readonly Buffer[]>;
}

export function readLdif(text: string): LdifRecord[] {
  const unfolded = text.replaceAll('\n ', '').replace(/^version: 1\n\n/, '');
  return unfolded
    .split('\n\n')
    .filter((block) => block !== '')
    .map(readRecord);
}

export function textOf(record: LdifRecord, name: string): string | undefined {
  return record.values.get(name)?.[0]?.toString('utf8');
}

function readRecord(block: string): LdifRecord {
  const values = new Map<string, Buffer[]>();
  for (const line of block.split('\n').filter((one) => one !== '')) {
    const match = /^([A-Za-z][A-Za-z0-9-]*)(::?) (.*)$/.exec(line);
    if (match === null) throw new SyntaxError(`not an LDIF line: ${line}`);
    const value = Buffer.from(match[3]!, match[2] === '::' ? 'base64' : 'utf8');
    values.set(match[1]!, [...(values.get(match[1]!) ?? []), value]);
  }
  const dn = values.get('dn')![0]!.toString('utf8');
  values.delete('dn');
  return { dn, values };
}
