import type { Json } from '../../kernel/canonical-json.ts';
import { compareText } from '../../kernel/text.ts';
import type { SnapshotFacts, SourceSnapshotHead } from '../../model/snapshot.ts';
import type { ImportRequest, ImportSummary, SourceObject } from '../../model/source.ts';
import { compareLines } from './line.ts';
import type { SnapshotLine } from './line.ts';
import { encodeValue } from './value.ts';
import { writeSnapshot } from './write-file.ts';
import type { Destination } from './write-file.ts';

export interface SourcePopulation {
  readonly workspace: string;
  readonly connector: string;
  readonly connectorType: string;
  readonly tool: string;
  readonly request: ImportRequest;
  readonly summary: ImportSummary;
  readonly objects: Iterable<SourceObject>;
}

/** Writes what was read of a source. The order in which it was read leaves no trace. */
export function writeSourceSnapshot(
  destination: Destination,
  population: SourcePopulation,
  signal: AbortSignal,
): Promise<SnapshotFacts> {
  const objects = [...population.objects].sort((a, b) =>
    compareLines({ kind: a.type, id: a.anchor }, { kind: b.type, id: b.anchor }),
  );
  return writeSnapshot(destination, headOf(population, objects), linesOf(objects), signal);
}

function headOf(population: SourcePopulation, objects: readonly SourceObject[]): SourceSnapshotHead {
  const { workspace, connector, connectorType, tool, request, summary } = population;
  const counts = new Map<string, number>([...request.attributes.keys()].map((type) => [type, 0]));
  for (const { type } of objects) counts.set(type, (counts.get(type) ?? 0) + 1);
  const { partitionParameters: byPartition } = summary;
  return {
    format: 'lockstep-snapshot',
    version: byPartition.size === 0 ? 1 : 2,
    kind: 'source',
    workspace,
    connector,
    connectorType,
    origin: summary.origin,
    readAt: new Date(summary.readAt).toISOString(),
    tool,
    partitions: summary.partitions,
    parameters: Object.fromEntries(summary.parameters),
    ...(byPartition.size === 0
      ? {}
      : { partitionParameters: Object.fromEntries([...byPartition].map(([dn, values]) => [dn, recordOf(values)])) }),
    attributes: Object.fromEntries(
      [...request.attributes]
        .map(([type, names]) => [type, names.toSorted(compareText)] as const)
        .sort(([a], [b]) => compareText(a, b)),
    ),
    counts: Object.fromEntries([...counts].sort(([a], [b]) => compareText(a, b))),
  };
}

function recordOf(values: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(values);
}

function* linesOf(objects: Iterable<SourceObject>): Generator<SnapshotLine> {
  for (const { type, anchor, dn, attributes } of objects) {
    const encoded: Record<string, Json> = {};
    for (const [name, value] of attributes) encoded[name] = encodeValue(value);
    yield { kind: type, id: anchor, dn, attributes: encoded };
  }
}
