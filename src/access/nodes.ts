import type { TenantPopulation, TenantType } from '../model/tenant.ts';
import type { Changes } from './changes.ts';

/** People and groups as numbers, with who is directly in which group before the plan. */
export interface Nodes {
  readonly count: number;
  readonly numberOf: (id: string) => number | undefined;
  readonly idOf: (node: number) => string;
  readonly nameOf: (node: number) => string;
  readonly isGroup: (node: number) => boolean;
  /** Direct members that are people or groups; undefined: not read. Of a new group: none. */
  readonly membersOf: (group: number) => Int32Array | undefined;
  /** Groups that are directly in the group. */
  readonly groupsIn: (group: number) => readonly number[];
  readonly groupsAround: (group: number) => readonly number[];
}

/** Linear in objects and memberships. */
export function nodesOf(tenant: TenantPopulation, changes: Changes): Nodes {
  const numbers = new Map<string, number>();
  const ids: string[] = [];
  const names: string[] = [];
  const types: TenantType[] = [];
  const add = ({ id, name, type }: { readonly id: string; readonly name: string; readonly type: TenantType }): void => {
    if (numbers.has(id)) return;
    numbers.set(id, ids.length);
    ids.push(id);
    names.push(name);
    types.push(type);
  };
  for (const object of tenant.objects) add(object);
  const old = ids.length;
  for (const one of changes.created) add(one);

  const members = new Map<number, Int32Array>();
  const inside = new Map<number, number[]>();
  const around = new Map<number, number[]>();
  const nest = (inner: number, outer: number): void => {
    if (types[inner] !== 'group') return;
    append(inside, outer, inner);
    append(around, inner, outer);
  };
  for (const [id, texts] of tenant.members) {
    const group = numbers.get(id);
    if (group === undefined) continue;
    const found = numbersOf(texts, numbers);
    members.set(group, found);
    for (const member of found) nest(member, group);
  }
  for (const [id, changed] of changes.members) {
    const group = numbers.get(id);
    if (group === undefined) continue;
    for (const key of changed.keys()) nest(numbers.get(key) ?? -1, group);
  }
  return {
    count: ids.length,
    numberOf: (id) => numbers.get(id),
    idOf: (node) => ids[node] ?? '',
    nameOf: (node) => names[node] ?? '',
    isGroup: (node) => types[node] === 'group',
    membersOf: (group) => members.get(group) ?? (group < old ? undefined : NOBODY),
    groupsIn: (group) => inside.get(group) ?? [],
    groupsAround: (group) => around.get(group) ?? [],
  };
}

const NOBODY = new Int32Array();

/** Those that are people or groups: devices and applications are of no concern. */
function numbersOf(texts: readonly string[], numbers: ReadonlyMap<string, number>): Int32Array {
  const found = new Int32Array(texts.length);
  let count = 0;
  for (const text of texts) {
    const node = numbers.get(text);
    if (node !== undefined) found[count++] = node;
  }
  return found.subarray(0, count);
}

function append(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** All that is reached from these, themselves included. */
export function closureOf(from: Iterable<number>, next: (node: number) => readonly number[]): ReadonlySet<number> {
  const reached = new Set(from);
  const open = [...reached];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const other of next(node)) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}
