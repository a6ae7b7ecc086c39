import type { SourceRange } from '../kernel/position.ts';
import type { AdoptionPair } from './adoption.ts';
import type { DirectoryExtension } from './directory-extension.ts';
import type { DnKey } from './dn.ts';
import type { TraceStep } from './evaluation-trace.ts';
import type { Pin } from './pin.ts';
import type { Policy } from './policy.ts';
import type { Schema } from './schema.ts';
import type { AttributeReader, Value } from './value.ts';

/**
 * What a flow gives for one object (Connect's declarative provisioning):
 * a value; `null`: nothing, the next rule by precedence may fill it; `clear` (AuthoritativeNull): empty, and no
 * later rule may fill it; `ignore` (IgnoreThisFlow): as if the flow did not exist, a present target value stays.
 */
export type FlowResult =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'null' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'ignore' };

/** What a compiled expression may ask while it runs. */
export interface EvaluationContext {
  readonly attributes: AttributeReader;
  /** `%Domain.FQDN%` and the like. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The plan's instant in milliseconds since 1970 UTC: what Now() answers. */
  readonly asOf: number;
  /** Random bytes for Guid() and RandomNum(): given, so that a test can repeat them. */
  readonly random: (length: number) => Uint8Array;
}

/** Raised inside an expression (Error("…"), a wrong type): the object's evaluation failed, the object is held. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
  /** Offsets inside the expression text. */
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.start = start;
    this.end = end;
  }
}

/** Throws EvaluationError. */
export type CompiledExpression = (context: EvaluationContext) => FlowResult;

/** What a flow gives, or why it could not be evaluated. */
export type FlowOutcome =
  FlowResult | { readonly kind: 'error'; readonly message: string; readonly start: number; readonly end: number };

/** An evaluation that was watched: what it came to, and by which steps. */
export interface EvaluationTrace {
  readonly outcome: FlowOutcome;
  /** Undefined for an expression that is one constant. */
  readonly root: TraceStep | undefined;
}

export type FlowSource =
  | { readonly kind: 'direct'; readonly attribute: string }
  | { readonly kind: 'constant'; readonly value: Value }
  | {
      readonly kind: 'expression';
      readonly text: string;
      /** Attributes that the expression reads. */
      readonly attributes: readonly string[];
      /** It gives a value for every object, or fails. */
      readonly alwaysGives: boolean;
      readonly evaluate: CompiledExpression;
      /** Evaluates and tells each step; much slower. */
      readonly trace: (context: EvaluationContext) => EvaluationTrace;
    };

export type MergeType = 'update' | 'merge' | 'mergeIgnoreCase';

export interface Flow {
  /** Number of the flow in its rule set: what lineage stores. */
  readonly number: number;
  readonly target: string;
  readonly from: FlowSource;
  readonly applyOnce: boolean;
  readonly merge: MergeType;
  readonly source: SourceRange;
}

export type ScopeOperator =
  | 'equal'
  | 'notEqual'
  | 'lessThan'
  | 'lessThanOrEqual'
  | 'greaterThan'
  | 'greaterThanOrEqual'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'notStartsWith'
  | 'endsWith'
  | 'notEndsWith'
  | 'isNull'
  | 'isNotNull'
  | 'in'
  | 'notIn'
  | 'bitSet'
  | 'bitNotSet'
  | 'memberOf'
  | 'notMemberOf';

export interface ScopeClause {
  readonly attribute: string;
  readonly operator: ScopeOperator;
  /** One comparand, several for in/notIn, none for isNull/isNotNull. Typed by the attribute. */
  readonly comparands: readonly (string | number | bigint | boolean)[];
  readonly source: SourceRange;
}

/** All clauses of a group must hold; one group that holds is enough; no group = every object. */
export type Scope = readonly (readonly ScopeClause[])[];

export interface JoinCondition {
  /** Attribute of the connector space object. */
  readonly from: string;
  /** Attribute of the metaverse object. */
  readonly to: string;
  readonly caseSensitive: boolean;
}

export type LinkType = 'provision' | 'join' | 'stickyJoin' | 'joinNoFlow';

export interface Rule {
  /** `lockstep/default@1:user-common` for a rule of a pack, else its name: unique. */
  readonly id: string;
  readonly description?: string;
  readonly direction: 'inbound' | 'outbound';
  /** Names of the connectors it applies to. */
  readonly connectors: readonly string[];
  /** Inbound: connector space type to metaverse type; outbound: the other way. */
  readonly sourceType: string;
  readonly targetType: string;
  readonly link: LinkType;
  /** Lower wins; unique over directions and connectors. */
  readonly precedence: number;
  readonly scope: Scope;
  /** Tried in order; all conditions of a group must match. */
  readonly join: readonly (readonly JoinCondition[])[];
  readonly flows: readonly Flow[];
  readonly source: SourceRange;
}

/** Do two rules link alike? One object and direction has one set of join conditions. */
export function joinAlike(a: Rule, b: Rule): boolean {
  const said = ({ targetType, join }: Rule): string =>
    JSON.stringify([targetType, join.map((group) => group.map((one) => [one.from, one.to, one.caseSensitive]))]);
  return said(a) === said(b);
}

/** One per connector at most. Decides before any rule does. */
export interface ScopingFilter {
  readonly name: string;
  readonly connectors: readonly string[];
  /** The nearest listed container decides; nothing included = everything is, except what is excluded. */
  readonly containers: readonly {
    readonly dn: string;
    readonly key: DnKey;
    readonly include: boolean;
    readonly source: SourceRange;
  }[];
  /** Clauses by source type; a type that is not named is not filtered. */
  readonly objects: ReadonlyMap<string, Scope>;
  readonly source: SourceRange;
}

export interface Topology {
  readonly workspace: string;
  readonly tenantId: string;
  readonly ownerMarkApplicationId: string;
  /** By name. */
  readonly directoryExtensions: readonly DirectoryExtension[];
  readonly sourceConnectors: readonly string[];
  readonly newUserSignIn: 'federated' | 'externalPassword';
  /** Domains that another sync engine masters; set means: their overlap with us is checked and none is allowed. */
  readonly otherEngineDomains: readonly string[] | undefined;
}

/** The configuration compiled once: everything the engine, the planner and the guards need to know of it. */
export interface RuleSet {
  readonly topology: Topology;
  readonly filters: readonly ScopingFilter[];
  /** By precedence. */
  readonly rules: readonly Rule[];
  /** By flow number. */
  readonly flows: readonly { readonly rule: Rule; readonly flow: Flow }[];
  readonly metaverse: Schema;
  readonly policy: Policy;
  /** Reviewed pairs, by key of the source object. */
  readonly adoptions: readonly AdoptionPair[];
  /** Names of filters and scopes that are bound to objects. */
  readonly pins: readonly Pin[];
  /** Over the canonical form of every document and pack that took part. */
  readonly digest: string;
}
