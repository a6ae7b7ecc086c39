import { canonicalJson } from '../../kernel/canonical-json.ts';
import { base64Of } from '../../kernel/base64.ts';
import { assertNever, invariant } from '../../kernel/invariant.ts';
import { compareText, nfc } from '../../kernel/text.ts';
import { toJson } from '../../model/comparison.ts';
import { dnKey } from '../../model/dn.ts';
import type { DesiredObject, ResolvedReference } from '../../model/desired.ts';
import type { AttributeExplanation, SourceExplanation, Verdict } from '../../model/explanation.ts';
import type { Expectation, GivenObject } from '../../model/rule-test.ts';
import type { FailureReason, Shown } from '../../model/rule-test-report.ts';
import { plainText } from '../../model/schema.ts';
import { isBytes, isReference, valuesOf } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import type { CaseWorld } from './case-world.ts';
import { keyOfGiven, wantedOf } from './given-key.ts';
import { heldOf, plannedOf } from './check-plan.ts';
import { askScope, reasonsOf } from './reasons.ts';

/** Whether an expectation is met, and what is the case instead. */
export interface Checked {
  readonly met: boolean;
  /** What it is about: `entra displayName`. */
  readonly subject: string;
  readonly expected: Shown;
  readonly got: Shown;
  readonly why: readonly FailureReason[];
}

/** One expectation about one given object, with what the engine made of it. */
interface Asked {
  readonly object: GivenObject;
  readonly world: CaseWorld;
  readonly explanation: SourceExplanation;
  readonly wanted: DesiredObject | undefined;
}

/** Asks what the engine made of a case whether it is what was expected. */
export function check(expectation: Expectation, world: CaseWorld): Checked {
  const object = world.given.find(({ id }) => id === expectation.of);
  invariant(object !== undefined, 'an expectation is about a given object');
  const explanation = world.explain(object);
  const found = wantedOf(keyOfGiven(object), world.population);
  // What a rule leaves as it is has no attributes of the rules.
  const wanted = found?.noFlow === undefined ? found : undefined;
  const asked: Asked = { object, world, explanation, wanted };
  switch (expectation.kind) {
    case 'entra':
      return checkEntra(expectation, asked);
    case 'metaverse':
      return checkMetaverse(expectation, asked);
    case 'cleared':
    case 'leftAlone':
      return checkSilence(expectation, asked);
    case 'filtered':
    case 'outOfScope':
    case 'provisioned':
    case 'error':
      return checkFate(expectation, explanation);
    case 'scope':
      return {
        ...askScope(expectation, explanation),
        expected: words(expectation.inScope ? 'in scope' : 'not in scope'),
      };
    case 'joined':
      return checkJoined(expectation.to, asked);
    case 'members':
      return checkMembers(expectation.ids, asked);
    case 'manager':
      return checkManager(expectation.id, asked);
    case 'held':
      return { ...heldOf(expectation.reason, keyOfWanted(asked), world), why: [] };
    case 'plan':
      return { ...plannedOf(expectation.operation, keyOfWanted(asked), world), why: [] };
    default:
      return assertNever(expectation);
  }
}

/** What becomes of the whole object. */
function checkFate(
  expectation: Extract<Expectation, { readonly kind: 'filtered' | 'outOfScope' | 'provisioned' | 'error' }>,
  { verdict, filter }: SourceExplanation,
): Checked {
  const fate = words(fateOf(verdict));
  switch (expectation.kind) {
    case 'filtered': {
      const met = verdict.kind === 'filteredOut' && filter?.name === expectation.filter;
      return simple('filtered', met, words(`filtered out by ${expectation.filter}`), fate);
    }
    case 'outOfScope': {
      const met = verdict.kind === 'outOfScope' || verdict.kind === 'notWritable';
      return simple('outOfScope', met, words('out of scope'), fate);
    }
    case 'provisioned': {
      const expected = words(expectation.wanted ? 'wanted in the tenant' : 'not wanted in the tenant');
      const met = verdict.kind !== 'failed' && (verdict.kind === 'wanted') === expectation.wanted;
      return simple('provisioned', met, expected, fate);
    }
    case 'error': {
      const met = verdict.kind === 'failed' && verdict.message.includes(expectation.text);
      const why = verdict.kind === 'failed' ? placeIn(verdict.at) : [];
      return { ...simple('error', met, words(`fails: ${expectation.text}`), fate), why };
    }
  }
}

