import { codes } from '../kernel/codes/index.ts';
import type { Code } from '../kernel/codes/index.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { Finding, Operation, PlanBody } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import type { TenantPopulation } from '../model/tenant.ts';

/** What guards look at: the whole plan, never one operation. */
export interface GuardInput {
  readonly body: PlanBody;
  readonly population: DesiredPopulation;
  readonly tenant: TenantPopulation;
  readonly policy: Policy;
  readonly workspace: string;
  /** Names of the connectors that were read. */
  readonly connectors: readonly string[];
}

export type Analyzer = (input: GuardInput) => readonly Finding[];

const SHOWN = 20;

export function finding(
  code: Extract<Code, `SAFE${string}`>,
  parts: { readonly detail: string; readonly policyKey: string; readonly operations: readonly Operation[] },
): Finding {
  return {
    code,
    blocks: codes[code].severity === 'error',
    detail: parts.detail,
    policyKey: parts.policyKey,
    operations: parts.operations.slice(0, SHOWN).map((operation) => operation.id),
    count: parts.operations.length,
  };
}
