import { append } from '../kernel/multimap.ts';
import type { Adoptability, AdoptionTest } from '../model/adoptable.ts';
import type { Candidate, Evidence } from '../model/adoption.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { AnchorClaims } from './anchor-claims.ts';
import { evidenceBetween, identifiersOfDesired, identifiersOfTenant } from './evidence.ts';
import type { Identifiers } from './evidence.ts';
import type { Pairs } from './pairs.ts';
import type { TenantIndex } from './tenant-index.ts';

/** An object of the tenant that nobody owns and that may be a source object. */
export interface Found {
  readonly object: TenantObject;
  readonly evidence: readonly Evidence[];
  readonly adoptable: Exclude<Adoptability, { kind: 'never' }>;
  /** Other source objects that it may be, {@link MOST} at most. */
  readonly alsoFor: readonly DesiredObject[];
}

export interface CandidateSearch {
  /** By id; {@link MOST} at most, the strongest. Empty for an object that is ours already. */
  readonly of: (desired: DesiredObject) => readonly Found[];
  /** What speaks for one object of the tenant, whether it could be taken over or not. */
  readonly evidence: (desired: DesiredObject, object: TenantObject) => readonly Evidence[];
  /** Another source object, not in the tenant yet, with the security identifier of the object. */
  readonly twin: (desired: DesiredObject, object: TenantObject) => DesiredObject | undefined;
}

export interface SearchInput {
  readonly desired: readonly DesiredObject[];
  readonly tenant: readonly TenantObject[];
  readonly index: TenantIndex;
  readonly claims: AnchorClaims;
  readonly pairs: Pairs;
  readonly adoptable: AdoptionTest;
}

/**
 * An address or a name that thousands have names none of them: more than these help nobody, and each with each other
 * would be more than a plan can hold.
 */
export const MOST = 5;

/**
 * Finds who may be whom among the source objects that are not in the tenant yet and the tenant objects that nobody
 * owns. Nothing follows from it: it is told, and a person decides. Linear in objects, however many share an identifier.
 */
export function searchCandidates(input: SearchInput): CandidateSearch {
  const unsettled = input.desired.filter((one) => one.noFlow === undefined && !input.index.byMark.has(one.key));
  const shared = sharedEmployeeIds(input.desired, unsettled);
  const sourceOf = (desired: DesiredObject): Identifiers => {
    const found = identifiersOfDesired(desired);
    return found.employeeId !== undefined && shared.has(found.employeeId) ? { ...found, employeeId: undefined } : found;
  };
  const sought = new Set(unsettled);
  const strangers = unsettled.length === 0 ? [] : ownerless(input);
  const strangersBy = indexed(strangers, (one) => namesOfStranger(one, input));
  const sourcesBy = indexed(unsettled, namesOfSource);

  function namesOfSource(desired: DesiredObject): readonly string[] {
    return namesOf(desired.type, sourceOf(desired));
  }

  const alsoFor = (desired: DesiredObject, stranger: Stranger): readonly DesiredObject[] =>
    firstOf(
      namesOfStranger(stranger, input).map((name) => sourcesBy.get(name)),
      (one) => one !== desired && !input.pairs.isDistinct(one.key, stranger.object.id),
    );

  return {
    of: (desired) => {
      if (!sought.has(desired)) return [];
      const source = sourceOf(desired);
      return firstOf(
        namesOfSource(desired).map((name) => strangersBy.get(name)),
        ({ object }) => !input.pairs.isDistinct(desired.key, object.id),
      )
        .map((stranger) => ({
          object: stranger.object,
          adoptable: stranger.adoptable,
          evidence: evidenceBetween(source, stranger.identifiers),
          alsoFor: alsoFor(desired, stranger),
        }))
        .sort((a, b) => (a.object.id < b.object.id ? -1 : 1));
    },
    evidence: (desired, object) => evidenceBetween(sourceOf(desired), identifiersOfTenant(object)),
    twin: (desired, object) =>
      object.sid === undefined || object.sid === desired.sid
        ? undefined
        : sourcesBy.get(`${object.type} sid ${object.sid}`)?.[0],
  };
}

interface Stranger {
  readonly object: TenantObject;
  readonly identifiers: Identifiers;
  readonly adoptable: Found['adoptable'];
}

