import type { ExportedRule } from '../server-export.ts';
import type { Context } from './context.ts';
import { convertRule, withFlows } from './rule.ts';
import type { RuleDraft } from './rule.ts';
import { standingOf } from './standard-table.ts';

/** Which attributes of the metaverse some rule gives: type to names. */
export type Given = ReadonlyMap<string, ReadonlySet<string>>;

export function givenByPack({ pack }: Context): Given {
  const given = new Map<string, Set<string>>();
  for (const { direction, targetType, flows } of pack.rules) {
    if (direction !== 'inbound') continue;
    const names = given.get(targetType) ?? new Set<string>();
    given.set(targetType, names);
    for (const { target } of flows) names.add(target);
  }
  return given;
}

/** The part of a standard rule that rules of the workspace need and the pack does not have. */
export interface Supply {
  readonly draft: RuleDraft;
  /** The rule of the pack that it stands behind. */
  readonly after: string;
}

/**
 * Standard rules of directories that give what the pack does not: each as a rule of its own, with nothing but the
 * flows that are asked for.
 * @param needed attributes of the metaverse by type
 */
export function suppliesOf(needed: Given, context: Context): readonly Supply[] {
  const given = givenByPack(context);
  return context.server.rules.flatMap((rule) => {
    if (rule.tag === undefined || rule.disabled || rule.direction !== 'inbound') return [];
    if (!context.connectorNames.has(rule.connector)) return [];
    const wanted = needed.get(rule.targetType);
    const part = withFlows(
      rule,
      ({ target }) => wanted?.has(target) === true && given.get(rule.targetType)?.has(target) !== true,
    );
    if (part.flows.length === 0) return [];
    const name = `standard-${context.ruleNames.get(rule.id) ?? rule.id}`;
    const converted = convertRule({ ...part, link: 'join', join: [] }, context, { name, isGiven: () => true });
    return converted.kind === 'draft' ? [{ draft: converted.draft, after: behind(rule, context) }] : [];
  });
}

/** A rule of the pack with the same ends, as near to the place of the standard rule as there is one. */
function behind({ tag = '', sourceType, targetType }: ExportedRule, { pack }: Context): string {
  const named = standingOf(tag)?.pack.at(-1);
  const alike = pack.rules.filter((rule) => rule.sourceType === sourceType && rule.targetType === targetType);
  return named ?? alike.at(-1)?.id.replace(/\(.*$/, '') ?? 'lockstep/default@1:foreign-security-principal';
}
