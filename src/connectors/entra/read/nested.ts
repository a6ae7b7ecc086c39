import type { TenantObject } from '../../../model/tenant.ts';
import { readMembers } from './members.ts';
import type { Reader } from './reader.ts';

type Assigned = ReadonlyMap<string, readonly string[]>;
type Members = ReadonlyMap<string, readonly string[]>;

/**
 * Do the members of the group tell who gains and loses something? Of a group that grants an application: others may be
 * nested in it, ours too. Of a dynamic one that grants anything: nobody writes them, and rules say it only in part. The
 * members of another group with licences nobody changes but those who write it.
 */
export function decides(group: TenantObject, assigned: Assigned, granting: ReadonlySet<string>): boolean {
  return assigned.has(group.id) || (group.dynamicMembership && granting.has(group.id));
}

export interface Wanted {
  readonly wanted: readonly TenantObject[];
  readonly users: ReadonlyMap<string, TenantObject>;
  readonly groups: ReadonlyMap<string, TenantObject>;
  readonly assigned: Assigned;
}

/** Members of the wanted groups, and of those that are nested in one that grants an application, however deep. */
export async function readNested(reader: Reader, { wanted, users, groups, assigned }: Wanted): Promise<Members> {
  const members = new Map<string, readonly string[]>();
  const read = async (ids: readonly string[]): Promise<void> => {
    for (const [id, found] of await readMembers(reader, ids, users)) members.set(id, found);
  };
  await read(wanted.map(({ id }) => id));
  const seen = new Set<string>();
  for (let open = [...assigned.keys()]; open.length > 0;) {
    const nested = new Set(open.flatMap((id) => (members.get(id) ?? []).filter((one) => groups.has(one))));
    open = [...nested.difference(seen)];
    for (const id of open) seen.add(id);
    await read(open.filter((id) => !members.has(id)));
  }
  return members;
}
