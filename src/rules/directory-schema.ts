import type { AttributeSchema, Comparison, ObjectSchema, Schema, Syntax } from '../model/schema.ts';
import { checkType } from './context.ts';
import type { WorkspaceEnvironment } from './context.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, isTrue, textOf, within } from './tree.ts';
import type { Entry } from './tree.ts';

/** What DirectorySchema documents name beside the attributes that every directory has. */
export function compileDirectorySchema(documents: readonly WorkspaceDocument[], known: Schema, report: Report): Schema {
  const types = new Map<string, Map<string, AttributeSchema>>();
  for (const document of documents) {
    for (const type of entriesOf(within(document.root, 'spec', 'types'))) {
      if (!checkType(known, type.key, type.keyRange, 'a directory', report)) continue;
      const attributes = types.get(type.key) ?? new Map<string, AttributeSchema>();
      types.set(type.key, attributes);
      const present = known.get(type.key)?.attributes ?? new Map<string, AttributeSchema>();
      for (const attribute of entriesOf(at(type.value, 'attributes'))) {
        if (isNew(attribute, type.key, [...present.keys(), ...attributes.keys()], report))
          attributes.set(attribute.key, schemaOf(attribute));
      }
    }
  }
  return new Map([...types].map(([type, attributes]): [string, ObjectSchema] => [type, { attributes }]));
}

/** A directory calls one attribute by one name, whatever its case. */
function isNew({ key, keyRange }: Entry, type: string, names: readonly string[], report: Report): boolean {
  const same = names.find((name) => name.toLowerCase() === key.toLowerCase());
  if (same !== undefined) report('CFG031', keyRange, `The type ${type} has an attribute ${same} already.`);
  return same === undefined;
}

function schemaOf({ value }: Entry): AttributeSchema {
  const syntax = textOf(at(value, 'syntax')) as Syntax;
  const said = textOf(at(value, 'comparison')) as Comparison | undefined;
  return {
    syntax,
    multiValued: isTrue(at(value, 'multiValued')),
    comparison: said ?? (syntax === 'string' ? 'ignoreCase' : 'exact'),
    write: 'never',
    clearable: false,
    reason: 'The directory is only read.',
  };
}

/** The schema of a directory with what a workspace names beside it. */
export function withDeclared(schema: Schema, declared: Schema): Schema {
  if (declared.size === 0) return schema;
  return new Map(
    [...schema].map(([type, object]): [string, ObjectSchema] => {
      const more = declared.get(type)?.attributes ?? [];
      return [type, { ...object, attributes: new Map([...object.attributes, ...more]) }];
    }),
  );
}

/** What the rest of the product tells about itself, for a workspace that names more of its directories. */
export function environmentWith(environment: WorkspaceEnvironment, declared: Schema): WorkspaceEnvironment {
  if (declared.size === 0) return environment;
  const directory = withDeclared(environment.schemaOf('activeDirectory'), declared);
  return { ...environment, schemaOf: (kind) => (kind === 'entra' ? environment.schemaOf(kind) : directory) };
}
