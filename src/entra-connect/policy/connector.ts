import type { SourceText } from '../../kernel/position.ts';
import { domainOf, wholeDomain } from '../domain.ts';
import { entraConnector } from '../entra-connector.ts';
import type { Problems } from '../problems.ts';
import type { ExportedConnector, ExportedPartition } from '../server-export.ts';
import { idOf } from '../vocabulary.ts';
import { Fields } from './fields.ts';
import type { JsonNode } from './json.ts';

/** What a policy says of a directory and is read; anything else may hold accounts, and is only named. */
export const READ_OF_DIRECTORY: ReadonlySet<string> = new Set([
  'friendlyname',
  'fullyqualifieddomainname',
  'uniqueidentifier',
  'partitionfilters',
  'partitions',
  'customsynchronizationrules',
  'standardsynchronizationrules',
]);

/** A directory of `onpremisesDirectoryPolicy`; undefined when it has no name, which is then a problem. */
export function directoryOf(fields: Fields, problems: Problems): ExportedConnector | undefined {
  const domain = fields.text('fullyQualifiedDomainName').text.trim();
  const named = fields.text('friendlyName').text.trim();
  const name = named === '' ? domain : named;
  const id = idOf(fields.text('uniqueIdentifier').text);
  if (name === '') {
    problems.add('IMP006', fields.range, 'The directory has no name.');
    return undefined;
  }
  const partitions = fields
    .items('partitionFilters', 'partitions')
    .flatMap((node) => partitionOf(node, fields.range.source, problems));
  return {
    id: id === '' ? name.toLowerCase() : id,
    name,
    kind: 'activeDirectory',
    category: 'AD',
    // Without partitions it is the domain of its name, whole.
    partitions: partitions.length > 0 || domain === '' ? partitions : [wholeDomain(domain)],
    attributes: [],
    isDescribed: true,
    range: fields.range,
  };
}

/** The tenant has one id on every server. */
export function tenantOf(fields: Fields): ExportedConnector {
  const name = fields.text('friendlyName', 'fullyQualifiedDomainName').text.trim();
  return entraConnector(name === '' ? 'Entra ID' : name, fields.range);
}

function partitionOf(node: JsonNode, source: SourceText, problems: Problems): readonly ExportedPartition[] {
  const fields = new Fields(node, source);
  const dn = fields.text('distinguishedName', 'dn', 'name').text.trim();
  if (dn === '') {
    problems.add('IMP006', fields.range, 'The partition has no distinguished name.');
    return [];
  }
  return [
    {
      dn,
      selected: fields.text('selected', 'isSelected').text !== 'false',
      include: fields.texts('containerInclusions'),
      exclude: fields.texts('containerExclusions'),
      objectTypes: [],
      domain: domainOf(dn),
    },
  ];
}
