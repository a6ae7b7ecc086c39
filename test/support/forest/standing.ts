// Who is already in the tenant, and what it still says of them.

import { groupCarried, userInScope } from './expected.ts';
import type { Group } from './group.ts';
import type { Person } from './person.ts';
import type { ForestPlan } from './plan.ts';
import { spread } from './random.ts';

export type Standing = 'present' | 'absent' | 'mastered';

const SPAN_OF_MANAGERS = 8;

export function standingOf(plan: ForestPlan, person: Person): Standing {
  if (person.standing !== undefined) return person.standing;
  if (!userInScope(person)) return 'absent';
  return person.awkward === undefined && isGap(plan, person.index) ? 'absent' : 'present';
}

/** While most people are there, managers are: an absent one would touch all who report to him. */
function isGap(plan: ForestPlan, index: number): boolean {
  const gaps = 1 - plan.tenantShare;
  if (gaps > 0.5) return spread(index, gaps);
  const isManager = index < plan.users / SPAN_OF_MANAGERS;
  return !isManager && spread(index, (gaps * SPAN_OF_MANAGERS) / (SPAN_OF_MANAGERS - 1));
}

export function groupStanding(plan: ForestPlan, group: Group): Standing {
  if (group.standing !== undefined) return group.standing;
  if (!groupCarried(group)) return 'absent';
  return group.awkward === undefined && group.index > 0 && spread(group.index, 1 - plan.tenantShare)
    ? 'absent'
    : 'present';
}

const driftKinds = ['department', 'title', 'displayName', 'manager'] as const;

/** The person as the tenant remembers him or her. */
export function remembered(plan: ForestPlan, person: Person): Person {
  const known = { ...person, ...person.was };
  if (person.awkward !== undefined || !spread(person.index, plan.drift)) return known;
  switch (driftKinds[Math.floor(person.index * plan.drift) % driftKinds.length]!) {
    case 'department':
      return { ...known, department: 'Logistics' };
    case 'title':
      return { ...known, title: 'Trainee' };
    case 'displayName':
      return { ...known, displayName: `${person.given} (temp)`, given: `${person.given}.` };
    case 'manager':
      return { ...known, manager: person.manager === 0 ? 1 : 0 };
  }
}

/** How many members a group lacks in the tenant, and how many of our people it has there beyond the forest. */
export function memberDrift(plan: ForestPlan, group: Group): { readonly lacking: number; readonly beyond: number } {
  const drifts = plan.drift > 0 && (group.index === 0 || spread(group.index, Math.min(1, plan.drift * 4)));
  return drifts ? { lacking: 1, beyond: 1 - (group.index % 2) } : { lacking: 0, beyond: 0 };
}
