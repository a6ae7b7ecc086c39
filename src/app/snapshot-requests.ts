import { compareText } from '../kernel/text.ts';
import type { AttributeSchema, Schema } from '../model/schema.ts';
import type { ImportRequest } from '../model/source.ts';
import type { TenantRequest, TenantType } from '../model/tenant.ts';
import { parityTenantRequest } from './parity-request.ts';

/**
 * A domain controller gives it only in a search of one object (learn.microsoft.com: "Token-Groups attribute"); one that
 * is asked for it in a search of a whole domain refuses the search.
 */
const NOT_IN_A_SEARCH: ReadonlySet<string> = new Set(['tokenGroups']);

/** Every attribute that a rule could read, beside those that rules read now. */
export function everySourceAttribute(schema: Schema, request: ImportRequest): ImportRequest {
  const { attributes, declared } = request;
  return {
    ...request,
    attributes: new Map(
      [...schema].map(([type, { attributes: known }]) => {
        const readable = [...known.keys()].filter((name) => !NOT_IN_A_SEARCH.has(name));
        const more = declared?.get(type)?.attributes.keys() ?? [];
        return [type, sorted([...readable, ...more, ...(attributes.get(type) ?? [])])];
      }),
    ),
  };
}

/**
 * Every attribute that a rule could write, beside those that rules write now, and the managers; and what parity needs
 * of objects that another engine writes.
 */
export function everyTenantAttribute(schema: Schema, asked: TenantRequest): TenantRequest {
  const { attributes } = parityTenantRequest(asked);
  const every = (type: TenantType): readonly string[] => {
    const known = [...(schema.get(type)?.attributes ?? [])].filter(([, attribute]) => isWritten(attribute));
    return sorted([...known.map(([name]) => name), ...attributes[type]]);
  };
  return { attributes: { user: every('user'), group: every('group') }, managers: true };
}

function isWritten({ write, syntax }: AttributeSchema): boolean {
  return write !== 'never' && syntax !== 'reference';
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}
