/**
 * A dynamic membership rule as data (learn.microsoft.com: "Manage rules for dynamic membership groups in Microsoft
 * Entra ID").
 */
export type MembershipRule = DirectReports | Condition;

/** `Direct Reports for "id"`: it stands alone. */
export interface DirectReports {
  readonly kind: 'directReports';
  /** Tenant id of the manager, lower case. */
  readonly manager: string;
}

export type Condition = Junction | Negation | Comparison | Quantified;

export interface Junction {
  readonly kind: 'and' | 'or';
  /** Two at least; none is of the same kind. */
  readonly parts: readonly Condition[];
}

export interface Negation {
  readonly kind: 'not';
  readonly part: Condition;
}

export interface Comparison {
  readonly kind: 'compare';
  readonly property: Property;
  readonly operator: Operator;
  readonly value: Value;
}

/** A condition over one or all values of a property. */
export interface Quantified {
  readonly kind: 'any' | 'all';
  readonly property: Property;
  readonly part: Condition;
}

/** `user.department`, `device.deviceOwnership`; within a quantified part `_`, `assignedPlan.service`, `group.objectId`. */
export interface Property {
  /** As written; `_` for the value itself. */
  readonly object: string;
  /** As written; empty for `_`. */
  readonly name: string;
}

export const operators = [
  'eq',
  'ne',
  'startsWith',
  'notStartsWith',
  'endsWith',
  'notEndsWith',
  'contains',
  'notContains',
  'match',
  'notMatch',
  'in',
  'notIn',
  'le',
  'ge',
  'lt',
  'gt',
] as const;

export type Operator = (typeof operators)[number];

export type Scalar =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly boolean: boolean }
  | { readonly kind: 'null' }
  /** An instant, or one relative to the time of processing: `system.now -plus p1d`. */
  | { readonly kind: 'time'; readonly text: string }
  | { readonly kind: 'now'; readonly offset: string };

export type Value = Scalar | { readonly kind: 'list'; readonly values: readonly Scalar[] };

/** Of a rule: Entra ID takes 3,072 characters; hostile input ends here. */
export const limits = Object.freeze({ characters: 8_192, levels: 64 });
