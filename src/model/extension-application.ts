/** What a directory extension holds (learn.microsoft.com: "extensionProperty resource type"). */
export const EXTENSION_TYPES = ['Binary', 'Boolean', 'DateTime', 'Integer', 'LargeInteger', 'String'] as const;

export type ExtensionType = (typeof EXTENSION_TYPES)[number];

/** A directory extension as the tenant has it defined. */
export interface DefinedExtension {
  readonly name: string;
  readonly dataType: string;
  readonly multiValued: boolean;
  /** Graph's names of object types: `User`, `Group`, … */
  readonly targets: readonly string[];
}

/** An application whose directory extensions the topology declares, as the tenant has it. */
export interface ExtensionApplication {
  /** appId, lower case. */
  readonly applicationId: string;
  /** Object id; absent when the tenant has no such application. */
  readonly id?: string;
  readonly defines: readonly DefinedExtension[];
}
