import type { RuleSet } from '../model/rule-set.ts';
import type { ImportedSource } from '../model/space.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import type { AttributeReader } from '../model/value.ts';
import type { EvaluationPorts } from './inbound.ts';

export interface SynchronizeInput {
  readonly ruleSet: RuleSet;
  readonly sources: readonly ImportedSource[];
  /** Name of the connector whose objects are computed. */
  readonly target: string;
  readonly ports: EvaluationPorts;
  /** What the tenant holds: the memory of earlier runs. Absent: nothing is known of any. */
  readonly tenant?: TenantPopulation;
  /** Why objects of this source type can never be carried, for people; undefined when they could. */
  readonly notWritable: (sourceType: string, metaverse: AttributeReader) => string | undefined;
}
