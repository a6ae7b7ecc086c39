import type { Json } from '../kernel/canonical-json.ts';
import type { TraceStep } from './evaluation-trace.ts';
import type { AttributeChange, Held, HoldReason, Operation } from './plan.ts';
import type { FlowOutcome, MergeType, LinkType, ScopeOperator } from './rule-set.ts';
import type { Mastery, TenantType } from './tenant.ts';
import type { Value } from './value.ts';

/**
 * The whole way of one object: from the connector space through filter, joins and flows to the tenant, and what the
 * plan does with it. Places are `path:line`.
 */
export interface Explanation {
  /** ISO 8601, UTC. */
  readonly asOf: string;
  /** Absent for an object of the tenant that no source shows. */
  readonly source?: SourceExplanation;
  /** Absent while nothing in the tenant is or will be made of it. */
  readonly tenant?: TenantExplanation;
}

export interface AttributeValue {
  readonly attribute: string;
  /** undefined: the object does not have it. */
  readonly value: Value | undefined;
}

/** A connector space object and what the engine makes of it. */
export interface SourceExplanation {
  /** `connector/objectGUID`. */
  readonly key: string;
  readonly connector: string;
  readonly guid: string;
  readonly dn: string;
  readonly type: string;
  /** What filter and rules of its type read, by name. */
  readonly attributes: readonly AttributeValue[];
  readonly filter?: FilterExplanation;
  /** Inbound rules of its type by precedence; none of them is asked about an object that is filtered out. */
  readonly rules: readonly RuleExplanation[];
  readonly joins: readonly JoinExplanation[];
  readonly identity?: IdentityExplanation;
  readonly verdict: Verdict;
}

/** What becomes of a source object in the end. */
export type Verdict =
  | { readonly kind: 'wanted'; readonly type: TenantType; readonly name: string; readonly anchor: string }
  /** A joinNoFlow rule, at `rule (path:line)`, leaves what the tenant has of it as it is. */
  | { readonly kind: 'noFlow'; readonly at: string }
  | { readonly kind: 'filteredOut'; readonly detail: string }
  | { readonly kind: 'outOfScope'; readonly detail?: string }
  | { readonly kind: 'notWritable'; readonly detail: string }
  /** `at`: `rule (path:line)`. */
  | { readonly kind: 'failed'; readonly message: string; readonly at: string };

export type ClauseOutcome = 'holds' | 'fails' | 'groupOutOfSight';

export interface ClauseExplanation {
  readonly attribute: string;
  readonly operator: ScopeOperator;
  readonly comparands: readonly (string | number | bigint | boolean)[];
  readonly at: string;
  /** What the object has there. */
  readonly actual: Value | undefined;
  readonly outcome: ClauseOutcome;
}

/** Groups are alternatives; the clauses of a group must all hold. */
export type ScopeExplanation = readonly (readonly ClauseExplanation[])[];

export interface FilterExplanation {
  readonly name: string;
  readonly at: string;
  /** The nearest container that the filter lists. */
  readonly container?: { readonly dn: string; readonly include: boolean; readonly at: string };
  readonly scope: ScopeExplanation;
  /** Why it refuses the object; absent when it accepts it. */
  readonly refusal?: string;
}

export interface RuleExplanation {
  readonly rule: string;
  readonly at: string;
  readonly description?: string;
  readonly precedence: number;
  readonly link: LinkType;
  /** undefined: a clause asks for a group that is not in sight. */
  readonly inScope: boolean | undefined;
  readonly scope: ScopeExplanation;
}

/** A join group that was tried. */
export interface JoinExplanation {
  readonly rule: string;
  readonly at: string;
  readonly conditions: readonly {
    readonly from: string;
    readonly to: string;
    readonly value: Value | undefined;
  }[];
  /** DNs of the objects whose identities it found: exactly one joins. */
  readonly found: readonly string[];
}