function simple(subject: string, met: boolean, expected: Shown, got: Shown): Checked {
  return { met, subject, expected, got, why: [] };
}

export function words(text: string): Shown {
  return { kind: 'words', text };
}

function shownValue(value: Value | undefined, otherwise: string): Shown {
  return value === undefined ? words(otherwise) : { kind: 'value', value };
}

/** `rule (path:line)`, as failures of the engine name a place. */
function placeIn(at: string): readonly FailureReason[] {
  const [, rule, place] = /^(.*) \((.*)\)$/.exec(at) ?? [];
  return rule === undefined || place === undefined ? [] : [{ rule, at: place, says: '' }];
}

/** What became of an object, in words. */
function fateOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'wanted':
      return `wanted as ${verdict.type} ${verdict.name}`;
    case 'noFlow':
      return `left as it is, by ${verdict.at}`;
    case 'filteredOut':
      return `filtered out: ${verdict.detail}`;
    case 'outOfScope':
      return 'out of scope';
    case 'notWritable':
      return `out of scope: ${verdict.detail}`;
    case 'failed':
      return `fails: ${verdict.message}`;
  }
}

interface AttributeValue {
  readonly attribute: string;
  readonly value: Value | undefined;
}

function checkEntra({ attribute, value }: AttributeValue, { wanted, explanation, world }: Asked): Checked {
  const subject = `entra ${attribute}`;
  const expected = shownValue(value, 'no value');
  if (wanted === undefined) return simple(subject, false, expected, words(fateOf(explanation.verdict)));
  const contribution = wanted.attributes.get(attribute);
  const found = contribution?.value;
  const got = contribution === undefined ? words('left alone') : shownValue(found, 'cleared');
  const why = reasonsOf(attribute, explanation);
  if (found === undefined || value === undefined) {
    return { met: found === value, subject, expected, got, why };
  }
  // A test is exact where the tenant is not: ADA@contoso.com is not ada@contoso.com.
  const known = world.schema.get(wanted.type)?.attributes.get(attribute) ?? plainText;
  const schema = { ...known, comparison: 'exact' } as const;
  const [a, b] = [toJson(found, schema), toJson(value, schema)];
  if (!a.ok) return { met: false, subject, expected, got: words(a.problem), why };
  return { met: b.ok && canonicalJson(a.json) === canonicalJson(b.json), subject, expected, got, why };
}

function checkSilence(
  { kind, attribute }: { readonly kind: 'cleared' | 'leftAlone'; readonly attribute: string },
  { wanted, explanation }: Asked,
): Checked {
  const subject = `${kind} ${attribute}`;
  const expected = words(kind === 'cleared' ? 'cleared' : 'left alone');
  if (wanted === undefined) return simple(subject, false, expected, words(fateOf(explanation.verdict)));
  const contribution = wanted.attributes.get(attribute);
  const got = contribution === undefined ? words('left alone') : shownValue(contribution.value, 'cleared');
  const isCleared = contribution !== undefined && contribution.value === undefined;
  const met = kind === 'cleared' ? isCleared : contribution === undefined;
  return { met, subject, expected, got, why: reasonsOf(attribute, explanation) };
}

function checkMetaverse({ attribute, value }: AttributeValue, { explanation }: Asked): Checked {
  const subject = `metaverse ${attribute}`;
  const expected = shownValue(value, 'no value');
  const { identity } = explanation;
  if (identity === undefined) return simple(subject, false, expected, words(fateOf(explanation.verdict)));
  const flowed = identity.inbound.find((one) => one.attribute === attribute);
  const found = flowed?.result.kind === 'value' ? flowed.result.value : undefined;
  const got = found === undefined ? words(absenceOf(flowed)) : shownValue(found, '');
  const met = flowed?.result.kind !== 'failed' && sameSet(found, value);
  return { met, subject, expected, got, why: reasonsOf(attribute, explanation, 'metaverse') };
}

