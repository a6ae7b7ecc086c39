import type { TenantRequest, TenantType } from '../../../model/tenant.ts';
import { EXTENSION_ATTRIBUTES } from '../attribute-rows.ts';
import { attributeSchema, isExtensionName } from '../capabilities.ts';

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

/** The extension properties of the mark's application, whose definitions were read. */
export interface Definitions {
  /** `extension_<application id without dashes>_`. */
  readonly prefix: string;
  readonly names: readonly string[];
}

/** Selecting an extension that is not defined is an error in Graph; one that is not defined is set on no object. */
export function selectionOf(
  type: TenantType,
  request: TenantRequest,
  markName: string,
  defined: Definitions,
): Selection {
  const wanted = request.attributes[type].filter((name) => {
    const syntax = attributeSchema(type, name)?.syntax;
    return syntax !== undefined && syntax !== 'reference' && !isUndefined(name, defined);
  });
  const nested = type === 'user' ? wanted.filter((name) => NESTED.has(name)) : [];
  const flat = wanted.filter((name) => !nested.includes(name));
  const select = new Set([...ALWAYS[type], ...flat]);
  if (defined.names.includes(markName)) select.add(markName);
  if (nested.length > 0) select.add('onPremisesExtensionAttributes');
  return { select: [...select], flat, nested };
}

function isUndefined(name: string, defined: Definitions): boolean {
  return isExtensionName(name) && name.startsWith(defined.prefix) && !defined.names.includes(name);
}
