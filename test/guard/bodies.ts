import type { CauseFound } from '../../src/model/cause.ts';
import type { AttributeChange, Operation, PlanBody } from '../../src/model/plan.ts';
import type { Limit, Policy } from '../../src/model/policy.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { guidOf } from '../support/world/identity.ts';
import { markText, ourGroup, ourUser } from '../support/world/tenant.ts';

/** Plans and tenants made by hand, in numbers. */
export function users(count: number, prefix = 'u', parts: Parameters<typeof ourUser>[1] = {}): readonly TenantObject[] {
  return Array.from({ length: count }, (_, index) => ourUser(`${prefix}${index}`, parts));
}

export function groups(count: number): readonly TenantObject[] {
  return Array.from({ length: count }, (_, index) => ourGroup(`g${index}`));
}

type Kind = 'delete' | 'leave' | 'create' | 'update';

export interface OperationParts {
  readonly type?: 'user' | 'group';
  readonly changes?: readonly AttributeChange[];
  readonly connector?: string;
}

export function operations(kind: Kind, count: number, parts: OperationParts = {}): readonly Operation[] {
  const { type = 'user', changes = [], connector = 'corp' } = parts;
  return Array.from({ length: count }, (_, index) => {
    const name = kind === 'create' ? `new${index}` : `${type === 'user' ? 'u' : 'g'}${index}`;
    const key = `${connector}/${guidOf(name)}`;
    return {
      kind,
      id: `${kind}:${key}`,
      after: [],
      object: { type, key, name, ...(kind === 'create' ? {} : { id: `id-${name}` }) },
      mark: markText(name),
      from: '',
      reason: '',
      anchor: '',
      newMark: markText(name, { leavingSince: '2026-11-22' }),
      deleteAfter: '2026-12-22',
      licences: 0,
      changes,
    };
  });
}

export function change(
  attribute: string,
  after: AttributeChange['after'],
  before: AttributeChange['before'] = 'x',
): AttributeChange {
  return { attribute, before, after, why: [] };
}

export function removals(group: string, count: number): readonly Operation[] {
  return Array.from({ length: count }, (_, index): Operation => ({
    kind: 'removeMember',
    id: `removeMember:${group}>u${index}`,
    after: [],
    object: { type: 'group', key: `corp/${guidOf(group)}`, id: `id-${group}`, name: group },
    mark: markText(group),
    member: { type: 'user', key: `corp/${guidOf(`u${index}`)}`, id: `id-u${index}`, name: `u${index}` },
  }));
}

export function bodyOf(list: readonly Operation[], marked: Readonly<Record<string, number>> = {}): PlanBody {
  const census = {
    kind: 'census',
    inScope: 0,
    unchanged: 0,
    changed: 0,
    held: 0,
    filteredOut: 0,
    marked,
    source: {},
    notCarried: [],
  } as const;
  return { operations: list, held: [], census };
}

/** Enabling that the source asks for: without a cause it has a guard of its own. */
export function bySource(list: readonly Operation[]): readonly CauseFound[] {
  return list.map(({ id }) => ({ operation: id, cause: 'source' }));
}

export function policyOf(limits: readonly Limit[], parts: Partial<Policy> = {}): Policy {
  return {
    limits,
    hazards: [],
    whenBlocked: 'stop',
    deletions: { first: 'disable', graceDays: 30 },
    protect: [],
    floors: [],
    freezes: [],
    rules: [],
    source: { maximumShrinkPercent: 10, maximumAttributeLossPercent: 20, maximumSnapshotAgeHours: 168 },
    evaluation: { maximumFailedPercent: 5 },
    planExpiryHours: 24,
    runs: { keepDays: 90 },
    quotaShare: 0.5,
    tolerance: 0.05,
    ...parts,
  };
}
