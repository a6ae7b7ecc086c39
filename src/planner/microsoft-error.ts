import { foldCase } from '../kernel/text.ts';
import type { DesiredObject, DesiredPopulation, FailureCause } from '../model/desired.ts';
import type { MicrosoftError } from '../model/microsoft-error.ts';
import type { AttributeChange, Held, HoldReason } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantFacts, TenantObject } from '../model/tenant.ts';
import type { TenantIndex } from './tenant-index.ts';

export interface MicrosoftErrorInput {
  readonly population: DesiredPopulation;
  readonly index: TenantIndex;
  readonly facts: TenantFacts;
  readonly schema: Schema;
}

/** What is known of a hold beside its own words. */
interface Circumstance extends MicrosoftErrorInput {
  readonly held: Held;
  readonly desired: DesiredObject | undefined;
  /** What failed, of an object that was not worked out. */
  readonly cause: FailureCause | undefined;
}

type Named = (circumstance: Circumstance) => MicrosoftError | undefined;

/**
 * By reason. What is not here has no counterpart: it is held for a reason of our own, or Entra Connect would have gone
 * on, as when it takes over by soft match whoever has the name.
 */
const table: Partial<Readonly<Record<HoldReason, Named>>> = {
  candidate: (one) => matchError(one, holdersOf(one)),
  consentNeeded: (one) => matchError(one, holdersOf(one)),
  privileged: (one) => matchError(one, holdersOf(one)),
  nameTaken: (one) => nameError(one),
  duplicateInSource: ({ held }) => (isLeaver(held) ? undefined : 'AttributeValueMustBeUnique'),
  twinSid: () => 'AttributeValueMustBeUnique',
  changedAnchor: ({ held }) => (isLeaver(held) ? undefined : 'SourceAnchor attribute has changed'),
  markDisagrees: (one) => anchorError(one),
  formerlySynced: ({ held }) => (isLeaver(held) ? 'DeletingCloudOnlyObjectNotAllowed' : undefined),
  unverifiedDomain: () => 'DomainNotVerified',
  federatedDomainChange: () => 'FederatedDomainChangeError',
  invalidValue: (one) => valueError(one),
  evaluationFailed: ({ cause }) => (cause === undefined ? undefined : FAILURES[cause]),
};

const FAILURES: Readonly<Record<FailureCause, MicrosoftError>> = {
  ambiguousJoin: 'Ambiguous',
  severalJoinRules: 'MultipleJoinRules',
};

/** Gives each hold the name that Microsoft has for it, where there is one. */
export function microsoftNames(input: MicrosoftErrorInput): (held: Held) => Held {
  const desired = new Map(input.population.desired.map((one) => [one.key, one]));
  const causes = new Map(input.population.failed.map(({ key, cause }) => [key, cause]));
  return (held) => {
    const { key } = held.object;
    const error = table[held.reason]?.({ ...input, held, desired: desired.get(key), cause: causes.get(key) });
    return error === undefined ? held : { ...held, microsoftError: error };
  };
}

function isLeaver({ would }: Held): boolean {
  return would === 'leave' || would === 'delete';
}

/** Objects of the tenant that a new object would be matched with: by its anchor, its sign-in name or its address. */
function holdersOf({ held, desired, index }: Circumstance): readonly TenantObject[] {
  if (desired === undefined) return [];
  const named = held.object.id === undefined ? undefined : index.byId.get(held.object.id);
  const mail = textOf(desired, 'mail');
  const found = [
    ...(named === undefined ? [] : [named]),
    ...(index.byAnchor.get(`${desired.type}/${desired.anchor}`) ?? []),
    ...[index.byUserPrincipalName.get(textOf(desired, 'userPrincipalName') ?? '') ?? []].flat(),
    ...(mail === undefined ? [] : addressed(index, mail)),
  ];
  return [...new Set(found)].filter(({ mark }) => mark === undefined);
}

