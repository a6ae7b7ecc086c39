import type { ServerExport } from '../server-export.ts';
import { isTwin, standingOf, stemOf } from './standard-table.ts';

/**
 * Rules of the pack whose work nothing did on the server: every standard rule in whose place they stand is disabled
 * there. Twins for inetOrgPerson do not count.
 */
export function disabledOfPack({ rules }: ServerExport): readonly string[] {
  const enabled = new Map<string, boolean>();
  for (const { tag, disabled } of rules) {
    if (tag === undefined || isTwin(stemOf(tag))) continue;
    for (const name of standingOf(tag)?.pack ?? []) enabled.set(name, enabled.get(name) === true || !disabled);
  }
  return [...enabled].flatMap(([name, one]) => (one ? [] : [name]));
}
