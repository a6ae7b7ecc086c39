import { createHash, hash } from 'node:crypto';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * One text for one value: keys sorted by code unit, no white space, as RFC 8785 asks.
 * Strings must be well-formed (refused at the border), numbers finite.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const record = value as Readonly<Record<string, Json>>;
  const members = Object.keys(record)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key] ?? null)}`);
  return `{${members.join(',')}}`;
}

/** SHA-256 of a text in lower-case hexadecimal (64 characters). */
export function digestOf(text: string): string {
  return hash('sha256', text);
}

/** The first 64 bits of the SHA-256 of a text: 11 characters (base64url). Tells values apart, and gives none away. */
export function shortDigest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, SHORT_DIGEST);
}

/** Characters of a short digest, of which the last holds four bits of it and two of what follows. */
export const SHORT_DIGEST = 11;

/** A running SHA-256 over many pieces. */
export function newDigest(): { update(text: string): void; hex(): string } {
  const state = createHash('sha256');
  return {
    update: (text) => {
      state.update(text);
    },
    hex: () => state.digest('hex'),
  };
}
