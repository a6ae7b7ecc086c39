import type { SourceRange } from '../kernel/position.ts';
import { didYouMean } from '../kernel/text.ts';
import type { Schema } from '../model/schema.ts';
import type { ConnectorSettings } from '../model/settings.ts';
import type { Report } from './problems.ts';
import type { ConnectorName } from './topology.ts';

/** What the rest of the product tells about itself. */
export interface WorkspaceEnvironment {
  /** The schema of a kind of connector; `entra` is the tenant. */
  readonly schemaOf: (kind: ConnectorSettings['type'] | 'entra') => Schema;
  /** The folder of a built-in rule pack, or undefined when there is none of that name. */
  readonly packs: (name: string) => string | undefined;
}

/** What compiling any document may look up. */
export interface CompileContext {
  readonly environment: WorkspaceEnvironment;
  readonly connectors: ReadonlyMap<string, ConnectorName>;
  readonly metaverse: Schema;
  readonly report: Report;
}

/** The schema that connectors share: all directories have the same one. */
export function schemaOfConnectors(names: readonly string[], context: CompileContext): Schema | undefined {
  const type = names.flatMap((name) => context.connectors.get(name)?.type ?? [])[0];
  return type === undefined ? undefined : context.environment.schemaOf(type);
}

/** True when a schema has an object type; an unknown one is reported. */
export function checkType(schema: Schema, type: string, range: SourceRange, owner: string, report: Report): boolean {
  if (schema.has(type)) return true;
  const near = didYouMean(type, schema.keys());
  const help = near === undefined ? `Known types: ${[...schema.keys()].join(', ')}.` : `Did you mean ${near}?`;
  report('CFG035', range, `There is no object type ${type} in ${owner}.`, help);
  return false;
}
