import { invariant } from '../../kernel/invariant.ts';
import type { DesiredPopulation } from '../../model/desired.ts';
import type { SourceExplanation } from '../../model/explanation.ts';
import type { PlanBody } from '../../model/plan.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { GivenObject, RuleTestCase } from '../../model/rule-test.ts';
import type { Schema } from '../../model/schema.ts';
import type { TenantPopulation } from '../../model/tenant.ts';
import type { ImportedSource } from '../../model/space.ts';
import { makePlan } from '../../planner/index.ts';
import { connectorSpace } from '../../space/index.ts';
import { explainSource } from '../../sync/explain.ts';
import { synchronize } from '../../sync/index.ts';
import type { EvaluationPorts } from '../../sync/index.ts';
import { domainFacts, notWritable, targetCapabilities, TENANT_NAME } from '../registry.ts';
import { seededRandom } from '../seeded-random.ts';
import { caseTenant } from './case-tenant.ts';
import { keyOfGiven } from './given-key.ts';

/** What the engine made of a case. */
export interface CaseWorld {
  readonly sources: readonly ImportedSource[];
  readonly target: string;
  /** Of the tenant. */
  readonly schema: Schema;
  readonly ports: EvaluationPorts;
  /** undefined for a case without one, and so is the plan. */
  readonly tenant?: TenantPopulation;
  readonly given: readonly GivenObject[];
  readonly population: DesiredPopulation;
  readonly body: PlanBody | undefined;
  explain(of: GivenObject): SourceExplanation;
}

/** Takes the objects of a case through the sync passes and, where it has a tenant, through the planner. */
export function caseWorld(ruleSet: RuleSet, one: RuleTestCase): CaseWorld {
  const { asOf, given } = one;
  const capabilities = targetCapabilities(ruleSet.topology);
  const sources = sourcesOf(ruleSet, one);
  const ports = { asOf, random: seededRandom(ruleSet.topology.workspace) };
  const input = { ruleSet, sources, target: TENANT_NAME, ports, notWritable };
  const alone = synchronize(input);
  const tenant = one.tenant === undefined ? undefined : caseTenant(ruleSet, one, one.tenant, alone);
  // The tenant is what the rules make it, and the rules are asked once more with what it remembers.
  const seen = tenant === undefined ? input : { ...input, tenant };
  const population = tenant === undefined ? alone : synchronize(seen);
  const explained = new Map<string, SourceExplanation>();
  return {
    sources,
    target: TENANT_NAME,
    schema: capabilities.schema,
    ports,
    ...(tenant === undefined ? {} : { tenant }),
    given,
    population,
    body:
      tenant === undefined
        ? undefined
        : makePlan({ ruleSet: { ...ruleSet, adoptions: [] }, population, tenant, asOf, ...capabilities }),
    explain: (of) => {
      const key = keyOfGiven(of);
      const explanation = explained.get(key) ?? explainSource({ ...seen, population }, key);
      invariant(explanation !== undefined, 'a given object is in its source');
      explained.set(key, explanation);
      return explanation;
    },
  };
}

/** Every connector of the topology, those without objects among them. */
function sourcesOf(ruleSet: RuleSet, { given, asOf, parameters }: RuleTestCase): readonly ImportedSource[] {
  return ruleSet.topology.sourceConnectors.map((connector) => {
    const own = given.filter((one) => one.connector === connector);
    const space = connectorSpace(connector);
    for (const { type, anchor, dn, attributes } of own) space.put({ type, anchor, dn, attributes });
    const facts = domainFacts(
      connector,
      own.map(({ dn }) => dn),
    );
    const summary = {
      origin: 'a rule test',
      partitions: facts.partitions,
      readAt: asOf,
      parameters: new Map([...facts.parameters, ...parameters]),
      partitionParameters: new Map(
        [...facts.partitionParameters].map(([dn, own]) => [dn, new Map([...own, ...parameters])]),
      ),
      diagnostics: [],
    };
    return { space, summary };
  });
}
