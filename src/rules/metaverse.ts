import type { AttributeSchema, Comparison, ObjectSchema, Schema, Syntax } from '../model/schema.ts';
import type { WorkspaceDocument } from './documents.ts';
import { builtInMetaverse, metaverseAttribute } from './metaverse-attributes.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, isTrue, textOf, within } from './tree.ts';
import type { Entry } from './tree.ts';

/** The built-in metaverse with what Metaverse documents add to it. */
export function compileMetaverse(documents: readonly WorkspaceDocument[], report: Report): Schema {
  const types = new Map<string, Map<string, AttributeSchema>>();
  for (const [type, schema] of builtInMetaverse) types.set(type, new Map(schema.attributes));
  for (const document of documents) {
    for (const type of entriesOf(within(document.root, 'spec', 'types'))) {
      const attributes = types.get(type.key) ?? new Map<string, AttributeSchema>();
      types.set(type.key, attributes);
      for (const attribute of entriesOf(at(type.value, 'attributes'))) add(attributes, attribute, type.key, report);
    }
  }
  return new Map([...types].map(([type, attributes]): [string, ObjectSchema] => [type, { attributes }]));
}

function add(attributes: Map<string, AttributeSchema>, entry: Entry, type: string, report: Report): void {
  if (attributes.has(entry.key)) {
    report('CFG031', entry.keyRange, `The metaverse type ${type} has an attribute ${entry.key} already.`);
    return;
  }
  const syntax = textOf(at(entry.value, 'syntax')) as Syntax;
  const comparison = textOf(at(entry.value, 'comparison')) as Comparison | undefined;
  attributes.set(entry.key, metaverseAttribute(syntax, isTrue(at(entry.value, 'multiValued')), comparison));
}
