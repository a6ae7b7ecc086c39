import { domainOf } from '../domain.ts';
import type { Problems } from '../problems.ts';
import { ENTRA_CONNECTOR } from '../server-export.ts';
import type { ExportedConnector, ExportedConnectorKind, ExportedPartition } from '../server-export.ts';
import { idOf, isTrue } from '../vocabulary.ts';
import { child, children, textAt } from './element.ts';
import type { XmlElement } from './element.ts';
import { attributesOf } from './schema.ts';

/** Parts of a connector that are not read: they hold accounts, servers, cookies and how the server signs in. */
export const UNREAD_OF_CONNECTOR: ReadonlySet<string> = new Set([
  'private-configuration',
  'ma-run-data',
  'password-sync',
  'encrypted-attributes',
  'component_mappings',
  'cookie',
  'water-mark',
]);

/** Reads an ma-data element; undefined when it has no id or name, which is then a problem. */
export function connectorOf(root: XmlElement, problems: Problems): ExportedConnector | undefined {
  const missing = ['id', 'name', 'category'].filter((name) => textAt(root, name) === '');
  for (const name of missing) problems.add('IMP006', root.range, `The connector has no ${name}.`);
  if (missing.length > 0) return undefined;
  const id = idOf(textAt(root, 'id'));
  const category = textAt(root, 'category');
  return {
    id,
    name: textAt(root, 'name'),
    kind: kindOf(id, category),
    category,
    partitions: children(root, 'ma-partition-data', 'partition').map(partitionOf),
    attributes: children(root, 'attribute-inclusion', 'attribute').map((one) => one.text.trim()),
    isDescribed: true,
    schema: attributesOf(child(root, 'schema')),
    range: root.range,
  };
}

function kindOf(id: string, category: string): ExportedConnectorKind {
  if (id === ENTRA_CONNECTOR) return 'entra';
  return category.toUpperCase() === 'AD' ? 'activeDirectory' : 'other';
}

function partitionOf(partition: XmlElement): ExportedPartition {
  const dn = textAt(partition, 'name');
  const texts = (...path: readonly string[]): readonly string[] =>
    children(partition, 'filter', ...path)
      .map((one) => one.text.trim())
      .filter((text) => text !== '');
  return {
    dn,
    selected: isTrue(textAt(partition, 'selected')),
    include: texts('containers', 'inclusions', 'inclusion'),
    exclude: texts('containers', 'exclusions', 'exclusion'),
    objectTypes: texts('object-classes', 'object-class'),
    domain: domainOf(dn),
  };
}
