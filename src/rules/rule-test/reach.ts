import type { Schema } from '../../model/schema.ts';
import type { AttributeNames } from '../attribute-names.ts';
import { TENANT } from '../topology.ts';
import type { TestContext } from './context.ts';

/** Attributes of the metaverse types that a source type can become. */
export function metaverseNames(type: string, context: TestContext): AttributeNames {
  const types = metaverseTypes(type, context);
  return namesOf(context.metaverse, types, `${types.join(', ')} in the metaverse`);
}

/** Attributes of the tenant types that a source type can become. */
export function tenantNames(type: string, context: TestContext): AttributeNames {
  const from = new Set(metaverseTypes(type, context));
  const reached = context.rules
    .filter((rule) => rule.direction === 'outbound' && from.has(rule.sourceType))
    .map((rule) => rule.targetType);
  const types = reached.length > 0 ? reached : ['user', 'group'];
  return tenantTypeNames([...new Set(types)], context);
}

export function tenantTypeNames(types: readonly string[], { environment }: TestContext): AttributeNames {
  const schema = environment.schemaOf(TENANT);
  return namesOf(schema, types, `${types.join(', ')} in the tenant`);
}

function metaverseTypes(type: string, { rules, metaverse }: TestContext): readonly string[] {
  const reached = rules
    .filter((rule) => rule.direction === 'inbound' && rule.sourceType === type)
    .map((rule) => rule.targetType);
  return [...new Set(reached.length > 0 ? reached : metaverse.keys())];
}

function namesOf(schema: Schema, types: readonly string[], owner: string): AttributeNames {
  const found = new Map(types.flatMap((type) => [...(schema.get(type)?.attributes ?? [])]));
  return { owner, find: (name) => found.get(name), names: [...found.keys()] };
}