function absenceOf(flowed: AttributeExplanation | undefined): string {
  switch (flowed?.result.kind) {
    case undefined:
      return 'no value: no rule in scope flows it';
    case 'failed':
      return 'not known: a flow fails';
    case 'leftAlone':
      return 'left alone';
    default:
      return 'no value';
  }
}

function sameSet(a: Value | undefined, b: Value | undefined): boolean {
  const keys = (value: Value | undefined): string => JSON.stringify(valuesOf(value).map(valueKey).sort(compareText));
  return keys(a) === keys(b);
}

function valueKey(value: Scalar): string {
  if (isBytes(value)) return `bytes ${base64Of(value)}`;
  if (isReference(value)) return `dn ${dnKey(value.dn)}`;
  return typeof value === 'string' ? `text ${nfc(value)}` : `${typeof value} ${String(value)}`;
}

function checkJoined(to: string, { explanation, world }: Asked): Checked {
  const keys = (explanation.identity?.links ?? []).map(({ key }) => key).filter((key) => key !== explanation.key);
  const ids = keys.map((key) => idOf(key, world));
  const got = ids.length === 0 ? words('joined to nobody') : words(`joined to ${ids.join(', ')}`);
  return simple('joined', ids.includes(to), words(`joined to ${to}`), got);
}

function checkMembers(ids: readonly string[], { wanted, world, explanation }: Asked): Checked {
  const subject = 'members';
  const expected: Shown = { kind: 'value', value: sorted(ids) };
  const why = reasonsOf('members', explanation);
  if (wanted === undefined) return simple(subject, false, expected, words(fateOf(explanation.verdict)));
  if (wanted.members === undefined) return { met: false, subject, expected, got: words('left alone'), why };
  const found = wanted.members.flatMap((one) => (one.kind === 'desired' ? [one.key] : []));
  const met = JSON.stringify(sorted(found)) === JSON.stringify(sorted(ids.map((id) => identityKey(id, world))));
  const got: Shown = { kind: 'value', value: sorted(found.map((key) => idOf(key, world))) };
  return { met, subject, expected, got, why };
}

function checkManager(id: string | undefined, { wanted, world, explanation }: Asked): Checked {
  const expected = words(id ?? 'nobody');
  if (wanted === undefined) return simple('manager', false, expected, words(fateOf(explanation.verdict)));
  const { manager } = wanted;
  const met =
    id === undefined
      ? manager === null || manager === undefined
      : manager?.kind === 'desired' && manager.key === identityKey(id, world);
  const why = reasonsOf('manager', explanation);
  return { met, subject: 'manager', expected, got: words(managerText(manager, world)), why };
}

function managerText(manager: ResolvedReference | null | undefined, world: CaseWorld): string {
  if (manager === undefined) return 'left alone';
  if (manager === null) return 'nobody';
  switch (manager.kind) {
    case 'desired':
      return idOf(manager.key, world);
    case 'notDesired':
      return `${idOf(manager.key, world)}, who is not carried`;
    case 'unresolved':
      return `${manager.dn}, who is not in sight`;
  }
}

/** Of the identity that a given object is part of, where it is wanted. */
function identityKey(id: string, { given, population }: CaseWorld): string {
  const object = given.find((one) => one.id === id);
  invariant(object !== undefined, 'an expectation names given objects');
  const key = keyOfGiven(object);
  return wantedOf(key, population)?.key ?? key;
}

function keyOfWanted({ object, wanted, world }: Asked): string {
  return (wanted ?? wantedOf(keyOfGiven(object), world.population))?.key ?? keyOfGiven(object);
}

function idOf(key: string, { given }: CaseWorld): string {
  return given.find((one) => keyOfGiven(one) === key)?.id ?? key;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
