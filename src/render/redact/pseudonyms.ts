import { hash } from 'node:crypto';
import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import { foldCase } from '../../kernel/text.ts';

/** What a pseudonym stands for; it begins with this word. */
export type PseudonymKind =
  'user' | 'member' | 'key' | 'id' | 'dn' | 'anchor' | 'mark' | 'value' | 'reason' | 'detail' | 'operation';

/** Names without those who bear them: one text has one pseudonym under one key, whatever the run. */
export interface Pseudonyms {
  readonly of: (kind: PseudonymKind, text: string) => string;
  /** Of a person; sign-in names differ by more than case. */
  readonly person: (kind: 'user' | 'member', name: string) => string;
  /** Of a value of an attribute; of a list, one for each value. Yes, no and nothing say who nobody is: they stay. */
  readonly value: (value: Json) => Json;
  readonly detail: (text: string) => string;
}

/** Hexadecimal digits: at 64 bits two of a million texts are alike with a probability of 3 in 100 million. */
const DIGITS = 16;

/** HMAC-SHA-256 (RFC 2104) of what is hidden: who has no key can neither reverse it nor try names out. */
export function pseudonyms(key: Uint8Array): Pseudonyms {
  const keyed = hmacOf(key);
  const known = new Map<string, string>();
  const digits = (text: string): string => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = keyed(text).slice(0, DIGITS);
    known.set(text, made);
    return made;
  };
  const of = (kind: PseudonymKind, text: string): string => (text === '' ? '' : `${kind}-${digits(text)}`);
  const value = (one: Json): Json => {
    if (one === null || typeof one === 'boolean') return one;
    if (Array.isArray(one)) return one.map(value);
    return of('value', typeof one === 'string' ? one : canonicalJson(one));
  };
  return {
    of,
    person: (kind, name) => of(kind, foldCase(name)),
    value,
    detail: (text) => (text === '' ? '' : `withheld: ${of('detail', text)}`),
  };
}

const BLOCK = 64;

/**
 * HMAC-SHA-256 (RFC 2104, section 2) in hexadecimal, out of two one-shot hashes: a plan has a million texts, and
 * Node's own makes a stream for each.
 */
export function hmacOf(key: Uint8Array): (text: string) => string {
  const padded = Buffer.alloc(BLOCK);
  padded.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const [inner, outer] = [padded.map((byte) => byte ^ 0x36), padded.map((byte) => byte ^ 0x5c)];
  return (text) =>
    hash('sha256', Buffer.concat([outer, hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')]), 'hex');
}
