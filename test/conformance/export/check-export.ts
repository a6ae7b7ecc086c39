import { isDeepStrictEqual } from 'node:util';
import { compileExpression, parseExpression, printExpression } from '../../../src/expression/index.ts';
import type { Compilation, Expression, ExpressionNode } from '../../../src/expression/index.ts';
import { vocabulary } from '../../../src/entra-connect/vocabulary.ts';
import { codes } from '../../../src/kernel/codes/index.ts';
import { EvaluationError } from '../../../src/model/rule-set.ts';
import type { EvaluationContext } from '../../../src/model/rule-set.ts';
import { samplesOf } from './objects.ts';
import type { Sample } from './objects.ts';
import type { ExportedFlow, ExportedRule, ExportedSchema, ServerExport } from './read-export.ts';

export interface Finding {
  readonly rule: string;
  /** The expression, or the clause. */
  readonly text: string;
  readonly detail: string;
}

export interface ExportCheck {
  /** What was counted, in the order in which it is told. */
  readonly counts: readonly (readonly [what: string, count: number])[];
  /** How often each word of the configuration occurs, by kind of word. */
  readonly words: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly failures: readonly Finding[];
  /** Warnings: said, and no failure. */
  readonly remarks: readonly Finding[];
}

/** The scope operators as servers write them; the negated bit test is ISNOTBITSET in the documentation alone. */
export const scopeOperators = vocabulary['scope operator'];

const MERGES = new Set(['Update', 'Replace', 'Merge', 'MergeCaseInsensitive']);
const LINKS = new Set(['Provision', 'Join', 'StickyJoin', 'JoinNoFlow']);

/** Parameters that a server has besides those that its connectors list. */
const PARAMETERS = [
  'Connector.ID',
  'Domain.FQDN',
  'Domain.LDAP',
  'Domain.Netbios',
  'Forest.FQDN',
  'Forest.LDAP',
  'Forest.Netbios',
];

/** Takes every rule of an export through the rule language: all of it must be understood. */
export function checkExport(server: ServerExport): ExportCheck {
  const failures: Finding[] = [];
  const remarks: Finding[] = [];
  const seen = distinctExpressions(server, failures);
  const outcome = { parsed: 0, identical: 0, checked: 0, evaluations: 0, errors: 0 };
  for (const one of seen) {
    const fail = (detail: string): number => failures.push({ rule: one.rule, text: one.text, detail });
    const { root, issues } = parseExpression(one.text);
    if (root === undefined) {
      fail(`does not parse: ${issues.map(({ detail }) => detail).join(' ')}`);
      continue;
    }
    outcome.parsed++;
    if (printsAsItself(root)) outcome.identical++;
    else fail('prints as something else');
    const expression = compiled(one, server, fail, (detail) =>
      remarks.push({ rule: one.rule, text: one.text, detail }),
    );
    if (expression === undefined) continue;
    outcome.checked++;
    for (const sample of samplesOf(one.schema)) {
      outcome.evaluations++;
      if (!evaluates(expression, one, sample, server, fail)) outcome.errors++;
    }
  }
  const flows = server.rules.flatMap((rule) => rule.flows);
  const words = wordsOf(server, failures);
  return {
    counts: [
      ['rules', server.rules.length],
      ['flows', flows.length],
      ['scope groups', server.rules.reduce((sum, { scope }) => sum + scope.length, 0)],
      ['join groups', server.rules.reduce((sum, { joins }) => sum + joins.length, 0)],
      ['expressions', flows.filter(({ kind }) => kind === 'expression').length],
      ['distinct expressions', new Set(seen.map(({ text }) => text)).size],
      ['distinct expressions over the attributes they read', seen.length],
      ['that parse', outcome.parsed],
      ['that print as what they are', outcome.identical],
      ['that check without an error', outcome.checked],
      ['evaluations', outcome.evaluations],
      ['evaluations that stop with an error of the object', outcome.errors],
    ],
    words,
    failures,
    remarks,
  };
}

interface Occurrence {
  readonly rule: string;
  readonly text: string;
  readonly schema: ExportedSchema;
}

