const LONGEST = 5_000;

const ESCAPED = String.raw`\\(?:[0-9a-fA-F]{2}|[ "#+,;<=>\\])`;
const TYPE = String.raw`\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)\s*`;
const VALUE = String.raw`(?:\s*"(?:${ESCAPED}|[^\\"])*"\s*|(?:${ESCAPED}|[^\\"+,;<>\u0000])+)`;
const RDN = new RegExp(String.raw`${TYPE}=${VALUE}(?:\+${TYPE}=${VALUE})*(?=,|$)`, 'uy');

/** What is wrong with a DN as a text (RFC 4514), or undefined. Looser than the RFC about spaces, as servers are. */
export function dnProblem(text: string): string | undefined {
  if (text.trim() === '') return 'It is empty.';
  if (text.length > LONGEST) return `It is longer than ${LONGEST} characters.`;
  for (let index = 0; index <= text.length; index = RDN.lastIndex + 1) {
    RDN.lastIndex = index;
    if (RDN.exec(text) === null) return partProblem(text.slice(index).split(',', 1)[0] ?? '');
  }
  return undefined;
}

function partProblem(part: string): string {
  return part.trim() === '' ? 'A part beside a comma is empty.' : `“${part.trim()}” is not of the form TYPE=value.`;
}
