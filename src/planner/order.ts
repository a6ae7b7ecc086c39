import { compareText } from '../kernel/text.ts';
import { assertNever } from '../kernel/invariant.ts';
import type { Held, Operation } from '../model/plan.ts';

/** The canonical order of a plan body: phase, type, key, then the operation's own id. Execution follows the edges. */
export function inCanonicalOrder(operations: readonly Operation[]): readonly Operation[] {
  return operations
    .map((operation) => ({
      operation,
      phase: phaseOf(operation),
      key: operation.kind === 'defineExtension' ? '' : operation.object.key,
    }))
    .sort((a, b) => a.phase - b.phase || compareText(a.key, b.key) || compareText(a.operation.id, b.operation.id))
    .map(({ operation }) => operation);
}

export function heldInCanonicalOrder(held: readonly Held[]): readonly Held[] {
  const text = (one: Held) => `${one.object.type}\n${one.object.key}\n${one.would}\n${one.reason}\n${one.detail}`;
  return held
    .map((one) => ({ one, sort: text(one) }))
    .sort((a, b) => compareText(a.sort, b.sort))
    .map(({ one }) => one);
}

function phaseOf(operation: Operation): number {
  switch (operation.kind) {
    case 'defineExtension':
      return 0;
    case 'leave':
      return 1;
    case 'create':
    case 'update':
      return operation.object.type === 'user' ? 2 : 3;
    case 'setManager':
      return 4;
    case 'addMember':
      return 5;
    case 'removeMember':
      return 6;
    case 'delete':
      return 7;
    default:
      return assertNever(operation);
  }
}
