import type { RuleSet } from '../../model/rule-set.ts';
import type { AttributeSchema, Schema } from '../../model/schema.ts';
import type { ExportedAttribute, ExportedConnector, ServerExport } from '../server-export.ts';

/** What the rest of the product knows. */
export interface Knowledge {
  /** What can be read of a directory. */
  readonly directory: Schema;
  /** What the tenant holds and what can be written there. */
  readonly tenant: Schema;
  readonly isExtensionName: (name: string) => boolean;
  /** The rules of the pack, compiled for the topology. */
  readonly pack: Pick<RuleSet, 'rules' | 'metaverse'>;
}

export interface Context extends Knowledge {
  readonly server: ServerExport;
  readonly connectors: ReadonlyMap<string, ExportedConnector>;
  /** Of directories, by id. */
  readonly connectorNames: ReadonlyMap<string, string>;
  /** By id of the rule. */
  readonly ruleNames: ReadonlyMap<string, string>;
  /** Files of rules that cannot be compiled, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

/** An attribute by its name whatever its case: servers write it as their schema does. */
export function canonical(name: string, attributes: ReadonlyMap<string, unknown> | undefined): string {
  if (attributes === undefined || attributes.has(name)) return name;
  const key = name.toLowerCase();
  return [...attributes.keys()].find((one) => one.toLowerCase() === key) ?? name;
}

/** What an attribute of the metaverse holds: as the product knows it, else as the server does. */
export function metaverseAttribute(
  type: string,
  name: string,
  { pack, server }: Context,
): AttributeSchema | ExportedAttribute | undefined {
  return pack.metaverse.get(type)?.attributes.get(name) ?? server.metaverse.get(name);
}
