import { NOT_KNOWN } from '../model/baseline.ts';
import type { Baseline, BaselineObject } from '../model/baseline.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { parseMark } from '../model/mark.ts';
import type { AddMember, Operation, RemoveMember, SetManager } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantObject, TenantType } from '../model/tenant.ts';
import { comparedTo, digestAt, digestsOf, eachDigest } from './digests.ts';
import type { Digests } from './digests.ts';

/**
 * What the baseline says of the place that a change is about. `settled`: the tenant holds what the last run left, and
 * that was what the rules wanted; `drifted`: it holds something else; `unmanaged`: nothing was written there then.
 */
export type Evidence = 'settled' | 'drifted' | 'unmanaged' | 'unknown';

/** The evidence of each part of one plan; pure look-ups. */
export interface Witness {
  readonly whole: (operation: Operation) => Evidence;
  readonly attribute: (operation: Operation, attribute: string, before: Json) => Evidence;
}

export interface WitnessInput {
  readonly baseline: Baseline;
  readonly operations: readonly Operation[];
  readonly schema: Schema;
  /** The present object of the tenant where rules read the tenant: what they make of it hangs on all its values. */
  readonly readBack?: (id: string) => TenantObject | undefined;
}

export function witnessOf(input: WitnessInput): Witness {
  const { baseline } = input;
  const digests = digestsOf(baseline.head.salt, input.schema);
  const scene: Scene = { ...input, digests, made: madeBy(input.operations), members: memberSets() };
  return {
    whole: (operation) => readBack(operation, wholeEvidence(operation, scene), scene),
    attribute: (operation, attribute, before) =>
      readBack(operation, attributeEvidence(operation, attribute, before, scene), scene),
  };
}

type Maker = Extract<Operation, { kind: 'create' | 'adopt' | 'reanchor' | 'restore' }>;

interface Scene extends WitnessInput {
  readonly digests: Digests;
  /** Operations that bring an object in, by its key: what else is done to it comes of them. */
  readonly made: ReadonlyMap<string, Maker>;
  readonly members: (group: BaselineObject) => MemberSets | undefined;
}

interface MemberSets {
  readonly of: ReadonlySet<string>;
  readonly doubtful: ReadonlySet<string>;
  readonly addsOpen: boolean;
  readonly removesOpen: boolean;
}

function madeBy(operations: readonly Operation[]): ReadonlyMap<string, Maker> {
  const made = new Map<string, Maker>();
  for (const operation of operations) {
    const { kind } = operation;
    if (kind === 'create' || kind === 'adopt' || kind === 'reanchor' || kind === 'restore')
      made.set(operation.object.key, operation);
  }
  return made;
}

/** The members of a large group are taken apart once. */
function memberSets(): Scene['members'] {
  const known = new Map<string, MemberSets>();
  return ({ key, members }) => {
    if (members === undefined) return undefined;
    const sets = known.get(key) ?? {
      ...members,
      of: eachDigest(members.of),
      doubtful: eachDigest(members.doubtful),
    };
    known.set(key, sets);
    return sets;
  };
}

function isKnown(digest: string | undefined): boolean {
  return digest !== undefined && digest !== '' && digest !== NOT_KNOWN;
}

function compared(present: string, noted: string | undefined): Evidence {
  const comparison = comparedTo(noted, present);
  if (comparison === 'other') return 'drifted';
  return comparison === 'settled' ? 'settled' : 'unknown';
}

function wholeEvidence(operation: Operation, scene: Scene): Evidence {
  const { baseline, digests } = scene;
  if (operation.kind === 'defineExtension')
    return baseline.head.definitions.includes(operation.name) ? 'drifted' : 'unknown';
  const { key } = operation.object;
  const noted = baseline.objects.get(key);
  switch (operation.kind) {
    case 'create':
      // It was there, and nobody of ours has deleted it.
      return noted === undefined ? 'settled' : isKnown(noted.mark) ? 'drifted' : 'unknown';
    case 'leave':
    case 'delete': {
      // A mark of ours that no run has left there was set by somebody.
      if (noted === undefined) return 'drifted';
      const [change] = operation.kind === 'leave' ? operation.changes : [];
      const isOnceMore = parseMark(operation.mark)?.leavingSince !== undefined && change !== undefined;
      if (isOnceMore) return attributeEvidence(operation, change.attribute, change.before, scene);
      return compared(digests.mark(key, operation.mark), noted.mark);
    }
    case 'update':
      return noted === undefined ? ownEvidence(key, scene) : compared(digests.mark(key, operation.mark), noted.mark);
    case 'adopt':
    case 'reanchor':
    case 'restore':
      return 'unknown';
    case 'setManager':
      return managerEvidence(operation, scene);
    case 'addMember':
    case 'removeMember':
      return memberEvidence(operation, scene);
  }
}

