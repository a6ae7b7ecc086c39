import { compareText, foldCase } from '../kernel/text.ts';
import type { DefinedExtension, ExtensionApplication, ExtensionType } from './extension-application.ts';
import type { DefineExtension } from './plan.ts';
import type { AttributeSchema, ObjectSchema, Schema, Syntax } from './schema.ts';
import type { TenantFacts, TenantType } from './tenant.ts';

export { EXTENSION_TYPES } from './extension-application.ts';
export type { DefinedExtension, ExtensionApplication, ExtensionType } from './extension-application.ts';

/** A directory extension that the topology declares. */
export interface DirectoryExtension {
  /** As rules and Graph call it: `extension_<application id without dashes>_<name>`. */
  readonly name: string;
  /** appId of the application that defines it. */
  readonly applicationId: string;
  readonly type: ExtensionType;
  readonly multiValued: boolean;
  readonly on: readonly TenantType[];
}

const NAME = /^extension_[0-9a-f]{32}_(?<short>[A-Za-z0-9_]+)$/;

/** True for the name of a directory extension: `extension_<application id without dashes>_<name>`. */
export function isExtensionName(name: string): boolean {
  return NAME.test(name);
}

/** The name of a directory extension below its application; names without the prefix are returned as they are. */
export function shortExtensionName(name: string): string {
  return NAME.exec(name)?.groups?.['short'] ?? name;
}

/** Graph's names of the object types that rules write. */
export const EXTENSION_TARGETS: Readonly<Record<TenantType, string>> = { user: 'User', group: 'Group' };

const ordinary = { comparison: 'exact', write: 'always', clearable: true } as const;

/** Limits of one value (learn.microsoft.com: "Add custom data to resources by using extensions"). */
const LIMITS: Readonly<Record<ExtensionType, { readonly syntax: Syntax } & Partial<AttributeSchema>>> = {
  Binary: { syntax: 'binary', maxLength: 256 },
  Boolean: { syntax: 'boolean' },
  DateTime: { syntax: 'time' },
  Integer: { syntax: 'integer', bits: 32 },
  LargeInteger: { syntax: 'integer', bits: 64 },
  String: { syntax: 'string', maxLength: 256 },
};

/** The schema of the tenant with the directory extensions that the topology declares. */
export function withDirectoryExtensions(schema: Schema, extensions: readonly DirectoryExtension[]): Schema {
  if (extensions.length === 0) return schema;
  return new Map([...schema].map(([type, one]) => [type, extended(one, type, extensions)]));
}

function extended(schema: ObjectSchema, type: string, extensions: readonly DirectoryExtension[]): ObjectSchema {
  const rows = extensions.filter(({ on }) => on.some((one) => one === type));
  return {
    ...schema,
    attributes: new Map([
      ...schema.attributes,
      ...rows.map((one) => [one.name, { ...ordinary, multiValued: one.multiValued, ...LIMITS[one.type] }] as const),
    ]),
  };
}

/** The applications of a tenant in which everything is defined as it is declared. */
export function definedAsDeclared(extensions: readonly DirectoryExtension[]): readonly ExtensionApplication[] {
  const ids = [...new Set(extensions.map((one) => one.applicationId))].sort(compareText);
  return ids.map((applicationId) => ({
    applicationId,
    id: applicationId,
    defines: extensions
      .filter((one) => one.applicationId === applicationId)
      .map(({ name, type, multiValued, on }) => ({
        name,
        dataType: type,
        multiValued,
        targets: on.map((one) => EXTENSION_TARGETS[one]),
      })),
  }));
}

/** What stands between a declared extension and its values. */
export type ExtensionState =
  | { readonly kind: 'defined' }
  | { readonly kind: 'missing'; readonly applicationId: string }
  /** Its definition is another one, or cannot be made: `detail` says how, in words. */
  | { readonly kind: 'unusable'; readonly detail: string };

/** A declared extension as one type of object meets it. A definition cannot be edited, so another one stays another. */
export function extensionState(extension: DirectoryExtension, type: TenantType, facts: TenantFacts): ExtensionState {
  const application = facts.extensionApplications?.find((one) => one.applicationId === extension.applicationId);
  if (application === undefined) return { kind: 'unusable', detail: `${extension.name}: its definition was not read` };
  if (application.id === undefined) {
    return { kind: 'unusable', detail: `${extension.name}: the tenant has no application ${extension.applicationId}` };
  }
  return stateAmong(extension, type, application.defines) ?? { kind: 'missing', applicationId: application.id };
}

/** The same among the definitions of its application; undefined when none of them has its name. */
export function stateAmong(
  extension: Pick<DirectoryExtension, 'name' | 'type' | 'multiValued'>,
  type: TenantType,
  defines: readonly DefinedExtension[],
): Exclude<ExtensionState, { kind: 'missing' }> | undefined {
  // Two names that differ in case only are one to the tenant.
  const key = foldCase(extension.name);
  const found = defines.find((one) => foldCase(one.name) === key);
  if (found === undefined) return undefined;
  if (found.name !== extension.name) {
    return { kind: 'unusable', detail: `${extension.name} is called ${found.name} in the tenant` };
  }
  const wanted = kindOf(extension.type, extension.multiValued);
  const present = kindOf(found.dataType, found.multiValued);
  if (present !== wanted) {
    return {
      kind: 'unusable',
      detail: `${extension.name} is declared as ${wanted}, the tenant defines it as ${present}`,
    };
  }
  if (found.targets.includes(EXTENSION_TARGETS[type])) return { kind: 'defined' };
  const targets = found.targets.join(', ') || 'nothing';
  return {
    kind: 'unusable',
    detail: `${extension.name} is declared for a ${type}, the tenant defines it for ${targets}`,
  };
}

function kindOf(type: string, multiValued: boolean): string {
  return multiValued ? `${type}, multi-valued` : type;
}

/** Id of the operation that defines an extension. */
export function definitionId(name: string): string {
  return `define:${name}`;
}

/** The operation that defines a declared extension on an application of the tenant (its object id). */
export function definitionOf(extension: DirectoryExtension, applicationId: string): DefineExtension {
  return {
    kind: 'defineExtension',
    id: definitionId(extension.name),
    after: [],
    name: extension.name,
    targets: extension.on,
    applicationId,
    dataType: extension.type,
    multiValued: extension.multiValued,
  };
}