/** The first few with an address: where thousands share one, each would be compared with each. */
function addressed(index: TenantIndex, address: string): readonly TenantObject[] {
  return (index.byAddress.get(address) ?? []).slice(0, 20);
}

/** Hard match before soft match, and both only for objects that are new to the tenant. */
function matchError({ desired, facts }: Circumstance, holders: readonly TenantObject[]): MicrosoftError | undefined {
  if (desired === undefined) return undefined;
  const hard = holders.find(({ anchor, type }) => anchor === desired.anchor && type === desired.type);
  if (hard !== undefined) return facts.privilegedUsers.has(hard.id) ? 'InvalidHardMatch' : undefined;
  const errors = holders.map((holder): MicrosoftError | undefined => {
    if (holder.type !== desired.type) return 'ObjectTypeMismatch';
    if (holder.anchor !== undefined) return 'InvalidSoftMatch';
    return facts.privilegedUsers.has(holder.id) ? 'ExistingAdminRoleConflict' : undefined;
  });
  return errors.find((error) => error !== undefined);
}

function nameError(one: Circumstance): MicrosoftError | undefined {
  const { held, desired, index } = one;
  const culprit = culpritOf(held);
  if (desired === undefined || culprit === undefined) return 'AttributeValueMustBeUnique';
  const name = foldCase(nameIn(culprit));
  const holders =
    culprit.attribute === 'mail' ? addressed(index, name) : [index.byUserPrincipalName.get(name) ?? []].flat();
  const others = holders.filter(({ id }) => id !== held.object.id);
  if (others.some(({ type }) => type !== desired.type)) return 'ObjectTypeMismatch';
  return held.would === 'create' ? matchError(one, others) : 'AttributeValueMustBeUnique';
}

function anchorError({ held, desired, index }: Circumstance): MicrosoftError | undefined {
  const object = held.object.id === undefined ? undefined : index.byId.get(held.object.id);
  if (isLeaver(held)) return object?.anchor === undefined ? 'DeletingCloudOnlyObjectNotAllowed' : undefined;
  if (object !== undefined && desired !== undefined && object.type !== desired.type) return 'ObjectTypeMismatch';
  // The anchor moved with the person to another object of the source: Entra Connect would go on.
  const changed = object?.anchor !== undefined && object.anchor !== desired?.anchor;
  return changed ? 'SourceAnchor attribute has changed' : undefined;
}

function valueError({ held, schema }: Circumstance): MicrosoftError | undefined {
  const culprit = culpritOf(held);
  if (culprit === undefined || culprit.after === null) return undefined;
  const { attribute, after } = culprit;
  if (attribute === 'userPrincipalName') return 'IdentityDataValidationFailed';
  const {
    write,
    maxLength = Infinity,
    maxValues = Infinity,
  } = schema.get(held.object.type)?.attributes.get(attribute) ?? {};
  if (write === 'create' && held.would === 'update') return undefined;
  const values: readonly unknown[] = Array.isArray(after) ? after : [after];
  if (values.length > maxValues) return 'LargeObject';
  const isLong = values.some((value) => typeof value === 'string' && value.length > maxLength);
  return isLong ? 'ExceededAllowedLength' : 'DataValidationFailed';
}

/** The attribute that a hold is about: of a whole object that is held, the one that its detail begins with. */
function culpritOf({ changes, detail }: Held): AttributeChange | undefined {
  const [only, ...others] = changes;
  if (others.length === 0) return only;
  return changes.find(
    ({ attribute, after }) =>
      detail.startsWith(`${attribute} `) ||
      (attribute === 'userPrincipalName' && typeof after === 'string' && detail.startsWith(`${after}: `)),
  );
}

function nameIn({ after }: AttributeChange): string {
  return typeof after === 'string' ? after : '';
}

function textOf(desired: DesiredObject, attribute: string): string | undefined {
  const value = desired.attributes.get(attribute)?.value;
  return typeof value === 'string' ? foldCase(value) : undefined;
}
