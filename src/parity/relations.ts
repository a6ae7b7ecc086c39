import { compareText } from '../kernel/text.ts';
import type { DesiredObject, ResolvedReference } from '../model/desired.ts';
import type { ParityDifference } from '../model/parity.ts';
import type { Why } from '../model/plan.ts';
import type { TenantObject } from '../model/tenant.ts';
import { identityOf } from './compare.ts';
import type { ParityInput } from './input.ts';
import type { Pair } from './pair.ts';
import { isSynchronized } from './unpaired.ts';

/** What the managers and members of one pair come to. */
export interface ComparedRelations {
  /** Managers: each is an attribute. */
  readonly attributes: number;
  readonly memberships: number;
  readonly differences: readonly ParityDifference[];
  /** References of which nothing can be said, in words. */
  readonly unknown: readonly string[];
}

type Target =
  | { readonly kind: 'paired'; readonly id: string }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'nobody'; readonly name: string | null };

const NOTHING: ComparedRelations = { attributes: 0, memberships: 0, differences: [], unknown: [] };

/**
 * Compares managers and members among those who are in a pair. Whoever is in none is told of as such, once; a group
 * that lacks a person whom the tenant lacks altogether is no second difference.
 */
export function relationComparison(input: ParityInput, pairs: readonly Pair[]): (pair: Pair) => ComparedRelations {
  const byKey = new Map(pairs.map((pair) => [pair.desired.key, pair]));
  const byId = new Map(pairs.map((pair) => [pair.object.id, pair]));
  const objects = new Map(input.tenant.objects.map((object) => [object.id, object]));
  const nameOf = (id: string): string => objects.get(id)?.name ?? id;

  const isWritten = (id: string | undefined): boolean => {
    const object = objects.get(id ?? '');
    return object === undefined || isSynchronized(object, input.workspace);
  };

  /** The pair that a reference leads to; its name where it leads to none, `nobody` where the rules want nobody there. */
  const target = (reference: ResolvedReference): Target => {
    switch (reference.kind) {
      case 'unresolved':
        return { kind: 'unknown', name: reference.dn };
      case 'notDesired':
        return { kind: 'nobody', name: reference.dn };
      case 'desired': {
        const pair = byKey.get(reference.key);
        if (pair !== undefined) return { kind: 'paired', id: pair.object.id };
        return { kind: 'unknown', name: input.sourceOf(reference.key)?.dn ?? reference.key };
      }
    }
  };

  const compareManager = ({ desired, object }: Pair): ComparedRelations => {
    if (desired.manager === undefined) return NOTHING;
    const wanted: Target = desired.manager === null ? { kind: 'nobody', name: null } : target(desired.manager);
    const present = object.manager;
    if (wanted.kind === 'paired' ? wanted.id === present : wanted.kind === 'nobody' && present === undefined) {
      return { ...NOTHING, attributes: 1 };
    }
    // Of somebody who is in no pair nothing is known, nor of whom the tenant may have in their place.
    if (wanted.kind === 'unknown' && (present === undefined || !byId.has(present))) {
      return { ...NOTHING, unknown: [`${object.name}: manager ${wanted.name}`] };
    }
    // Where the directory names no manager, one of the cloud would be taken away: that is known.
    const isOfCloud = wanted.kind === 'nobody' && wanted.name === null && !isWritten(present);
    if (wanted.kind === 'nobody' && present !== undefined && !byId.has(present) && !isOfCloud) {
      return { ...NOTHING, unknown: [`${object.name}: manager ${nameOf(present)}`] };
    }
    const names = {
      tenant: present === undefined ? null : nameOf(present),
      rules: wanted.kind === 'paired' ? nameOf(wanted.id) : wanted.name,
    };
    return { ...NOTHING, attributes: 1, differences: [managerDifference(desired, object, names)] };
  };

  const managerDifference = (
    desired: DesiredObject,
    object: TenantObject,
    { tenant, rules }: { readonly tenant: string | null; readonly rules: string | null },
  ): ParityDifference => ({
    identity: identityOf(desired, object),
    attribute: 'manager',
    class: 'difference',
    kind: tenant === null ? 'set' : rules === null ? 'cleared' : 'changed',
    tenant,
    rules,
    why: whyOf(desired),
  });

  const compareMembers = ({ desired, object }: Pair): ComparedRelations => {
    const present = input.tenant.members.get(object.id);
    if (desired.members === undefined) return NOTHING;
    if (present === undefined)
      return { ...NOTHING, unknown: [`${object.name}: its members in the tenant were not read`] };
    const wanted = new Set<string>();
    const unknown = new Set<string>();
    for (const reference of desired.members) {
      const found = target(reference);
      if (found.kind === 'paired') wanted.add(found.id);
      else if (found.kind === 'unknown') unknown.add(found.name);
    }
    const outOfSight = unknown.size;
    const held = new Set(present);
    const differences: ParityDifference[] = [];
    for (const id of wanted)
      if (!held.has(id)) differences.push(memberDifference(desired, object, 'added', nameOf(id)));
    let memberships = wanted.size;
    for (const id of held) {
      if (wanted.has(id)) continue;
      if (byId.has(id)) {
        memberships++;
        differences.push(memberDifference(desired, object, 'removed', nameOf(id), outOfSight));
      } else unknown.add(nameOf(id));
    }
    const told = [...unknown].sort(compareText).map((one) => `${object.name}: member ${one}`);
    return { attributes: 1, memberships, differences, unknown: told };
  };

  const memberDifference = (
    desired: DesiredObject,
    object: TenantObject,
    kind: 'added' | 'removed',
    name: string,
    unknown = 0,
  ): ParityDifference => ({
    identity: identityOf(desired, object),
    attribute: 'members',
    class: 'difference',
    kind,
    tenant: kind === 'removed' ? name : null,
    rules: kind === 'added' ? name : null,
    why: whyOf(desired),
    ...(unknown === 0
      ? {}
      : { note: `the directory lists members that are out of sight, ${unknown} in all: it may be one of them` }),
  });

  const whyOf = (desired: DesiredObject): readonly Why[] =>
    desired.referenceFlow === undefined ? [] : input.lineage(desired, desired.referenceFlow);

  return (pair) => (pair.desired.type === 'user' ? compareManager(pair) : compareMembers(pair));
}
