import { compareText, foldCase } from '../kernel/text.ts';
import { EXTENSION_TYPES } from '../model/directory-extension.ts';
import type { DirectoryExtension } from '../model/directory-extension.ts';
import { extensionPrefix, OWNER_MARK_NAME } from '../model/mark.ts';
import type { TenantType } from '../model/tenant.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { at, isTrue, itemsOf, textOf, textsOf, within } from './tree.ts';
import type { YamlNode } from './tree.ts';

const TYPES: readonly TenantType[] = ['user', 'group'];

/** The directory extensions that a Topology declares, as far as they can be read: also of one with mistakes. */
export function directoryExtensionsOf(topology: WorkspaceDocument, report: Report): readonly DirectoryExtension[] {
  const spec = at(topology.root, 'spec');
  const mark = textOf(within(spec, 'ownerMark', 'applicationId'))?.toLowerCase();
  const declared = new Map<string, DirectoryExtension>();
  for (const application of itemsOf(at(spec, 'directoryExtensions'))) {
    const applicationId = textOf(at(application, 'applicationId'))?.toLowerCase();
    if (applicationId === undefined) continue;
    for (const property of itemsOf(at(application, 'extensions'))) {
      const nameNode = at(property, 'name');
      const short = textOf(nameNode);
      if (nameNode === undefined || short === undefined) continue;
      const name = extensionPrefix(applicationId) + short;
      const key = foldCase(name);
      if (applicationId === mark && foldCase(short) === foldCase(OWNER_MARK_NAME)) {
        report('CFG031', nameNode.range, `${short} of this application is the owner mark.`);
      } else if (declared.has(key)) {
        report('CFG031', nameNode.range, `There is a directory extension ${short} of this application already.`);
      } else {
        declared.set(key, { name, applicationId, ...kindOf(property) });
      }
    }
  }
  return [...declared.values()].sort((a, b) => compareText(a.name, b.name));
}

function kindOf(property: YamlNode): Pick<DirectoryExtension, 'type' | 'multiValued' | 'on'> {
  const type = textOf(at(property, 'type'));
  const on = new Set(textsOf(at(property, 'on')).map(({ text }) => text));
  return {
    type: EXTENSION_TYPES.find((one) => one === type) ?? 'String',
    multiValued: isTrue(at(property, 'multiValued')),
    on: TYPES.filter((one) => on.has(one)),
  };
}
