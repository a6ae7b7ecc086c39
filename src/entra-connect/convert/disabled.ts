import type { ServerExport } from '../server-export.ts';
import type { Clone } from './clone.ts';
import { isTwin, standingOf, stemOf } from './standard-table.ts';

/**
 * Rules of the pack whose work nothing did on the server: every standard rule in whose place they stand is disabled
 * there, and no clone does its work. Twins for inetOrgPerson do not count.
 */
export function disabledOfPack({ rules }: ServerExport, clones: ReadonlyMap<string, Clone>): readonly string[] {
  const cloned = new Set([...clones.values()].map(({ original }) => original.id));
  const enabled = new Map<string, boolean>();
  for (const { id, tag, disabled } of rules) {
    if (tag === undefined || isTwin(stemOf(tag))) continue;
    const works = !disabled || cloned.has(id);
    for (const name of standingOf(tag)?.pack ?? []) enabled.set(name, enabled.get(name) === true || works);
  }
  return [...enabled].flatMap(([name, one]) => (one ? [] : [name]));
}
