import { EXTENSION_TARGETS, shortExtensionName } from '../../../model/directory-extension.ts';
import type { DefineExtension } from '../../../model/plan.ts';
import type { Outcome } from '../../../model/report.ts';
import { isDefinedAlready } from '../conditions.ts';
import { GraphError, sentence } from '../errors.ts';
import { seen } from './writer.ts';
import type { Writer } from './writer.ts';

/** Defines an extension on an application (its object id, not its appId). */
export async function defineExtension(writer: Writer, operation: DefineExtension): Promise<Outcome> {
  const path = `/applications/${encodeURIComponent(operation.applicationId)}/extensionProperties`;
  const name = shortExtensionName(operation.name);
  const body = {
    name,
    dataType: operation.dataType,
    isMultiValued: operation.multiValued,
    targetObjects: operation.targets.map((type) => EXTENSION_TARGETS[type]),
  };
  try {
    await writer.graph.post(path, body, writer.signal);
    return { status: 'done' };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (isDefinedAlready(error)) return { status: 'alreadyDone' };
    if (error.ambiguous && (await seen(writer, () => isDefined(writer, path, name))) === true)
      return { status: 'done' };
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

async function isDefined(writer: Writer, path: string, name: string): Promise<true | undefined> {
  const { value } = await writer.graph.get(`${path}?$select=id,name`, writer.signal);
  const names = Array.isArray(value) ? value.map((one: unknown) => nameIn(one)) : [];
  return names.some((one) => shortExtensionName(one) === name) ? true : undefined;
}

function nameIn(property: unknown): string {
  const known = typeof property === 'object' && property !== null && 'name' in property;
  return known && typeof property.name === 'string' ? property.name : '';
}
