import { assertNever } from '../kernel/invariant.ts';
import type { Finding, Operation } from '../model/plan.ts';
import type { Limit, LimitedOperation } from '../model/policy.ts';
import { finding, isClear, markedObjects, targetsOf } from './input.ts';
import type { Analyzer, ApplyGuardInput, Marked, Target } from './input.ts';
import { scopeDoubt, scopeTest, scopeWords } from './limit-scope.ts';
import type { ScopedObject } from './limit-scope.ts';

/** Destructive operations against count and percent: of the two the lower one blocks. */
export const limits: Analyzer<ApplyGuardInput> = (input) => {
  const targets = targetsOf(input);
  const marked = markedObjects(input);
  const whole = countByBase(marked);
  return input.policy.limits.flatMap((limit) => {
    if (limit.operation === 'memberRemove') return [];
    if (limit.where === undefined) return exceeded(input, whole, limit, limitedBy(limit, targets));
    const isIn = scopeTest(limit.where, input.tenant);
    const scoped = marked.filter(({ object, base }) => isIn({ id: object.id, base }));
    const counted = limitedBy(limit, targets).filter((target) => isIn(scopedObject(target)));
    return exceeded(input, countByBase(scoped), limit, counted);
  });
};

function countByBase(marked: readonly Marked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { base } of marked) counts.set(base, (counts.get(base) ?? 0) + 1);
  return counts;
}

function scopedObject({ operation, base }: Target): ScopedObject {
  const { id } = operation.object;
  return {
    base,
    ...(id === undefined ? {} : { id }),
    ...('from' in operation ? { from: operation.from } : {}),
  };
}

/** One finding for each connector and type that goes beyond the limit: percentages are of its marked objects. */
function exceeded(
  input: ApplyGuardInput,
  markedByBase: ReadonlyMap<string, number>,
  limit: Limit,
  targets: readonly Target[],
): readonly Finding[] {
  const byBase = Map.groupBy(targets, ({ base }) => base);
  return [...byBase].flatMap(([base, members]) => {
    const marked = markedByBase.get(base) ?? 0;
    const allowed = allowance(limit, marked);
    if (members.length <= allowed.count) return [];
    return [
      finding(codeOf(limit.operation), {
        detail: `${members.length} ${nounOf(limit.operation)} ${baseWords(limit, marked, base)}; the limit is ${allowed.text}.${scopeDoubt(limit.where, input)}`,
        policyKey: `limits: operation ${limit.operation}${limit.type === undefined ? '' : `, type ${limit.type}`}${limit.where === undefined ? '' : ', where'}`,
        operations: members.map(({ operation }) => operation),
      }),
    ];
  });
}

/** What the operations are part of. How many objects were in a container the tenant cannot tell. */
function baseWords({ operation, where }: Limit, marked: number, base: string): string {
  const relation = operation === 'adopt' ? 'beside' : 'of';
  const number = where?.under === undefined ? `${marked} marked ` : '';
  return `${relation} ${number}${base} objects${scopeWords(where)}`;
}

/** Percent is rounded up and never below one object. */
export function allowance(
  limit: Pick<Limit, 'count' | 'percent'>,
  base: number,
): { readonly count: number; readonly text: string } {
  const byPercent = limit.percent === undefined ? Infinity : Math.max(1, Math.ceil((limit.percent / 100) * base));
  const byCount = limit.count ?? Infinity;
  return byCount <= byPercent
    ? { count: byCount, text: String(byCount) }
    : { count: byPercent, text: `${byPercent} (${limit.percent ?? 0} %)` };
}

function limitedBy(limit: Limit, targets: readonly Target[]): readonly Target[] {
  return targets.filter(
    ({ operation, type }) => (limit.type === undefined || type === limit.type) && counts(operation, limit.operation),
  );
}

/** Does the operation count against a limit? A leave counts as a disable, for groups, too: both take access away. */
function counts(operation: Operation, limited: LimitedOperation): boolean {
  switch (limited) {
    case 'create':
      return operation.kind === 'create';
    case 'update':
      return operation.kind === 'update';
    case 'delete':
      return operation.kind === 'delete';
    case 'disable':
      return (
        operation.kind === 'leave' ||
        changes(operation, (one) => one.attribute === 'accountEnabled' && one.after === false)
      );
    case 'enable':
      return changes(operation, (one) => one.attribute === 'accountEnabled' && one.after === true);
    case 'upnChange':
      return operation.kind === 'update' && changes(operation, (one) => one.attribute === 'userPrincipalName');
    case 'clear':
      return operation.kind === 'update' && changes(operation, isClear);
    case 'adopt':
      return operation.kind === 'adopt' || operation.kind === 'restore' || operation.kind === 'reanchor';
    case 'memberRemove':
      return false;
    default:
      return assertNever(limited);
  }
}

function changes(
  operation: Operation,
  test: (change: Extract<Operation, { kind: 'update' }>['changes'][number]) => boolean,
): boolean {
  return operation.kind !== 'create' && 'changes' in operation && operation.changes.some(test);
}

function codeOf(operation: LimitedOperation) {
  switch (operation) {
    case 'delete':
      return 'SAFE001';
    case 'disable':
      return 'SAFE002';
    case 'memberRemove':
      return 'SAFE003';
    case 'clear':
      return 'SAFE004';
    case 'upnChange':
      return 'SAFE005';
    case 'enable':
      return 'SAFE011';
    case 'adopt':
      return 'SAFE013';
    case 'create':
    case 'update':
      return 'SAFE010';
    default:
      return assertNever(operation);
  }
}

function nounOf(operation: LimitedOperation): string {
  const nouns: Readonly<Record<LimitedOperation, string>> = {
    create: 'creates',
    update: 'updates',
    delete: 'deletes',
    disable: 'disables',
    enable: 'enabled accounts',
    memberRemove: 'member removals',
    clear: 'objects with cleared attributes',
    upnChange: 'changed user principal names',
    adopt: 'adopted, restored or re-anchored objects',
  };
  return nouns[operation];
}
