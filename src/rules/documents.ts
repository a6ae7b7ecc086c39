import type { SourceRange, SourceText } from '../kernel/position.ts';
import { didYouMean } from '../kernel/text.ts';
import type { Report } from './problems.ts';
import { readYaml } from './read-yaml.ts';
import { checkShape, kinds } from './shape.ts';
import type { Kind } from './shape.ts';
import { at, entriesOf, textOf, within } from './tree.ts';
import type { MapNode } from './tree.ts';

/** One document of a known kind. */
export interface WorkspaceDocument {
  readonly kind: Kind;
  /** metadata.name, or empty while it is missing. */
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly root: MapNode;
  /** It fits the schema of its kind; otherwise only its name is used. */
  readonly sound: boolean;
}

/** Reads the documents of one file; those without a known kind are reported and left out. */
export function readDocuments(source: SourceText, report: Report): readonly WorkspaceDocument[] {
  return readYaml(source, report).flatMap((root) => {
    const kind = kindOf(root, report);
    if (kind === undefined) return [];
    const sound = checkShape(kind, root, report);
    const nameNode = within(root, 'metadata', 'name');
    const name = textOf(nameNode) ?? '';
    return [{ kind, name, nameRange: nameNode?.range ?? headOf(root), root, sound }];
  });
}

function kindOf(root: MapNode, report: Report): Kind | undefined {
  const node = at(root, 'kind');
  const text = textOf(node);
  if (node === undefined || text === undefined) {
    const help = 'Add them, or move YAML of other tools out of the workspace.';
    report('CFG024', headOf(root), 'The document needs the keys apiVersion and kind.', help);
    return undefined;
  }
  const kind = kinds.find((one) => one === text);
  if (kind !== undefined) return kind;
  const near = didYouMean(text, kinds);
  report('CFG021', node.range, `There is no kind ${text}.`, near === undefined ? undefined : `Did you mean ${near}?`);
  return undefined;
}

function headOf(root: MapNode): SourceRange {
  return entriesOf(root)[0]?.keyRange ?? root.range;
}
