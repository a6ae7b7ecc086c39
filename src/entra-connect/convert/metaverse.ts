import type { Context } from './context.ts';
import type { Plain, PlainDocument } from './plain.ts';
import type { RuleDraft } from './rule.ts';
import { compareText } from '../../kernel/text.ts';

/** Attributes that rules name and that are not built in; undefined when there are none. */
export function metaverseDocument(drafts: readonly RuleDraft[], { pack, server }: Context): PlainDocument | undefined {
  const added = new Map<string, Set<string>>();
  for (const { metaverse } of drafts) {
    if (metaverse.type === '*') continue;
    const known = pack.metaverse.get(metaverse.type)?.attributes;
    for (const name of metaverse.named) {
      if (known?.has(name) === true) continue;
      const names = added.get(metaverse.type) ?? new Set<string>();
      added.set(metaverse.type, names.add(name));
    }
  }
  if (added.size === 0) return undefined;
  const attributeOf = (name: string): Plain => {
    const { syntax, multiValued } = server.metaverse.get(name) ?? { syntax: 'string', multiValued: false };
    return multiValued ? { syntax, multiValued } : { syntax };
  };
  const types = [...added]
    .sort(([a], [b]) => compareText(a, b))
    .map(([type, names]) => {
      const attributes = [...names].sort(compareText).map((name) => [name, attributeOf(name)] as const);
      return [type, { attributes: Object.fromEntries(attributes) }] as const;
    });
  return {
    comment: ['Attributes of the metaverse of the server that its rules use and that are not built in.'],
    content: {
      apiVersion: 'lockstep/v1alpha1',
      kind: 'Metaverse',
      metadata: { name: 'from-entra-connect' },
      spec: { types: Object.fromEntries(types) },
    },
    remarks: [],
  };
}
