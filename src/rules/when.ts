import { attributesOfType, findAttribute } from './attribute-names.ts';
import { schemaOfConnectors } from './context.ts';
import type { CompileContext } from './context.ts';
import type { WorkspaceDocument } from './documents.ts';
import { at, entriesOf, isTrue, textOf, textsOf, within } from './tree.ts';
import type { MapNode, YamlNode } from './tree.ts';

/** What the Topology says that rules may ask for with `when`. */
export interface Modes {
  /** What a person is known by: `objectGUID` or `mS-DS-ConsistencyGuid`. */
  readonly sourceAnchor: string;
  /** How the accounts of one person in several directories are found: `oneForest`, `mail`, …, `attribute`. */
  readonly people: string;
}

/** Stands for the attribute of `matching: { people: { attribute: … } }` in the scope and join of rules. */
const MATCHING_ATTRIBUTE = '%Matching.Attribute%';

/** Of a Topology with a mistake: the usual ones. */
export function modesOf(topology: WorkspaceDocument | undefined): Modes {
  const spec = specOf(topology);
  const people = within(spec, 'matching', 'people');
  return {
    sourceAnchor: textOf(within(spec, 'sourceAnchor', 'attribute')) ?? 'objectGUID',
    people: people?.kind === 'map' ? 'attribute' : (textOf(people) ?? 'oneForest'),
  };
}

function specOf(topology: WorkspaceDocument | undefined): YamlNode | undefined {
  return topology?.sound === true ? at(topology.root, 'spec') : undefined;
}

/** The documents that take part: a rule with `when` does where the Topology says what it asks for. */
export function takingPart(
  documents: readonly WorkspaceDocument[],
  topology: WorkspaceDocument | undefined,
): readonly WorkspaceDocument[] {
  const modes = modesOf(topology);
  const attribute = textOf(within(specOf(topology), 'matching', 'people', 'attribute'));
  return documents
    .filter((document) => fits(whenOf(document), modes))
    .map((document) => {
      const asks = attribute !== undefined && whenOf(document) !== undefined;
      return asks ? { ...document, root: filledMap(document.root, attribute) } : document;
    });
}

function whenOf(document: WorkspaceDocument): YamlNode | undefined {
  return document.kind === 'SyncRule' ? within(document.root, 'spec', 'when') : undefined;
}

function fits(when: YamlNode | undefined, modes: Modes): boolean {
  return entriesOf(when).every(({ key, value }) => {
    const wanted = value.kind === 'list' ? textsOf(value).map(({ text }) => text) : [textOf(value)];
    return key === 'sourceAnchor' || key === 'people' ? wanted.includes(modes[key]) : true;
  });
}

function filledMap(node: MapNode, attribute: string): MapNode {
  const entries = [...node.entries.values()].map((entry) => {
    const key = entry.key === MATCHING_ATTRIBUTE ? attribute : entry.key;
    return [key, { ...entry, key, value: filled(entry.value, attribute) }] as const;
  });
  return { ...node, entries: new Map(entries) };
}

function filled(node: YamlNode, attribute: string): YamlNode {
  switch (node.kind) {
    case 'map':
      return filledMap(node, attribute);
    case 'list':
      return { ...node, items: node.items.map((item) => filled(item, attribute)) };
    case 'scalar':
      return node.text === MATCHING_ATTRIBUTE ? { ...node, value: attribute, text: attribute } : node;
  }
}

/**
 * Reports what the Topology asks of rules, and none could do; false when rules cannot be compiled for it.
 * `documents`: all there are, taking part or not.
 */
export function checkModes(
  topology: WorkspaceDocument | undefined,
  documents: readonly WorkspaceDocument[],
  context: CompileContext,
): boolean {
  const { report } = context;
  const spec = specOf(topology);
  const writeBack = within(spec, 'sourceAnchor', 'writeBack');
  if (isTrue(writeBack) && writeBack !== undefined) {
    report(
      'CFG022',
      writeBack.range,
      'Writing mS-DS-ConsistencyGuid back is not available yet.',
      'Write writeBack: false.',
    );
  }
  const modes = modesOf(topology);
  const asked = [
    ['sourceAnchor', at(spec, 'sourceAnchor'), modes.sourceAnchor, 'objectGUID'],
    ['people', within(spec, 'matching', 'people'), modes.people, 'oneForest'],
  ] as const;
  for (const [key, node, mode, usual] of asked) {
    if (node === undefined || mode === usual) continue;
    if (documents.some((document) => at(whenOf(document), key) !== undefined)) continue;
    report('CFG082', node.range, `No rule asks for ${key} with when.`);
  }
  return isAttribute(within(spec, 'matching', 'people', 'attribute'), context);
}

function isAttribute(node: YamlNode | undefined, context: CompileContext): boolean {
  const name = textOf(node);
  const directory = schemaOfConnectors([...context.connectors.keys()], context);
  if (node === undefined || name === undefined || directory === undefined) return true;
  return [
    attributesOfType(directory, 'user', 'user in a directory'),
    attributesOfType(context.metaverse, 'person', 'person in the metaverse'),
  ].every((names) => names !== undefined && findAttribute(names, name, node.range, context.report) !== undefined);
}