/** Of an object that the baseline does not have: it comes with this plan, or somebody has given it our mark. */
function ownEvidence(key: string, scene: Scene): Evidence {
  const maker = scene.made.get(key);
  return maker === undefined ? 'drifted' : wholeEvidence(maker, scene);
}

function attributeEvidence(operation: Operation, attribute: string, before: Json, scene: Scene): Evidence {
  if (operation.kind === 'defineExtension') return 'unknown';
  const { key, type } = operation.object;
  const noted = scene.baseline.objects.get(key);
  if (scene.made.has(key) || noted === undefined) return ownEvidence(key, scene);
  return valueEvidence(noted, type, attribute, before, scene);
}

function valueEvidence(
  noted: BaselineObject,
  type: TenantType,
  attribute: string,
  before: Json,
  { baseline, digests }: Scene,
): Evidence {
  const index = baseline.head.attributes[type].indexOf(attribute);
  if (index === -1) return 'unmanaged';
  return compared(digests.value(type, noted.key, attribute, before), digestAt(noted.values, index));
}

/** Rules that read the tenant may make something else of an object of which anything has changed there. */
function readBack(operation: Operation, found: Evidence, scene: Scene): Evidence {
  if (found !== 'settled' || scene.readBack === undefined || operation.kind === 'defineExtension') return found;
  const concerned = 'member' in operation ? [operation.object, operation.member] : [operation.object];
  return concerned.every(({ id, key }) => isAsLeft(id, key, scene)) ? 'settled' : 'unknown';
}

function isAsLeft(id: string | undefined, key: string, scene: Scene): boolean {
  const object = id === undefined ? undefined : scene.readBack?.(id);
  const noted = scene.baseline.objects.get(key);
  if (object === undefined || noted === undefined) return true;
  return scene.baseline.head.attributes[object.type].every((attribute) => {
    const value = object.attributes.get(attribute) ?? null;
    return valueEvidence(noted, object.type, attribute, value, scene) !== 'drifted';
  });
}

function managerEvidence(operation: SetManager, scene: Scene): Evidence {
  const { key } = operation.object;
  const noted = notedBefore(key, scene);
  if (noted === undefined) return ownEvidence(key, scene);
  if (!scene.baseline.head.managers) return 'unmanaged';
  return compared(scene.digests.id(operation.before?.id), noted.manager);
}

function memberEvidence(operation: AddMember | RemoveMember, scene: Scene): Evidence {
  const { key } = operation.object;
  const noted = notedBefore(key, scene);
  if (noted === undefined) return ownEvidence(key, scene);
  const members = scene.members(noted);
  const id = memberId(operation, scene);
  if (members === undefined || id === NOT_KNOWN) return 'unknown';
  const isAdd = operation.kind === 'addMember';
  if (id !== undefined && members.doubtful.has(id)) return 'unknown';
  const was = id !== undefined && members.of.has(id);
  if (was === isAdd) return 'drifted';
  return (isAdd ? members.addsOpen : members.removesOpen) ? 'unknown' : 'settled';
}

/** What was noted of the owner of a relation, also where it is made anew since somebody has deleted it. */
function notedBefore(key: string, { baseline, made }: Scene): BaselineObject | undefined {
  const noted = baseline.objects.get(key);
  const maker = made.get(key);
  return maker === undefined || (maker.kind === 'create' && isKnown(noted?.mark)) ? noted : undefined;
}

/** Undefined: no run has seen it in the tenant. One that is made anew is looked up as what it was. */
function memberId({ member }: AddMember | RemoveMember, { digests, baseline }: Scene): string | undefined {
  return member.id === undefined ? baseline.objects.get(member.key)?.id : digests.id(member.id);
}
