import type { Diagnostic } from '../../../src/kernel/diagnostic.ts';
import { lineOf } from '../../../src/kernel/position.ts';
import { carriedKinds } from '../../../src/model/migration.ts';
import type { Migration } from '../../../src/model/migration.ts';
import type { Rule } from '../../../src/model/rule-set.ts';
import { EvaluationError } from '../../../src/model/rule-set.ts';
import type { Attributes } from '../../../src/model/value.ts';
import { FlowFailure, flowProgram, runProgram } from '../../../src/sync/flow.ts';
import { compileScope } from '../../../src/sync/scope.ts';
import { compiledOver, portsOf, schemaRead } from '../export/check-export.ts';
import type { ExportedFlow, ExportedRule, ExportedSchema, ServerExport } from '../export/read-export.ts';
import { flow } from '../reading/flows.ts';
import type { Answer, Said } from '../reading/flows.ts';
import { inScope } from '../reading/scope.ts';
import { attribute, listOf, textOf } from '../reading/values.ts';
import { toldOf } from './carried.ts';
import { nearObjects } from './near-objects.ts';
import type { Imported } from './product.ts';

export interface ImportFinding {
  /** `file:line`. */
  readonly place: string;
  readonly detail: string;
}

export interface ImportCheck {
  readonly counts: readonly (readonly [what: string, count: number])[];
  readonly findings: readonly ImportFinding[];
}

/** Is everything of an export in the report, and does each rule that was carried over do what its XML says? */
export function checkImport(server: ServerExport, imported: Imported): ImportCheck {
  const { migration, ruleSet, problems, diagnostics } = imported;
  const findings: ImportFinding[] = [];
  for (const one of [...diagnostics, ...problems]) if (one.severity === 'error') findings.push(findingOf(one));
  const { carried, silences } = toldOf(server.rules, migration);
  for (const { rule, detail } of silences) findings.push({ place: rule.file, detail: `${rule.name} ${detail}` });
  const compared = { rules: 0, objects: 0, flows: 0 };
  for (const { rule, file, names } of carried) {
    const compiled = ruleSet?.rules.filter(
      ({ source, id }) => source.source.path === file && !id.startsWith('lockstep/'),
    );
    const schema = schemaRead(rule, server);
    // What stands for a standard rule leaves part of its work to the pack, and rules of the tenant read other names.
    const isWhole = compiled?.[0]?.flows.length === rule.flows.length && !rule.standard;
    if (compiled?.length !== 1 || compiled[0] === undefined || schema === undefined || !isWhole) continue;
    const place = placeIn(migration, rule);
    compared.rules++;
    compared.flows += rule.flows.length;
    for (const attributes of nearObjects(rule, schema)) {
      compared.objects++;
      const one: Comparison = { rule, compiled: compiled[0], names, attributes, schema, server };
      for (const detail of [...scopeDifferences(one), ...flowDifferences(one)]) findings.push({ place, detail });
    }
  }
  const unique = new Map(findings.map((one) => [`${one.place} ${one.detail}`, one]));
  return { counts: countsOf(server, migration, compared), findings: [...unique.values()] };
}

export function findingOf({ code, range, subject, detail }: Diagnostic): ImportFinding {
  return { place: range === undefined ? (subject ?? '.') : lineOf(range), detail: `${code} ${detail}` };
}

interface Comparison {
  readonly rule: ExportedRule;
  readonly compiled: Rule;
  /** Targets as they are called in the tenant, in lower case. */
  readonly names: ReadonlyMap<string, string>;
  readonly attributes: Attributes;
  readonly schema: ExportedSchema;
  readonly server: ServerExport;
}

function scopeDifferences({ rule, compiled, attributes }: Comparison): readonly string[] {
  const reader = readerOf(attributes);
  const test = compileScope(compiled.scope);
  return [true, false].flatMap((isMember) => {
    const [ours, theirs] = [test(reader, () => isMember), inScope(rule, attributes, () => isMember)];
    return ours === theirs
      ? []
      : [`${rule.name} has an object in scope ${theirs ? 'there and not here' : 'here and not there'}`];
  });
}

