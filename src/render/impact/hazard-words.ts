import type { HazardChange, HazardOfIdentity, Impact } from '../../model/impact.ts';
import { befallsText } from '../hazard-words.ts';
import { count } from '../words.ts';

/** What the change of the rules makes the plan do, or no longer do: `1 person gets a directory role`. */
export function hazardChangeText({ hazard, people }: HazardChange): string {
  return befallsText(hazard, people);
}

export const hazardKinds: Readonly<Record<HazardChange['kind'], string>> = {
  added: 'added',
  removed: 'taken away',
};

/** People whom it befalls where that is not the identity itself. */
export function peopleText({ people }: HazardOfIdentity): string {
  return people === undefined || people === 1 ? '' : count(people, 'person', 'people');
}

/** People with a directory role whom something changes for. */
export function privilegedIn({ groups }: Pick<Impact, 'groups'>): number {
  const keys = new Set<string>();
  for (const { privileged = 0, changes } of groups) {
    if (privileged === 0) continue;
    for (const { key, role } of changes) if (role !== undefined) keys.add(key);
  }
  return keys.size;
}
