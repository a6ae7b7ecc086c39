import type { AttributeSchema } from '../../model/schema.ts';
import type { ExportedAttribute, ExportedRule } from '../server-export.ts';
import { canonical, metaverseAttribute } from './context.ts';
import type { Context } from './context.ts';
import { graphName } from './graph-names.ts';
import type { Plain } from './plain.ts';

/** One end of a rule: how its attributes are called here, and what they hold. */
export interface End {
  readonly type: string;
  /** The name here; undefined where there is no such attribute. */
  readonly nameOf: (name: string) => string | undefined;
  readonly schemaOf: (name: string) => AttributeSchema | ExportedAttribute | undefined;
  /** What the rule writes for this end. */
  readonly written: Plain;
}

export interface Ends {
  readonly kind: 'directory' | 'fromTenant' | 'toTenant';
  readonly from: End;
  readonly to: End;
}

export const NO_WRITING = 'Lockstep reads directories and never writes to them';

/** Both ends of a rule, or why nothing like it can be here. */
export function endsOf(rule: ExportedRule, context: Context): Ends | { readonly refused: string } {
  const connector = context.connectors.get(rule.connector);
  const outbound = rule.direction === 'outbound';
  switch (connector?.kind) {
    case 'activeDirectory': {
      if (outbound) return { refused: NO_WRITING };
      const from = directoryEnd(rule, context);
      if ('refused' in from) return from;
      return { kind: 'directory', from, to: metaverseEnd(rule.targetType, context) };
    }
    case 'entra': {
      const end = tenantEnd(outbound ? rule.targetType : rule.sourceType, context);
      if ('refused' in end) return end;
      return outbound
        ? { kind: 'toTenant', from: metaverseEnd(rule.sourceType, context), to: end }
        : { kind: 'fromTenant', from: end, to: metaverseEnd(rule.targetType, context) };
    }
    case 'other':
    case undefined:
      return { refused: `Lockstep has no connector of the kind ${connector?.category ?? 'unknown'}` };
  }
}

function directoryEnd(
  rule: ExportedRule,
  { directory, connectors, connectorNames }: Context,
): End | { readonly refused: string } {
  const name = connectorNames.get(rule.connector);
  if (name === undefined) return { refused: 'the connector has no domain that could be read' };
  const type = canonical(rule.sourceType, directory);
  const attributes = directory.get(type)?.attributes;
  const schema = connectors.get(rule.connector)?.schema;
  if (attributes === undefined) return { refused: `Lockstep does not read objects of the type ${type}` };
  return {
    type,
    nameOf: (one) => canonical(canonical(one, attributes), schema),
    schemaOf: (one) => attributes.get(one) ?? schema?.get(one),
    written: { connectors: [name], type },
  };
}

function tenantEnd(type: string, { tenant, isExtensionName }: Context): End | { readonly refused: string } {
  const schema = tenant.get(type);
  if (schema === undefined) return { refused: `Graph has no objects of the type ${type} that could be written` };
  if (schema.notWritable !== undefined) return { refused: schema.notWritable };
  return {
    type,
    nameOf: (one) => graphName(type, one, tenant, isExtensionName),
    schemaOf: (one) => schema.attributes.get(one),
    written: { connector: 'entra', type },
  };
}

function metaverseEnd(type: string, context: Context): End {
  const attributes = context.pack.metaverse.get(type)?.attributes;
  return {
    type,
    nameOf: (one) => canonical(one, attributes),
    schemaOf: (one) => metaverseAttribute(type, one, context),
    written: { metaverse: type },
  };
}
