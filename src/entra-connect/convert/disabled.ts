import type { ExportedRule, ServerExport } from '../server-export.ts';
import type { Clone } from './clone.ts';
import type { Knowledge } from './context.ts';
import { isTwin, standingOf, stemOf } from './standard-table.ts';

/**
 * Rules of the pack whose work nothing did on the server: every standard rule in whose place they stand is disabled
 * there, and no clone does its work. Twins for inetOrgPerson do not count.
 */
export function disabledOfPack(
  { rules }: ServerExport,
  clones: ReadonlyMap<string, Clone>,
  pack: Knowledge['pack'],
): readonly string[] {
  const cloned = new Set([...clones.values()].map(({ original }) => original.id));
  const enabled = new Map<string, boolean>();
  for (const rule of rules) {
    const { id, tag, disabled } = rule;
    if (tag === undefined || isTwin(stemOf(tag))) continue;
    const works = !disabled || cloned.has(id);
    for (const name of standingOf(tag)?.pack ?? []) {
      const goesOn = works || (!rule.isDescribed && isMadeBy(rules, rule, name, pack));
      enabled.set(name, enabled.get(name) === true || goesOn);
    }
  }
  return [...enabled].flatMap(([name, one]) => (one ? [] : [name]));
}

/**
 * Some exports only list a standard rule, and whether another stands in its place cannot be told. Where a rule that
 * somebody wrote makes the same objects it may be so, and without the rule of the pack everybody would leave.
 */
function isMadeBy(
  rules: readonly ExportedRule[],
  { connector, direction }: ExportedRule,
  name: string,
  pack: Knowledge['pack'],
): boolean {
  const ours = pack.rules.filter(({ id, link }) => id.replace(/\(.*$/, '') === name && link === 'provision');
  return rules.some(
    (one) =>
      one.tag === undefined &&
      !one.disabled &&
      one.link === 'provision' &&
      one.connector === connector &&
      one.direction === direction &&
      ours.some(({ sourceType, targetType }) => sourceType === one.sourceType && targetType === one.targetType),
  );
}
