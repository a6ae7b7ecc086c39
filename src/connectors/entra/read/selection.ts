import { isExtensionName } from '../../../model/directory-extension.ts';
import type { Schema } from '../../../model/schema.ts';
import type { TenantRequest, TenantType } from '../../../model/tenant.ts';
import { EXTENSION_ATTRIBUTES } from '../attribute-rows.ts';

/** What classification needs of every object, besides the owner mark. */
const ALWAYS: Readonly<Record<TenantType, readonly string[]>> = {
  user: [
    'id',
    'userPrincipalName',
    'onPremisesImmutableId',
    'onPremisesSyncEnabled',
    'onPremisesSecurityIdentifier',
    'userType',
    'isManagementRestricted',
    'assignedLicenses',
  ],
  group: [
    'id',
    'displayName',
    'uniqueName',
    'onPremisesSyncEnabled',
    'onPremisesSecurityIdentifier',
    'groupTypes',
    'membershipRule',
    'membershipRuleProcessingState',
    'mailEnabled',
    'isAssignableToRole',
    'isManagementRestricted',
    'assignedLicenses',
  ],
};

const NESTED = new Set(EXTENSION_ATTRIBUTES);

/** What to ask for one type of object, and where its attributes are found in the answer. */
export interface Selection {
  /** Names for `$select`. */
  readonly select: readonly string[];
  /** Attributes that lie directly in the object. */
  readonly flat: readonly string[];
  /** Attributes that lie in `onPremisesExtensionAttributes`: Graph cannot select them one by one. */
  readonly nested: readonly string[];
}

export interface Selecting {
  readonly request: TenantRequest;
  /** With the directory extensions that the topology declares. */
  readonly schema: Schema;
  readonly markName: string;
  readonly markDefined: boolean;
  /** Names of the directory extensions that the tenant defines for the type. */
  readonly defined: ReadonlySet<string>;
}

/** Selecting an extension that is not defined is an error in Graph; one that is not defined is set on no object. */
export function selectionOf(type: TenantType, selecting: Selecting): Selection {
  const { request, schema, markName, markDefined, defined } = selecting;
  const wanted = request.attributes[type].filter((name) => {
    const syntax = schema.get(type)?.attributes.get(name)?.syntax;
    return syntax !== undefined && syntax !== 'reference' && (!isExtensionName(name) || defined.has(name));
  });
  const nested = type === 'user' ? wanted.filter((name) => NESTED.has(name)) : [];
  const flat = wanted.filter((name) => !nested.includes(name));
  const select = new Set([...ALWAYS[type], ...flat]);
  if (markDefined) select.add(markName);
  if (nested.length > 0) select.add('onPremisesExtensionAttributes');
  return { select: [...select], flat, nested };
}
