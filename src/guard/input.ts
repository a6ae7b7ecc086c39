import { codes } from '../kernel/codes/index.ts';
import type { Code } from '../kernel/codes/index.ts';
import type { CauseFound } from '../model/cause.ts';
import type { Consents } from '../model/consent.ts';
import type { DesiredPopulation } from '../model/desired.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { EmptyInclusion, FollowedPin } from '../model/pin.ts';
import type { AttributeChange, Finding, Operation, PlanBody } from '../model/plan.ts';
import type { Policy } from '../model/policy.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantObject, TenantPopulation, TenantType } from '../model/tenant.ts';

/** What is known before the first write of a saved plan: the plan and the tenant as it is now. */
export interface ApplyGuardInput {
  readonly body: PlanBody;
  readonly tenant: TenantPopulation;
  readonly policy: Policy;
  readonly workspace: string;
  /** Milliseconds since 1970 UTC: the instant that the plan is for, or the clock before the first write. */
  readonly now: number;
  /** The instant that a saved plan was made for; absent where that is `now`. */
  readonly madeFor?: number;
  /** What made each change come up; what is not named is unknown. */
  readonly causes?: readonly CauseFound[];
  /** Hazards of who has access to what, which take more than the plan and the tenant's objects to find. */
  readonly effects?: (body: PlanBody) => readonly HazardFound[];
  readonly consents?: Consents;
}

/** What is known when a plan is made: the sources, too. */
export interface PlanGuardInput extends ApplyGuardInput {
  readonly population: DesiredPopulation;
  /** Names of the connectors that were read. */
  readonly connectors: readonly string[];
  /** Tenant ids that reviewed pairs of the workspace name. */
  readonly reviewed: ReadonlySet<string>;
  /** Where the pins of the rules lead now. */
  readonly pins: readonly FollowedPin[];
  /** Containers of filters in which nothing was read. */
  readonly emptyInclusions: readonly EmptyInclusion[];
}

/** A guard looks at the whole plan, never at one operation. */
export type Analyzer<Input extends ApplyGuardInput> = (input: Input) => readonly Finding[];

/** A marked object of this workspace, with the base of its percentages: `connector/type`. */
export interface Marked {
  readonly object: TenantObject;
  readonly key: string;
  readonly base: string;
  readonly leaving: boolean;
}

/** Counted in the tenant, never taken from the plan: a plan could claim a larger base. */
export function markedObjects(input: ApplyGuardInput): readonly Marked[] {
  return input.tenant.objects.flatMap((object) => {
    const key = markKey(object, input.workspace);
    if (key === undefined) return [];
    const leaving = typeof object.mark === 'object' && object.mark.leavingSince !== undefined;
    return [{ object, key, base: baseOf(key, object.type), leaving }];
  });
}

function baseOf(key: string, type: string): string {
  return `${key.slice(0, key.indexOf('/'))}/${type}`;
}

/** An operation on an object, with what the tenant (not the plan) says of the object. */
export interface Target {
  readonly operation: Exclude<Operation, { kind: 'defineExtension' }>;
  readonly type: TenantType;
  /** `connector/type`. */
  readonly base: string;
}

/**
 * The operations of a plan with the base that each counts against. What is not in the tenant counts with its connector
 * only when that connector has objects there: one that a plan made up gives it no allowance of its own.
 */
export function targetsOf(input: ApplyGuardInput): readonly Target[] {
  const marked = new Map(markedObjects(input).map((one) => [one.object.id, one]));
  const bases = new Set([...marked.values()].map(({ base }) => base));
  return input.body.operations.flatMap((operation): readonly Target[] => {
    if (operation.kind === 'defineExtension') return [];
    const { object } = operation;
    const known = marked.get(object.id ?? '');
    if (known !== undefined) return [{ operation, type: known.object.type, base: known.base }];
    const claimed = baseOf(object.key, object.type);
    return [{ operation, type: object.type, base: bases.has(claimed) ? claimed : `new/${object.type}` }];
  });
}

/** Does a change leave an attribute without a value? An empty list or text does as much as null. */
export function isClear({ after }: AttributeChange): boolean {
  return after === null || after === '' || (Array.isArray(after) && after.length === 0);
}

/** A finding with all its operations: few of them are kept where it is shown. */
export function finding(
  code: Extract<Code, `SAFE${string}`>,
  parts: { readonly detail: string; readonly policyKey: string; readonly operations: readonly Operation[] },
): Finding {
  return {
    code,
    blocks: codes[code].severity === 'error',
    detail: parts.detail,
    policyKey: parts.policyKey,
    operations: parts.operations.map((operation) => operation.id),
    count: parts.operations.length,
  };
}
