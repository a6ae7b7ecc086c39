import type { ExportedText } from '../server-export.ts';
import { children } from './element.ts';
import type { XmlElement } from './element.ts';

/** Parts of the metaverse file that are not read: rules have taken their place. */
export const UNREAD_OF_METAVERSE: ReadonlySet<string> = new Set(['import-attribute-flow', 'provisioning']);

/** The global settings in a saved-mv-configuration: what the wizard was told, and where it stands. */
export function settingsOf(root: XmlElement): ReadonlyMap<string, ExportedText> {
  const parameters = children(root, 'mv-data', 'parameter-values', 'parameter');
  return new Map(
    parameters.map((one) => [one.attributes.get('name') ?? '', { text: one.text.trim(), range: one.range }]),
  );
}
