import { canonicalJson } from '../../kernel/canonical-json.ts';
import type { Json } from '../../kernel/canonical-json.ts';
import { compareText } from '../../kernel/text.ts';
import type { SnapshotHead } from '../../model/snapshot.ts';
import type { LineShape } from './schema.ts';

/** A line between head and end. A file holds them by kind and id, and each once. */
export interface SnapshotLine {
  readonly kind: string;
  readonly id: string;
  readonly [key: string]: Json;
}

/** Longest line, in bytes: an object with two million references. */
export const LONGEST_LINE = 1 << 27;

export function compareLines(a: Pick<SnapshotLine, 'kind' | 'id'>, b: Pick<SnapshotLine, 'kind' | 'id'>): number {
  return compareText(a.kind, b.kind) || compareText(a.id, b.id);
}

export function shapeOf(head: SnapshotHead): LineShape {
  return head.kind === 'source' ? 'sourceObject' : 'tenantLine';
}

/** The last line: the one that is in no digest, and therefore has one form only. */
export function endLine(digest: string): string {
  return canonicalJson({ digest, kind: 'end' });
}

/**
 * How a file begins (RFC 1952): no name, no time, and the system unknown, so that equal populations give equal bytes
 * on every system.
 */
export const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
