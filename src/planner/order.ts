import { compareText } from '../kernel/text.ts';
import { phaseOf } from '../model/plan.ts';
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
  const text = (one: Held) =>
    [one.object.type, one.object.key, one.would, one.reason, one.detail, one.object.id ?? '', attributesOf(one)].join(
      '\n',
    );
  return held
    .map((one) => ({ one, sort: text(one) }))
    .sort((a, b) => compareText(a.sort, b.sort))
    .map(({ one }) => one);
}

function attributesOf(held: Held): string {
  return held.changes.map((change) => change.attribute).join(',');
}
