import { OWNER_MARK_NAME } from '../../model/mark.ts';

/** The full name of the directory extension that holds the owner mark. */
export function markNameOf(ownerMarkApplicationId: string): string {
  return extensionPrefix(ownerMarkApplicationId) + OWNER_MARK_NAME;
}

/** What the names of an application's directory extensions begin with. */
export function extensionPrefix(applicationId: string): string {
  return `extension_${applicationId.replaceAll('-', '').toLowerCase()}_`;
}

/** The name of a directory extension below its application; names without the prefix are returned as they are. */
export function shortExtensionName(name: string): string {
  return name.replace(/^extension_[0-9a-f]{32}_/, '');
}

/** A text in an OData string literal, encoded for a URL (OData 4.01 part 2, section 5.1.1.14.1). */
export function literal(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
}
