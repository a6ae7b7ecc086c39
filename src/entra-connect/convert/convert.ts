import { diagnostic } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import { lineOf } from '../../kernel/position.ts';
import type { MigratedRule, Migration } from '../../model/migration.ts';
import type { ServerExport } from '../server-export.ts';
import type { Context, Knowledge } from './context.ts';
import { customRules, disabledReport } from './custom.ts';
import type { CustomRules } from './custom.ts';
import { disabledOfPack } from './disabled.ts';
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
import { yamlText } from './yaml-text.ts';

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
  return yamlText([topologyDocument(server, { name, ...(tenantId === undefined ? {} : { tenantId }), disable: [] })]);
}

/** The configuration of a server as a workspace, and what became of each part of it. Pure. */
export function convert(server: ServerExport, knowledge: Knowledge, options: ConvertOptions): Conversion {
  const disable = disabledOfPack(server);
  const context: Context = {
    ...knowledge,
    pack: withoutRules(knowledge.pack, disable),
    server,
    connectors: new Map(server.connectors.map((one) => [one.id, one])),
    connectorNames: connectorNames(server),
    ruleNames: ruleNames(server),
    refused: options.refused,
  };
  const custom = customRules(context);
  const { drafts, supplies } = custom;
  const everything = [...drafts, ...supplies.map(({ draft }) => draft)];
  const { tenantId } = options;
  const named = { name: options.name, ...(tenantId === undefined ? {} : { tenantId }) };
  const files = new Map<string, string>([
    ['lockstep.yaml', yamlText([topologyDocument(server, { ...named, disable })])],
  ]);
  const filters = filterDocuments(server);
  if (filters.length > 0) files.set('filters.yaml', yamlText(filters));
  const metaverse = metaverseDocument(everything, context);
  if (metaverse !== undefined) files.set('metaverse.yaml', yamlText([metaverse]));
  const places = placesOf([...drafts.map((draft) => placedOf(draft, server)), ...supplies.map(suppliedPlace)]);
  for (const draft of everything) files.set(draft.file, yamlText([ruleDocument(draft, places.get(draft.name) ?? {})]));
  const migration = { rules: reportOf(custom, context), settings: settingsOf(server, tenantId), files };
  return { migration, diagnostics: leftRules(custom, context) };
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
  const after = before.flatMap(({ tag }) => standingOf(tag ?? '')?.pack.at(-1) ?? []).at(-1);
  return { name, precedence, after };
}

function ruleDocument({ name, origin, spec }: RuleDraft, place: Record<string, Plain>): PlainDocument {
  const description = origin.description.replace(/\s+/g, ' ').trim().slice(0, 1000);
  const { from = {}, to = {}, ...rest } = spec;
  const tag = origin.tag === undefined ? '' : `, ${origin.tag}`;
  return {
    comment: [`${origin.name} (${origin.id}${tag})`],
    content: {
      apiVersion: 'lockstep/v1alpha1',
      kind: 'SyncRule',
      metadata: description === '' ? { name } : { name, description },
      spec: { from, to, ...place, ...rest },
    },
    remarks: [],
  };
}

function reportOf({ converted, supplies }: CustomRules, context: Context): readonly MigratedRule[] {
  const supplied = new Map(
    supplies.map(({ draft }) => [draft.origin.id, new Set(draft.flows.map(({ target }) => target))]),
  );
  return context.server.rules.map((rule) => {
    const connector = context.connectors.get(rule.connector)?.name ?? '';
    if (rule.disabled) return disabledReport(rule, connector, lineOf(rule.range));
    const own = converted.get(rule.id);
    if (own !== undefined) return customReport(rule, connector, own);
    return standardReport(rule, connector, context, ({ id }, target) => supplied.get(id)?.has(target) === true);
  });
}

function leftRules({ converted }: CustomRules, { server }: Context): readonly Diagnostic[] {
  return server.rules.flatMap(({ id, name }) => {
    const one = converted.get(id);
    if (one?.kind !== 'left' || one.range === undefined) return [];
    return [diagnostic('IMP009', { detail: `${name}: ${one.reason}`, range: one.range })];
  });
}
