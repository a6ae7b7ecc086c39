import { invariant } from '../../kernel/invariant.ts';
import type { AttributeSchema } from '../../model/schema.ts';
import type { SnapshotSource, SourceSnapshotHead } from '../../model/snapshot.ts';
import type { ConnectorContext, ImportRequest, ImportSink, ImportSummary, SourceObject } from '../../model/source.ts';
import type { Value } from '../../model/value.ts';
import { Defect } from '../convert.ts';
import { directorySchema, readableType } from '../directory-schema.ts';
import { heldBy, lackingOfSource } from './coverage.ts';
import { damaged, lacks } from './errors.ts';
import type { SnapshotFile } from './errors.ts';
import type { SnapshotLine } from './line.ts';
import { readSnapshot } from './read-file.ts';
import type { LineTaker } from './read-file.ts';
import { decodeValue } from './value.ts';

/** The source that a snapshot holds, in the place of the connector that it was read through. */
export function snapshotSource(file: SnapshotFile, head: SourceSnapshotHead): SnapshotSource {
  return {
    head,
    name: head.connector,
    kind: head.connectorType,
    schema: directorySchema,
    lacking: (request) => lackingOfSource(head, request),
    import: (request, sink, context) => importSnapshot(file, head, request, sink, context),
  };
}

async function importSnapshot(
  file: SnapshotFile,
  head: SourceSnapshotHead,
  request: ImportRequest,
  sink: ImportSink,
  context: ConnectorContext,
): Promise<ImportSummary> {
  const missing = lackingOfSource(head, request);
  if (missing.length > 0) lacks(file, missing);
  await readSnapshot(file, objectTaker(file, head, request, sink), context);
  return {
    origin: `snapshot ${file.shownAs} (${head.origin})`,
    partitions: head.partitions,
    readAt: Date.parse(head.readAt),
    parameters: new Map(Object.entries(head.parameters)),
    partitionParameters: new Map(
      Object.entries(head.partitionParameters ?? {}).map(([dn, values]) => [dn, new Map(Object.entries(values))]),
    ),
    diagnostics: [],
  };
}

/** Object type to what is wanted of its objects. */
type Wanted = ReadonlyMap<string, ReadonlyMap<string, AttributeSchema>>;

function objectTaker(
  file: SnapshotFile,
  known: SourceSnapshotHead,
  request: ImportRequest,
  sink: ImportSink,
): LineTaker {
  const wanted = wantedOf(request);
  const held = heldBy(known);
  // In two types an object would count twice in the head, and once in the population.
  const anchors = new Set<string>();
  return {
    head(head) {
      if (JSON.stringify(head) !== JSON.stringify(known)) damaged(file, 1, 'the file was replaced while it was read');
    },
    line(line) {
      if (anchors.size === anchors.add(line.id).size) return `${line.id} is there twice`;
      const names = held.get(line.kind);
      if (names === undefined) return `objects of type ${line.kind} are not among what the head names`;
      const object = objectOf(line, names, wanted.get(line.kind));
      if (object instanceof Defect) return object.reason;
      if (wanted.has(line.kind)) sink.put(object);
      return undefined;
    },
  };
}

function wantedOf(request: ImportRequest): Wanted {
  return new Map(
    [...request.attributes].map(([type, names]) => {
      const schema = readableType(type)?.attributes;
      const attributes = names.map((name) => {
        const attribute = schema?.get(name) ?? request.declared?.get(type)?.attributes.get(name);
        invariant(attribute !== undefined, `attribute ${name} of ${type} is not in the schema`);
        return [name, attribute] as const;
      });
      return [type, new Map(attributes)];
    }),
  );
}

/** The object, or what is wrong with it. What is not wanted is passed over: it may be of a newer schema. */
function objectOf(
  line: SnapshotLine,
  held: ReadonlySet<string>,
  wanted: ReadonlyMap<string, AttributeSchema> | undefined,
): SourceObject | Defect {
  const attributes = new Map<string, Value>();
  for (const [name, json] of Object.entries(line['attributes'] ?? {})) {
    if (!held.has(name)) return new Defect(`/attributes/${name} is not among what the head names`);
    const schema = wanted?.get(name);
    if (schema === undefined) continue;
    const value = decodeValue(json, schema);
    if (value === undefined) return new Defect(`/attributes/${name} is not of the syntax ${schema.syntax}`);
    attributes.set(name, value);
  }
  return { type: line.kind, anchor: line.id, dn: line['dn'] as string, attributes };
}
