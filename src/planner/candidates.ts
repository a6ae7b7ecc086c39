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
  /** Other source objects that it may be. */
  readonly alsoFor: readonly DesiredObject[];
}

export interface CandidateSearch {
  /** By id. Empty for an object that is ours already. */
  readonly of: (desired: DesiredObject) => readonly Found[];
  /** What speaks for one object of the tenant, whether it could be taken over or not. */
  readonly evidence: (desired: DesiredObject, object: TenantObject) => readonly Evidence[];
}

export interface SearchInput {
  readonly desired: readonly DesiredObject[];
  readonly tenant: readonly TenantObject[];
  readonly index: TenantIndex;
  readonly claims: AnchorClaims;
  readonly pairs: Pairs;
  readonly adoptable: AdoptionTest;
}

type Match = Pick<Found, 'object' | 'evidence' | 'adoptable'>;

/**
 * Finds who may be whom among the source objects that are not in the tenant yet and the tenant objects that nobody
 * owns. Nothing follows from it: it is told, and a person decides. Linear in objects, for objects that share few
 * identifiers.
 */
export function searchCandidates(input: SearchInput): CandidateSearch {
  const unsettled = input.desired.filter((one) => one.noFlow === undefined && !input.index.byMark.has(one.key));
  const shared = sharedEmployeeIds(input.desired, unsettled);
  const sourceOf = (desired: DesiredObject): Identifiers => {
    const found = identifiersOfDesired(desired);
    return found.employeeId !== undefined && shared.has(found.employeeId) ? { ...found, employeeId: undefined } : found;
  };
  const strangers = unsettled.length === 0 ? [] : ownerless(input);
  const byIdentifier = indexed(strangers);
  const found = new Map<DesiredObject, readonly Match[]>();
  const claimants = new Map<TenantObject, DesiredObject[]>();
  for (const desired of unsettled) {
    const source = sourceOf(desired);
    const near = new Set(namesOf(desired.type, source).flatMap((name) => byIdentifier.get(name) ?? []));
    const matches = [...near]
      .filter(({ object }) => isOpen(desired, object, input))
      .map(({ object, identifiers, adoptable }) => ({
        object,
        adoptable,
        evidence: evidenceBetween(source, identifiers),
      }))
      .sort((a, b) => (a.object.id < b.object.id ? -1 : 1));
    found.set(desired, matches);
    for (const { object } of matches) {
      const list = claimants.get(object);
      if (list === undefined) claimants.set(object, [desired]);
      else list.push(desired);
    }
  }
  return {
    of: (desired) =>
      (found.get(desired) ?? []).map((match) => ({
        ...match,
        alsoFor: (claimants.get(match.object) ?? []).filter((one) => one !== desired),
      })),
    evidence: (desired, object) => evidenceBetween(sourceOf(desired), identifiersOfTenant(object)),
  };
}

interface Stranger {
  readonly object: TenantObject;
  readonly identifiers: Identifiers;
  readonly adoptable: Found['adoptable'];
}

function ownerless({ tenant, adoptable }: SearchInput): readonly Stranger[] {
  return tenant.flatMap((object) => {
    if (object.mark !== undefined) return [];
    const verdict = adoptable(object);
    return verdict.kind === 'never' ? [] : [{ object, identifiers: identifiersOfTenant(object), adoptable: verdict }];
  });
}

function indexed(strangers: readonly Stranger[]): ReadonlyMap<string, readonly Stranger[]> {
  const byIdentifier = new Map<string, Stranger[]>();
  for (const stranger of strangers) {
    for (const name of namesOf(stranger.object.type, stranger.identifiers)) {
      const list = byIdentifier.get(name);
      if (list === undefined) byIdentifier.set(name, [stranger]);
      else list.push(stranger);
    }
  }
  return byIdentifier;
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

/** Not spoken for: by a pair, by the anchor of another source object, or by a key that cannot be changed. */
function isOpen(desired: DesiredObject, object: TenantObject, { pairs, claims }: SearchInput): boolean {
  if (pairs.isDistinct(desired.key, object.id)) return false;
  const pair = pairs.byId.get(object.id);
  if (pair !== undefined && pair.object !== desired.key) return false;
  const { anchor } = object;
  if (anchor === undefined || anchor === desired.anchor) return true;
  // A group with a uniqueName of another tool is that tool's, and Graph never changes it.
  if (object.type === 'group') return false;
  if (desired.otherAnchors.includes(anchor)) return true;
  return !(claims.get(`user/${anchor}`) ?? []).some((one) => one !== desired);
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

function candidateText({ id, name, by, evidence, from, consent, alsoFor }: Candidate): string {
  const doubts = [
    ...(from === undefined ? [] : [by === 'reanchor' ? `it holds the anchor ${from}` : `from ${from}`]),
    ...(consent === undefined ? [] : [`it needs consent: ${consent}`]),
    ...(alsoFor === undefined ? [] : [`it may be ${alsoFor.slice(0, 2).join(' or ')}, too`]),
  ];
  const lies = by === 'restore' ? ' in the recycle bin' : '';
  return `${name} (${id})${lies} has the same ${evidence.join(', ')}${doubts.map((one) => `, ${one}`).join('')}`;
}
