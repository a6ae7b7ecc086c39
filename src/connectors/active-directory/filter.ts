import type { Selection } from '../selection.ts';

/**
 * Asks for the types that are wanted and no more: a class matches its subclasses, too, and computers are users
 * (MS-ADSC). Everything else (OU, group, attribute) is decided by the engine, never by a filter here.
 */
export function typeFilter(selection: Selection): string {
  const classes = [...selection.keys()].map((type) => `(objectClass=${type})`);
  const any = classes.length === 1 ? classes.join('') : `(|${classes.join('')})`;
  if (!selection.has('user') || selection.has('computer')) return any;
  return `(&${any}(!(objectClass=computer)))`;
}

/** Containers that people rename and move; what stands below them changes its name with them. */
export const containerFilter = '(|(objectClass=organizationalUnit)(objectClass=container))';

/** What was written after an update sequence number. */
export function changedSince(usn: bigint, filter: string): string {
  return `(&(uSNChanged>=${usn + 1n})${filter})`;
}
