import fc from 'fast-check';
import { tenantSchema } from '../../src/app/registry.ts';
import { baselineAfter } from '../../src/cause/index.ts';
import type { Baseline, BaselineHead } from '../../src/model/baseline.ts';
import { parseMark } from '../../src/model/mark.ts';
import type { Operation, PlanBody } from '../../src/model/plan.ts';
import type { OperationResult, Outcome } from '../../src/model/report.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantObject, TenantPopulation } from '../../src/model/tenant.ts';

/** Runs in memory, and what people do to a tenant between two of them. */

const SKIPPED: Outcome = { status: 'skipped', message: 'not now' };

/** What a run does of a body: all but what is left out and what waits for it. */
export function carried(
  body: PlanBody,
  isLeftOut: (index: number) => boolean,
): { readonly done: PlanBody; readonly results: readonly OperationResult[] } {
  const left = new Set(body.operations.flatMap(({ id }, index) => (isLeftOut(index) ? [id] : [])));
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const { id, after } of body.operations) if (after.some((one) => left.has(one))) left.add(id);
  }
  const results = body.operations.map((operation) => ({
    operation: operation.id,
    outcome: left.has(operation.id) ? SKIPPED : doneOf(operation),
  }));
  return { done: { ...body, operations: body.operations.filter(({ id }) => !left.has(id)) }, results };
}

function doneOf(operation: Operation): Outcome {
  return operation.kind === 'create' ? { status: 'done', id: `made-${operation.object.key}` } : { status: 'done' };
}

export const TOOL = '0.0.0-test';

export function headOf(
  { digest }: Pick<RuleSet, 'digest'>,
  more: Partial<BaselineHead> = {},
): Omit<BaselineHead, 'definitions'> {
  return {
    format: 'lockstep-baseline',
    version: 1,
    tool: TOOL,
    tenantId: '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10',
    workspace: 'contoso',
    rulesDigest: digest,
    runId: 'run-1',
    at: '2026-11-22T14:00:00.000Z',
    salt: 'salt',
    attributes: {
      user: [
        'accountEnabled',
        'department',
        'displayName',
        'employeeId',
        'jobTitle',
        'mail',
        'mailNickname',
        'userPrincipalName',
      ],
      group: ['description', 'displayName', 'mailNickname'],
    },
    managers: true,
    ...more,
  };
}

export interface Ended {
  readonly rules: Pick<RuleSet, 'digest'>;
  readonly tenant: TenantPopulation;
  readonly body: PlanBody;
  readonly results: readonly OperationResult[];
  readonly previous?: Baseline;
}

export function baselineOf({ rules, ...end }: Ended): Baseline {
  const { head, objects } = baselineAfter({ head: headOf(rules), isAfterPrevious: true, ...end, schema: tenantSchema });
  return { head, objects: new Map([...objects].map((one) => [one.key, one])) };
}

/** What somebody does in the tenant, past every rule. */
export type TenantEdit =
  | { readonly kind: 'set'; readonly index: number; readonly attribute: string; readonly value: string | boolean }
  | { readonly kind: 'clear'; readonly index: number; readonly attribute: string }
  | { readonly kind: 'delete' | 'unmark' | 'leave'; readonly index: number }
  | { readonly kind: 'manager'; readonly index: number; readonly other: number }
  | { readonly kind: 'member'; readonly index: number; readonly other: number };

const index = fc.nat(20);

export const tenantEdit: fc.Arbitrary<TenantEdit> = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    index,
    attribute: fc.constantFrom('department', 'jobTitle', 'displayName', 'description'),
    value: fc.constantFrom('R', 'S', 'T'),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    index,
    attribute: fc.constant('accountEnabled'),
    value: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('clear' as const), index, attribute: fc.constantFrom('department', 'jobTitle') }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'unmark' as const, 'leave' as const), index }),
  fc.record({ kind: fc.constant('manager' as const), index, other: index }),
  fc.record({ kind: fc.constant('member' as const), index, other: index }),
);

export function edited(tenant: TenantPopulation, edits: readonly TenantEdit[]): TenantPopulation {
  return edits.reduce(editedOnce, tenant);
}

function editedOnce(tenant: TenantPopulation, edit: TenantEdit): TenantPopulation {
  const { objects } = tenant;
  if (objects.length === 0) return tenant;
  const object = objects[edit.index % objects.length]!;
  const other = 'other' in edit ? objects[edit.other % objects.length]! : object;
  switch (edit.kind) {
    case 'set':
      if (edit.attribute === 'accountEnabled' && object.type === 'group') return tenant;
      return withObject(tenant, { ...object, attributes: new Map(object.attributes).set(edit.attribute, edit.value) });
    case 'clear': {
      const attributes = new Map(object.attributes);
      attributes.delete(edit.attribute);
      return withObject(tenant, { ...object, attributes });
    }
    case 'unmark':
      return withObject(tenant, { ...object, mark: undefined });
    case 'leave': {
      if (typeof object.mark !== 'object') return tenant;
      const { workspace, connector, anchor } = object.mark;
      return withObject(tenant, { ...object, mark: parseMark(`v1;${workspace};${connector};${anchor};2026-01-02`) });
    }
    case 'delete':
      return withoutObject(tenant, object.id);
    case 'manager':
      return object.type === 'user' && other.type === 'user' && other.id !== object.id
        ? withObject(tenant, { ...object, manager: other.id })
        : tenant;
    case 'member': {
      const list = tenant.members.get(object.id);
      if (list === undefined || other.id === object.id) return tenant;
      const changed = list.includes(other.id) ? list.filter((id) => id !== other.id) : [...list, other.id];
      return { ...tenant, members: new Map(tenant.members).set(object.id, changed) };
    }
  }
}

function withObject(tenant: TenantPopulation, object: TenantObject): TenantPopulation {
  return { ...tenant, objects: tenant.objects.map((one) => (one.id === object.id ? object : one)) };
}

function withoutObject(tenant: TenantPopulation, id: string): TenantPopulation {
  const members = new Map(
    [...tenant.members]
      .filter(([group]) => group !== id)
      .map(([group, list]) => [group, list.filter((one) => one !== id)]),
  );
  const objects = tenant.objects.flatMap((one) => {
    if (one.id === id) return [];
    if (one.manager !== id) return [one];
    return [Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'manager')) as unknown as TenantObject];
  });
  return { ...tenant, objects, members };
}

/** The parts of a plan that have a cause, with what they change: the same text for the same change. */
export function partsOf({
  operations,
}: PlanBody): ReadonlyMap<string, { readonly operation: string; readonly attribute?: string }> {
  const parts = new Map<string, { readonly operation: string; readonly attribute?: string }>();
  for (const operation of operations) {
    const { id } = operation;
    if (operation.kind === 'update') {
      for (const { attribute, before, after } of operation.changes)
        parts.set(JSON.stringify([operation.object.key, attribute, before, after]), { operation: id, attribute });
      if (operation.newMark !== undefined)
        parts.set(JSON.stringify([id, operation.mark, operation.newMark]), { operation: id });
    } else parts.set(JSON.stringify([id, wholeOf(operation)]), { operation: id });
  }
  return parts;
}

function wholeOf(operation: Operation): unknown {
  switch (operation.kind) {
    case 'leave':
    case 'delete':
      return operation.mark;
    case 'setManager':
      return [operation.before?.id, operation.manager?.key];
    default:
      return '';
  }
}
