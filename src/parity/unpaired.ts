import { append } from '../kernel/multimap.ts';
import { compareText } from '../kernel/text.ts';
import type { UndesiredObject } from '../model/desired.ts';
import type { Unpaired, UnpairedGroup, UnpairedReason } from '../model/parity.ts';
import type { Held } from '../model/plan.ts';
import { markKey } from '../model/tenant.ts';
import type { TenantObject } from '../model/tenant.ts';
import { identityOf } from './compare.ts';
import type { ParityInput } from './input.ts';
import type { Pairing } from './pair.ts';

/** Objects of one side that have none on the other, and what is known of why. */
export function unpairedObjects(input: ParityInput, pairing: Pairing): readonly Unpaired[] {
  return [...ambiguous(pairing), ...onlyHere(input, pairing), ...onlyThere(input, pairing)];
}

/** Does an engine write it: another one, or this workspace? */
export function isSynchronized(object: TenantObject, workspace: string): boolean {
  return object.mastery === 'otherEngine' || markKey(object, workspace) !== undefined;
}

function* ambiguous({ ambiguous: { desired, objects } }: Pairing): Generator<Unpaired> {
  const side = 'ambiguous';
  const reason = 'severalFit';
  for (const [one, detail] of desired) yield { side, identity: identityOf(one, undefined), reason, detail };
  for (const [one, detail] of objects) yield { side, identity: identityOf(undefined, one), reason, detail };
}

/** Holds of an object itself, not of what it refers to. */
const OBJECT_HOLDS: ReadonlySet<Held['would']> = new Set(['create', 'update', 'adopt', 'reanchor', 'restore']);

function* onlyHere({ population, held }: ParityInput, { pairs, ambiguous: spoilt }: Pairing): Generator<Unpaired> {
  const paired = new Set(pairs.map(({ desired }) => desired));
  const holds = new Map(
    held.flatMap((one) => (OBJECT_HOLDS.has(one.would) && one.reason !== 'liveSync' ? [[one.object.key, one]] : [])),
  );
  for (const desired of population.desired) {
    if (paired.has(desired) || spoilt.desired.has(desired) || desired.noFlow !== undefined) continue;
    const hold = holds.get(desired.key);
    const identity = identityOf(desired, undefined);
    if (hold === undefined) yield { side: 'onlyHere', identity, reason: 'absent', detail: '' };
    else if (hold.reason === 'formerlySynced') {
      yield { side: 'onlyHere', identity, reason: 'formerlySynced', detail: hold.object.name };
    } else yield { side: 'onlyHere', identity, reason: 'held', hold: hold.reason, detail: hold.detail };
  }
}

function* onlyThere(input: ParityInput, { pairs, ambiguous: spoilt }: Pairing): Generator<Unpaired> {
  const paired = new Set(pairs.map(({ object }) => object));
  const known = sourceFinder(input);
  for (const object of input.tenant.objects) {
    if (paired.has(object) || spoilt.objects.has(object) || !isSynchronized(object, input.workspace)) continue;
    yield { side: 'onlyThere', identity: identityOf(undefined, object), ...known(object) };
  }
}

type Known = Pick<Unpaired, 'reason' | 'detail'>;

/** What became of the source object of a tenant object. */
function sourceFinder(input: ParityInput): (object: TenantObject) => Known {
  const { population, sourceOf, workspace } = input;
  const fates = new Map<string, Known>();
  for (const one of population.undesired) fates.set(one.key, undesiredFate(one));
  for (const { key, message, at } of population.failed) {
    fates.set(key, { reason: 'evaluationFailed', detail: `${message}, ${at}` });
  }
  for (const { joinedKeys, dn } of population.desired) {
    for (const key of joinedKeys) fates.set(key, { reason: 'joined', detail: `it is joined to ${dn}` });
  }
  const keys = new Map<string, string>();
  for (const key of fates.keys()) {
    const source = sourceOf(key);
    if (source === undefined) continue;
    for (const anchor of source.anchors) keys.set(`anchor ${anchor}`, key);
    if (source.sid !== undefined) keys.set(`sid ${source.sid}`, key);
  }
  return (object) => {
    const key =
      markKey(object, workspace) ??
      keys.get(`anchor ${object.anchor ?? ''}`) ??
      keys.get(`sid ${object.sid?.toUpperCase() ?? ''}`);
    const fate = key === undefined ? undefined : fates.get(key);
    return fate ?? { reason: 'noSource', detail: '' };
  };
}

function undesiredFate({ reason }: UndesiredObject): Known {
  switch (reason.kind) {
    case 'filteredOut':
    case 'notWritable':
      return { reason: reason.kind, detail: reason.detail };
    case 'outOfScope':
      return { reason: reason.kind, detail: reason.detail ?? '' };
  }
}

/** What no application can write is no fault of the rules. */
export function isUnpairedExplained(reason: UnpairedReason): boolean {
  return reason === 'notWritable';
}

/** Those of which the same is said, together; unexplained first, then the most. */
export function unpairedGroups(all: readonly Unpaired[]): readonly UnpairedGroup[] {
  const groups = new Map<string, Unpaired[]>();
  for (const one of all) append(groups, signatureOf(one), one);
  return [...groups]
    .flatMap(([signature, objects]) => {
      const [first] = objects;
      return first === undefined ? [] : [{ signature, group: groupOf(first, objects) }];
    })
    .sort(
      (a, b) =>
        Number(a.group.explained) - Number(b.group.explained) ||
        b.group.objects.length - a.group.objects.length ||
        compareText(a.signature, b.signature),
    )
    .map(({ group }) => group);
}

function groupOf(first: Unpaired, objects: readonly Unpaired[]): UnpairedGroup {
  const { side, identity, reason, hold, detail } = first;
  return {
    side,
    type: identity.type,
    reason,
    ...(hold === undefined ? {} : { hold }),
    ...(objects.every((one) => one.detail === detail) ? { detail } : {}),
    explained: isUnpairedExplained(reason),
    objects: objects.toSorted(byName),
  };
}

/** What is said of each by name makes no groups. */
function signatureOf({ side, identity, reason, hold, detail }: Unpaired): string {
  const isShared = hold === undefined && reason !== 'severalFit' && reason !== 'joined' && reason !== 'formerlySynced';
  return [side, identity.type, reason, hold ?? '', isShared ? detail : ''].join('\0');
}

function byName(a: Unpaired, b: Unpaired): number {
  return (
    compareText(a.identity.name, b.identity.name) ||
    compareText(a.identity.key ?? a.identity.id ?? '', b.identity.key ?? b.identity.id ?? '')
  );
}
