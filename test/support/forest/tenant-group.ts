import { expectedGroup, groupAnchor, ownerMark, ownerMarkProperty } from './expected.ts';
import { groupAt, membersOf } from './group.ts';
import type { Group, MemberRef } from './group.ts';
import { tenantId } from './identifiers.ts';
import type { ForestPlan } from './plan.ts';
import { groupStanding, memberDrift } from './standing.ts';
import { guestId } from './tenant-own.ts';
import { inTenant, personId } from './tenant-person.ts';
import type { GraphObject } from './tenant-person.ts';

export function groupId(plan: ForestPlan, index: number): string {
  return tenantId(plan.seed, 'group', index);
}

export function groupInTenant(plan: ForestPlan, group: Group): GraphObject | undefined {
  if (groupStanding(plan, group) === 'absent') return undefined;
  const known = group.was === undefined ? group : { ...group, displayName: group.was };
  return {
    '@odata.type': '#microsoft.graph.group',
    id: groupId(plan, group.index),
    ...expectedGroup(known),
    groupTypes: [],
    visibility: 'Private',
    createdDateTime: '2024-03-01T09:00:00Z',
    uniqueName: groupAnchor(group.guid),
    [ownerMarkProperty]: ownerMark(group.guid),
    members: membersInTenant(plan, group),
  };
}

/** The guest was added by hand in the cloud: a managed membership leaves such members alone. */
function membersInTenant(plan: ForestPlan, group: Group): string[] {
  const { lacking, beyond } = memberDrift(plan, group);
  const people = new Set<number>();
  const members: string[] = [];
  for (const ref of membersOf(plan, group)) {
    if ('person' in ref) people.add(ref.person);
    members.push(...memberId(plan, ref));
  }
  const others = strangers(plan, people, beyond).map((index) => personId(plan, index));
  const byHand = group.index === 0 ? [guestId(plan, 0)] : [];
  return [...members.slice(lacking), ...others, ...byHand];
}

function memberId(plan: ForestPlan, ref: MemberRef): string[] {
  if ('person' in ref) return inTenant(plan, ref.person) ? [personId(plan, ref.person)] : [];
  if (!('group' in ref)) return [];
  return groupStanding(plan, groupAt(plan, ref.group)) === 'absent' ? [] : [groupId(plan, ref.group)];
}

function strangers(plan: ForestPlan, members: ReadonlySet<number>, count: number): number[] {
  const found: number[] = [];
  for (let index = 0; index < plan.users && found.length < count; index++) {
    if (!members.has(index) && inTenant(plan, index)) found.push(index);
  }
  return found;
}
