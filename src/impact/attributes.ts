import type { Json } from '../kernel/canonical-json.ts';
import { sameValue, toJson } from '../model/comparison.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { ImpactKind } from '../model/impact.ts';
import { plainText } from '../model/schema.ts';
import type { AttributeSchema, Schema } from '../model/schema.ts';
import { sameRaw } from './same-value.ts';
import type { Pair } from './pair.ts';

/** What rules make of an attribute: a value, nothing (null), or no word about it (undefined). */
type Given = Json | undefined;

export interface AttributeImpact {
  readonly kind: ImpactKind;
  readonly attribute: string;
  readonly before: Json;
  readonly after: Json;
  readonly createOnly: boolean;
}

/** Attributes that differ; references are compared elsewhere, and what is not written is not compared. */
export function* attributeImpacts({ base, head }: Pair, schema: Schema): Generator<AttributeImpact> {
  const attributes = schema.get(head.type)?.attributes;
  const names = new Set<string>();
  for (const [name] of base.attributes) names.add(name);
  for (const [name] of head.attributes) names.add(name);
  for (const attribute of names) {
    const rule = attributes?.get(attribute) ?? plainText;
    if (rule.syntax === 'reference' || rule.write === 'never' || isAlike(base, head, attribute)) continue;
    // What is written in creates only is no word about those who are there, unless it is the only word.
    const createOnly = isOnceAtMost(base, attribute) && isOnceAtMost(head, attribute);
    const before = createOnly || !base.once.has(attribute) ? givenBy(base, attribute, rule) : undefined;
    const after = createOnly || !head.once.has(attribute) ? givenBy(head, attribute, rule) : undefined;
    if (before === undefined && after === undefined) continue;
    if (before !== undefined && after !== undefined && sameValue(before, after, rule)) continue;
    const kind = kindOf(attribute, head, before, after);
    yield { kind, attribute, before: before ?? null, after: after ?? null, createOnly };
  }
}

function isOnceAtMost({ attributes, once }: DesiredObject, attribute: string): boolean {
  return once.has(attribute) || !attributes.has(attribute);
}

/** The common case of a large population: the same value of the same kind. */
function isAlike(base: DesiredObject, head: DesiredObject, attribute: string): boolean {
  const [before, after] = [base.attributes.get(attribute), head.attributes.get(attribute)];
  if (before === undefined || after === undefined) return before === after;
  return sameRaw(before.value, after.value) && base.once.has(attribute) === head.once.has(attribute);
}

/** A value that does not fit its attribute is told by what it is not. */
function givenBy({ attributes }: DesiredObject, attribute: string, schema: AttributeSchema): Given {
  const contribution = attributes.get(attribute);
  if (contribution === undefined) return undefined;
  if (contribution.value === undefined) return null;
  const converted = toJson(contribution.value, schema);
  return converted.ok ? converted.json : `(${converted.problem})`;
}

function kindOf(attribute: string, { type }: DesiredObject, before: Given, after: Given): ImpactKind {
  if (after === undefined) return 'released';
  if (attribute === 'accountEnabled' && typeof after === 'boolean') return after ? 'enabled' : 'disabled';
  if (after === null) return 'cleared';
  if (attribute === (type === 'user' ? 'userPrincipalName' : 'displayName')) return 'renamed';
  return before === undefined || before === null ? 'set' : 'changed';
}
