// What a domain controller answers, read from LDIF content records (RFC 2849) as `ldapsearch -LLL` prints them.

/** One object of the directory. Names of attributes match without regard to case. */
export interface Entry {
  readonly dn: string;
  /** The first value as text, without blanks around it; undefined where nothing is left. */
  text(name: string): string | undefined;
  texts(name: string): readonly string[];
  bytes(name: string): Buffer | undefined;
}

export function readEntries(ldif: string): Entry[] {
  const unfolded = ldif.replaceAll('\r\n', '\n').replaceAll('\n ', '');
  return unfolded.split(/\n{2,}/).flatMap((block) => readEntry(block.split('\n')));
}

function readEntry(lines: readonly string[]): Entry[] {
  const values = new Map<string, Buffer[]>();
  for (const line of lines) {
    const match = /^([^#:][^:]*)(::?) *(.*)$/.exec(line);
    if (match === null) continue;
    const [, name = '', kind, value = ''] = match;
    const list = values.get(name.toLowerCase()) ?? [];
    list.push(Buffer.from(value, kind === '::' ? 'base64' : 'utf8'));
    values.set(name.toLowerCase(), list);
  }
  const [dn] = values.get('dn') ?? [];
  return dn === undefined ? [] : [entryOf(dn.toString('utf8'), values)];
}

function entryOf(dn: string, values: ReadonlyMap<string, readonly Buffer[]>): Entry {
  const all = (name: string): readonly Buffer[] => values.get(name.toLowerCase()) ?? [];
  return {
    dn,
    bytes: (name) => all(name)[0],
    texts: (name) => all(name).map((value) => value.toString('utf8')),
    text: (name) => all(name)[0]?.toString('utf8').trim() || undefined,
  };
}
