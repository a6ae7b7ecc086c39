import type { Json } from '../kernel/canonical-json.ts';
import type { Hazard } from './hazard.ts';
import type { Operation } from './plan.ts';
import type { TenantType } from './tenant.ts';

/** Every kind of operation, for rules that name one. */
export const operationKinds = [
  'defineExtension',
  'create',
  'adopt',
  'reanchor',
  'restore',
  'update',
  'leave',
  'delete',
  'setManager',
  'addMember',
  'removeMember',
] as const satisfies readonly Operation['kind'][];

/** An object of a plan as rules see it. An empty text stands for what there is not. */
export interface ObjectView {
  readonly type: TenantType | '';
  /** `connector/objectGUID`. */
  readonly key: string;
  /** Of the tenant. */
  readonly id: string;
  readonly name: string;
  readonly connector: string;
}

export interface ChangeView {
  readonly before: Json;
  readonly after: Json;
  /** The rules that say so. */
  readonly rules: readonly string[];
}

/** An operation as rules see it. */
export interface OperationView {
  readonly kind: Operation['kind'];
  readonly object: ObjectView;
  /** The member that is added or removed, the manager that is set. */
  readonly other: ObjectView;
  /** DN of the source object. */
  readonly from: string;
  /** Why somebody leaves or is deleted. */
  readonly reason: string;
  /** How many licences a user holds who leaves or is deleted. */
  readonly licences: number;
  readonly changes: ReadonlyMap<string, ChangeView>;
  /** What it may do to people, gravest first, each once. */
  readonly hazards: readonly Hazard[];
}

/** A plan as rules see it: what it holds in numbers. */
export interface PlanView {
  readonly operations: number;
  /** Operations by kind. */
  readonly counts: Readonly<Record<Operation['kind'], number>>;
  readonly held: number;
  readonly inScope: number;
  readonly unchanged: number;
  readonly changed: number;
  readonly filteredOut: number;
  /** By `connector/type`. */
  readonly marked: ReadonlyMap<string, number>;
  readonly source: ReadonlyMap<string, number>;
}

/** What an expression gave, or why it could not be evaluated. */
export type Verdict = { readonly denied: boolean } | { readonly failure: string };

/** A rule of the policy, its expression compiled. */
export type PolicyRule = {
  readonly name: string;
  readonly description?: string;
  /** The expression as it is written. */
  readonly deny: string;
  /** What people are told when it denies. */
  readonly message?: string;
  readonly severity: 'block' | 'warn';
} & (
  | { readonly each: 'operation'; readonly of: (plan: PlanView) => (operation: OperationView) => Verdict }
  | { readonly each: 'plan'; readonly of: (plan: PlanView) => Verdict }
);
