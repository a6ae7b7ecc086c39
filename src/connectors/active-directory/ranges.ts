import type { SearchEntry } from 'ldapts';
import type { Buffer } from 'node:buffer';
import { parseDescription } from './attribute-description.ts';
import { LdapError } from './failure.ts';
import type { Session } from './session.ts';

/**
 * Values asked for at a time. Windows sends no more than MaxValRange (1500 by default) whatever is asked; a server
 * without that limit is kept from putting a million members into one message.
 */
const RANGE = 1500;

/** What to ask for instead of the plain name, so that one path serves small and large values alike. */
export function rangeOf(name: string, from = 0): string {
  return `${name};range=${from}-${from + RANGE - 1}`;
}

/** The object vanished, or changed so that the parts do not fit together. */
export type Remainder = readonly Buffer[] | 'gone' | 'changed';

/** All values of an attribute from number `from` on. */
export async function remainingValues(
  session: Session,
  object: { readonly anchor: string; readonly name: string },
  from: number,
): Promise<Remainder> {
  const values: Buffer[] = [];
  for (let next = from; ;) {
    const part = await readPart(session, object, next);
    if (part === 'gone' || part === 'changed') return part;
    for (const value of part.values) values.push(value);
    if (part.next === undefined) return values;
    if (part.next <= next) return 'changed';
    next = part.next;
  }
}

type Part = { readonly values: readonly Buffer[]; readonly next: number | undefined } | 'gone' | 'changed';

const NO_SUCH_OBJECT = 32;
const OPERATIONS_ERROR = 1;

async function readPart(
  session: Session,
  object: { readonly anchor: string; readonly name: string },
  next: number,
): Promise<Part> {
  try {
    const answer = await session.search({
      base: `<GUID=${object.anchor}>`,
      scope: 'base',
      filter: '(objectClass=*)',
      attributes: [rangeOf(object.name, next)],
      controls: [],
    });
    const [entry] = answer.entries();
    return entry === undefined ? 'gone' : partOf(entry, object.name.toLowerCase(), next);
  } catch (error) {
    return whatHappened(error);
  }
}

function partOf(entry: SearchEntry, key: string, from: number): Part {
  for (const { type, parsedBuffers } of entry.attributes) {
    const description = parseDescription(type);
    if (description.key !== key) continue;
    // The part must begin where the last one ended.
    if (!type.toLowerCase().includes(`;range=${from}-`) || description.rest === 'unknown') return 'changed';
    return { values: parsedBuffers, next: description.rest };
  }
  return 'changed';
}

/** A start beyond the end is an error on Windows: the list has become shorter since. */
function whatHappened(error: unknown): 'gone' | 'changed' {
  const refused = error instanceof LdapError && error.failure.kind === 'refused' ? error.failure.code : undefined;
  if (refused === NO_SUCH_OBJECT) return 'gone';
  if (refused === OPERATIONS_ERROR) return 'changed';
  throw error;
}
