import { BerReader, SearchEntry } from 'ldapts';
import type { Buffer } from 'node:buffer';
import { LdapError } from './failure.ts';

const SEARCH_RESULT_ENTRY = 0x64;
const INTEGER = 0x02;
const LONG_LENGTH = 0x80;
const LONGEST_ID = 4;

/** The id of a message when it is an entry of a search (RFC 4511 section 4.5.2), without looking into the entry. */
export function entryId(message: Buffer): number | undefined {
  const first = message[1] ?? 0;
  const at = first < LONG_LENGTH ? 2 : 2 + (first - LONG_LENGTH);
  const idLength = message[at + 1] ?? 0;
  if (message[at] !== INTEGER || idLength < 1 || idLength > LONGEST_ID) return undefined;
  if (message[at + 2 + idLength] !== SEARCH_RESULT_ENTRY) return undefined;
  return message.readUIntBE(at + 2, idLength);
}

export function parseEntry(message: Buffer): SearchEntry {
  try {
    const reader = new BerReader(message);
    reader.readSequence();
    const entry = new SearchEntry({ messageId: reader.readInt() ?? 0 });
    reader.readSequence();
    entry.parse(reader, []);
    return entry;
  } catch (error) {
    throw new LdapError({ kind: 'garbage', reason: 'it sends an entry that cannot be read' }, error);
  }
}
