import { lineOf } from '../../src/kernel/position.ts';
import type { ImpactSide } from '../../src/impact/index.ts';
import type { Contribution, Contributions, DesiredPopulation } from '../../src/model/desired.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { bodyDigest } from '../../src/planfile/index.ts';

/** Everything that one side of an impact gives, flows told by their rule, target and line: equal texts, equal outcomes. */
export function textOfSide({ ruleSet, population, body, findings }: ImpactSide): string {
  return JSON.stringify(
    [populationView(population, ruleSet), body === undefined ? null : bodyDigest(body), findings ?? null],
    (_, value: unknown) => {
      if (typeof value === 'bigint') return `${String(value)}n`;
      if (value instanceof Map || value instanceof Set) return [...(value as Iterable<unknown>)];
      return value;
    },
    1,
  );
}

function populationView({ desired, ...others }: DesiredPopulation, ruleSet: RuleSet): unknown {
  const flowAt = (number: number): string => {
    const entry = ruleSet.flows[number];
    return entry === undefined ? 'no flow' : `${entry.rule.id} ${entry.flow.target} ${lineOf(entry.flow.source)}`;
  };
  const contribution = ({ value, flow, losers }: Contribution): unknown => [
    value === undefined ? 'nothing' : value,
    flowAt(flow),
    losers.map(flowAt),
  ];
  const table = (one: Contributions): unknown => [...one].map(([name, each]) => [name, contribution(each)]);
  return {
    ...others,
    desired: desired.map(({ attributes, metaverse, referenceFlow, ...rest }) => ({
      ...rest,
      attributes: table(attributes),
      metaverse: table(metaverse),
      referenceFlow: referenceFlow === undefined ? null : contribution(referenceFlow),
    })),
  };
}
