import type { ObjectRef, Operation, TakeOver } from './plan.ts';

/** The operation that makes an object ours in the same plan, when another one waits for it. */
export function takeOverBefore(
  { after }: Operation,
  object: ObjectRef,
  operations: ReadonlyMap<string, Operation>,
): TakeOver | undefined {
  for (const id of after) {
    const before = operations.get(id);
    if (before?.kind !== 'adopt' && before?.kind !== 'reanchor') continue;
    if (before.object.key === object.key && before.object.id === object.id) return before;
  }
  return undefined;
}
