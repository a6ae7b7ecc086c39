import { lineOf } from '../kernel/position.ts';
import { didYouMean, foldCase } from '../kernel/text.ts';
import type { AdoptionPair } from '../model/adoption.ts';
import type { CompileContext } from './context.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { at, entriesOf, itemsOf, textOf } from './tree.ts';
import type { YamlNode } from './tree.ts';

/** The reviewed pairs of all Adoption documents, by key of the source object and tenant id. */
export function compileAdoptions(
  documents: readonly WorkspaceDocument[],
  { connectors, report }: Pick<CompileContext, 'connectors' | 'report'>,
): readonly AdoptionPair[] {
  const pairs = documents.flatMap(({ root }) =>
    itemsOf(at(at(root, 'spec'), 'pairs')).flatMap((node) => pairOf(node) ?? []),
  );
  // Without connectors every name would look wrong; what is wrong with them has been reported.
  if (connectors.size > 0) for (const pair of pairs) checkConnector(pair, connectors, report);
  checkUnique(pairs, report);
  return pairs.sort((a, b) => order(a.object, b.object) || order(a.kind, b.kind) || order(a.id, b.id));
}

function pairOf(node: YamlNode): AdoptionPair | undefined {
  const object = keyOf(textOf(at(node, 'object')));
  const consent = textOf(at(node, 'consent'));
  const source = entriesOf(node)[0]?.keyRange ?? node.range;
  const base = { object, source, ...(consent === undefined ? {} : { consent }) };
  for (const kind of ['adopt', 'distinct'] as const) {
    const id = textOf(at(node, kind));
    if (id !== undefined) return { ...base, kind, id: foldCase(id) };
  }
  const deleted = textOf(at(node, 'restore'));
  if (deleted !== undefined) {
    return { ...base, kind: 'restore', id: foldCase(deleted), deletedAt: textOf(at(node, 'deletedAt')) ?? '' };
  }
  const id = textOf(at(node, 'reanchor'));
  if (id === undefined) return undefined;
  const was = textOf(at(node, 'was'));
  return {
    ...base,
    kind: 'reanchor',
    id: foldCase(id),
    from: textOf(at(node, 'from')) ?? '',
    to: textOf(at(node, 'to')) ?? '',
    ...(was === undefined ? {} : { was: keyOf(was) }),
  };
}

/** `connector/objectGUID`: names of connectors are as they are written, a GUID is compared in lower case. */
function keyOf(text = ''): string {
  const slash = text.indexOf('/');
  return `${text.slice(0, slash)}/${text.slice(slash + 1).toLowerCase()}`;
}

function checkConnector(pair: AdoptionPair, connectors: CompileContext['connectors'], report: Report): void {
  const name = pair.object.slice(0, pair.object.indexOf('/'));
  if (connectors.has(name)) return;
  const near = didYouMean(name, connectors.keys());
  const help = near === undefined ? `There are: ${[...connectors.keys()].join(', ')}.` : `Did you mean ${near}?`;
  report('CFG081', pair.source, `There is no connector ${name}.`, help);
}

/** A source object is one tenant object and a tenant object one source object: two pairs cannot both be right. */
function checkUnique(pairs: readonly AdoptionPair[], report: Report): void {
  const objects = new Map<string, AdoptionPair>();
  const ids = new Map<string, AdoptionPair>();
  const acting = pairs.filter(({ kind }) => kind !== 'distinct');
  for (const pair of acting) {
    const sameObject = objects.get(pair.object);
    const sameId = ids.get(pair.id);
    if (sameObject !== undefined) {
      report('CFG080', pair.source, `${pair.object} has a pair already, at ${lineOf(sameObject.source)}.`);
    } else if (sameId !== undefined) {
      report('CFG080', pair.source, `The tenant object ${pair.id} has a pair already, at ${lineOf(sameId.source)}.`);
    }
    objects.set(pair.object, sameObject ?? pair);
    ids.set(pair.id, sameId ?? pair);
  }
  for (const pair of pairs) {
    const other = pair.kind === 'distinct' ? objects.get(pair.object) : undefined;
    if (other?.id !== pair.id) continue;
    report('CFG080', pair.source, `The pair at ${lineOf(other.source)} says that they are the same.`);
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
