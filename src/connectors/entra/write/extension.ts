import { EXTENSION_TARGETS, shortExtensionName, stateAmong } from '../../../model/directory-extension.ts';
import type { DefinedExtension } from '../../../model/directory-extension.ts';
import { OWNER_MARK_NAME } from '../../../model/mark.ts';
import type { DefineExtension } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import { isDefinedAlready } from '../conditions.ts';
import { GraphError, sentence } from '../errors.ts';
import { EXTENSION_PROPERTIES_QUERY, extensionIn, extensionPropertiesPath } from '../extension-properties.ts';
import { seen } from './writer.ts';
import type { Writer } from './writer.ts';

/** Defines an extension on an application (its object id, not its appId). */
export async function defineExtension(writer: Writer, operation: DefineExtension): Promise<Outcome> {
  const path = extensionPropertiesPath(operation.applicationId);
  const body = {
    name: shortExtensionName(operation.name),
    dataType: operation.dataType,
    isMultiValued: operation.multiValued,
    targetObjects: operation.targets.map((type) => EXTENSION_TARGETS[type]),
  };
  try {
    await writer.graph.post(path, body, writer.signal);
    return { status: 'done' };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const already = isDefinedAlready(error);
    const open = already || (error.ambiguous && !writer.signal.aborted);
    const there = open ? await found(writer, operation, already ? 'alreadyDone' : 'done') : undefined;
    if (there !== undefined) return there;
    if (error.status === 403) return refused(error, operation.name);
    throw error;
  }
}

function refused({ code, message, requestId }: GraphError, name: string): Outcome {
  const help = `Grant Application.ReadWrite.OwnedBy and make the application that signs in an owner of the one that defines ${name}, or define it by hand.`;
  return {
    status: 'failed',
    code,
    message: `${sentence(message)} ${help}`,
    ...(requestId === undefined ? {} : { requestId }),
  };
}

/** What is there under the name: the definition that was asked for, or another one; undefined when none is seen. */
async function found(
  writer: Writer,
  operation: DefineExtension,
  status: 'done' | 'alreadyDone',
): Promise<Outcome | undefined> {
  const look = async (): Promise<Outcome | undefined> =>
    judged(writer, operation, await definitions(writer, operation), status);
  return (await look()) ?? (await seen(writer, look));
}

/** Somebody may have made it meanwhile, with another type: values are not written into that. */
function judged(
  { markName }: Writer,
  { name, dataType, multiValued, targets }: DefineExtension,
  defines: readonly DefinedExtension[],
  status: 'done' | 'alreadyDone',
): Outcome | undefined {
  const wanted = { name: name === OWNER_MARK_NAME ? markName : name, type: dataType, multiValued };
  const states = targets.map((type) => stateAmong(wanted, type, defines));
  const other = states.find((state) => state?.kind === 'unusable');
  if (other?.kind === 'unusable') return { status: 'failed', code: 'DefinedOtherwise', message: other.detail };
  return states.includes(undefined) ? undefined : { status };
}

/** What the application defines; nothing as long as it cannot be asked. */
async function definitions(writer: Writer, { applicationId }: DefineExtension): Promise<readonly DefinedExtension[]> {
  try {
    const path = extensionPropertiesPath(applicationId) + EXTENSION_PROPERTIES_QUERY;
    const { value } = await writer.graph.get(path, writer.signal);
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    return items.flatMap((one) => (isObject(one) ? (extensionIn(one) ?? []) : []));
  } catch (error) {
    if (error instanceof GraphError && (error.retryable || error.status === 0)) return [];
    throw error;
  }
}

function isObject(value: unknown): value is Parameters<typeof extensionIn>[0] {
  return typeof value === 'object' && value !== null;
}
