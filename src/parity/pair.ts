import { append } from '../kernel/multimap.ts';
import { compareText, foldCase } from '../kernel/text.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { PairedBy } from '../model/parity.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { ParityInput } from './input.ts';

/** A desired object and the tenant object that stands for it. */
export interface Pair {
  readonly desired: DesiredObject;
  readonly object: TenantObject;
  readonly by: PairedBy;
}

/** Objects that fit several others, each with the names of those. */
export interface Ambiguous {
  readonly desired: ReadonlyMap<DesiredObject, string>;
  readonly objects: ReadonlyMap<TenantObject, string>;
}

export interface Pairing {
  /** By type, then key. */
  readonly pairs: readonly Pair[];
  readonly ambiguous: Ambiguous;
}

/** One way of recognising: the texts that either side is known by. */
interface Stage {
  readonly by: PairedBy;
  readonly ofDesired: (desired: DesiredObject) => readonly string[];
  readonly ofObject: (object: TenantObject) => readonly string[];
}

/**
 * Finds who is whom, one way after the other: what one way settles the next does not ask about. A text that several
 * objects of a side are known by pairs none of them. Linear in objects, however many share a text.
 */
export function pairObjects(input: ParityInput): Pairing {
  const pairs: Pair[] = [];
  const ambiguous = { desired: new Map<DesiredObject, string>(), objects: new Map<TenantObject, string>() };
  // What a live engine has let go of is nothing that it writes; where all engines are off, it is what they wrote.
  const { liveSync } = input.tenant.facts;
  const isWritten = ({ mastery }: TenantObject): boolean => !liveSync || mastery !== 'formerlySynced';
  let open: Open = {
    desired: input.population.desired,
    objects: input.tenant.objects.filter(isWritten).toSorted((a, b) => compareText(a.id, b.id)),
  };
  for (const stage of stagesOf(input)) {
    const settled = settle(stage, open);
    for (const pair of settled.pairs) pairs.push(pair);
    for (const [one, others] of settled.ambiguous.desired) ambiguous.desired.set(one, others);
    for (const [one, others] of settled.ambiguous.objects) ambiguous.objects.set(one, others);
    const done = new Set<unknown>(settled.pairs.flatMap(({ desired, object }) => [desired, object]));
    open = {
      desired: open.desired.filter((one) => !done.has(one) && !settled.ambiguous.desired.has(one)),
      objects: open.objects.filter((one) => !done.has(one) && !settled.ambiguous.objects.has(one)),
    };
  }
  pairs.sort((a, b) => compareText(a.desired.type, b.desired.type) || compareText(a.desired.key, b.desired.key));
  return { pairs, ambiguous };
}

function stagesOf({ workspace, sourceOf }: ParityInput): readonly Stage[] {
  const one = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);
  return [
    { by: 'mark', ofDesired: ({ key }) => [key], ofObject: (object) => one(markKey(object, workspace)) },
    { by: 'anchor', ofDesired: ({ anchor }) => [anchor], ofObject: ({ anchor }) => one(anchor) },
    { by: 'otherAnchor', ofDesired: ({ otherAnchors }) => otherAnchors, ofObject: ({ anchor }) => one(anchor) },
    {
      by: 'securityIdentifier',
      ofDesired: ({ sid }) => one(sid?.toUpperCase()),
      ofObject: ({ sid }) => one(sid?.toUpperCase()),
    },
    {
      by: 'samAccountName',
      ofDesired: ({ type, key }) => (type === 'group' ? accountNames(sourceOf(key)) : []),
      ofObject: (object) => (object.type === 'group' ? accountNamesOf(object) : []),
    },
  ];
}

/** `domain\name` for every name of the domain; folded, as a directory compares them. */
function accountNames(source: ReturnType<ParityInput['sourceOf']>): readonly string[] {
  const name = source?.attributes.get('sAMAccountName');
  return typeof name === 'string' ? joined(source?.domains ?? [], name) : [];
}

function accountNamesOf({ attributes }: TenantObject): readonly string[] {
  const name = attributes.get('onPremisesSamAccountName');
  const domains = [attributes.get('onPremisesDomainName'), attributes.get('onPremisesNetBiosName')];
  return typeof name === 'string'
    ? joined(
        domains.filter((one) => typeof one === 'string'),
        name,
      )
    : [];
}

function joined(domains: readonly string[], name: string): readonly string[] {
  return [...new Set(domains.map((domain) => `${foldCase(domain)}\\${foldCase(name)}`))];
}

interface Open {
  readonly desired: readonly DesiredObject[];
  readonly objects: readonly TenantObject[];
}

/** Everybody who is known by one text. */
interface Known {
  readonly desired: DesiredObject[];
  readonly objects: TenantObject[];
}

function settle(stage: Stage, open: Open): { readonly pairs: readonly Pair[]; readonly ambiguous: Ambiguous } {
  const fits = { desired: new Map<DesiredObject, TenantObject[]>(), objects: new Map<TenantObject, DesiredObject[]>() };
  const ambiguous = { desired: new Map<DesiredObject, string>(), objects: new Map<TenantObject, string>() };
  for (const { desired, objects } of meetings(stage, open)) {
    const [here, there] = [desired[0], objects[0]];
    if (here === undefined || there === undefined) continue;
    if (desired.length === 1 && objects.length === 1) {
      if (fits.desired.get(here)?.includes(there) === true) continue;
      append(fits.desired, here, there);
      append(fits.objects, there, here);
      continue;
    }
    const all = told([...desired.map(({ dn }) => dn), ...objects.map(({ name }) => name)]);
    for (const one of desired) ambiguous.desired.set(one, all);
    for (const one of objects) ambiguous.objects.set(one, all);
  }
  // Whoever fits several leaves none of them to another.
  for (const [one, several] of fits.desired) if (several.length > 1) spoil([one], several, ambiguous);
  for (const [one, several] of fits.objects) if (several.length > 1) spoil(several, [one], ambiguous);
  const pairs: Pair[] = [];
  for (const [desired, [object]] of fits.desired) {
    if (object === undefined || ambiguous.desired.has(desired) || ambiguous.objects.has(object)) continue;
    pairs.push({ desired, object, by: stage.by });
  }
  return { pairs, ambiguous };
}

function meetings({ ofDesired, ofObject }: Stage, { desired, objects }: Open): Iterable<Known> {
  const known = new Map<string, Known>();
  const knownBy = (type: string, text: string): Known => {
    const name = `${type}/${text}`;
    const found = known.get(name) ?? { desired: [], objects: [] };
    known.set(name, found);
    return found;
  };
  for (const one of desired) for (const text of ofDesired(one)) knownBy(one.type, text).desired.push(one);
  for (const one of objects) for (const text of ofObject(one)) knownBy(one.type, text).objects.push(one);
  return known.values();
}

function spoil(
  desired: readonly DesiredObject[],
  objects: readonly TenantObject[],
  ambiguous: { readonly desired: Map<DesiredObject, string>; readonly objects: Map<TenantObject, string> },
): void {
  const all = told([...desired.map(({ dn }) => dn), ...objects.map(({ name }) => name)]);
  for (const one of desired) ambiguous.desired.set(one, all);
  for (const one of objects) ambiguous.objects.set(one, all);
}

const SHOWN = 4;

function told(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return `${names.toSorted(compareText).slice(0, SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
