import { compareText } from '../../kernel/text.ts';
import type { ExportedAttribute } from '../server-export.ts';
import { canonical } from './context.ts';
import type { Context } from './context.ts';
import type { Plain, PlainDocument } from './plain.ts';
import type { RuleDraft } from './rule.ts';

/** Attributes that rules read and that directories have only by an extension of their schema; undefined without any. */
export function directorySchemaDocument(drafts: readonly RuleDraft[], context: Context): PlainDocument | undefined {
  const added = new Map<string, Map<string, Plain>>();
  for (const { directory } of drafts) {
    if (directory === undefined) continue;
    const known = context.directory.get(directory.type)?.attributes;
    for (const name of directory.named) {
      const found =
        canonical(name, known) === name && known?.has(name) !== true ? attributeOf(name, context) : undefined;
      if (found === undefined) continue;
      const types = added.get(directory.type) ?? new Map<string, Plain>();
      added.set(directory.type, types.set(name, found));
    }
  }
  if (added.size === 0) return undefined;
  const types = [...added].sort(byName).map(([type, attributes]) => {
    return [type, { attributes: Object.fromEntries([...attributes].sort(byName)) }] as const;
  });
  return {
    comment: ['Attributes that the schema of the directory was extended with, as far as rules read them.'],
    content: {
      apiVersion: 'lockstep/v1alpha1',
      kind: 'DirectorySchema',
      metadata: { name: 'from-entra-connect' },
      spec: { types: Object.fromEntries(types) },
    },
    remarks: [],
  };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}

function attributeOf(name: string, { server }: Context): Plain | undefined {
  const [found] = server.connectors.flatMap(({ schema }): ExportedAttribute[] => {
    const attribute = schema?.get(name);
    return attribute === undefined ? [] : [attribute];
  });
  if (found === undefined) return undefined;
  return found.multiValued ? { syntax: found.syntax, multiValued: true } : { syntax: found.syntax };
}
