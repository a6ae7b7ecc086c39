import type { Carried, MigratedFlow, Migration } from '../../model/migration.ts';

export const carriedWords: Readonly<Record<Carried, string>> = {
  same: 'the same',
  renamed: 'the same after renaming',
  notWritable: 'Graph cannot write it',
  decision: 'needs a decision',
};

/** How many of each kind. */
export function countsOf(parts: readonly { readonly carried: Carried }[]): Readonly<Record<Carried, number>> {
  const counts = { same: 0, renamed: 0, notWritable: 0, decision: 0 };
  for (const { carried } of parts) counts[carried]++;
  return counts;
}

export function flowsOf({ rules }: Migration): readonly MigratedFlow[] {
  return rules.flatMap(({ flows }) => flows);
}

/** Flows of which the same is said, in the order of their first. */
export function flowGroups(flows: readonly MigratedFlow[]): readonly (readonly [MigratedFlow, ...MigratedFlow[]])[] {
  const groups = new Map<string, [MigratedFlow, ...MigratedFlow[]]>();
  for (const flow of flows) {
    const key = `${flow.carried} ${flow.reason}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [flow]);
    else group.push(flow);
  }
  return [...groups.values()];
}
