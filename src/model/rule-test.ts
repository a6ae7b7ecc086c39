import type { SourceRange } from '../kernel/position.ts';
import type { HoldReason } from './plan.ts';
import type { Mastery, TenantType } from './tenant.ts';
import type { Attributes, Value } from './value.ts';

/** A document of kind RuleTest, compiled: its objects are whole, its expectations typed. */
export interface RuleTest {
  readonly name: string;
  readonly cases: readonly RuleTestCase[];
  readonly source: SourceRange;
}

export interface RuleTestCase {
  readonly name: string;
  /** Of its name. */
  readonly source: SourceRange;
  /** Milliseconds since 1970 UTC. */
  readonly asOf: number;
  readonly parameters: ReadonlyMap<string, string>;
  readonly given: readonly GivenObject[];
  /** undefined: nothing is planned. */
  readonly tenant: readonly GivenTenantObject[] | undefined;
  /** undefined: every domain that the rules use. */
  readonly verifiedDomains: readonly string[] | undefined;
  readonly expectations: readonly Expectation[];
  /** The case passes when one of its expectations is not met. */
  readonly mustFail: boolean;
}

/** An object of a source: a typical one with what the case says. */
export interface GivenObject {
  readonly id: string;
  readonly connector: string;
  readonly type: string;
  /** objectGUID as text. */
  readonly anchor: string;
  readonly dn: string;
  readonly attributes: Attributes;
}

/** An object of the tenant: what the rules want of its given object, with what the case says. */
export interface GivenTenantObject {
  readonly type: TenantType;
  /** Id of a given object; undefined: nobody's. */
  readonly of: string | undefined;
  readonly marked: boolean;
  readonly mastery: Mastery;
  readonly guest: boolean;
  readonly role: string | undefined;
  /** YYYY-MM-DD. */
  readonly leavingSince: string | undefined;
  /** undefined: the attribute is not set. */
  readonly attributes: ReadonlyMap<string, Value | undefined>;
}

/** What an operation of a plan does to one object. */
export type ExpectedOperation = 'create' | 'update' | 'leave' | 'delete' | 'nothing';

/** One thing that a case expects of one given object. */
export type Expectation = {
  /** Id of the given object. */
  readonly of: string;
  readonly source: SourceRange;
} & (
  | { readonly kind: 'entra' | 'metaverse'; readonly attribute: string; readonly value: Value | undefined }
  | { readonly kind: 'cleared' | 'leftAlone'; readonly attribute: string }
  | { readonly kind: 'filtered'; readonly filter: string }
  | { readonly kind: 'outOfScope' }
  | { readonly kind: 'provisioned'; readonly wanted: boolean }
  | { readonly kind: 'scope'; readonly rule: string; readonly inScope: boolean }
  | { readonly kind: 'error'; readonly text: string }
  | { readonly kind: 'joined'; readonly to: string }
  | { readonly kind: 'members'; readonly ids: readonly string[] }
  | { readonly kind: 'manager'; readonly id: string | undefined }
  | { readonly kind: 'held'; readonly reason: HoldReason }
  | { readonly kind: 'plan'; readonly operation: ExpectedOperation }
);
