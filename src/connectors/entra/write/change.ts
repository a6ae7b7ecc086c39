import type { DeleteObject, LeaveObject, UpdateObject } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import type { JsonObject } from '../client.ts';
import { isMissing } from '../conditions.ts';
import { GraphError } from '../errors.ts';
import { objectPath } from '../paths.ts';
import { bodyOfChanges } from './body.ts';
import { locate, notThere, settling } from './writer.ts';
import type { Writer } from './writer.ts';

/** Changes attributes, and the mark with them in the same request: neither is ever seen without the other. */
export async function changeObject(writer: Writer, operation: UpdateObject | LeaveObject): Promise<Outcome> {
  const { object, changes, newMark } = operation;
  const found = locate(writer, object);
  if (found === undefined) return notThere(object);
  const body: JsonObject = {
    ...bodyOfChanges(writer.schema, object.type, changes),
    ...(newMark === undefined ? {} : { [writer.markName]: newMark }),
  };
  if (Object.keys(body).length === 0) return { status: 'alreadyDone' };
  await settling(writer, found.fresh, () => writer.graph.patch(objectPath(object.type, found.id), body, writer.signal));
  return { status: 'done' };
}

/** Deletes an object; the tenant keeps it in its bin for 30 days. */
export async function deleteObject(writer: Writer, operation: DeleteObject): Promise<Outcome> {
  const found = locate(writer, operation.object);
  if (found === undefined) return notThere(operation.object);
  try {
    await writer.graph.delete(objectPath(operation.object.type, found.id), writer.signal);
    return { status: 'done' };
  } catch (error) {
    if (error instanceof GraphError && isMissing(error)) return { status: 'alreadyDone' };
    throw error;
  }
}
