import { invariant } from '../kernel/invariant.ts';
import { foldCase } from '../kernel/text.ts';
import type { AdoptionTest } from '../model/adoptable.ts';
import { isConsentGiven } from '../model/adoptable.ts';
import type { LiveSyncTest } from '../model/live-sync.ts';
import { isMarkOf } from '../model/mark.ts';
import type { RestoreObject, TakeOver } from '../model/plan.ts';
import type { DeletedObject } from '../model/tenant.ts';
import { placeOfPair } from './pairs.ts';
import type { Pairs } from './pairs.ts';
import { isDeletionOf, markKey } from '../model/tenant.ts';
import type { TenantIndex } from './tenant-index.ts';

export interface PairContext {
  readonly index: TenantIndex;
  readonly workspace: string;
  readonly pairs: Pairs;
  readonly adoptable: AdoptionTest;
  readonly overlap: LiveSyncTest;
  readonly deleted: ReadonlyMap<string, DeletedObject>;
}

/** What must hold of every take-over: a person said so, and nobody else owns the object or its anchor. */
export function assertTakeOver(operation: TakeOver, context: PairContext): void {
  const { id, object, anchor } = operation;
  const { index, workspace } = context;
  assertPair(operation, context);
  const target = index.byId.get(object.id ?? '');
  invariant(target !== undefined, `${id} takes over an object that was not read`);
  invariant(target.type === object.type, `${id} takes a ${target.type} for a ${object.type}`);
  invariant(target.mark !== 'unreadable', `${id} takes over an object with a mark that cannot be read`);
  const key = markKey(target, workspace);
  invariant(target.mark === undefined || key !== undefined, `${id} takes over an object of another workspace`);
  if (operation.kind === 'adopt') invariant(target.mark === undefined, `${id} adopts an object that is marked`);
  invariant((target.anchor ?? null) === operation.anchorBefore, `${id} does not say which anchor is there`);
  if (operation.kind === 'adopt') {
    invariant(target.anchor === undefined || target.anchor === anchor, `${id} changes an anchor`);
  } else {
    invariant(target.type === 'user', `${id} changes the uniqueName of a group`);
  }
  const holders = index.byAnchor.get(`${object.type}/${anchor}`) ?? [];
  invariant(
    holders.every((one) => one === target),
    `${id} gives an anchor that another object holds`,
  );
  const carriers = index.byMark.get(object.key) ?? [];
  invariant(
    carriers.every((one) => one === target),
    `${id} gives a mark that another object carries`,
  );
  invariant(isMarkOf(operation.mark, object.key, workspace), `${id} gives a mark of another object`);
  invariant(isConsentGiven(context.adoptable(target), operation.consent), `${id} takes over without consent`);
  invariant(context.overlap(target.type, target.name) === undefined, `${id} takes over what another engine may write`);
}

/** Comes back: as nobody else's, under a name and with an anchor that are free. */
export function assertRestore(operation: RestoreObject, context: PairContext): void {
  const { id, object } = operation;
  const { index, deleted, workspace } = context;
  assertPair(operation, context);
  const target = deleted.get(object.id ?? '');
  invariant(target?.type === object.type, `${id} restores what is not in the bin`);
  invariant(isDeletionOf(target, operation.deletedAt), `${id} undoes another deletion than the reviewed one`);
  invariant(target.mark === undefined || markKey(target, workspace) === object.key, `${id} restores somebody else's`);
  invariant(!index.byMark.has(object.key), `${id} restores the twin of an object that is there`);
  const anchor = `${target.type}/${target.anchor ?? ''}`;
  invariant(target.anchor === undefined || !index.byAnchor.has(anchor), `${id} restores an anchor that is there`);
  const taken = target.type === 'user' && index.byUserPrincipalName.has(foldCase(target.name));
  invariant(!taken, `${id} restores a name that is taken`);
  invariant(isConsentGiven(context.adoptable(target), operation.consent), `${id} restores without consent`);
}

function assertPair({ id, kind, object, pair }: TakeOver | RestoreObject, { pairs }: PairContext): void {
  const found = pairs.byObject.get(object.key);
  invariant(found !== undefined && found.id === object.id, `${id} has no reviewed pair`);
  invariant(placeOfPair(found) === pair, `${id} names another pair than its own`);
  // What was restored by an earlier plan and carries no mark is adopted by the same pair.
  invariant(found.kind === kind || (found.kind === 'restore' && kind === 'adopt'), `${id} is not what its pair says`);
}
