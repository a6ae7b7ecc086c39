import { assertNever } from '../../kernel/invariant.ts';
import type { HazardFound } from '../../model/hazard.ts';
import type { AttributeChange, DeleteObject, Operation, UpdateObject } from '../../model/plan.ts';
import type { TenantObject } from '../../model/tenant.ts';
import { isClear } from '../input.ts';
import type { ApplyGuardInput } from '../input.ts';

/**
 * The hazards that the operations of a plan bring by themselves, in their order. What depends on who has access to what
 * is found elsewhere. The tenant, not the plan, says what an object is and holds.
 */
export function hazardsOfPlan({ body, tenant }: Pick<ApplyGuardInput, 'body' | 'tenant'>): readonly HazardFound[] {
  const objects = new Map(tenant.objects.map((object) => [object.id, object]));
  return body.operations.flatMap((operation) =>
    operation.kind === 'defineExtension' ? [] : hazardsOf(operation, objects.get(operation.object.id ?? '')),
  );
}

type ObjectOperation = Exclude<Operation, { kind: 'defineExtension' }>;

function hazardsOf(operation: ObjectOperation, object: TenantObject | undefined): readonly HazardFound[] {
  const { id } = operation;
  switch (operation.kind) {
    case 'delete':
      return deletion(operation, object);
    case 'adopt':
    case 'reanchor':
      return [{ hazard: 'TAKES_OVER_OBJECT', operation: id, detail: operation.evidence.join(', ') }];
    case 'leave':
      return operation.changes.some(disables) ? [{ hazard: 'DISABLES_USER', operation: id }] : [];
    case 'update':
      return operation.changes.flatMap((one) => hazardOfChange(operation, one, object)).concat(cleared(operation));
    case 'setManager':
      return operation.manager === null && operation.before !== null
        ? [{ hazard: 'CLEARS_ATTRIBUTE', operation: id, detail: 'manager' }]
        : [];
    case 'removeMember':
      return [{ hazard: 'REMOVES_MEMBER', operation: id }];
    case 'create':
    case 'restore':
    case 'addMember':
      return [];
    default:
      return assertNever(operation);
  }
}

/** Licences are read as a number, not by name: which of them gives a mailbox is not known. */
function deletion(operation: DeleteObject, object: TenantObject | undefined): readonly HazardFound[] {
  const { id } = operation;
  const type = object?.type ?? operation.object.type;
  if (type === 'group') return [{ hazard: 'DELETES_GROUP', operation: id }];
  const licences = object?.licences ?? operation.licences;
  const held = licences === 1 ? '1 licence' : `${licences} licences`;
  return [
    ...(licences === 0
      ? []
      : ([{ hazard: 'DELETES_MAILBOX', operation: id, detail: `holds ${held}, and may have a mailbox` }] as const)),
    { hazard: 'DELETES_USER', operation: id },
  ];
}

function hazardOfChange(
  { id, newMark }: UpdateObject,
  change: AttributeChange,
  object: TenantObject | undefined,
): readonly HazardFound[] {
  switch (change.attribute) {
    case 'accountEnabled':
      if (disables(change)) return [{ hazard: 'DISABLES_USER', operation: id }];
      // Who was leaving was disabled by a plan of ours, and is back in the source.
      return change.after !== true || (newMark !== undefined && isLeaving(object))
        ? []
        : [{ hazard: 'ENABLES_ACCOUNT', operation: id }];
    case 'userPrincipalName':
      return [{ hazard: 'UPN_CHANGE', operation: id, detail: fromTo(change) }];
    case 'mail':
      // A first address replaces none.
      return change.before === null ? [] : [{ hazard: 'MAIL_CHANGE', operation: id, detail: fromTo(change) }];
    default:
      return [];
  }
}

function disables({ attribute, after }: AttributeChange): boolean {
  return attribute === 'accountEnabled' && after === false;
}

function isLeaving(object: TenantObject | undefined): boolean {
  return typeof object?.mark === 'object' && object.mark.leavingSince !== undefined;
}

function cleared({ id, changes }: UpdateObject): readonly HazardFound[] {
  const names = changes.filter(isClear).map(({ attribute }) => attribute);
  return names.length === 0 ? [] : [{ hazard: 'CLEARS_ATTRIBUTE', operation: id, detail: names.join(', ') }];
}

function fromTo({ before, after }: AttributeChange): string {
  const text = (value: AttributeChange['before']): string => (typeof value === 'string' ? value : 'none');
  return `${text(before)} -> ${text(after)}`;
}
