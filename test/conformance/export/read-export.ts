import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AttributeSchema, Syntax } from '../../../src/model/schema.ts';
import { elementsAt, elementsBelow, readXml, textAt } from './xml.ts';
import type { Element } from './xml.ts';

export type FlowKind = 'direct' | 'constant' | 'expression';

export interface ExportedFlow {
  readonly kind: FlowKind;
  readonly target: string;
  /** The name of an attribute, a literal, or an expression. */
  readonly text: string;
  readonly applyOnce: boolean;
  readonly merge: string;
}

export interface ExportedClause {
  readonly attribute: string;
  readonly operator: string;
  readonly value: string;
}

export interface ExportedCondition {
  readonly connectorAttribute: string;
  readonly metaverseAttribute: string;
  readonly caseSensitive: boolean;
}

export interface ExportedRule {
  readonly name: string;
  readonly file: string;
  /** A rule that came with the server, not one of its administrators. */
  readonly standard: boolean;
  readonly disabled: boolean;
  readonly sourceType: string;
  readonly targetType: string;
  readonly precedence: number;
  readonly direction: 'inbound' | 'outbound';
  /** In lower case and without braces: the files do not agree on it. */
  readonly connector: string;
  readonly link: string;
  readonly flows: readonly ExportedFlow[];
  /** Groups are alternatives. */
  readonly scope: readonly (readonly ExportedClause[])[];
  /** Groups are tried in order. */
  readonly joins: readonly (readonly ExportedCondition[])[];
}

/** Attributes by name. */
export type ExportedSchema = ReadonlyMap<string, AttributeSchema>;

/** The configuration of a server as Get-ADSyncServerConfiguration writes it into a folder. */
export interface ServerExport {
  readonly rules: readonly ExportedRule[];
  readonly connectors: ReadonlyMap<string, ExportedSchema>;
  readonly metaverse: ExportedSchema;
  /** Names of parameters that the connectors give. */
  readonly parameters: ReadonlySet<string>;
}

export async function readExport(folder: string): Promise<ServerExport> {
  const rules = await documentsIn(join(folder, 'SynchronizationRules'));
  const connectors = await documentsIn(join(folder, 'Connectors'));
  const settings = await documentsIn(join(folder, 'GlobalSettings'));
  const parameters = connectors.flatMap(({ root }) => elementsBelow(root, 'parameter'));
  return {
    rules: rules.map(({ file, root }) => ruleOf(file, root)),
    connectors: new Map(connectors.map(({ root }) => [key(textAt(root, 'id')), schemaOf(root)])),
    metaverse: new Map(settings.flatMap(({ root }) => [...schemaOf(root)])),
    parameters: new Set(
      parameters.flatMap((one) => one.attributes.get('name') ?? []).filter((one) => one.includes('.')),
    ),
  };
}

interface Document {
  readonly file: string;
  readonly root: Element;
}

async function documentsIn(folder: string): Promise<readonly Document[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.xml')).sort();
  return await Promise.all(
    names.map(async (file) => ({ file, root: readXml(await readFile(join(folder, file), 'utf8')) })),
  );
}

function key(id: string | undefined): string {
  return (id ?? '').replace(/[{}]/g, '').toLowerCase();
}

function ruleOf(file: string, root: Element): ExportedRule {
  if (root.name !== 'synchronizationRule') throw new Error(`${file} holds no synchronization rule`);
  return {
    name: textAt(root, 'name') ?? '',
    file,
    standard: (textAt(root, 'immutable-tag') ?? '').startsWith('Microsoft.'),
    disabled: isTrue(textAt(root, 'disabled')),
    sourceType: textAt(root, 'sourceObjectType') ?? '',
    targetType: textAt(root, 'targetObjectType') ?? '',
    precedence: Number(textAt(root, 'precedence')),
    direction: textAt(root, 'direction') === 'Outbound' ? 'outbound' : 'inbound',
    connector: key(textAt(root, 'connector')),
    link: textAt(root, 'linkType') ?? '',
    flows: elementsAt(root, 'attribute-mappings', 'mapping').map(flowOf),
    scope: elementsAt(root, 'synchronizationCriteria', 'conditions').map((group) =>
      elementsAt(group, 'scope').map(clauseOf),
    ),
    joins: elementsAt(root, 'relationshipCriteria', 'conditions').map((group) =>
      elementsAt(group, 'condition').map(conditionOf),
    ),
  };
}

function isTrue(text: string | undefined): boolean {
  return text?.toLowerCase() === 'true';
}

/** There is no word for the kind of a flow: it is an expression when it has one, else direct when it names an attribute. */
function flowOf(mapping: Element): ExportedFlow {
  const expression = textAt(mapping, 'expression');
  const attribute = textAt(mapping, 'src', 'attr');
  return {
    kind: expression !== undefined ? 'expression' : attribute !== undefined ? 'direct' : 'constant',
    target: textAt(mapping, 'dest') ?? '',
    text: expression ?? attribute ?? textAt(mapping, 'src') ?? '',
    applyOnce: isTrue(mapping.attributes.get('execute-once')),
    merge: textAt(mapping, 'valueMergeType') ?? '',
  };
}

/** The attribute of an outbound rule is one of the metaverse, and stands in csAttribute all the same. */
function clauseOf(scope: Element): ExportedClause {
  return {
    attribute: textAt(scope, 'csAttribute') ?? '',
    operator: textAt(scope, 'csOperator') ?? '',
    value: textAt(scope, 'csValue') ?? '',
  };
}

/** Whatever the direction, ilmAttribute is the one of the metaverse. */
function conditionOf(condition: Element): ExportedCondition {
  return {
    connectorAttribute: textAt(condition, 'csAttribute') ?? '',
    metaverseAttribute: textAt(condition, 'ilmAttribute') ?? '',
    caseSensitive: isTrue(textAt(condition, 'caseSensitive')),
  };
}

function schemaOf(root: Element): ExportedSchema {
  const types = elementsBelow(root, 'attribute-type').map(
    (type) => [textAt(type, 'name') ?? '', schemaOfType(type)] as const,
  );
  // The DN is no attribute of a schema, and rules read it as a text.
  return new Map([...types, ['dn', schemaOfSyntax('string', false)]]);
}

/** By the last arcs of the OID: LDAP syntaxes of RFC 4517, and those of Active Directory (MS-ADTS 3.1.1.2.2.2). */
const LDAP: Readonly<Record<string, Syntax>> = {
  5: 'binary',
  7: 'boolean',
  12: 'reference',
  24: 'time',
  27: 'integer',
  40: 'binary',
  53: 'time',
};
const ACTIVE_DIRECTORY: Readonly<Record<string, Syntax>> = {
  903: 'reference',
  904: 'reference',
  906: 'integer',
  907: 'binary',
};

function syntaxOf(oid: string): Syntax {
  const [, family, arc = ''] =
    /^(1\.3\.6\.1\.4\.1\.1466\.115\.121\.1|1\.2\.840\.113556\.1\.4)\.(\d+)$/.exec(oid.trim()) ?? [];
  const table = family?.startsWith('1.3') === true ? LDAP : ACTIVE_DIRECTORY;
  return table[arc] ?? 'string';
}

function schemaOfType(type: Element): AttributeSchema {
  const syntax = syntaxOf(textAt(type, 'syntax') ?? '');
  return schemaOfSyntax(syntax, type.attributes.get('single-value') !== 'true');
}

function schemaOfSyntax(syntax: Syntax, multiValued: boolean): AttributeSchema {
  return { syntax, multiValued, comparison: 'exact', write: 'never', clearable: false };
}
