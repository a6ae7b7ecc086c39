import { directoryObjectKinds, kinds } from '../schema/registry.ts';
import type { Kind } from '../schema/property.ts';
import { Collection } from './collection.ts';
import { isDeleted, type Entity, type Properties } from './entity.ts';
import { Links } from './links.ts';
import type { Mutation, Relation } from './mutation.ts';
import { uniqueKeys } from './uniqueness.ts';

interface Table {
  readonly byId: Map<string, Entity>;
  readonly live: Collection;
  readonly deleted: Collection;
}

/** The objects of the tenant in memory, with their indexes and links. */
export class Store {
  readonly links: Readonly<Record<Relation, Links>> = {
    members: new Links(),
    owners: new Links(),
    manager: new Links(),
  };
  readonly #tables = new Map<Kind, Table>(
    kinds.map((kind) => [kind, { byId: new Map(), live: new Collection(), deleted: new Collection() }]),
  );
  readonly #holders = new Map<string, string>();
  #nextSequence = 1;

  /** The objects of a kind that are not deleted. */
  live(kind: Kind): Collection {
    return this.#table(kind).live;
  }

  /** The objects of a kind among the deleted items. */
  deleted(kind: Kind): Collection {
    return this.#table(kind).deleted;
  }

  /** Every object of a kind, deleted ones among them, in the order in which they came. */
  all(kind: Kind): Iterable<Entity> {
    return this.#table(kind).byId.values();
  }

  /** An object, deleted or not. Ids match without regard to case. */
  any(kind: Kind, id: string): Entity | undefined {
    const byId = this.#table(kind).byId;
    return byId.get(id) ?? byId.get(id.toLowerCase());
  }

  /** An object that is not deleted. */
  find(kind: Kind, id: string): Entity | undefined {
    const entity = this.any(kind, id);
    return entity === undefined || isDeleted(entity) ? undefined : entity;
  }

  /** A directory object that is not deleted, whatever its kind. */
  findDirectoryObject(id: string): Entity | undefined {
    for (const kind of directoryObjectKinds) {
      const entity = this.find(kind, id);
      if (entity !== undefined) return entity;
    }
    return undefined;
  }

  /** The id of the object that holds a unique key. */
  holder(key: string): string | undefined {
    return this.#holders.get(key);
  }

  /** The property in which an object would collide with another one. */
  conflict(entity: Pick<Entity, 'kind' | 'id' | 'properties'>): string | undefined {
    for (const { property, key } of uniqueKeys({ ...entity, sequence: 0 })) {
      const holder = this.#holders.get(key);
      if (holder !== undefined && holder !== entity.id) return property;
    }
    return undefined;
  }

  /** Applies a change that has been checked. */
  apply(mutation: Mutation): void {
    switch (mutation.do) {
      case 'put':
        this.#put(mutation.kind, mutation.id, mutation.properties);
        break;
      case 'remove':
        this.#remove(mutation.kind, mutation.id);
        break;
      case 'link':
        for (const target of mutation.to) this.links[mutation.relation].add(mutation.from, target);
        break;
      case 'unlink':
        for (const target of mutation.to) this.links[mutation.relation].remove(mutation.from, target);
        break;
    }
  }

  #put(kind: Kind, id: string, properties: Properties): void {
    const table = this.#table(kind);
    const former = table.byId.get(id);
    const entity: Entity = { kind, id, properties, sequence: former?.sequence ?? this.#nextSequence };
    if (former === undefined) this.#nextSequence += 1;
    else this.#release(former);
    table.byId.set(id, entity);
    for (const { key } of uniqueKeys(entity)) this.#holders.set(key, id);
    if (isDeleted(entity)) {
      table.live.remove(entity.sequence);
      table.deleted.put(entity);
    } else {
      table.deleted.remove(entity.sequence);
      table.live.put(entity);
    }
  }

  #remove(kind: Kind, id: string): void {
    const table = this.#table(kind);
    const former = table.byId.get(id);
    if (former === undefined) return;
    this.#release(former);
    table.byId.delete(id);
    table.live.remove(former.sequence);
    table.deleted.remove(former.sequence);
    for (const links of Object.values(this.links)) links.forget(id);
  }

  #release(entity: Entity): void {
    for (const { key } of uniqueKeys(entity)) {
      if (this.#holders.get(key) === entity.id) this.#holders.delete(key);
    }
  }

  #table(kind: Kind): Table {
    const table = this.#tables.get(kind);
    if (table === undefined) throw new Error(`no table for ${kind}`);
    return table;
  }
}
