import type { Random } from '../../../kernel/ports.ts';
import type { ObjectRef } from '../../../model/plan.ts';
import type { Schema } from '../../../model/schema.ts';
import type { Outcome } from '../../../model/report.ts';
import { isExtensionUnknown, isMissing } from '../conditions.ts';
import { GraphError } from '../errors.ts';
import type { MemberPacks, Sender } from './member-packs.ts';

/** What the writing of one operation takes. */
export interface Writer extends Sender {
  readonly random: Random;
  /** Full name of the extension that holds the owner mark. */
  readonly markName: string;
  /** With the directory extensions that the topology declares. */
  readonly schema: Schema;
  readonly idOf: (key: string) => string | undefined;
  readonly packs: MemberPacks;
}

/** An object that an operation names, found in the tenant. */
export interface Found {
  readonly id: string;
  /** True when this run made it: reads and references may not know it yet. */
  readonly fresh: boolean;
}

/** The tenant id of an object, or undefined when it was to be created and was not. */
export function locate(writer: Writer, object: ObjectRef): Found | undefined {
  if (object.id !== undefined) return { id: object.id, fresh: false };
  const id = writer.idOf(object.key);
  return id === undefined ? undefined : { id, fresh: true };
}

export function notThere(object: ObjectRef): Outcome {
  return { status: 'skipped', message: `${object.type} ${object.name} was not created, so it has no id yet` };
}

/**
 * Waits in milliseconds for what was made moments ago to be known everywhere (learn.microsoft.com: "Update group"
 * advises to wait some seconds when the object was created recently).
 */
const SETTLING = [2000, 4000, 8000, 16_000] as const;

/** Does a write again while the tenant does not know yet what this run made; such a refusal is before the deed. */
export async function settling<T>(writer: Writer, fresh: boolean, write: () => Promise<T>): Promise<T> {
  for (const wait of SETTLING) {
    try {
      return await write();
    } catch (error) {
      const early = error instanceof GraphError && (isExtensionUnknown(error) || (fresh && isMissing(error)));
      if (!early) throw error;
      await writer.clock.sleep(wait, writer.signal);
    }
  }
  return await write();
}

/** Looks something up until it is seen, within the same bounds. */
export async function seen<T>(writer: Writer, look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const wait of SETTLING) {
    await writer.clock.sleep(wait, writer.signal);
    const found = await look();
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The outcome of a write that failed: not known when it may have been done, else failed. */
export function outcomeOf(error: GraphError): Outcome {
  const requestId = error.requestId === undefined ? {} : { requestId: error.requestId };
  if (error.ambiguous) return { status: 'unknown', message: `${error.code}: ${error.message}`, ...requestId };
  return { status: 'failed', code: error.code, message: error.message, ...requestId };
}
