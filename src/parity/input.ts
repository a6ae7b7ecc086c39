import type { Contribution, DesiredObject, DesiredPopulation } from '../model/desired.ts';
import type { Held, Why } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantPopulation } from '../model/tenant.ts';
import type { AttributeReader } from '../model/value.ts';

/** What is known of an object of the source, beside what rules make of it. */
export interface SourceFacts {
  readonly dn: string;
  readonly attributes: AttributeReader;
  /** Every anchor that a tenant may know it by. */
  readonly anchors: readonly string[];
  /** S-1-…, in capitals. */
  readonly sid?: string;
  /** DNS name and NetBIOS name of its domain, as far as they are known. */
  readonly domains: readonly string[];
}

export interface ParityInput {
  readonly workspace: string;
  readonly population: DesiredPopulation;
  /** With the members of every group that an engine writes. */
  readonly tenant: TenantPopulation;
  readonly schema: Schema;
  /** Attributes that were asked of the tenant. */
  readonly synchronized: Readonly<Record<'user' | 'group', readonly string[]>>;
  /** What the plan would hold. */
  readonly held: readonly Held[];
  readonly lineage: (desired: DesiredObject, contribution: Contribution) => readonly Why[];
  /** Would the tenant refuse it as a sign-in name, whatever its domain? */
  readonly isRefusedName: (name: string) => boolean;
  /** By key. */
  readonly sourceOf: (key: string) => SourceFacts | undefined;
}
