import type { Finding, RemoveMember } from '../model/plan.ts';
import type { Analyzer, ApplyGuardInput, Marked } from './input.ts';
import { finding, markedObjects } from './input.ts';
import { scopeDoubt, scopeTest, scopeWords } from './limit-scope.ts';
import { allowance } from './limits.ts';

/** Member removals: per group from a size on, and over all groups when the policy says so. */
export const memberLoss: Analyzer<ApplyGuardInput> = (input) => {
  const removals = input.body.operations.filter((one): one is RemoveMember => one.kind === 'removeMember');
  if (removals.length === 0) return [];
  const groups = markedObjects(input).filter(({ object }) => object.type === 'group');
  const bases = new Map(groups.map(({ object, base }) => [object.id, base]));
  return input.policy.limits.flatMap((limit): readonly Finding[] => {
    if (limit.operation !== 'memberRemove') return [];
    const { perGroup, where } = limit;
    const isIn = scopeTest(where, input.tenant);
    const lost = removals.filter(({ object: { id = '' } }) => isIn({ id, base: bases.get(id) ?? 'new/group' }));
    const scoped = groups.filter(({ object, base }) => isIn({ id: object.id, base }));
    const allowed = allowance(limit, memberships(input, scoped));
    const byGroup = Map.groupBy(lost, ({ object }) => object.id ?? object.key);
    return [
      ...(perGroup === undefined
        ? []
        : [...byGroup].flatMap(([id, ofGroup]) => perGroupFinding(input, id, ofGroup, perGroup))),
      ...(lost.length > allowed.count
        ? [
            finding('SAFE003', {
              detail: `${lost.length} members would be removed over all groups${scopeWords(where)}; the limit is ${allowed.text}.${scopeDoubt(where, input)}`,
              policyKey: `limits: operation memberRemove${where === undefined ? '' : ', where'}`,
              operations: lost,
            }),
          ]
        : []),
    ];
  });
};

/** Memberships of groups before the run: the base of a percentage over them. */
function memberships(input: ApplyGuardInput, groups: readonly Marked[]): number {
  return groups.reduce((sum, { object }) => sum + (input.tenant.members.get(object.id)?.length ?? 0), 0);
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
