import type { ChangedLines, ImpactSide } from '../impact/index.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { alignedWith, synchronize, synchronizeBoth } from '../sync/index.ts';
import type { SynchronizeInput } from '../sync/index.ts';
import { planFor } from './compute.ts';
import type { World } from './contract.ts';
import type { Reading } from './impact-reading.ts';
import { notWritable } from './registry.ts';
import { seededRandom } from './seeded-random.ts';
import type { Workspace } from './workspace.ts';

/** One state of the workspace, with what it reads of the data. */
export interface ReadState {
  readonly workspace: Workspace;
  readonly reading: Reading;
  readonly changed: ChangedLines;
}

export interface Given {
  readonly world: World;
  /** Name of the connector of the tenant. */
  readonly target: string;
  readonly asOf: number;
}

/** What each of two states gives, as if it were evaluated alone; what the change cannot touch is evaluated once. */
export function evaluateBoth(
  base: ReadState,
  head: ReadState,
  given: Given,
): { readonly base: ImpactSide; readonly head: ImpactSide } {
  const ruleSet = alignedWith(head.workspace.ruleSet, base.workspace.ruleSet);
  const aligned = { ...base, workspace: { ...base.workspace, ruleSet } };
  given.world.progress('synchronizing', 0);
  const [after, before] = synchronizeBoth(inputOf(head, given), inputOf(aligned, given));
  return { base: sideOf(aligned, before, given), head: sideOf(head, after, given) };
}

/** What the rules of one state want. */
export function wantedBy(state: Omit<ReadState, 'changed'>, given: Given): DesiredPopulation {
  given.world.progress('synchronizing', 0);
  return synchronize(inputOf(state, given));
}

function inputOf({ workspace, reading }: Omit<ReadState, 'changed'>, { target, asOf }: Given): SynchronizeInput {
  const { ruleSet }: { readonly ruleSet: RuleSet } = workspace;
  return {
    ruleSet,
    sources: reading.sources,
    ...(reading.tenant === undefined ? {} : { tenant: reading.tenant }),
    target,
    ports: { asOf, random: seededRandom(ruleSet.topology.workspace) },
    notWritable,
  };
}

function sideOf({ workspace, reading, changed }: ReadState, population: DesiredPopulation, given: Given): ImpactSide {
  const { ruleSet } = workspace;
  const { sources, tenant } = reading;
  const side = { ruleSet, changed, population };
  if (tenant === undefined) return side;
  const read = { sources, tenant, target: given.target };
  return { ...side, ...planFor(given.world, workspace, read, population, given.asOf) };
}