/** The metaverse object that the source object is part of. */
export interface IdentityExplanation {
  /** Metaverse type. */
  readonly type: string;
  /** `kept`: a stickyJoin rule of another object holds on to it. */
  readonly by: { readonly kind: 'projected' | 'joined' | 'kept'; readonly rule: string; readonly at: string };
  /** Every source object of the identity; the first one projected it. */
  readonly links: readonly { readonly key: string; readonly dn: string }[];
  /** Its object in the tenant, where inbound rules read that, with those rules. */
  readonly tenant?: {
    readonly type: string;
    readonly id: string;
    readonly name: string;
    readonly rules: readonly RuleExplanation[];
  };
  readonly inbound: readonly AttributeExplanation[];
  /** Outbound rules of its metaverse type by precedence. */
  readonly outboundRules: readonly RuleExplanation[];
  /** Type in the tenant; absent when no rule in scope provisions it. */
  readonly provisionedAs?: string;
  readonly outbound: readonly AttributeExplanation[];
}

/** An attribute and all flows that may set it. */
export interface AttributeExplanation {
  readonly attribute: string;
  readonly merge: MergeType;
  /** By precedence. */
  readonly candidates: readonly CandidateExplanation[];
  readonly result: AttributeResult;
}

/** `empty`: cleared, or every flow gave nothing; `leftAlone`: every flow was ignored. */
export type AttributeResult =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'empty' }
  | { readonly kind: 'leftAlone' }
  | { readonly kind: 'failed' };

/**
 * What a candidate had to say in the end. `contributes`: part of a merged value; `passes`: it gave nothing and the
 * next one was asked; `outranked`: it was not asked, one before it had decided.
 */
export type CandidateStanding = 'wins' | 'contributes' | 'passes' | 'ignored' | 'outranked' | 'fails';

export interface CandidateExplanation {
  readonly rule: string;
  readonly at: string;
  readonly precedence: number;
  /** What the flow says: an attribute name, `=expression`, or a constant in quotes. */
  readonly flow: string;
  /** Key of the source object that it reads, where the identity has several. */
  readonly from?: string;
  readonly applyOnce: boolean;
  readonly outcome: FlowOutcome;
  readonly standing: CandidateStanding;
  /** Of an expression. */
  readonly steps?: TraceStep;
  /** What it reads. */
  readonly reads: readonly AttributeValue[];
}

/** Where an object stands with the tenant. */
export type TenantStanding =
  /** Ours, and may be written. */
  | { readonly kind: 'ours' }
  /** Ours, and never written. */
  | { readonly kind: 'guarded'; readonly reason: HoldReason; readonly detail: string }
  /** To be created. */
  | { readonly kind: 'new' }
  /** Becomes ours by a reviewed pair. */
  | { readonly kind: 'takenOver'; readonly detail: string }
  /** Comes back from the bin by a reviewed pair. */
  | { readonly kind: 'restored'; readonly detail: string }
  /** Not clearly ours, or something is in the way. */
  | { readonly kind: 'held'; readonly reason: HoldReason; readonly detail: string }
  /** Ours, and no rule wants it any more. */
  | { readonly kind: 'leaving' }
  /** Without an owner mark of this workspace. */
  | { readonly kind: 'notOurs'; readonly detail: string };

export interface TenantExplanation {
  readonly standing: TenantStanding;
  readonly object?: {
    readonly type: TenantType;
    readonly id: string;
    readonly name: string;
    readonly anchor?: string;
    /** Text of the owner mark. */
    readonly mark?: string;
    readonly mastery: Mastery;
  };
  /** Attributes that rules write, with what the tenant holds. */
  readonly attributes: readonly TenantAttribute[];
  /** Operations of the plan that concern the object, memberships in other groups among them. */
  readonly operations: readonly Operation[];
  readonly held: readonly Held[];
}

export interface TenantAttribute {
  readonly attribute: string;
  readonly present: Json;
  /** What the plan does. */
  readonly change?: AttributeChange;
  /** Why the plan leaves it although it differs. */
  readonly held?: { readonly reason: HoldReason; readonly detail: string; readonly change: AttributeChange };
}
