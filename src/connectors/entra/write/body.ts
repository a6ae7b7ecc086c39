import type { Json } from '../../../kernel/canonical-json.ts';
import type { AttributeChange } from '../../../model/plan.ts';
import type { Schema } from '../../../model/schema.ts';
import type { TenantType } from '../../../model/tenant.ts';
import { EXTENSION_ATTRIBUTES } from '../attribute-rows.ts';
import type { JsonObject } from '../client.ts';

const NESTED: ReadonlySet<string> = new Set(EXTENSION_ATTRIBUTES);

/** Exactly the changes, as Graph takes them: null clears, an empty list clears a list. */
export function bodyOfChanges(schema: Schema, type: TenantType, changes: readonly AttributeChange[]): JsonObject {
  const body: Record<string, Json> = {};
  const extension: Record<string, Json> = {};
  for (const { attribute, after } of changes) {
    if (type === 'user' && NESTED.has(attribute)) extension[attribute] = after;
    else
      body[attribute] =
        after === null && schema.get(type)?.attributes.get(attribute)?.multiValued === true ? [] : after;
  }
  if (Object.keys(extension).length > 0) body['onPremisesExtensionAttributes'] = extension;
  return body;
}

/** What a new object is given: what is cleared is simply not set. */
export function bodyOfCreate(schema: Schema, type: TenantType, changes: readonly AttributeChange[]): JsonObject {
  return bodyOfChanges(
    schema,
    type,
    changes.filter((change) => change.after !== null),
  );
}
