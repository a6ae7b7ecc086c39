import type { AddMember, RemoveMember, SetManager } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import { isAlreadyThere, isMissing } from '../conditions.ts';
import { GraphError } from '../errors.ts';
import { directoryObjectPath, managerReference, memberReference, memberReferences, objectPath } from '../paths.ts';
import { locate, notThere, settling } from './writer.ts';
import type { Found, Writer } from './writer.ts';

/** Sets the manager, or takes it away. */
export async function setManager(writer: Writer, operation: SetManager): Promise<Outcome> {
  const user = locate(writer, operation.object);
  if (user === undefined) return notThere(operation.object);
  const path = managerReference(user.id);
  if (operation.manager === null) {
    return orAlready(isMissing, () => writer.graph.delete(path, writer.signal));
  }
  const manager = locate(writer, operation.manager);
  if (manager === undefined) return notThere(operation.manager);
  const body = { '@odata.id': writer.graph.absolute(objectPath('user', manager.id)) };
  await settling(writer, user.fresh || manager.fresh, () => writer.graph.put(path, body, writer.signal));
  return { status: 'done' };
}

/** Adds a member, together with others of its group where there are some. */
export async function addMember(writer: Writer, operation: AddMember): Promise<Outcome> {
  const group = locate(writer, operation.object);
  if (group === undefined) return notThere(operation.object);
  const member = locate(writer, operation.member);
  if (member === undefined) return notThere(operation.member);
  if ((await writer.packs.add(writer, group.id, member.id)) === 'done') return { status: 'done' };
  return addSingle(writer, group, member);
}

async function addSingle(writer: Writer, group: Found, member: Found): Promise<Outcome> {
  const body = { '@odata.id': writer.graph.absolute(directoryObjectPath(member.id)) };
  const add = () =>
    settling(writer, group.fresh || member.fresh, () =>
      writer.graph.post(memberReferences(group.id), body, writer.signal),
    );
  try {
    return await orAlready(isAlreadyThere, add);
  } catch (error) {
    if (!(error instanceof GraphError) || !error.ambiguous || writer.signal.aborted) throw error;
    // Not blindly: a membership exists once or not at all, and a second addition is answered with "already exist".
    return orAlready(isAlreadyThere, add);
  }
}

export async function removeMember(writer: Writer, operation: RemoveMember): Promise<Outcome> {
  const group = locate(writer, operation.object);
  if (group === undefined) return notThere(operation.object);
  const member = locate(writer, operation.member);
  if (member === undefined) return notThere(operation.member);
  return orAlready(isMissing, () => writer.graph.delete(memberReference(group.id, member.id), writer.signal));
}

/** Done, or already done when the refusal says that what is asked for is the case. */
async function orAlready(already: (error: GraphError) => boolean, write: () => Promise<unknown>): Promise<Outcome> {
  try {
    await write();
    return { status: 'done' };
  } catch (error) {
    if (error instanceof GraphError && already(error)) return { status: 'alreadyDone' };
    throw error;
  }
}
