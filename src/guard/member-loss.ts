import type { Finding, RemoveMember } from '../model/plan.ts';
import type { Analyzer, ApplyGuardInput } from './input.ts';
import { finding, markedObjects } from './input.ts';
import { allowance } from './limits.ts';

/** Member removals: per group from a size on, and over all groups when the policy says so. */
export const memberLoss: Analyzer<ApplyGuardInput> = (input) => {
  const removals = input.body.operations.filter((one): one is RemoveMember => one.kind === 'removeMember');
  if (removals.length === 0) return [];
  const byGroup = Map.groupBy(removals, (removal) => removal.object.id ?? removal.object.key);
  return input.policy.limits.flatMap((limit): readonly Finding[] => {
    if (limit.operation !== 'memberRemove') return [];
    const { perGroup } = limit;
    const allowed = allowance(limit, memberships(input));
    const overall = removals.length > allowed.count;
    return [
      ...(perGroup === undefined
        ? []
        : [...byGroup].flatMap(([id, lost]) => perGroupFinding(input, id, lost, perGroup))),
      ...(overall
        ? [
            finding('SAFE003', {
              detail: `${removals.length} members would be removed over all groups; the limit is ${allowed.text}.`,
              policyKey: 'limits: operation memberRemove',
              operations: removals,
            }),
          ]
        : []),
    ];
  });
};

/** Memberships of our groups before the run: the base of a percentage over all groups. */
function memberships(input: ApplyGuardInput): number {
  return markedObjects(input).reduce((sum, { object }) => sum + (input.tenant.members.get(object.id)?.length ?? 0), 0);
}

function perGroupFinding(
  input: ApplyGuardInput,
  groupId: string,
  lost: readonly RemoveMember[],
  perGroup: { readonly percent: number; readonly from: number },
): readonly Finding[] {
  const size = input.tenant.members.get(groupId)?.length ?? lost.length;
  const [first] = lost;
  if (first === undefined || size < perGroup.from) return [];
  const allowed = allowance({ percent: perGroup.percent }, size);
  if (lost.length <= allowed.count) return [];
  return [
    finding('SAFE003', {
      detail: `${first.object.name} would lose ${lost.length} of ${size} members; the limit is ${allowed.text}.`,
      policyKey: 'limits: operation memberRemove, perGroup',
      operations: lost,
    }),
  ];
}
