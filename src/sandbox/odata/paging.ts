import { createHash } from 'node:crypto';
import { faults } from '../faults.ts';
import { isList, parseJson } from '../json.ts';
import { newId } from '../random.ts';
import type { Entity } from '../store/entity.ts';

/** Page tokens of an earlier process are refused. */
const epoch = newId();

/** An object with the position after which a page is resumed. */
export type Positioned = readonly [entity: Entity, position: number];

/** A page of objects; `next` is the position to resume after, when there is more. */
export interface Page {
  readonly rows: readonly Entity[];
  readonly next: number | undefined;
}

/** Takes a page from objects in the order of their positions. */
export function takePage(items: Iterable<Positioned>, size: number): Page {
  const rows: Entity[] = [];
  let last = 0;
  for (const [entity, position] of items) {
    if (rows.length === size) return { rows, next: last };
    rows.push(entity);
    last = position;
  }
  return { rows, next: undefined };
}

/** An opaque token that resumes this very query after a position. */
export function pageToken(query: string, after: number): string {
  return Buffer.from(JSON.stringify([epoch, digest(query), after])).toString('base64url');
}

/** The position of a token; a token of another query, or one that was made up, is refused. */
export function resumeAfter(token: string | undefined, query: string): number {
  if (token === undefined) return 0;
  const parts = parseJson(Buffer.from(token, 'base64url').toString());
  const [owner, fingerprint, after] = isList(parts) ? parts : [];
  if (owner !== epoch || fingerprint !== digest(query) || typeof after !== 'number') throw faults.expiredPageToken();
  return after;
}

function digest(query: string): string {
  return createHash('sha256').update(query).digest('base64url').slice(0, 16);
}
