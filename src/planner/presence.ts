import type { ObjectRef } from '../model/plan.ts';
import type { Standing } from './standing.ts';
import { refOf } from './standing.ts';
import { takeOverId } from './take-over.ts';

/**
 * Can a desired object be pointed at? `exists`: it is ours; `created` and `takenOver`: once an operation of this plan is
 * done;
 * `notOurs`: the tenant holds something that may be it; `absent`: its create is held.
 */
export type Presence =
  | { readonly kind: 'exists'; readonly ref: ObjectRef; readonly id: string }
  | { readonly kind: 'created'; readonly ref: ObjectRef; readonly operation: string }
  | { readonly kind: 'takenOver'; readonly ref: ObjectRef; readonly id: string; readonly operation: string }
  | { readonly kind: 'notOurs'; readonly ref: ObjectRef; readonly id: string }
  | { readonly kind: 'absent'; readonly ref: ObjectRef };

export function presenceOf(standing: Standing, created: boolean): Presence {
  const { desired } = standing;
  switch (standing.kind) {
    case 'writable':
    case 'guarded':
      return { kind: 'exists', ref: refOf(desired, standing.object), id: standing.object.id };
    case 'new': {
      const ref = refOf(desired, undefined);
      return created ? { kind: 'created', ref, operation: `create:${desired.key}` } : { kind: 'absent', ref };
    }
    case 'takenOver': {
      const { object } = standing;
      return { kind: 'takenOver', ref: refOf(desired, object), id: object.id, operation: takeOverId(standing) };
    }
    case 'restored':
      return { kind: 'absent', ref: refOf(desired, undefined) };
    case 'held':
      return standing.object === undefined
        ? { kind: 'absent', ref: refOf(desired, undefined) }
        : { kind: 'notOurs', ref: refOf(desired, standing.object), id: standing.object.id };
  }
}
