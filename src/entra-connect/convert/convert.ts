import { diagnostic } from '../../kernel/diagnostic.ts';
import { append } from '../../kernel/multimap.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { MigratedRule, Migration } from '../../model/migration.ts';
import type { ExportedRule, ServerExport } from '../server-export.ts';
import type { Context, Knowledge } from './context.ts';
import { clonesOf } from './clone.ts';
import type { Clone } from './clone.ts';
import { customRules } from './custom.ts';
import type { CustomRules } from './custom.ts';
import { cloneReport } from './clone-report.ts';
import { directorySchemaDocument } from './directory-schema.ts';
import { disabledOfPack } from './disabled.ts';
import { disabledReport } from './disabled-report.ts';
import { isExtensionRule, usedExtensions } from './extensions.ts';
import { filterDocuments } from './filters.ts';
import { metaverseDocument } from './metaverse.ts';
import { connectorNames, ruleNames } from './names.ts';
import { FIRST_STANDARD, placesOf } from './place.ts';
import type { Placed } from './place.ts';
import type { Plain, PlainDocument } from './plain.ts';
import { customReport } from './rule.ts';
import type { RuleDraft } from './rule.ts';
import { settingsOf } from './settings.ts';
import { standardReport } from './standard-rule.ts';
import { standingOf } from './standard-table.ts';
import { topologyDocument } from './topology.ts';
import { printable, yamlText } from './yaml-text.ts';

export interface ConvertOptions {
  /** Name of the new workspace. */
  readonly name: string;
  readonly tenantId?: string;
  /** Files of an earlier try whose rules could not be compiled, and why. */
  readonly refused: ReadonlyMap<string, string>;
}

