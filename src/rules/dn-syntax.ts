/** What is wrong with a DN as a text (RFC 4514), or undefined. Looser than the RFC about spaces, as servers are. */
export function dnProblem(text: string): string | undefined {
  if (text.trim() === '') return 'It is empty.';
  if (text.length > LONGEST) return `It is longer than ${LONGEST} characters.`;
  for (const part of text.match(PART) ?? []) {
    const rdn = part.trim();
    if (rdn === '') return 'A part between two commas is empty.';
    if (!RDN.test(rdn)) return `“${rdn}” is not of the form TYPE=value.`;
  }
  return /(?<!\\)(?:\\\\)*,\s*$/.test(text) ? 'It ends with a comma.' : undefined;
}

const LONGEST = 5_000;

/** Pieces between commas; an escaped or quoted comma does not end one. */
const PART = /(?:\\[^]|"(?:\\[^]|[^"\\])*"|[^,\\])+|(?<=,)(?=,)/g;

const ESCAPED = String.raw`\\(?:[0-9a-fA-F]{2}|[ "#+,;<=>\\])`;
const TYPE = String.raw`(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)`;
const VALUE = String.raw`(?:"(?:\\[^]|[^"\\])*"|(?:${ESCAPED}|[^\\"+,;<>\u0000])+)`;
const RDN = new RegExp(String.raw`^${TYPE}\s*=\s*${VALUE}(?:\+${TYPE}\s*=\s*${VALUE})*$`, 'u');
