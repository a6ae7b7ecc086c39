import type { Json } from '../kernel/canonical-json.ts';
import { foldCase } from '../kernel/text.ts';
import type { Contribution, DesiredObject } from '../model/desired.ts';
import type { AttributeChange, HoldReason } from '../model/plan.ts';
import { isExtensionName } from '../model/directory-extension.ts';
import { plainText } from '../model/schema.ts';
import type { AttributeSchema, Schema } from '../model/schema.ts';
import type { TenantDomain, TenantObject, TenantType } from '../model/tenant.ts';
import { sameValue, toJson } from '../model/comparison.ts';
import { domainOf, federatedDomains } from '../model/live-sync.ts';
import { tooManyValues } from './extensions.ts';
import type { Definitions } from './extensions.ts';
import type { Lineage } from './lineage.ts';
import type { NameVerdict } from './names.ts';

/** Why the tenant would refuse a value of an attribute, in words; undefined when it takes it. */
export type ValueProblem = (type: TenantType, attribute: string, value: Json) => string | undefined;

/** An attribute that is left alone although it differs. */
export interface HeldAttribute {
  readonly reason: HoldReason;
  readonly detail: string;
  readonly change: AttributeChange;
}

export interface Difference {
  readonly changes: readonly AttributeChange[];
  readonly held: readonly HeldAttribute[];
}

export interface DiffContext {
  readonly schema: Schema;
  readonly valueProblem: ValueProblem;
  readonly definitions: Definitions;
  readonly domains: readonly TenantDomain[];
  readonly lineage: Lineage;
  readonly nameVerdict: (attribute: 'userPrincipalName' | 'mail') => NameVerdict;
}

/** Compares what the rules want with what the tenant holds; without a tenant object, with nothing. */
export function differenceOf(
  desired: DesiredObject,
  object: TenantObject | undefined,
  context: DiffContext,
): Difference {
  const changes: AttributeChange[] = [];
  const held: HeldAttribute[] = [];
  const attributes = context.schema.get(desired.type)?.attributes;
  for (const [attribute, contribution] of desired.attributes) {
    const schema = attributes?.get(attribute) ?? plainText;
    if (schema.syntax === 'reference' || schema.write === 'never') continue;
    if (object !== undefined && desired.once.has(attribute) && !undoesLeaving(attribute, object)) continue;
    const before = object?.attributes.get(attribute) ?? null;
    // The common case of a large population: the same text or flag on both sides needs no conversion.
    if (contribution.value === before) continue;
    const wanted = wantedValue(contribution, schema);
    if (wanted.ok && sameValue(before, wanted.json, schema)) continue;
    if (wanted.ok && wanted.json === null && object === undefined) continue;

    const change: AttributeChange = {
      attribute,
      before,
      after: wanted.ok ? wanted.json : null,
      why: context.lineage(desired, contribution),
    };
    const problem = wanted.ok
      ? problemOf(desired.type, change, schema, object !== undefined, context)
      : ({ reason: 'invalidValue', detail: wanted.problem } as const);
    if (problem === undefined) changes.push(change);
    else held.push({ ...problem, change });
  }
  const tooMany = tooManyValues(object, changes);
  if (tooMany === undefined) return { changes: changes.sort(byAttribute), held };
  const refused = changes.filter(({ attribute, after }) => after !== null && isExtensionName(attribute));
  for (const change of refused) held.push({ reason: 'invalidValue', detail: tooMany, change });
  return { changes: changes.filter((one) => !refused.includes(one)).sort(byAttribute), held };
}

/** The disable of a leaver was ours: whoever returns is enabled again, also where a rule sets that only once. */
function undoesLeaving(attribute: string, { mark }: TenantObject): boolean {
  return attribute === 'accountEnabled' && typeof mark === 'object' && mark.leavingSince !== undefined;
}

function byAttribute(a: AttributeChange, b: AttributeChange): number {
  return a.attribute < b.attribute ? -1 : 1;
}

function wantedValue(contribution: Contribution, schema: AttributeSchema): ReturnType<typeof toJson> {
  return contribution.value === undefined ? { ok: true, json: null } : toJson(contribution.value, schema);
}

type Problem = { readonly reason: HoldReason; readonly detail: string } | undefined;

function problemOf(
  type: TenantType,
  change: AttributeChange,
  schema: AttributeSchema,
  exists: boolean,
  context: DiffContext,
): Problem {
  const { attribute, after } = change;
  const definition = context.definitions(type, attribute);
  if (definition?.kind === 'unusable') return { reason: 'extensionUnusable', detail: definition.detail };
  if (after === null) {
    return schema.clearable
      ? undefined
      : { reason: 'cannotClear', detail: `${attribute} cannot be emptied once it is set` };
  }
  if (schema.write === 'create' && exists) {
    return { reason: 'invalidValue', detail: `${attribute} can only be set when the object is created` };
  }
  const invalid = context.valueProblem(type, attribute, after);
  if (invalid !== undefined) return { reason: 'invalidValue', detail: `${attribute} ${invalid}` };
  if (type !== 'user' || typeof after !== 'string') return undefined;
  if (attribute === 'userPrincipalName') {
    const unverified = unverifiedDomain(after, context.domains);
    if (unverified !== undefined) {
      return { reason: 'unverifiedDomain', detail: `${unverified} is not a verified domain of the tenant` };
    }
    const move = exists ? federatedMove(change.before, after, context.domains) : undefined;
    if (move !== undefined) return { reason: 'federatedDomainChange', detail: move };
  }
  if (attribute !== 'userPrincipalName' && attribute !== 'mail') return undefined;
  const verdict = context.nameVerdict(attribute);
  return verdict.kind === 'taken' ? { reason: verdict.reason, detail: `${after}: ${verdict.detail}` } : undefined;
}

/** A sign-in name is not moved between two federated domains in one step: each trusts a service of its own. */
export function federatedMove(before: Json, after: string, domains: readonly TenantDomain[]): string | undefined {
  if (typeof before !== 'string') return undefined;
  const [from, to] = [domainOf(before), domainOf(after)];
  const federated = federatedDomains(domains);
  return from !== to && federated.has(from) && federated.has(to)
    ? `from ${from} to ${to}, and both are federated`
    : undefined;
}

/** The domain of a name when the tenant has not verified it. */
export function unverifiedDomain(userPrincipalName: string, domains: readonly TenantDomain[]): string | undefined {
  const domain = domainOf(userPrincipalName);
  return domains.some((one) => one.verified && foldCase(one.name) === domain) ? undefined : domain;
}
