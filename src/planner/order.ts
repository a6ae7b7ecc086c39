import { compareText } from '../kernel/text.ts';
import { phaseOf } from '../model/plan.ts';
import type { Operation } from '../model/plan.ts';

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
