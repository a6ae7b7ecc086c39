import { heldInCanonicalOrder } from '../model/held-order.ts';
import type { AttributeChange, Held, Operation, PlanBody, UpdateObject } from '../model/plan.ts';
import { derivePlan } from './derive.ts';
import { frozenOperation } from './freezes.ts';
import type { FreezeInput } from './freezes.ts';

/**
 * What a freeze lets through, as a plan of its own: the urgent disables. Of an update that disables somebody the disable
 * goes and the rest is held. The same body where no freeze holds, or where it holds nothing else.
 */
export function urgentPlan(body: PlanBody, input: FreezeInput): PlanBody {
  const frozen = frozenOperation(input);
  if (body.operations.every((one) => frozen(one) === undefined)) return body;
  return derivePlan(reduced(body, frozen), frozen);
}

type Frozen = ReturnType<typeof frozenOperation>;

/** Updates that disable somebody, cut down to the disable where that may slip. */
function reduced(body: PlanBody, frozen: Frozen): PlanBody {
  const keys = new Map(
    body.operations.map((one) => [one.id, one.kind === 'defineExtension' ? undefined : one.object.key]),
  );
  const rest: Held[] = [];
  const operations = body.operations.map((operation): Operation => {
    if (operation.kind !== 'update' || operation.changes.length < 2) return operation;
    const disable = operation.changes.find(({ attribute, after }) => attribute === 'accountEnabled' && after === false);
    if (disable === undefined) return operation;
    // To disable somebody takes nobody else's change, only their own object.
    const after = operation.after.filter((id) => keys.get(id) === operation.object.key);
    const alone = { ...operation, after, changes: [disable] };
    if (frozen(alone) !== undefined) return operation;
    rest.push(restOf(operation, disable, frozen(operation) ?? ''));
    return alone;
  });
  return { ...body, operations, held: heldInCanonicalOrder([...body.held, ...rest]) };
}

function restOf({ object, from, changes }: UpdateObject, disable: AttributeChange, detail: string): Held {
  return {
    kind: 'held',
    object,
    ...(from === '' ? {} : { from }),
    reason: 'blockedByGuard',
    detail,
    would: 'update',
    changes: changes.filter((one) => one !== disable),
  };
}
