import type { MigratedRule } from '../../model/migration.ts';
import type { ExportedRule } from '../server-export.ts';
import type { Context } from './context.ts';
import { convertRule } from './rule.ts';
import type { ConvertedRule, RuleDraft } from './rule.ts';
import { readsOf } from './standard-rule.ts';
import { givenByPack, suppliesOf } from './supply.ts';
import type { Supply } from './supply.ts';

export interface CustomRules {
  readonly drafts: readonly RuleDraft[];
  readonly supplies: readonly Supply[];
  readonly converted: ReadonlyMap<string, ConvertedRule>;
}

/** The rules that somebody wrote and that take part. Those inbound first: they say what others can read. */
export function customRules(context: Context): CustomRules {
  const custom = context.server.rules.filter(({ tag, disabled }) => tag === undefined && !disabled);
  const given = new Map([...givenByPack(context)].map(([type, names]) => [type, new Set(names)]));
  const isGiven = (type: string, attribute: string): boolean => given.get(type)?.has(attribute) === true;
  const converted = new Map<string, ConvertedRule>();
  const convert = (rule: ExportedRule): void => {
    const name = context.ruleNames.get(rule.id) ?? rule.id;
    const one = convertRule(rule, context, { name, isGiven });
    converted.set(rule.id, one);
    if (one.kind === 'draft') give(given, one.draft);
  };
  for (const rule of custom) if (rule.direction === 'inbound') convert(rule);
  const supplies = suppliesOf(missingOf(custom, isGiven), context);
  for (const { draft } of supplies) give(given, draft);
  for (const rule of custom) if (rule.direction === 'outbound') convert(rule);
  const drafts = custom.flatMap(({ id }) => {
    const one = converted.get(id);
    return one?.kind === 'draft' ? [one.draft] : [];
  });
  return { drafts, supplies, converted };
}

function give(given: Map<string, Set<string>>, { metaverse }: RuleDraft): void {
  const names = given.get(metaverse.type) ?? new Set<string>();
  given.set(metaverse.type, names);
  for (const name of metaverse.given) names.add(name);
}

/** What outbound rules read, by type of the metaverse, and nothing gives so far. */
function missingOf(
  rules: readonly ExportedRule[],
  isGiven: (type: string, attribute: string) => boolean,
): ReadonlyMap<string, ReadonlySet<string>> {
  const missing = new Map<string, Set<string>>();
  for (const { direction, sourceType, flows, scope } of rules) {
    if (direction !== 'outbound') continue;
    const names = missing.get(sourceType) ?? new Set<string>();
    missing.set(sourceType, names);
    for (const name of [...flows.flatMap(readsOf), ...scope.flat().map(({ attribute }) => attribute)]) {
      if (!isGiven(sourceType, name)) names.add(name);
    }
  }
  return missing;
}

export function disabledReport(rule: ExportedRule, connector: string, origin: string): MigratedRule {
  const { name, direction, tag } = rule;
  const reason = 'It is disabled on the server, and left out.';
  return { name, connector, direction, standard: tag !== undefined, carried: 'same', reason, origin, flows: [] };
}
