import { flag, text, type Entity } from '../store/entity.ts';
import type { Kind } from '../schema/property.ts';
import type { Store } from '../store/store.ts';
import { strings } from '../json.ts';

/** The value types of directory extensions. https://learn.microsoft.com/graph/api/resources/extensionproperty */
export const extensionTypes = ['Binary', 'Boolean', 'DateTime', 'Integer', 'LargeInteger', 'String'] as const;

/** The value type of a directory extension. */
export type ExtensionType = (typeof extensionTypes)[number];

/** The object types that a directory extension can be defined for, by our kinds. */
export const extensionTargets: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['User', 'user'],
  ['Group', 'group'],
  ['AdministrativeUnit', 'administrativeUnit'],
  ['Application', 'application'],
  ['Device', 'device'],
  ['Organization', 'organization'],
]);

/** A directory extension as far as values depend on it. */
export interface ExtensionDefinition {
  readonly name: string;
  readonly dataType: ExtensionType;
  readonly isMultiValued: boolean;
}

const extensionName = /^extension_[0-9a-f]{32}_[A-Za-z0-9_]{1,}$/i;

/** Tells whether a property name has the form of a directory extension's. */
export function isExtensionName(name: string): boolean {
  return extensionName.test(name);
}

/** What the names of an application's extensions begin with. */
export function extensionPrefix(appId: string): string {
  return `extension_${appId.replaceAll('-', '').toLowerCase()}_`;
}

/** The definition of an extension for a type of object, whatever the case of its name. */
export function extensionDefinition(store: Store, name: string, kind: Kind): ExtensionDefinition | undefined {
  const holder = store.holder(`extensionProperty.name:${name.toLowerCase()}`);
  const entity = holder === undefined ? undefined : store.find('extensionProperty', holder);
  if (entity === undefined || !targets(entity, kind)) return undefined;
  return {
    name: text(entity, 'name') ?? name,
    dataType: extensionTypes.find((type) => type === text(entity, 'dataType')) ?? 'String',
    isMultiValued: flag(entity, 'isMultiValued'),
  };
}

function targets(definition: Entity, kind: Kind): boolean {
  return strings(definition.properties['targetObjects']).some((target) => extensionTargets.get(target) === kind);
}
