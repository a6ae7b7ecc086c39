import type { Json } from '../kernel/canonical-json.ts';
import { foldCase, nfc } from '../kernel/text.ts';
import { sameValue, toJson } from '../model/comparison.ts';
import type { Contribution, DesiredObject } from '../model/desired.ts';
import type { DifferenceKind, ParityDifference, ParityIdentity, TextShape } from '../model/parity.ts';
import { plainText } from '../model/schema.ts';
import type { AttributeSchema } from '../model/schema.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { Classify } from './classify.ts';
import type { ParityInput } from './input.ts';
import type { Pair } from './pair.ts';

/** What the attributes of one pair come to. */
export interface Compared {
  readonly attributes: number;
  readonly differences: readonly ParityDifference[];
}

/** How the two are named where one stands for both. */
export function identityOf(desired: DesiredObject | undefined, object: TenantObject | undefined): ParityIdentity {
  return {
    type: desired?.type ?? object?.type ?? 'user',
    name: object?.name ?? desired?.name ?? '',
    ...(desired === undefined ? {} : { key: desired.key, dn: desired.dn }),
    ...(object === undefined ? {} : { id: object.id }),
  };
}

/**
 * Compares what rules write of one pair with what the tenant holds, references apart, with the comparison that the
 * planner has. The anchor of a person counts as an attribute, too: another one makes another person.
 */
export function compareAttributes(pair: Pair, input: ParityInput, classify: Classify): Compared {
  const { desired, object } = pair;
  const differences: ParityDifference[] = [];
  const known = input.schema.get(desired.type)?.attributes;
  let attributes = 0;
  if (desired.type === 'user') {
    attributes++;
    const changed = anchorDifference(pair);
    if (changed !== undefined) differences.push(changed);
  }
  for (const [attribute, contribution] of desired.attributes) {
    const schema = known?.get(attribute) ?? plainText;
    if (schema.syntax === 'reference' || schema.write === 'never') continue;
    attributes++;
    const before = object.attributes.get(attribute) ?? null;
    // The common case of a large population: the same text or flag on both sides needs no conversion.
    if (contribution.value === before) continue;
    const wanted = wantedValue(contribution, schema);
    if (wanted.ok && sameValue(before, wanted.json, schema)) continue;
    const rules = wanted.ok ? wanted.json : null;
    differences.push(
      classify(pair, schema, {
        identity: identityOf(desired, object),
        attribute,
        class: 'difference',
        kind: kindOf(before, rules, wanted.ok),
        ...shapeOf(before, rules),
        tenant: before,
        rules,
        why: input.lineage(desired, contribution),
        ...(wanted.ok ? {} : { note: wanted.problem }),
      }),
    );
  }
  return { attributes, differences };
}

function anchorDifference({ desired, object }: Pair): ParityDifference | undefined {
  if (desired.anchor === object.anchor) return undefined;
  const tenant = object.anchor ?? null;
  return {
    identity: identityOf(desired, object),
    attribute: 'onPremisesImmutableId',
    class: 'difference',
    kind: kindOf(tenant, desired.anchor, true),
    tenant,
    rules: desired.anchor,
    why: [],
    note: 'the source anchor that the rules give is not the one the tenant knows the person by',
  };
}

function wantedValue({ value }: Contribution, schema: AttributeSchema): ReturnType<typeof toJson> {
  return value === undefined ? { ok: true, json: null } : toJson(value, schema);
}

function kindOf(tenant: Json, rules: Json, isValue: boolean): DifferenceKind {
  if (!isValue) return 'changed';
  return tenant === null ? 'set' : rules === null ? 'cleared' : 'changed';
}

/** Says of two texts what is hard to see, and what points at a cut or a trim in one of two rules. */
export function shapeOf(tenant: Json, rules: Json): { readonly shape?: TextShape } {
  if (typeof tenant !== 'string' || typeof rules !== 'string' || tenant === rules) return {};
  if (foldCase(tenant) === foldCase(rules)) return { shape: 'case' };
  if (unspaced(tenant) === unspaced(rules)) return { shape: 'space' };
  if (rules.startsWith(tenant)) return { shape: 'rulesLonger' };
  return tenant.startsWith(rules) ? { shape: 'tenantLonger' } : {};
}

function unspaced(text: string): string {
  return nfc(text).replace(/\s+/gu, '');
}