function flowDifferences(one: Comparison): readonly string[] {
  const { rule, compiled, names, attributes, schema, server } = one;
  return rule.flows.flatMap((exported) => {
    const name = names.get(exported.target) ?? '';
    const ours = compiled.flows.find(({ target }) => target.toLowerCase() === name);
    if (ours === undefined) return [`${rule.name} does not write ${name}, and the report says so`];
    const theirs = directly(rule, exported, attributes, answerOver(schema, server));
    const said = saidHere({ ...compiled, flows: [ours] }, ours.target, attributes, server);
    if (exported.applyOnce !== ours.applyOnce) return [`${rule.name}: ${name} is applied once on one side alone`];
    return said === theirs ? [] : [`${rule.name}: ${name} is ${said} here, ${theirs} there`];
  });
}

/** What rules read, whatever the case of a name. */
function readerOf(attributes: Attributes): Pick<Attributes, 'get' | 'has'> {
  const get = (name: string) => attribute(attributes, name);
  return { get, has: (name) => get(name) !== undefined };
}

function saidHere(rule: Rule, target: string, attributes: Attributes, server: ServerExport): string {
  try {
    const table = runProgram(flowProgram([{ rule, input: 0 }]), [
      { attributes: readerOf(attributes), ...portsOf(server) },
    ]);
    const contribution = table.get(target);
    if (contribution === undefined) return 'untouched';
    return contribution.value === undefined ? 'emptied' : shown(listOf(contribution.value).map(textOf));
  } catch (error) {
    if (error instanceof FlowFailure) return 'error';
    throw error;
  }
}

function directly(rule: ExportedRule, one: ExportedFlow, attributes: Attributes, answer: Answer): string {
  const said: Said =
    flow([{ rule: { ...rule, flows: [one] }, attributes }], answer).get(one.target.toLowerCase()) ?? 'untouched';
  return typeof said === 'string' ? said : shown(said.values.map(textOf));
}

function shown(texts: readonly string[]): string {
  return JSON.stringify(texts.map((text) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() : text)));
}

/** The text of the XML in the rule language, over the schema of the server: what the importer made of it has no part in it. */
function answerOver(schema: ExportedSchema, server: ServerExport): Answer {
  return (text, attributes) => {
    const { expression } = compiledOver(text, schema, server);
    if (expression === undefined) return 'error';
    try {
      const result = expression.evaluate({ attributes: readerOf(attributes), ...portsOf(server) });
      if (result.kind === 'value') return result;
      return result.kind === 'null' ? 'NULL' : result.kind === 'clear' ? 'AuthoritativeNull' : 'IgnoreThisFlow';
    } catch (error) {
      if (error instanceof EvaluationError) return 'error';
      throw error;
    }
  };
}

function placeIn({ rules }: Migration, { file }: ExportedRule): string {
  return rules.find(({ origin }) => origin.includes(file))?.origin ?? file;
}

function countsOf(
  server: ServerExport,
  { rules, settings, files }: Migration,
  compared: { readonly rules: number; readonly objects: number; readonly flows: number },
): ImportCheck['counts'] {
  const flows = rules.flatMap((rule) => rule.flows);
  const by = (what: string, all: readonly { readonly carried: string }[]) =>
    carriedKinds.map((kind) => [`${what}: ${kind}`, all.filter(({ carried }) => carried === kind).length] as const);
  return [
    ['rules of the export', server.rules.length],
    ...by('rules', rules),
    ...by('flows', flows),
    ...by('settings', settings),
    ['files', files.size],
    ['rules compared', compared.rules],
    ['flows compared', compared.flows],
    ['objects they were compared over', compared.objects],
  ];
}
