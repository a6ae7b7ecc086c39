import { SHORT_DIGEST, shortDigest } from '../kernel/canonical-json.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { NOT_KNOWN, TENTATIVE } from '../model/baseline.ts';
import { comparisonKey } from '../model/comparison.ts';
import { plainText } from '../model/schema.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantType } from '../model/tenant.ts';

/** The short digests of one baseline: with its salt, and values with their object, so that equal ones look different. */
export interface Digests {
  /** Values that are the same to the directory have the same digest. */
  readonly value: (type: TenantType, key: string, attribute: string, value: Json | undefined) => string;
  readonly mark: (key: string, text: string) => string;
  /** Of a tenant id, or of nobody: as an object, as a manager and as a member it is the same. */
  readonly id: (id: string | undefined) => string;
}

export function digestsOf(salt: string, schema: Schema): Digests {
  const of = (text: string): string => shortDigest(`${salt}\n${text}`);
  // Many groups hold the same people.
  const ids = new Map<string, string>();
  return {
    value: (type, key, attribute, value) => {
      const rule = schema.get(type)?.attributes.get(attribute) ?? plainText;
      return of(`value\n${key}\n${attribute}\n${comparisonKey(value, rule)}`);
    },
    mark: (key, text) => of(`mark\n${key}\n${text}`),
    id: (id = '') => {
      const digest = ids.get(id) ?? of(`id\n${id}`);
      ids.set(id, digest);
      return digest;
    },
  };
}

/** Digests that stand one after the other. */
export function digestAt(text: string, index: number): string {
  return text.slice(index * SHORT_DIGEST, (index + 1) * SHORT_DIGEST);
}

export function eachDigest(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = 0; at < text.length; at += SHORT_DIGEST) found.add(text.slice(at, at + SHORT_DIGEST));
  return found;
}

export function tentative(digest: string): string {
  return digest === NOT_KNOWN ? digest : TENTATIVE + digest.slice(TENTATIVE.length);
}

/** How a value stands to its note: the same, and that was wanted; the same; another; or nothing was noted. */
export type Comparison = 'settled' | 'same' | 'other' | 'none';

export function comparedTo(noted: string | undefined, present: string): Comparison {
  if (noted === undefined || noted === '' || noted === NOT_KNOWN) return 'none';
  if (noted.startsWith(TENTATIVE)) return noted === tentative(present) ? 'same' : 'other';
  return noted === present ? 'settled' : 'other';
}
