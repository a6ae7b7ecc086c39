import { lineOf } from '../kernel/position.ts';
import { didYouMean } from '../kernel/text.ts';
import type { WorkspaceDocument } from './documents.ts';
import type { Report } from './problems.ts';
import { textsOf, within } from './tree.ts';

/** The documents of one pack. */
export interface RulePack {
  /** `lockstep/default@1`. */
  readonly name: string;
  readonly documents: readonly WorkspaceDocument[];
}

/** A rule as it takes part. */
export interface RuleEntry {
  /** `lockstep/default@1:user-common` for a rule of a pack, else its name. */
  readonly id: string;
  readonly pack: string | undefined;
  readonly document: WorkspaceDocument;
  /** It only holds its place in the order. */
  readonly disabled: boolean;
  /** The rule of a pack in whose place it stands. */
  readonly replaces: WorkspaceDocument | undefined;
}

/** All rules, of packs and of the workspace; a workspace rule with the full name of a pack's rule replaces it. */
export function selectRules(
  workspace: readonly WorkspaceDocument[],
  packs: readonly RulePack[],
  topology: WorkspaceDocument | undefined,
  report: Report,
): readonly RuleEntry[] {
  const packRules = new Map<string, { document: WorkspaceDocument; pack: string }>();
  for (const pack of packs) {
    for (const document of rulesOf(pack.documents)) {
      const id = `${pack.name}:${document.name}`;
      reportTwice(document, packRules.get(id)?.document, report);
      packRules.set(id, { document, pack: pack.name });
    }
  }
  const own = new Map<string, WorkspaceDocument>();
  for (const document of rulesOf(workspace)) {
    reportTwice(document, own.get(document.name), report);
    if (isFullName(document.name) && !packRules.has(document.name))
      reportUnknownRule(document, packRules.keys(), report);
    own.set(document.name, document);
  }
  const disabled = disabledRules(topology, packRules, own, report);
  return [
    ...[...packRules].flatMap(([id, { document, pack }]) =>
      own.has(id) ? [] : [{ id, pack, document, disabled: disabled.has(id), replaces: undefined }],
    ),
    ...[...own].map(([id, document]) => ({
      id,
      pack: undefined,
      document,
      disabled: false,
      replaces: packRules.get(id)?.document,
    })),
  ];
}

function rulesOf(documents: readonly WorkspaceDocument[]): readonly WorkspaceDocument[] {
  return documents.filter((document) => document.kind === 'SyncRule' && document.name !== '');
}

function isFullName(name: string): boolean {
  return name.includes(':');
}

function disabledRules(
  topology: WorkspaceDocument | undefined,
  packRules: ReadonlyMap<string, unknown>,
  own: ReadonlyMap<string, WorkspaceDocument>,
  report: Report,
): ReadonlySet<string> {
  const disabled = new Set<string>();
  for (const { text, range } of textsOf(within(topology?.root, 'spec', 'disable'))) {
    disabled.add(text);
    if (own.has(text)) report('CFG066', range, `A document of this workspace replaces ${text}.`);
    else if (!packRules.has(text))
      report('CFG033', range, `No pack has a rule ${text}.`, nearest(text, packRules.keys()));
  }
  return disabled;
}

function reportTwice(
  { name, nameRange }: WorkspaceDocument,
  other: WorkspaceDocument | undefined,
  report: Report,
): void {
  if (other !== undefined)
    report('CFG031', nameRange, `There is a rule ${name} already, at ${lineOf(other.nameRange)}.`);
}

function reportUnknownRule(document: WorkspaceDocument, known: Iterable<string>, report: Report): void {
  report(
    'CFG033',
    document.nameRange,
    `No pack has a rule ${document.name} that this one could replace.`,
    nearest(document.name, known),
  );
}

/** “Did you mean” for the name of a rule. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const near = didYouMean(name, known);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}
