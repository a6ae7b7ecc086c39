import { assertNever } from '../../../kernel/invariant.ts';
import type { Operation } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import { GraphError } from '../errors.ts';
import { changeObject, deleteObject } from './change.ts';
import { createObject } from './create.ts';
import { defineExtension } from './extension.ts';
import { addMember, removeMember, setManager } from './references.ts';
import { restoreObject, takeOver } from './take-over.ts';
import { outcomeOf } from './writer.ts';
import type { Writer } from './writer.ts';

/**
 * Does one operation. What the tenant answers, or fails to answer, is an outcome; thrown is only what ends the whole
 * run, as a credential that is refused.
 */
export async function execute(writer: Writer, operation: Operation): Promise<Outcome> {
  try {
    return await dispatch(writer, operation);
  } catch (error) {
    if (error instanceof GraphError) return outcomeOf(error);
    if (writer.signal.aborted) return { status: 'skipped', message: 'interrupted before it was sent' };
    throw error;
  }
}

function dispatch(writer: Writer, operation: Operation): Promise<Outcome> {
  switch (operation.kind) {
    case 'defineExtension':
      return defineExtension(writer, operation);
    case 'create':
      return createObject(writer, operation);
    case 'adopt':
    case 'reanchor':
      return takeOver(writer, operation);
    case 'restore':
      return restoreObject(writer, operation);
    case 'update':
    case 'leave':
      return changeObject(writer, operation);
    case 'delete':
      return deleteObject(writer, operation);
    case 'setManager':
      return setManager(writer, operation);
    case 'addMember':
      return addMember(writer, operation);
    case 'removeMember':
      return removeMember(writer, operation);
    default:
      return assertNever(operation);
  }
}
