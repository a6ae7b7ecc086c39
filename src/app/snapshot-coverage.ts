import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { SourceRange } from '../kernel/position.ts';
import type { Rule, RuleSet } from '../model/rule-set.ts';
import { isContainerType } from '../model/container.ts';
import type { Lacking } from '../model/snapshot.ts';
import { importRequests, readOfTenant } from '../rules/requests.ts';

/** Who needs what a snapshot lacks. */
interface Reader {
  readonly name: string;
  readonly range?: SourceRange;
}

const ENGINE = 'every rule';
const PINS: Reader = { name: 'following the pins' };

/** What a snapshot of a source lacks, each with the rule or filter that reads it; `otherwise` names who else does. */
export function lackingOfSource(
  path: string,
  connector: string,
  missing: readonly Lacking[],
  ruleSet: RuleSet,
  otherwise = ENGINE,
): readonly Diagnostic[] {
  return missing.map((one) => lackingDiagnostic(path, one, readerOf(connector, one, ruleSet) ?? { name: otherwise }));
}

/** What a snapshot of the tenant lacks, each with the rule that writes or reads it. */
export function lackingOfTenant(
  path: string,
  missing: readonly Lacking[],
  ruleSet: RuleSet,
  otherwise = ENGINE,
): readonly Diagnostic[] {
  return missing.map((one) => {
    const entry = ruleSet.flows.find(
      ({ rule, flow }) =>
        rule.direction === 'outbound' && rule.targetType === one.type && flow.target === one.attribute,
    );
    if (entry !== undefined)
      return lackingDiagnostic(path, one, { name: `rule ${entry.rule.id}`, range: entry.flow.source });
    const reader = ruleSet.rules.find(
      (rule) => rule.sourceType === one.type && readOfTenant([rule], rule.sourceType).includes(one.attribute ?? ''),
    );
    return lackingDiagnostic(
      path,
      one,
      reader === undefined ? { name: otherwise } : { name: `rule ${reader.id}`, range: reader.source },
    );
  });
}

function lackingDiagnostic(path: string, { type, attribute }: Lacking, { name, range }: Reader): Diagnostic {
  const what = attribute === undefined ? `objects of type ${type}` : `${attribute} of ${type}`;
  return diagnostic('SNP004', {
    detail: `${path} holds no ${what}, which ${name} needs.`,
    subject: path,
    ...(range === undefined ? {} : { range }),
  });
}

/** The first that reads it: asked of each rule and filter alone, in the words of the import request. */
function readerOf(connector: string, lacking: Lacking, { rules, filters }: RuleSet): Reader | undefined {
  for (const rule of rules) {
    if (!reads(connector, lacking, [rule], [])) continue;
    const flow = rule.flows.find((one) => reads(connector, lacking, [onlyFlow(rule, one)], []));
    return { name: `rule ${rule.id}`, range: flow?.source ?? rule.source };
  }
  const filter = filters.find((one) => reads(connector, lacking, [], [one]));
  if (filter === undefined && isContainerType(lacking.type)) return PINS;
  return filter === undefined ? undefined : { name: `filter ${filter.name}`, range: filter.source };
}

function reads(
  connector: string,
  { type, attribute }: Lacking,
  rules: readonly Rule[],
  filters: RuleSet['filters'],
): boolean {
  const names = importRequests([connector], rules, filters).get(connector)?.attributes.get(type);
  return names !== undefined && (attribute === undefined || names.includes(attribute));
}

function onlyFlow(rule: Rule, flow: Rule['flows'][number]): Rule {
  return { ...rule, scope: [], join: [], flows: [flow] };
}
