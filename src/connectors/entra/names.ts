import { extensionPrefix, OWNER_MARK_NAME } from '../../model/mark.ts';

/** The full name of the directory extension that holds the owner mark. */
export function markNameOf(ownerMarkApplicationId: string): string {
  return extensionPrefix(ownerMarkApplicationId) + OWNER_MARK_NAME;
}

/** A text in an OData string literal, encoded for a URL (OData 4.01 part 2, section 5.1.1.14.1). */
export function literal(text: string): string {
  return `'${encodeURIComponent(text.replaceAll("'", "''"))}'`;
}
