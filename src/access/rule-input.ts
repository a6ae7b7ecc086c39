import type { TenantPopulation, TenantRequest } from '../model/tenant.ts';
import type { Changes } from './changes.ts';
import type { Nodes } from './nodes.ts';

export interface RuleInput {
  readonly tenant: TenantPopulation;
  readonly request: TenantRequest;
  readonly changes: Changes;
  readonly nodes: Nodes;
}
