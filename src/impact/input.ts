import type { SourceText } from '../kernel/position.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { Finding, PlanBody } from '../model/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Schema } from '../model/schema.ts';

/** A file of a configuration, with those of its lines (1-based) that the other one does not have. */
export interface ChangedText {
  readonly source: SourceText;
  readonly lines: ReadonlySet<number>;
}

/** By path. */
export type ChangedLines = ReadonlyMap<string, ChangedText>;

/** One configuration and what it gives. */
export interface ImpactSide {
  readonly ruleSet: RuleSet;
  readonly population: DesiredPopulation;
  readonly changed: ChangedLines;
  /** What would be done in the tenant, where one was given. */
  readonly body?: PlanBody;
  /** What the guards say of that. */
  readonly findings?: readonly Finding[];
  /** What that may do to people. */
  readonly hazards?: readonly HazardFound[];
}

export interface ImpactInput {
  readonly base: ImpactSide;
  readonly head: ImpactSide;
  /** Of the tenant. */
  readonly schema: Schema;
  /** Directory roles of people of the tenant, by `connector/objectGUID`; absent where no tenant was given. */
  readonly roles?: ReadonlyMap<string, string>;
}
