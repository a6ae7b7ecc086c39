/** An attribute description of an answer (RFC 4512 section 2.5), taken apart. */
export interface Description {
  /** The name, lower case. */
  readonly key: string;
  /** Number of the first value that is missing, `unknown` for an option that is none of ours; else all is there. */
  readonly rest?: number | 'unknown';
}

/** Range retrieval (MS-ADTS 3.1.1.3.1.3.3): `member;range=0-1499`, and `*` for the end of the last part. */
const range = /^range=(\d+)-(\d+|\*)$/i;

const known = new Map<string, Description>();
const MOST_KNOWN = 2000;

export function parseDescription(text: string): Description {
  const found = known.get(text);
  if (found !== undefined) return found;
  const [name = '', ...options] = text.split(';');
  const description = { key: name.toLowerCase(), ...restOf(options) };
  // Descriptions repeat with every entry, but those with ranges are many: the memory of them is bounded.
  if (known.size < MOST_KNOWN) known.set(text, description);
  return description;
}

function restOf(options: readonly string[]): Pick<Description, 'rest'> {
  for (const option of options) {
    const match = range.exec(option);
    if (match?.[2] === undefined && option.toLowerCase() !== 'binary') return { rest: 'unknown' };
    if (match?.[2] !== undefined && match[2] !== '*') return { rest: Number(match[2]) + 1 };
  }
  return {};
}
