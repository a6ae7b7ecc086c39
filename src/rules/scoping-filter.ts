import type { SourceRange } from '../kernel/position.ts';
import { didYouMean } from '../kernel/text.ts';
import { dnKey, isAtOrBelow } from '../model/dn.ts';
import type { Scope, ScopingFilter } from '../model/rule-set.ts';
import { attributesOfType } from './attribute-names.ts';
import type { CompileContext } from './context.ts';
import { checkType, schemaOfConnectors } from './context.ts';
import { dnProblem } from './dn-syntax.ts';
import type { WorkspaceDocument } from './documents.ts';
import { compileScope } from './scope.ts';
import { at, entriesOf, textOf, textsOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

type Container = ScopingFilter['containers'][number];

export function compileFilters(
  documents: readonly WorkspaceDocument[],
  context: CompileContext,
): readonly ScopingFilter[] {
  const owners = new Map<string, string>();
  return documents.map((document) => {
    const named = textsOf(within(document.root, 'spec', 'connectors'));
    for (const { text, range } of named) checkConnector(text, range, document.name, owners, context);
    const connectors = named.map(({ text }) => text).filter((name) => context.connectors.has(name));
    return {
      name: document.name,
      connectors,
      containers: containersOf(within(document.root, 'spec', 'organizationalUnits'), connectors, context),
      objects: objectsOf(within(document.root, 'spec', 'objects'), connectors, context),
      source: document.nameRange,
    };
  });
}

function checkConnector(
  name: string,
  range: SourceRange,
  filter: string,
  owners: Map<string, string>,
  { connectors, report }: CompileContext,
): void {
  if (!connectors.has(name)) {
    const near = didYouMean(name, connectors.keys());
    report('CFG032', range, `There is no connector ${name}.`, near === undefined ? undefined : `Did you mean ${near}?`);
  }
  const owner = owners.get(name);
  if (owner !== undefined) report('CFG053', range, `${name} is filtered by ${owner} already.`);
  owners.set(name, filter);
}

function containersOf(
  node: YamlNode | undefined,
  connectors: readonly string[],
  context: CompileContext,
): readonly Container[] {
  const listed = [
    ...containerList(at(node, 'include'), true, context),
    ...containerList(at(node, 'exclude'), false, context),
  ];
  const seen = new Set<string>();
  const partitions = connectors.flatMap((name) => context.connectors.get(name)?.partitions ?? []).map(dnKey);
  for (const container of listed) {
    if (seen.has(container.key)) context.report('CFG051', container.source, `${container.dn} is listed already.`);
    seen.add(container.key);
    if (partitions.length > 0 && !partitions.some((partition) => isAtOrBelow(container.key, partition))) {
      context.report('CFG052', container.source, `${container.dn} lies in no partition of ${connectors.join(', ')}.`);
    }
  }
  return listed;
}

function containerList(node: YamlNode | undefined, include: boolean, { report }: CompileContext): readonly Container[] {
  if (node?.kind === 'list' && node.brackets && isTornDn(node.items)) {
    report(
      'CFG050',
      node.range,
      'Without quotes, YAML takes each part between commas as an item of its own.',
      quotedDn(node.items),
    );
    return [];
  }
  return textsOf(node).flatMap(({ text, range }) => {
    const problem = dnProblem(text);
    if (problem === undefined) return [{ dn: text, key: dnKey(text), include, source: range }];
    report('CFG050', range, problem);
    return [];
  });
}

/** `[OU=Staff,DC=contoso,DC=com]`: items that are single parts, of which the later ones are domain components. */
function isTornDn(items: readonly YamlNode[]): boolean {
  const texts = items.map((item) => textOf(item) ?? '');
  const single = texts.every((text) => /^[A-Za-z]+=[^,=]+$/.test(text));
  return single && texts.length > 1 && /^DC=/i.test(texts.at(-1) ?? '');
}

function quotedDn(items: readonly YamlNode[]): string {
  return `Put it in quotes: ["${items.map((item) => textOf(item) ?? '').join(',')}"].`;
}

function objectsOf(
  node: YamlNode | undefined,
  connectors: readonly string[],
  context: CompileContext,
): ReadonlyMap<string, Scope> {
  const schema = schemaOfConnectors(connectors, context);
  const objects = new Map<string, Scope>();
  for (const entry of entriesOf(node)) {
    if (schema === undefined || !checkType(schema, entry.key, entry.keyRange, connectors.join(', '), context.report))
      continue;
    const attributes = attributesOfType(schema, entry.key, `${entry.key} in ${connectors.join(', ')}`);
    if (attributes === undefined) continue;
    objects.set(entry.key, compileScope(entry.value, { attributes, ofSource: true }, context.report));
  }
  return objects;
}
