import { memberListPath } from '../paths.ts';
import { inParallel, readPages } from './reader.ts';
import type { Reader } from './reader.ts';

const MEMBERS = { what: 'the members of groups', permission: 'GroupMember.Read.All' };

/** Requests in flight: enough to hide their latency, far below what a tenant serves. */
export const LANES = 8;

/** What can hold a role: the rest are applications and devices, which Lockstep never writes. */
export type MemberKind = 'person' | 'group' | 'other';

/** A direct member: its id and what it is. */
export interface Member {
  readonly id: string;
  readonly kind: MemberKind;
}

/**
 * Direct members by group id. The ids are the very texts of `known` where they can be: ten million memberships of a
 * hundred thousand people hold a hundred thousand texts.
 */
export async function readMembers(
  reader: Reader,
  groups: readonly string[],
  known: ReadonlyMap<string, { readonly id: string }>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const members = new Map<string, readonly string[]>();
  await inParallel(reader, LANES, groups, async (group, lane) => {
    const ids: string[] = [];
    await readPages(lane, memberListPath(group), MEMBERS, (item) => {
      ids.push(known.get(item.id)?.id ?? item.id);
    });
    members.set(group, ids);
    reader.context.progress(MEMBERS.what, members.size, groups.length);
  });
  return members;
}

/** The direct members of one group, with what they are. */
export async function readMemberKinds(reader: Reader, group: string): Promise<readonly Member[]> {
  const members: Member[] = [];
  await readPages(reader, memberListPath(group), MEMBERS, (item) => {
    members.push({ id: item.id, kind: kindOf(item) });
  });
  return members;
}

/**
 * A collection of objects of several types names the type of each (OData 4.01 JSON, section 4.5.3). What names none is
 * taken for a person: too many are protected rather than too few.
 */
export function kindOf(object: object | null): MemberKind {
  const type = object !== null && '@odata.type' in object ? object['@odata.type'] : undefined;
  if (type === '#microsoft.graph.group') return 'group';
  return type === undefined || type === '#microsoft.graph.user' ? 'person' : 'other';
}
