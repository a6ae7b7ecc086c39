import type { JoinCondition } from '../model/rule-set.ts';
import type { Schema } from '../model/schema.ts';
import type { AttributeNames } from './attribute-names.ts';
import type { CompileContext } from './context.ts';
import { dialectOf } from './flow-source.ts';
import { compileFlows } from './flows.ts';
import { common, CONNECTOR_PARAMETERS, endOf, keyRange } from './rule-parts.ts';
import type { End, UnplacedRule } from './rule-parts.ts';
import type { RuleEntry } from './rule-selection.ts';
import { compileScope } from './scope.ts';
import { TENANT } from './topology.ts';
import { at, entriesOf, itemsOf, textOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The value of the tenant that names a person, and the attribute of the metaverse that it is made of. */
export const TENANT_JOIN: JoinCondition = { from: 'onPremisesImmutableId', to: 'sourceAnchor', caseSensitive: true };

/**
 * An inbound rule that reads what the tenant holds. Its objects are linked by their owner mark, users by their anchor,
 * too, where the rule joins by it; they complete identities and are never one of their own.
 */
export function compileFromTenant(
  entry: RuleEntry,
  spec: YamlNode | undefined,
  context: CompileContext,
): readonly UnplacedRule[] {
  const { environment, report } = context;
  const connector = within(spec, 'from', 'connector');
  if (connector !== undefined && textOf(connector) !== TENANT) {
    report(
      'CFG032',
      connector.range,
      'Only the tenant is named so.',
      `Write connectors: [${textOf(connector) ?? ''}].`,
    );
  }
  const linkNode = at(spec, 'link');
  if (linkNode !== undefined && textOf(linkNode) !== 'join') {
    report('CFG067', linkNode.range, `The rule reads the tenant, its link is ${textOf(linkNode) ?? ''}.`);
  }
  const typeNode = within(spec, 'from', 'type');
  const target = endOf(context.metaverse, within(spec, 'to', 'metaverse'), 'the metaverse', context);
  const found = endOf(carried(environment.schemaOf('entra')), typeNode, 'the tenant', context);
  if (target === undefined || found === undefined) return [];
  const source = { ...found, attributes: readable(found.attributes) };
  const input = {
    attributes: source.attributes,
    parameters: CONNECTOR_PARAMETERS,
    dialect: dialectOf(spec) ?? 'connect',
  };
  return [
    {
      ...common(entry, entry.id),
      direction: 'inbound',
      connectors: [TENANT],
      sourceType: source.type,
      targetType: target.type,
      link: 'join',
      scope: compileScope(at(spec, 'scope'), { attributes: source.attributes, ofSource: false }, report),
      join: joinOf(spec, source, context),
      flows: compileFlows(at(spec, 'flows'), { direction: 'inbound', input, target: target.attributes }, report),
    },
  ];
}

/** Contacts and devices are not read: nothing is made of them. */
function carried(tenant: Schema): Schema {
  return new Map([...tenant].filter(([, { notWritable }]) => notWritable === undefined));
}

/** Managers and members are read as ids, which mean nothing to a rule. */
function readable({ owner, find, names }: AttributeNames): AttributeNames {
  const readableSchema = (name: string) => {
    const schema = find(name);
    return schema === undefined || schema.syntax === 'reference' || schema.inLists === false ? undefined : schema;
  };
  return {
    owner: `${owner} that reading all objects shows`,
    find: readableSchema,
    names: names.filter((name) => readableSchema(name) !== undefined),
  };
}

function joinOf(spec: YamlNode | undefined, source: End, { report }: CompileContext): UnplacedRule['join'] {
  const range = keyRange(spec, 'join');
  if (range === undefined) return [];
  const said = itemsOf(at(spec, 'join')).map((group) =>
    entriesOf(group)
      .map(({ key, value }) => `${key} ${textOf(value.kind === 'map' ? at(value, 'attribute') : value) ?? ''}`)
      .join(),
  );
  if (source.type === 'user' && said.length === 1 && said[0] === `${TENANT_JOIN.from} ${TENANT_JOIN.to}`) {
    return [[TENANT_JOIN]];
  }
  const detail = `Objects of the tenant are found by their owner mark; users, where the rule says so, by ${TENANT_JOIN.from}: ${TENANT_JOIN.to}, too.`;
  report('CFG063', range, detail, 'Leave join out.');
  return [];
}
