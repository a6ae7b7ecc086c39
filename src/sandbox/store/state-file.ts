import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isObject, parseJson, type Json } from '../json.ts';
import { kinds } from '../schema/registry.ts';
import type { Entity } from './entity.ts';
import { readLines, type Line } from './lines.ts';
import { loadObjects, LoadError } from './load.ts';
import type { Mutation, Relation } from './mutation.ts';
import { writeRecord } from './record.ts';
import type { Store } from './store.ts';

const formatVersion = 1;
const relations: readonly Relation[] = ['members', 'owners', 'manager'];

/** What a state file says besides its objects. */
export interface StateHead {
  /** Counts the compactions: a journal belongs to the state of the same generation. */
  readonly generation: number;
  /** Sandbox time of the last write. */
  readonly time: number;
}

/**
 * The tenant on disk: a state file, and beside it a journal of the changes since.
 * A change is in the journal before it is answered, so a killed process loses nothing it has promised.
 */
export class StateFile {
  readonly #file: string;
  readonly #journal: string;
  #generation = 0;
  #handle: number | undefined;

  constructor(file: string) {
    this.#file = file;
    this.#journal = `${file}.journal`;
  }

  get exists(): boolean {
    return existsSync(this.#file);
  }

  /** Loads the state and its journal into an empty store. */
  load(store: Store): StateHead {
    const lines = readLines(this.#file);
    const first = lines.next();
    const head = first.done === true ? undefined : readHead(first.value.text);
    if (head === undefined) throw new LoadError(`${this.#file}:1: not a state file of the sandbox`);
    loadObjects(store, this.#file, lines);
    this.#generation = head.generation;
    return { ...head, time: Math.max(head.time, this.#replay(store)) };
  }

  /** Writes the whole state and starts an empty journal. */
  compact(store: Store, time: number): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const next = this.#generation + 1;
    const temporary = `${this.#file}.new`;
    writeState(temporary, store, { generation: next, time });
    renameSync(temporary, this.#file);
    this.close();
    this.#generation = next;
    this.#handle = openSync(this.#journal, 'w', 0o600);
    writeSync(this.#handle, `${JSON.stringify({ generation: next })}\n`);
  }

  /** Appends one request's changes to the journal. */
  append(mutations: readonly Mutation[], time: number): void {
    if (this.#handle === undefined) throw new Error('the journal is not open');
    writeSync(this.#handle, `${JSON.stringify({ time, mutations })}\n`);
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
    rmSync(`${this.#file}.new`, { force: true });
  }

  /** A journal of another generation is a leftover: its changes are in the state already. */
  #replay(store: Store): number {
    if (!existsSync(this.#journal)) return 0;
    let time = 0;
    for (const line of readLines(this.#journal)) {
      const entry = parseJson(line.text);
      if (line.number === 1) {
        if (!isObject(entry) || entry['generation'] !== this.#generation) return 0;
      } else if (isObject(entry) && line.whole) {
        for (const mutation of entry['mutations'] as unknown as readonly Mutation[]) store.apply(mutation);
        time = Number(entry['time']);
      } else this.#requireTorn(line);
    }
    return time;
  }

  /** Only a last line that was cut off in the middle of a write may be unreadable: it was never answered. */
  #requireTorn(line: Line): void {
    if (line.whole) throw new LoadError(`${this.#journal}:${line.number}: not a journal entry`);
  }
}

function readHead(text: string): StateHead | undefined {
  const line = parseJson(text);
  const head: Json | undefined = isObject(line) ? line['lockstepSandbox'] : undefined;
  if (!isObject(head) || head['version'] !== formatVersion) return undefined;
  const { generation, time } = head;
  return typeof generation === 'number' && typeof time === 'number' ? { generation, time } : undefined;
}

function writeState(file: string, store: Store, head: StateHead): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    let block = `${JSON.stringify({ lockstepSandbox: { version: formatVersion, ...head } })}\n`;
    for (const kind of kinds) {
      for (const entity of store.all(kind)) {
        block += `${lineOf(store, entity)}\n`;
        if (block.length > 1 << 20) {
          writeSync(handle, block);
          block = '';
        }
      }
    }
    writeSync(handle, block);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function lineOf(store: Store, entity: Entity): string {
  const links = relations
    .map((relation) => ({ relation, to: [...store.links[relation].targets(entity.id)] }))
    .filter((link) => link.to.length > 0);
  return writeRecord({ ...entity, links });
}
