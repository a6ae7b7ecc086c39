import { lineOf } from '../../kernel/position.ts';
import type { SourceRange } from '../../kernel/position.ts';
import { gravest } from '../../model/migration.ts';
import type { Carried, MigratedFlow, MigratedRule } from '../../model/migration.ts';
import type { ExportedFlow, ExportedRule } from '../server-export.ts';
import type { Context } from './context.ts';
import { endsOf } from './ends.ts';
import type { Ends } from './ends.ts';
import { flowOf } from './flow.ts';
import type { ConvertedFlow } from './flow.ts';
import { joinOf, joinReads } from './join.ts';
import type { Plain } from './plain.ts';
import { scopeOf } from './scope.ts';

/** A rule of the new workspace before it has its place in the order. */
export interface RuleDraft {
  readonly origin: ExportedRule;
  readonly name: string;
  readonly file: string;
  /** Lines above it, where they are others than the name of the rule. */
  readonly comment?: readonly string[];
  /** Where it is another than that of the rule. */
  readonly description?: string;
  readonly spec: { readonly [key: string]: Plain };
  readonly flows: readonly MigratedFlow[];
  readonly notes: readonly string[];
  /** Type of the directory, and its attributes that the rule names. */
  readonly directory?: { readonly type: string; readonly named: readonly string[] };
  /** Type of the metaverse, and its attributes that the rule names. */
  readonly metaverse: { readonly type: string; readonly named: readonly string[]; readonly given: readonly string[] };
}

export type ConvertedRule =
  | { readonly kind: 'draft'; readonly draft: RuleDraft }
  | {
      readonly kind: 'left';
      readonly carried: Carried;
      readonly reason: string;
      /** Set when the rule is one that should have been carried over. */
      readonly range?: SourceRange;
      readonly flows: readonly MigratedFlow[];
    };

export interface RuleTarget {
  readonly name: string;
  /** Is the attribute of this type of the metaverse given by some rule? Asked for outbound rules only. */
  readonly isGiven: (type: string, attribute: string) => boolean;
  /** Clauses of a standard rule, by key. */
  readonly expected?: ReadonlySet<string>;
}

/** A rule of the server as one of the workspace, with the same scope, joins, link and flows. */
export function convertRule(
  rule: ExportedRule,
  context: Context,
  { name, isGiven, expected }: RuleTarget,
): ConvertedRule {
  const file = `rules/${name}.yaml`;
  const broken = (reason: string, range: SourceRange = rule.range): ConvertedRule => ({
    kind: 'left',
    carried: 'decision',
    reason,
    range,
    flows: [],
  });
  const ends = endsOf(rule, context);
  if ('refused' in ends) {
    return { kind: 'left', carried: 'notWritable', reason: `${ends.refused}.`, flows: [] };
  }
  const refused = context.refused.get(file);
  if (refused !== undefined) return broken(refused);
  const given = (attribute: string) => ends.kind !== 'toTenant' || isGiven(ends.from.type, attribute);
  const scope = scopeOf(rule.scope, ends.from, given, expected);
  if (scope.kind === 'never') return broken(`The scope can never hold: ${scope.detail}.`);
  const join = joinOf(rule.join, ends);
  if (typeof join === 'string') return broken(join);
  const flows = rule.flows.map((flow) => onlyGiven(flowOf(flow, ends), given));
  const wrong = flows.find((flow) => flow.kind === 'broken');
  if (wrong !== undefined) return broken(wrong.detail, wrong.range);
  const twice = twiceWritten(flows);
  if (twice !== undefined) return broken(`The rule writes ${twice} twice.`);
  const told = flows.flatMap((flow) => (flow.kind === 'broken' ? [] : [flow.told]));
  const written = flows.filter((flow) => flow.kind === 'flow');
  if (rule.flows.length > 0 && written.length === 0 && rule.link === 'join') {
    const carried = gravest(told.map((flow) => flow.carried));
    return { kind: 'left', carried, reason: 'Nothing of it is left to write.', flows: told };
  }
  const spec = {
    from: ends.from.written,
    to: ends.to.written,
    link: rule.link,
    ...(scope.written === undefined ? {} : { scope: scope.written }),
    ...(join.length === 0 ? {} : { join }),
    ...(written.length === 0 ? {} : { flows: Object.fromEntries(written.map((flow) => [flow.target, flow.written])) }),
  };
  const reads = [...scope.reads, ...written.flatMap((flow) => flow.reads)];
  const metaverse = metaverseNames(
    rule,
    ends,
    reads,
    written.map(({ target }) => target),
  );
  const named = { ...directoryNames(rule, ends, reads), metaverse };
  return { kind: 'draft', draft: { origin: rule, name, file, spec, flows: told, notes: scope.notes, ...named } };
}

/** A flow of what nothing gives would empty its target. */
export function onlyGiven(flow: ConvertedFlow, isGiven: (attribute: string) => boolean): ConvertedFlow {
  if (flow.kind !== 'flow') return flow;
  const missing = flow.reads.find((name) => !isGiven(name));
  if (missing === undefined) return flow;
  const reason = `no rule gives ${missing}, and the flow would empty its target`;
  return { kind: 'left', told: { ...flow.told, carried: 'decision', reason } };
}

function twiceWritten(flows: readonly ConvertedFlow[]): string | undefined {
  const targets = flows.flatMap((flow) => (flow.kind === 'flow' ? [flow.target] : []));
  return targets.find((target, index) => targets.indexOf(target) < index);
}

function metaverseNames(
  rule: ExportedRule,
  ends: Ends,
  reads: readonly string[],
  targets: readonly string[],
): RuleDraft['metaverse'] {
  if (ends.kind === 'toTenant') return { type: ends.from.type, named: reads, given: [] };
  return { type: ends.to.type, named: [...targets, ...joinReads(rule.join, ends)], given: targets };
}

/** The attributes of the directory that a rule reads and joins by. */
export function directoryNames(
  rule: ExportedRule,
  { kind, from }: Ends,
  reads: readonly string[],
): Pick<RuleDraft, 'directory'> {
  if (kind !== 'directory') return {};
  const joins = rule.join.flat().map((one) => from.nameOf(one.connectorAttribute) ?? one.connectorAttribute);
  return { directory: { type: from.type, named: [...reads, ...joins] } };
}

/** What the report says of a rule that somebody wrote. */
export function customReport(rule: ExportedRule, connector: string, converted: ConvertedRule): MigratedRule {
  const { name, direction, range } = rule;
  const common = { name, connector, direction, standard: false, origin: lineOf(range) };
  if (converted.kind === 'left') {
    const { carried, reason, flows } = converted;
    const advice = converted.range === undefined ? {} : { advice: 'Write a rule by hand that does what is wanted.' };
    return { ...common, carried, reason, ...advice, flows };
  }
  const { flows, notes, file } = converted.draft;
  const withHashes = rule.passwordSync ? ['password hashes are not carried: Graph cannot write them'] : [];
  const remarks = [...notes, ...withHashes];
  const carried = gravest([
    ...flows.map((flow) => flow.carried),
    ...(remarks.length === 0 ? [] : (['decision'] as const)),
  ]);
  return { ...common, carried, reason: remarks.map((one) => `${one}.`).join(' '), file, flows };
}

/** The rule with some of its flows only. */
export function withFlows(rule: ExportedRule, keep: (flow: ExportedFlow) => boolean): ExportedRule {
  return { ...rule, flows: rule.flows.filter(keep) };
}
