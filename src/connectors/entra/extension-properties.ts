import { compareText } from '../../kernel/text.ts';
import type { DefinedExtension } from '../../model/directory-extension.ts';
import type { JsonObject } from './client.ts';

/** What an application defines, by its object id. */
export function extensionPropertiesPath(applicationId: string): string {
  return `/applications/${encodeURIComponent(applicationId)}/extensionProperties`;
}

export const EXTENSION_PROPERTIES_QUERY = '?$select=id,name,dataType,isMultiValued,targetObjects';

/** A definition as Graph answers it; undefined for one without a name. */
export function extensionIn({
  name,
  dataType,
  isMultiValued,
  targetObjects,
}: JsonObject): DefinedExtension | undefined {
  if (typeof name !== 'string') return undefined;
  const targets: readonly unknown[] = Array.isArray(targetObjects) ? targetObjects : [];
  return {
    name,
    dataType: typeof dataType === 'string' ? dataType : 'unknown',
    multiValued: isMultiValued === true,
    targets: targets.filter((one) => typeof one === 'string').sort(compareText),
  };
}
