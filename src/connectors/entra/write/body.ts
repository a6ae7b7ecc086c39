import type { Json } from '../../../kernel/canonical-json.ts';
import type { AttributeChange } from '../../../model/plan.ts';
import type { TenantType } from '../../../model/tenant.ts';
import { EXTENSION_ATTRIBUTES } from '../attribute-rows.ts';
import { attributeSchema } from '../capabilities.ts';
import type { JsonObject } from '../client.ts';

const NESTED: ReadonlySet<string> = new Set(EXTENSION_ATTRIBUTES);

/** Exactly the changes, as Graph takes them: null clears, an empty list clears a list. */
export function bodyOfChanges(type: TenantType, changes: readonly AttributeChange[]): JsonObject {
  const body: Record<string, Json> = {};
  const extension: Record<string, Json> = {};
  for (const { attribute, after } of changes) {
    if (type === 'user' && NESTED.has(attribute)) extension[attribute] = after;
    else body[attribute] = after === null && isList(type, attribute) ? [] : after;
  }
  if (Object.keys(extension).length > 0) body['onPremisesExtensionAttributes'] = extension;
  return body;
}

/** What a new object is given: what is cleared is simply not set. */
export function bodyOfCreate(type: TenantType, changes: readonly AttributeChange[]): JsonObject {
  return bodyOfChanges(
    type,
    changes.filter((change) => change.after !== null),
  );
}

function isList(type: TenantType, attribute: string): boolean {
  return attributeSchema(type, attribute)?.multiValued === true;
}
