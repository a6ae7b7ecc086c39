import { didYouMean } from '../kernel/text.ts';
import type { JoinCondition, LinkType, Rule } from '../model/rule-set.ts';
import { findAttribute } from './attribute-names.ts';
import { schemaOfConnectors } from './context.ts';
import type { CompileContext } from './context.ts';
import { dialectOf } from './flow-source.ts';
import { compileFlows } from './flows.ts';
import type { Report } from './problems.ts';
import { common, CONNECTOR_PARAMETERS, endOf, keyRange } from './rule-parts.ts';
import type { End, UnplacedRule } from './rule-parts.ts';
import type { RuleEntry } from './rule-selection.ts';
import { compileScope } from './scope.ts';
import { compileFromTenant } from './tenant-rule.ts';
import { TENANT } from './topology.ts';
import { at, entriesOf, isTrue, itemsOf, textOf, textsOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** `%parameters%` that an import knows of the object's domain, forest and connector. */
export const PARAMETERS: ReadonlySet<string> = new Set([
  'Connector.ID',
  'Connector.Name',
  'Domain.FQDN',
  'Domain.LDAP',
  'Domain.Netbios',
  'Forest.FQDN',
  'Forest.LDAP',
  'Forest.Netbios',
]);

/** Compiles a sound rule: one for each object type that it names. */
export function compileRule(entry: RuleEntry, context: CompileContext): readonly UnplacedRule[] {
  const spec = at(entry.document.root, 'spec');
  const direction = directionOf(spec);
  if (direction === undefined) {
    const range = keyRange(spec, 'from') ?? entry.document.nameRange;
    context.report('CFG062', range, `${entry.id} is neither inbound nor outbound.`);
    return [];
  }
  switch (direction) {
    case 'inbound':
      return compileInbound(entry, spec, context);
    case 'fromTenant':
      return compileFromTenant(entry, spec, context);
    case 'outbound':
      return compileOutbound(entry, spec, context);
  }
}

function directionOf(spec: YamlNode | undefined): Rule['direction'] | 'fromTenant' | undefined {
  const from = keysOf(at(spec, 'from'));
  const to = keysOf(at(spec, 'to'));
  if (from === 'connectors type' && to === 'metaverse') return 'inbound';
  if (from === 'connector type' && to === 'metaverse') return 'fromTenant';
  return from === 'metaverse' && to === 'connector type' ? 'outbound' : undefined;
}

function keysOf(node: YamlNode | undefined): string {
  return entriesOf(node)
    .map(({ key }) => key)
    .sort()
    .join(' ');
}

function compileInbound(
  entry: RuleEntry,
  spec: YamlNode | undefined,
  context: CompileContext,
): readonly UnplacedRule[] {
  const { report } = context;
  const connectors = connectorsOf(within(spec, 'from', 'connectors'), context);
  const owner = connectors.join(', ');
  const schema = schemaOfConnectors(connectors, context);
  const target = inboundTarget(entry, spec, context);
  if (schema === undefined || target === undefined) return [];
  const typeNode = within(spec, 'from', 'type');
  const typeNodes = typeNode?.kind === 'list' ? typeNode.items : [typeNode];
  const link = linkOf(spec, 'inbound', report);
  return typeNodes.flatMap((node, index) => {
    const source = endOf(schema, node, owner, context);
    if (source === undefined) return [];
    const input = { attributes: source.attributes, parameters: PARAMETERS, dialect: dialectOf(spec) ?? 'connect' };
    return {
      ...common(entry, index === 0 ? entry.id : `${entry.id}(${source.type})`),
      direction: 'inbound',
      connectors,
      sourceType: source.type,
      targetType: target.type,
      link,
      scope: compileScope(at(spec, 'scope'), { attributes: source.attributes, ofSource: true }, report),
      join: itemsOf(at(spec, 'join')).map((group) => joinGroup(group, source, target, context)),
      flows: compileFlows(at(spec, 'flows'), { direction: 'inbound', input, target: target.attributes }, report),
    } satisfies UnplacedRule;
  });
}

/** `*`: whatever the type. Such a rule can only join, by attributes that some type has. */
function inboundTarget(entry: RuleEntry, spec: YamlNode | undefined, context: CompileContext): End | undefined {
  const node = within(spec, 'to', 'metaverse');
  if (textOf(node) !== ANY_TYPE) return endOf(context.metaverse, node, 'the metaverse', context);
  const flows = keyRange(spec, 'flows');
  if (flows !== undefined || textOf(at(spec, 'link')) === 'provision') {
    const range = flows ?? keyRange(spec, 'link') ?? entry.document.nameRange;
    const detail = '* stands for every type, in a rule that only joins and flows nothing.';
    context.report('CFG035', range, detail, `Known types: ${[...context.metaverse.keys()].join(', ')}.`);
    return undefined;
  }
  const schemas = [...context.metaverse.values()].map(({ attributes }) => attributes);
  return {
    type: ANY_TYPE,
    attributes: {
      owner: 'the metaverse',
      find: (name) => schemas.find((attributes) => attributes.has(name))?.get(name),
      names: [...new Set(schemas.flatMap((attributes) => [...attributes.keys()]))],
    },
  };
}

const ANY_TYPE = '*';

function compileOutbound(
  entry: RuleEntry,
  spec: YamlNode | undefined,
  context: CompileContext,
): readonly UnplacedRule[] {
  const { environment, report } = context;
  const connector = within(spec, 'to', 'connector');
  if (connector !== undefined && textOf(connector) !== TENANT) {
    report('CFG032', connector.range, 'Only the tenant is written.', `Write connector: ${TENANT}.`);
  }
  const join = keyRange(spec, 'join');
  if (join !== undefined) report('CFG063', join, 'Objects of the tenant are matched by their anchor.');
  const tenant = environment.schemaOf('entra');
  const typeNode = within(spec, 'to', 'type');
  const source = endOf(context.metaverse, within(spec, 'from', 'metaverse'), 'the metaverse', context);
  const target = endOf(tenant, typeNode, 'the tenant', context);
  if (source === undefined || target === undefined) return [];
  const refused = tenant.get(target.type)?.notWritable;
  if (refused !== undefined) {
    report('CFG040', typeNode?.range ?? entry.document.nameRange, `${target.type} cannot be written: ${refused}.`);
    return [];
  }
  const link = linkOf(spec, 'outbound', report);
  const flows = keyRange(spec, 'flows');
  if (link === 'joinNoFlow' && flows !== undefined)
    report('CFG067', flows, 'joinNoFlow writes nothing, and has no flows.');
  const input = {
    attributes: source.attributes,
    parameters: CONNECTOR_PARAMETERS,
    dialect: dialectOf(spec) ?? 'connect',
  };
  return [
    {
      ...common(entry, entry.id),
      direction: 'outbound',
      connectors: [TENANT],
      sourceType: source.type,
      targetType: target.type,
      link,
      scope: compileScope(at(spec, 'scope'), { attributes: source.attributes, ofSource: false }, report),
      join: [],
      flows: compileFlows(at(spec, 'flows'), { direction: 'outbound', input, target: target.attributes }, report),
    },
  ];
}

/** The link types that mean something from a directory and to the tenant. */
const LINKS: Readonly<Record<Rule['direction'], ReadonlySet<LinkType>>> = {
  inbound: new Set(['provision', 'join', 'stickyJoin']),
  outbound: new Set(['provision', 'join', 'joinNoFlow']),
};

function linkOf(spec: YamlNode | undefined, direction: Rule['direction'], report: Report): LinkType {
  const node = at(spec, 'link');
  const link = (textOf(node) ?? 'join') as LinkType;
  if (node !== undefined && !LINKS[direction].has(link)) {
    report('CFG067', node.range, `The rule is ${direction}, its link ${link}.`);
  }
  return link;
}

function connectorsOf(node: YamlNode | undefined, context: CompileContext): readonly string[] {
  const { connectors, report } = context;
  if (node?.kind === 'map') return connectorsOfType(node, context);
  return textsOf(node).flatMap(({ text, range }) => {
    if (connectors.has(text)) return [text];
    if (text === TENANT) {
      report(
        'CFG032',
        range,
        'The tenant is no source of people.',
        `Write connector: ${TENANT}, for what it holds of them.`,
      );
    } else {
      const near = didYouMean(text, connectors.keys());
      report(
        'CFG032',
        range,
        `There is no connector ${text}.`,
        near === undefined ? undefined : `Did you mean ${near}?`,
      );
    }
    return [];
  });
}

/** `directory` stands for all of them: an LDIF file is one as much as a server is. */
function connectorsOfType(node: YamlNode, { connectors, report }: CompileContext): readonly string[] {
  const wanted = textOf(at(node, 'type'));
  const names = [...connectors.values()]
    .filter(({ type }) => wanted === 'directory' || type === wanted)
    .map(({ name }) => name);
  if (names.length === 0) report('LINT003', node.range, `No connector of the Topology is of type ${wanted ?? ''}.`);
  return names;
}

function joinGroup(group: YamlNode, source: End, target: End, { report }: CompileContext): readonly JoinCondition[] {
  return entriesOf(group).flatMap((entry) => {
    const toNode = entry.value.kind === 'map' ? at(entry.value, 'attribute') : entry.value;
    const to = textOf(toNode);
    if (toNode === undefined || to === undefined) return [];
    const from = findAttribute(source.attributes, entry.key, entry.keyRange, report);
    const into = findAttribute(target.attributes, to, toNode.range, report);
    if (from === undefined || into === undefined) return [];
    if (from.syntax !== into.syntax) {
      report('CFG044', toNode.range, `${entry.key} and ${to} hold values of different types, which never match.`);
    }
    return [{ from: entry.key, to, caseSensitive: isTrue(at(entry.value, 'caseSensitive')) }];
  });
}
