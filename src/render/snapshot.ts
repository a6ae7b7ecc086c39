import type { SnapshotFacts, SnapshotHead } from '../model/snapshot.ts';
import { visible } from './escape.ts';
import { grouped, listed } from './words.ts';

const PARTITIONS_SHOWN = 3;

/** What a snapshot is of and what it holds, for people. */
export function renderSnapshot({ head, digest }: SnapshotFacts): string {
  const rows: (readonly [string, string])[] = [
    ['snapshot', `${head.kind} ${visible(head.connector)} (${visible(head.origin)})`],
    ['workspace', visible(head.workspace)],
    ['read', `${visible(head.readAt)} by Lockstep ${visible(head.tool)}`],
    ...ownRows(head),
    ['holds', countsOf(head)],
    ['attributes', attributesOf(head)],
    ['digest', digest],
  ];
  return rows.map(([name, text]) => `${name.padEnd(11)} ${text}\n`).join('');
}

/** The same for machines: one document. */
export function renderSnapshotJson({ head, digest }: SnapshotFacts): string {
  return `${JSON.stringify({ ...head, format: 'lockstep-snapshot-view', version: 1, digest }, null, 2)}\n`;
}

function ownRows(head: SnapshotHead): readonly (readonly [string, string])[] {
  return head.kind === 'tenant'
    ? [['tenant', visible(head.tenantId)]]
    : [['partitions', listed(head.partitions.map(visible), PARTITIONS_SHOWN)]];
}

function countsOf({ counts }: SnapshotHead): string {
  const present = Object.entries(counts).filter(([, number]) => number > 0);
  return present.map(([kind, number]) => `${visible(kind)} ${grouped(number)}`).join(', ') || 'nothing';
}

function attributesOf({ attributes }: SnapshotHead): string {
  const types = Object.entries(attributes).map(([type, names]) => `${visible(type)} ${grouped(names.length)}`);
  return types.join(', ') || 'none';
}
