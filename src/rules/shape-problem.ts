import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Code } from '../kernel/codes/index.ts';
import { didYouMean } from '../kernel/text.ts';
import type { Report } from './problems.ts';
import { decisionBeside, headOf, nameOf, placeAt, redacted, shown } from './shape-place.ts';
import type { Place } from './shape-place.ts';
import type { MapNode, YamlNode } from './tree.ts';

/** What a part of a JSON Schema may say that is of use in a message. */
interface SchemaPart {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, SchemaPart>>;
  readonly oneOf?: readonly { readonly required?: readonly string[] }[];
}

/** A schema error with what its message needs. */
interface Problem {
  readonly place: Place;
  readonly name: string;
  readonly schema: SchemaPart;
  readonly params: Readonly<Record<string, unknown>>;
  readonly report: Report;
}

/** Says in words what a schema error means, at the best place in the text. */
export function reportShape(error: ErrorObject, document: MapNode, report: Report): void {
  const place = placeAt(document, error.instancePath);
  const schema = (error.parentSchema ?? {}) as SchemaPart;
  const problem: Problem = { place, name: nameOf(place), schema, params: error.params, report };
  switch (error.keyword) {
    case 'additionalProperties':
      reportUnknownKey(problem);
      return;
    case 'required':
      reportMissingKey(problem);
      return;
    case 'false schema':
      reportUnfitKey(problem);
      return;
    case 'type':
      reportType(problem);
      return;
    case 'const':
      reportConst(problem);
      return;
    case 'enum':
      reportEnum(problem);
      return;
    case 'dependentRequired':
      reportDependent(problem);
      return;
    case 'pattern':
      reportPattern(problem, error.schemaPath.includes('/secretReference/'));
      return;
    default:
      reportAmount(problem, error.keyword);
  }
}

function reportUnknownKey({ place, params, schema, report }: Problem): void {
  const key = String(params['additionalProperty']);
  const entry = place.node.kind === 'map' ? place.node.entries.get(key) : undefined;
  const known = Object.keys(schema.properties ?? {});
  const near = didYouMean(key, known);
  const help = near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean ${near}?`;
  report('CFG023', entry?.keyRange ?? place.node.range, `“${key}” is not a key here.`, help);
}

function reportMissingKey({ place, name, params, schema, report }: Problem): void {
  const key = String(params['missingProperty']);
  report('CFG024', headOf(place), `${name} needs the key ${key}.`, schema.properties?.[key]?.description);
}

function reportUnfitKey({ place, name, report }: Problem): void {
  const decision = decisionBeside(place) ?? 'what the keys beside it say';
  report('CFG023', place.entry?.keyRange ?? place.node.range, `${name} does not go with ${decision}.`);
}

function reportType({ place, name, params, schema, report }: Problem): void {
  const types = [params['type']].flat().map(String);
  const detail = `${name} is ${shown(place.node)}; it takes ${either(types.map((type) => typeNames[type] ?? type))}.`;
  const code = typeCode(place.node, types);
  report(
    code,
    place.node.range,
    detail,
    code === 'CFG027' ? undefined : (rewritten(place, types, schema) ?? schema.description),
  );
}

function typeCode(node: YamlNode, types: readonly string[]): Code {
  const wordForTruth = node.kind === 'scalar' && typeof node.value === 'string' && types.includes('boolean');
  if (wordForTruth && !types.includes('string')) return 'CFG027';
  return node.kind === 'list' && types.includes('string') ? 'CFG028' : 'CFG025';
}

/** The line that was meant: for `mail: [mail]`, and for a clause without operator. */
function rewritten({ node, entry }: Place, types: readonly string[], schema: SchemaPart): string | undefined {
  if (entry === undefined) return undefined;
  const isClause = schema.properties?.['equal'] !== undefined;
  if (isClause && node.kind === 'scalar' && node.value !== null) return `Write ${entry.key}: { equal: ${node.text} }.`;
  if (node.kind !== 'list') return undefined;
  const texts = node.items.flatMap((item) => (item.kind === 'scalar' ? [item.text] : []));
  if (isClause) return `Write ${entry.key}: { in: [${texts.join(', ')}] }.`;
  const [only, ...others] = texts;
  if (only === undefined || others.length > 0 || !types.includes('string')) return undefined;
  // Only a flow takes an expression in the place of a name; it alone may be a map as well.
  const orExpression = types.includes('object') ? ` or ${entry.key}: '=[${only}]'` : '';
  return `Write ${entry.key}: ${only}${orExpression}.`;
}

function reportConst({ place, name, params, report }: Problem): void {
  const code = place.entry?.key === 'apiVersion' ? 'CFG020' : 'CFG026';
  report(code, place.node.range, `${name} is ${shown(place.node)}.`, `Write ${String(params['allowedValue'])}.`);
}

function reportEnum({ place, name, params, schema, report }: Problem): void {
  const allowed = params['allowedValues'] as readonly unknown[];
  const words = allowed.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const near = place.node.kind === 'scalar' ? didYouMean(place.node.text, words) : undefined;
  const help = near === undefined ? schema.description : `Did you mean ${near}?`;
  report('CFG026', place.node.range, `${name} is ${shown(place.node)}; it takes ${either(words)}.`, help);
}

function reportPattern({ place, name, schema, report }: Problem, isSecret: boolean): void {
  if (isSecret && place.node.kind === 'scalar') {
    report('CFG029', redacted(place.node), `${name} holds a value and not a reference.`);
    return;
  }
  report('CFG026', place.node.range, `${name} is ${shown(place.node)}.`, schema.description);
}

/** A key that means something beside another one only. */
function reportDependent({ place, params, report }: Problem): void {
  const key = String(params['property']);
  const entry = place.node.kind === 'map' ? place.node.entries.get(key) : undefined;
  report('CFG025', entry?.keyRange ?? place.node.range, `${key} belongs to ${String(params['deps'])}.`);
}

/** Too little, too much, or not just one. */
function reportAmount({ place, name, params, schema, report }: Problem, keyword: string): void {
  const limit = String(params['limit']);
  const say = (code: Code, detail: string): void => {
    report(code, place.node.range, detail, schema.description);
  };
  switch (keyword) {
    case 'minProperties':
    case 'minItems':
    case 'minLength':
      say('CFG025', `${name} is empty.`);
      return;
    case 'maxProperties':
      say('CFG025', `${name} takes just one key.`);
      return;
    case 'oneOf':
      say('CFG025', `${name} takes just one of ${alternatives(schema)}.`);
      return;
    case 'maxLength':
      say('CFG026', `${name} is longer than ${limit} characters.`);
      return;
    case 'uniqueItems':
      say('CFG026', `${name} holds a value twice.`);
      return;
    default:
      say('CFG026', `${name} must be ${String(params['comparison'])} ${limit}.`);
  }
}

function alternatives(schema: SchemaPart): string {
  return either((schema.oneOf ?? []).flatMap(({ required }) => required ?? []));
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'nothing',
};

/** `a, b or c`. */
function either(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
