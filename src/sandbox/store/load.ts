import { parseJson } from '../json.ts';
import { directoryObjectKinds } from '../schema/registry.ts';
import type { Relation } from './mutation.ts';
import type { Line } from './lines.ts';
import { readRecord, type ObjectRecord } from './record.ts';
import type { Store } from './store.ts';

/** A file that cannot be loaded; the message names the line. */
export class LoadError extends Error {}

interface Reference {
  readonly line: number;
  readonly from: string;
  readonly relation: Relation;
  readonly to: readonly string[];
}

/** Loads objects into an empty store: first every object, then the links between them. */
export function loadObjects(store: Store, file: string, lines: Iterable<Line>): void {
  const references: Reference[] = [];
  for (const { number, text } of lines) {
    if (text.trim() === '') continue;
    const record = readRecord(parseJson(text));
    if (typeof record === 'string') throw new LoadError(`${file}:${number}: ${record}`);
    loadObject(store, record, `${file}:${number}`);
    for (const link of record.links) references.push({ line: number, from: record.id, ...link });
  }
  for (const reference of references) loadReference(store, reference, file);
}

function loadObject(store: Store, record: ObjectRecord, place: string): void {
  const spaces = directoryObjectKinds.includes(record.kind) ? directoryObjectKinds : [record.kind];
  if (spaces.some((kind) => store.any(kind, record.id) !== undefined)) {
    throw new LoadError(`${place}: the id ${record.id} is already taken`);
  }
  const property = store.conflict(record);
  if (property !== undefined) throw new LoadError(`${place}: another object has the same value for ${property}`);
  store.apply({ do: 'put', kind: record.kind, id: record.id, properties: record.properties });
}

function loadReference(store: Store, reference: Reference, file: string): void {
  const { from, relation, to } = reference;
  for (const id of to) {
    if (!directoryObjectKinds.some((kind) => store.any(kind, id) !== undefined)) {
      throw new LoadError(`${file}:${reference.line}: ${relation} names ${id}, which is not in the file`);
    }
  }
  store.apply({ do: 'link', relation, from, to });
}