/** Whom no mark and no pair speaks for, and who may be taken over. */
function ownerless({ tenant, adoptable, pairs }: SearchInput): readonly Stranger[] {
  return tenant.flatMap((object) => {
    if (object.mark !== undefined || pairs.byId.has(object.id)) return [];
    const verdict = adoptable(object);
    return verdict.kind === 'never' ? [] : [{ object, identifiers: identifiersOfTenant(object), adoptable: verdict }];
  });
}

/**
 * What it may be found by. Whoever an anchor of the source speaks for is found by that alone, and so is a group with a
 * uniqueName of another tool: it is that tool's, and Graph never changes it.
 */
function namesOfStranger({ object, identifiers }: Stranger, { claims }: SearchInput): readonly string[] {
  const { type, anchor } = object;
  const isTaken = anchor !== undefined && (type === 'group' || claims.has(`${type}/${anchor}`));
  return isTaken ? [`${type} anchor ${anchor}`] : namesOf(type, identifiers);
}

function indexed<T>(
  things: readonly T[],
  namesOfThing: (thing: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const byName = new Map<string, T[]>();
  for (const thing of things) {
    for (const name of namesOfThing(thing)) append(byName, name, thing);
  }
  return byName;
}

/** The first few that pass, each once. */
function firstOf<T>(lists: readonly (readonly T[] | undefined)[], passes: (one: T) => boolean): readonly T[] {
  const found = new Set<T>();
  for (const list of lists) {
    for (const one of list ?? []) {
      if (found.size === MOST) return [...found];
      if (passes(one)) found.add(one);
    }
  }
  return [...found];
}

/** Every identifier as one text. */
function namesOf(type: string, identifiers: Identifiers): readonly string[] {
  const named = (kind: string, values: readonly (string | undefined)[]): readonly string[] =>
    values.flatMap((value) => (value === undefined ? [] : [`${type} ${kind} ${value}`]));
  return [
    ...named('anchor', identifiers.anchors),
    ...named('sid', identifiers.sids),
    ...named('name', [identifiers.userPrincipalName]),
    ...named('mail', identifiers.mails),
    ...named('employeeId', [identifiers.employeeId]),
    ...named('displayName', [identifiers.displayName]),
    ...named('mailNickname', [identifiers.mailNickname]),
  ];
}

/** An employee number that several people have names none of them. */
function sharedEmployeeIds(
  desired: readonly DesiredObject[],
  unsettled: readonly DesiredObject[],
): ReadonlySet<string> {
  const wanted = new Set(unsettled.flatMap((one) => identifiersOfDesired(one).employeeId ?? []));
  const counts = new Map<string, number>();
  if (wanted.size > 0) {
    for (const one of desired) {
      const { employeeId } = identifiersOfDesired(one);
      if (employeeId !== undefined) counts.set(employeeId, (counts.get(employeeId) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([employeeId]) => employeeId));
}

/** How a plan tells of a candidate, and which pair would take it over. */
export function candidateOf(desired: DesiredObject, found: Found): Candidate {
  const { object, evidence, adoptable, alsoFor } = found;
  const { anchor } = object;
  return {
    id: object.id,
    name: object.name,
    evidence,
    ...(anchor === undefined || anchor === desired.anchor
      ? { by: 'adopt' as const }
      : { by: 'reanchor' as const, from: anchor, to: desired.anchor }),
    ...(adoptable.kind === 'consent' ? { consent: adoptable.consent } : {}),
    ...(alsoFor.length === 0 ? {} : { alsoFor: alsoFor.map(({ dn }) => dn).sort() }),
  };
}

/** What speaks for the candidates, in words. */
export function candidatesText(candidates: readonly Candidate[]): string {
  const shown = candidates.slice(0, 3).map(candidateText);
  const more = candidates.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function candidateText({ id, name, evidence, from, consent, alsoFor }: Candidate): string {
  const doubts = [
    ...(from === undefined ? [] : [`it holds the anchor ${from}`]),
    ...(consent === undefined ? [] : [`it needs consent: ${consent}`]),
    ...(alsoFor === undefined ? [] : [`it may be ${alsoFor.slice(0, 2).join(' or ')}, too`]),
  ];
  return `${name} (${id}) has the same ${evidence.join(', ')}${doubts.map((one) => `, ${one}`).join('')}`;
}