export interface Conversion {
  readonly migration: Migration;
  /** Rules that should have been carried over and were not. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The topology alone: what the rules of the pack are compiled for. */
export function topologyText(
  server: ServerExport,
  { name, tenantId }: Pick<ConvertOptions, 'name' | 'tenantId'>,
): string {
  const named = { name, ...(tenantId === undefined ? {} : { tenantId }) };
  return yamlText([topologyDocument(server, { ...named, disable: [], extensions: [] })]);
}

/** The configuration of a server as a workspace, and what became of each part of it. Pure. */
export function convert(server: ServerExport, knowledge: Knowledge, options: ConvertOptions): Conversion {
  const clones = clonesOf(server);
  const disable = disabledOfPack(server, clones, knowledge.pack);
  const context: Context = {
    ...knowledge,
    pack: withoutRules(knowledge.pack, disable),
    server,
    connectors: new Map(server.connectors.map((one) => [one.id, one])),
    connectorNames: connectorNames(server),
    ruleNames: ruleNames(server),
    refused: options.refused,
  };
  const custom = customRules(context, clones);
  const { drafts, packDrafts, supplies } = custom;
  const rewritten = packDrafts.map(({ draft }) => draft);
  const everything = [...drafts, ...rewritten, ...supplies.map(({ draft }) => draft)];
  const extensions = usedExtensions(everything, context);
  const { tenantId } = options;
  const named = { name: options.name, ...(tenantId === undefined ? {} : { tenantId }) };
  const files = new Map<string, string>([
    ['lockstep.yaml', yamlText([topologyDocument(server, { ...named, disable, extensions })])],
  ]);
  const filters = filterDocuments(server);
  if (filters.length > 0) files.set('filters.yaml', yamlText(filters));
  const directory = directorySchemaDocument(everything, context);
  if (directory !== undefined) files.set('directory-schema.yaml', yamlText([directory]));
  const metaverse = metaverseDocument(everything, context);
  if (metaverse !== undefined) files.set('metaverse.yaml', yamlText([metaverse]));
  const wanted = [...numbered(custom).map((draft) => placedOf(draft, server)), ...supplies.map(suppliedPlace)];
  const packRules = context.pack.rules.map(({ id }) => id);
  const places = placesOf(wanted, packRules);
  const placeOf = placeIn(packDrafts, places);
  for (const [file, own] of byFile(everything)) {
    files.set(file, yamlText(own.map((draft) => ruleDocument(draft, placeOf(draft)))));
  }
  const migration = {
    rules: reportOf(custom, context, clones),
    settings: settingsOf(server, tenantId, extensions),
    files,
  };
  return { migration, diagnostics: leftRules(custom, context) };
}

/** Rules with the place that the server gave them, in its order. */
function numbered({ drafts, packDrafts }: CustomRules): readonly RuleDraft[] {
  const rewritten = packDrafts.flatMap(({ draft, place }) => (place === 'server' ? [draft] : []));
  return [...drafts, ...rewritten].sort((a, b) => a.origin.precedence - b.origin.precedence);
}

function placeIn(
  packDrafts: CustomRules['packDrafts'],
  places: ReturnType<typeof placesOf>,
): (draft: RuleDraft) => Record<string, Plain> {
  const fixed = new Map(packDrafts.map(({ draft, place }) => [draft, place]));
  return (draft) => {
    const place = fixed.get(draft) ?? 'server';
    if (place === 'pack') return {};
    return place === 'server' ? (places.get(draft.name) ?? {}) : { order: place };
  };
}

function byFile(drafts: readonly RuleDraft[]): ReadonlyMap<string, readonly RuleDraft[]> {
  const files = new Map<string, RuleDraft[]>();
  for (const draft of drafts) append(files, draft.file, draft);
  return files;
}

/** What is disabled does nothing, here as there: no flow is compared with it. */
function withoutRules({ rules, metaverse }: Knowledge['pack'], disable: readonly string[]): Knowledge['pack'] {
  // A rule for several types is compiled into one for each: name(type).
  return { rules: rules.filter(({ id }) => !disable.includes(id.replace(/\(.*$/, ''))), metaverse };
}

function suppliedPlace({ draft, after }: CustomRules['supplies'][number]): Placed {
  return { name: draft.name, precedence: undefined, after };
}

/** Numbers from 100 on stand among those of standard rules: such a rule stands behind the one before it. */
function placedOf({ name, origin }: RuleDraft, { rules }: ServerExport): Placed {
  const { precedence } = origin;
  if (precedence < FIRST_STANDARD) return { name, precedence, after: undefined };
  const before = rules.filter((rule) => rule.precedence < precedence && rule.direction === origin.direction);
  const after = before.flatMap(({ tag }) => standingOf(tag ?? '')?.pack.at(-1) ?? []).findLast((one) => one !== name);
  return { name, precedence, after };
}

function ruleDocument(draft: RuleDraft, place: Record<string, Plain>): PlainDocument {
  const { name, origin, spec } = draft;
  const said = (draft.description ?? origin.description).replace(/\s+/g, ' ').trim().slice(0, 1000);
  // What cannot be seen would have the whole rule refused.
  const description = printable(said.toWellFormed());
  const { from = {}, to = {}, ...rest } = spec;
  const tag = origin.tag === undefined ? '' : `, ${origin.tag}`;
  return {
    comment: draft.comment ?? [`${origin.name} (${origin.id}${tag})`],
    content: {
      apiVersion: 'lockstep/v1alpha1',
      kind: 'SyncRule',
      metadata: description === '' ? { name } : { name, description },
      spec: { from, to, ...place, ...rest },
    },
    remarks: [],
  };
}

function reportOf(
  { converted, supplies }: CustomRules,
  context: Context,
  clones: ReadonlyMap<string, Clone>,
): readonly MigratedRule[] {
  const supplied = new Map(
    supplies.map(({ draft }) => [draft.origin.id, new Set(draft.flows.map(({ target }) => target))]),
  );
  return context.server.rules.map((rule) => {
    const connector = context.connectors.get(rule.connector)?.name ?? '';
    if (rule.disabled) return disabledReport(rule, connector, context, clones);
    const own = converted.get(rule.id);
    const clone = clones.get(rule.id);
    const isSupplied = ({ id }: ExportedRule, target: string): boolean => supplied.get(id)?.has(target) === true;
    const isStandard = rule.tag !== undefined && !isExtensionRule(rule);
    if (isStandard) return standardReport(rule, connector, context, { isSupplied, carriedOver: own });
    if (own === undefined) return disabledReport(rule, connector, context, clones);
    return clone === undefined ? customReport(rule, connector, own) : cloneReport(clone, connector, context, own);
  });
}

function leftRules({ converted }: CustomRules, { server }: Context): readonly Diagnostic[] {
  return server.rules.flatMap(({ id, name }) => {
    const one = converted.get(id);
    if (one?.kind !== 'left' || one.range === undefined) return [];
    return [diagnostic('IMP009', { detail: `${name}: ${one.reason}`, range: one.range })];
  });
}
