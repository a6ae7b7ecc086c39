import type { Json } from '../../../kernel/canonical-json.ts';
import type { ObjectRef, RestoreObject, TakeOver } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import type { TenantType } from '../../../model/tenant.ts';
import type { JsonObject } from '../client.ts';
import { isMissing } from '../conditions.ts';
import { GraphError } from '../errors.ts';
import { deletedItemPath, objectPath } from '../paths.ts';
import { outcomeOf, seen, settling } from './writer.ts';
import type { Writer } from './writer.ts';

const ANCHORS: Readonly<Record<TenantType, string>> = { user: 'onPremisesImmutableId', group: 'uniqueName' };

/**
 * Gives an object mark and anchor in one request: neither is ever there without the other. It is read once more just
 * before: Graph has no compare-and-set, and nothing is worse than to take over what somebody else has just taken.
 */
export async function takeOver(writer: Writer, operation: TakeOver): Promise<Outcome> {
  const { object, anchor, anchorBefore, mark } = operation;
  const id = object.id ?? '';
  const changed = await changedSince(writer, operation, id);
  if (changed !== undefined) return changed;
  const body: JsonObject = {
    ...(anchorBefore === anchor ? {} : { [ANCHORS[object.type]]: anchor }),
    [writer.markName]: mark,
  };
  await settling(writer, false, () => writer.graph.patch(objectPath(object.type, id), body, writer.signal));
  return { status: 'done', id };
}

/** What became of the object in the meantime, or undefined when it is as the plan says. */
async function changedSince(writer: Writer, operation: TakeOver, id: string): Promise<Outcome | undefined> {
  const { object, anchor, anchorBefore, mark } = operation;
  const anchorName = ANCHORS[object.type];
  const nameOf = object.type === 'user' ? 'userPrincipalName' : 'displayName';
  const select = ['id', nameOf, anchorName, 'onPremisesSyncEnabled', writer.markName].join(',');
  const path = `${objectPath(object.type, id)}?$select=${select}`;
  const present = await settling(writer, false, () => writer.graph.get(path, writer.signal));
  const markNow = textOf(present[writer.markName]);
  const anchorNow = textOf(present[anchorName]);
  if (markNow === mark && anchorNow === anchor) return { status: 'alreadyDone' };
  const markBefore = operation.kind === 'adopt' ? null : operation.markBefore;
  if (markNow !== markBefore) return skipped(object, 'carries another mark now');
  if (anchorNow !== anchorBefore) return skipped(object, 'holds another anchor now');
  if (textOf(present[nameOf]) !== object.name) return skipped(object, 'has another name now');
  const synced = present['onPremisesSyncEnabled'];
  return synced === true || synced === false ? skipped(object, 'is mastered elsewhere now') : undefined;
}

function skipped(object: ObjectRef, what: string): Outcome {
  return { status: 'skipped', message: `${object.type} ${object.name} ${what}` };
}

/** Brings an object back from the bin under the name that it had. */
export async function restoreObject(writer: Writer, { object }: RestoreObject): Promise<Outcome> {
  const id = object.id ?? '';
  try {
    await writer.graph.post(`${deletedItemPath(id)}/restore`, {}, writer.signal);
    return { status: 'done', id };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    // It is not in the bin any more when an earlier request was done after all.
    if (isMissing(error))
      return (await isThere(writer, object)) === true ? { status: 'alreadyDone' } : outcomeOf(error);
    const there = error.ambiguous ? await seen(writer, () => isThere(writer, object)) : undefined;
    return there === true ? { status: 'done', id } : outcomeOf(error);
  }
}

async function isThere(writer: Writer, object: ObjectRef): Promise<true | undefined> {
  try {
    await writer.graph.get(`${objectPath(object.type, object.id ?? '')}?$select=id`, writer.signal);
    return true;
  } catch (error) {
    if (error instanceof GraphError && (isMissing(error) || error.retryable || error.status === 0)) return undefined;
    throw error;
  }
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
