import { stringify } from 'yaml';
import type { PinnedName } from './resolve-pins.ts';

const HEAD =
  '# Written by lockstep resolve: the objectGUIDs behind names of filters and scopes. Commit it; do not edit it.\n';

/** The file of pins: the same pins give the same text, whatever order they were found in. */
export function pinsText(pins: readonly PinnedName[]): string {
  const connectors: Record<string, Record<string, Record<string, string>>> = {};
  for (const { connector, of, dn, anchor } of pins) {
    const lists = (connectors[connector] ??= {});
    const list = (lists[of === 'group' ? 'groups' : 'containers'] ??= {});
    list[dn] = anchor;
  }
  const document = { apiVersion: 'lockstep/v1alpha1', kind: 'Pins', metadata: { name: 'pins' }, spec: { connectors } };
  return HEAD + stringify(document, { lineWidth: 0 });
}
