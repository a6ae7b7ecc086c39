/** May an operation be done on the tenant as it is now? */
export type Precondition =
  | { readonly kind: 'holds' }
  | { readonly kind: 'alreadyDone'; readonly id?: string }
  | { readonly kind: 'changed'; readonly message: string };

export const HOLDS: Precondition = { kind: 'holds' };
export const DONE: Precondition = { kind: 'alreadyDone' };

export function changed(message: string): Precondition {
  return { kind: 'changed', message };
}