/** Each text once for each set of attributes that it is read over, with the first rule that has it. */
function distinctExpressions(server: ServerExport, failures: Finding[]): readonly Occurrence[] {
  const found = new Map<ExportedSchema, Map<string, Occurrence>>();
  for (const rule of server.rules) {
    const schema = schemaRead(rule, server);
    if (schema === undefined) {
      failures.push({
        rule: rule.name,
        text: rule.connector,
        detail: 'is the rule of a connector that is not exported',
      });
      continue;
    }
    const texts = found.get(schema) ?? new Map<string, Occurrence>();
    found.set(schema, texts);
    for (const { kind, text } of rule.flows) {
      if (kind === 'expression' && !texts.has(text)) texts.set(text, { rule: rule.name, text, schema });
    }
  }
  return [...found.values()].flatMap((texts) => [...texts.values()]);
}

/** Inbound rules read the connector space, outbound rules the metaverse. */
export function schemaRead(rule: ExportedRule, server: ServerExport): ExportedSchema | undefined {
  return rule.direction === 'outbound' ? server.metaverse : server.connectors.get(rule.connector);
}

function printsAsItself(root: ExpressionNode): boolean {
  const printed = printExpression(root);
  const again = parseExpression(printed).root;
  return again !== undefined && isDeepStrictEqual(shape(again), shape(root)) && printExpression(again) === printed;
}

/** A tree without its places in the text. */
function shape(node: ExpressionNode): unknown {
  return JSON.parse(
    JSON.stringify(node, (name, value: unknown) => {
      if (name === 'start' || name === 'end') return undefined;
      return typeof value === 'bigint' ? `${value}n` : value;
    }),
  );
}

/** An expression as the server has it, over the attributes that it reads there. */
export function compiledOver(text: string, schema: ExportedSchema, server: ServerExport): Compilation {
  return compileExpression(text, {
    attribute: (name) => schema.get(name),
    attributeNames: [...schema.keys()],
    parameters: new Set([...PARAMETERS, ...server.parameters]),
  });
}

/** Each parameter with some value, the instant of the evaluation, and no chance. */
export function portsOf(server: ServerExport): Omit<EvaluationContext, 'attributes'> {
  const parameters = new Map([...PARAMETERS, ...server.parameters].map((name) => [name, `the ${name}`]));
  return { parameters, asOf: Date.UTC(2026, 0, 15), random: (length) => new Uint8Array(length) };
}

type Tell = (detail: string) => unknown;

function compiled(one: Occurrence, server: ServerExport, fail: Tell, remark: Tell): Expression | undefined {
  const { expression, issues } = compiledOver(one.text, one.schema, server);
  for (const { code, detail } of issues) {
    if (codes[code].severity === 'error') fail(`${code} ${detail}`);
    else remark(`${code} ${detail}`);
  }
  return expression;
}

/** False when the evaluation stops for the object; a crash, or a stop that is none of the rule's own, is a failure. */
function evaluates(expression: Expression, one: Occurrence, sample: Sample, server: ServerExport, fail: Tell): boolean {
  try {
    expression.evaluate({ attributes: sample.attributes, ...portsOf(server) });
    return true;
  } catch (error) {
    if (!(error instanceof EvaluationError)) fail(`${sample.name} object: crash: ${String(error)}`);
    else if (sample.mustPass && !one.text.slice(error.start, error.end).startsWith('Error(')) {
      fail(`${sample.name} object: ${error.message}`);
    }
    return false;
  }
}

function wordsOf(server: ServerExport, failures: Finding[]): ExportCheck['words'] {
  const { rules } = server;
  for (const { name, link, scope, flows } of rules) {
    if (!LINKS.has(link)) failures.push({ rule: name, text: link, detail: 'is no link type' });
    for (const { merge, target } of flows) {
      if (!MERGES.has(merge)) failures.push({ rule: name, text: target, detail: `${merge} is no merge type` });
    }
    for (const { attribute, operator, value } of scope.flat()) {
      const clause = `${attribute} ${operator} ${value}`.trim();
      if (!scopeOperators.has(operator)) failures.push({ rule: name, text: clause, detail: 'has an unknown operator' });
    }
  }
  const clauses = rules.flatMap(({ scope }) => scope.flat());
  const flows = rules.flatMap((rule) => rule.flows);
  return new Map([
    ['directions', tally(rules.map(({ direction }) => direction))],
    ['link types', tally(rules.map(({ link }) => link))],
    ['kinds of flows', tally(flows.map(kindOf))],
    ['merge types', tally(flows.map(({ merge }) => merge))],
    ['scope operators', tally(clauses.map(({ operator }) => operator))],
  ]);
}

function kindOf({ kind, applyOnce }: ExportedFlow): string {
  return applyOnce ? `${kind}, once` : kind;
}

function tally(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return new Map([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
