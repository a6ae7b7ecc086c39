import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Code } from '../kernel/codes/index.ts';
import type { SourceRange } from '../kernel/position.ts';
import { didYouMean } from '../kernel/text.ts';
import type { Report } from './problems.ts';
import { entriesOf } from './tree.ts';
import type { Entry, MapNode, ScalarNode, YamlNode } from './tree.ts';

/** Where an error is: the value, and the entry it is the value of. */
interface Place {
  readonly node: YamlNode;
  readonly entry: Entry | undefined;
}

/** What a part of a JSON Schema may say that is of use in a message. */
interface SchemaPart {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
}

/** Says in words what a schema error means, at the best place in the text. */
export function reportShape(error: ErrorObject, document: MapNode, report: Report): void {
  const place = find(document, error.instancePath);
  const schema = (error.parentSchema ?? {}) as SchemaPart;
  const name = nameOf(place);
  const params = error.params as Readonly<Record<string, unknown>>;
  const value = place.node.range;
  switch (error.keyword) {
    case 'additionalProperties':
      reportUnknownKey(place.node, String(params['additionalProperty']), schema, report);
      return;
    case 'required':
      report(
        'CFG024',
        headOf(place),
        `${name} needs the key ${String(params['missingProperty'])}.`,
        schema.description,
      );
      return;
    case 'false schema':
      report('CFG023', place.entry?.keyRange ?? value, `${name} does not go with what the keys beside it say.`);
      return;
    case 'type':
      reportType(place, params['type'], schema, report);
      return;
    case 'const':
      reportConst(place, name, String(params['allowedValue']), report);
      return;
    case 'enum':
      reportEnum(place, name, params['allowedValues'] as readonly unknown[], schema, report);
      return;
    case 'pattern':
      reportPattern(error, place, name, schema, report);
      return;
    default:
      report(
        shapeKeywords.has(error.keyword) ? 'CFG025' : 'CFG026',
        value,
        wording(error.keyword, name, params),
        schema.description,
      );
  }
}

/** Keywords about how much is there, rather than about which value. */
const shapeKeywords = new Set(['minProperties', 'maxProperties', 'minItems', 'oneOf', 'minLength']);

function wording(keyword: string, name: string, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'minimum':
    case 'exclusiveMinimum':
    case 'maximum':
    case 'exclusiveMaximum':
      return `${name} must be ${String(params['comparison'])} ${limit}.`;
    case 'minProperties':
    case 'minItems':
    case 'minLength':
      return `${name} is empty.`;
    case 'maxProperties':
      return `${name} takes one key.`;
    case 'oneOf':
      return `${name} takes just one of its forms.`;
    case 'uniqueItems':
      return `${name} holds a value twice.`;
    case 'maxLength':
      return `${name} is longer than ${limit} characters.`;
    default:
      return `${name} is not well-formed (${keyword}).`;
  }
}

function reportUnknownKey(node: YamlNode, key: string, schema: SchemaPart, report: Report): void {
  const entry = node.kind === 'map' ? node.entries.get(key) : undefined;
  const known = Object.keys(schema.properties ?? {});
  const near = didYouMean(key, known);
  const help = near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean ${near}?`;
  report('CFG023', entry?.keyRange ?? node.range, `“${key}” is not a key here.`, help);
}

function reportType(place: Place, wanted: unknown, schema: SchemaPart, report: Report): void {
  const types = (Array.isArray(wanted) ? wanted : [wanted]).map(String);
  const { node } = place;
  const detail = `${nameOf(place)} is ${shapeOf(node)}; it takes ${types.map((type) => typeNames[type] ?? type).join(' or ')}.`;
  report(typeCode(node, types), node.range, detail, listHelp(place, types) ?? schema.description);
}

function typeCode(node: YamlNode, types: readonly string[]): Code {
  if (
    types.includes('boolean') &&
    !types.includes('string') &&
    node.kind === 'scalar' &&
    typeof node.value === 'string'
  ) {
    return 'CFG027';
  }
  return node.kind === 'list' && types.includes('string') ? 'CFG028' : 'CFG025';
}

/** For `mail: [mail]`: the line that was meant. */
function listHelp({ node, entry }: Place, types: readonly string[]): string | undefined {
  if (node.kind !== 'list' || !types.includes('string') || entry === undefined) return undefined;
  const [only, ...others] = node.items;
  if (only?.kind !== 'scalar' || others.length > 0) return undefined;
  return `Write ${entry.key}: ${only.text} or ${entry.key}: '=[${only.text}]'.`;
}

function reportConst(place: Place, name: string, allowed: string, report: Report): void {
  const code = place.entry?.key === 'apiVersion' ? 'CFG020' : 'CFG026';
  report(code, place.node.range, `${name} is ${shown(place.node)}.`, `Write ${allowed}.`);
}

function reportEnum(place: Place, name: string, allowed: readonly unknown[], schema: SchemaPart, report: Report): void {
  const words = allowed.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
  const near = place.node.kind === 'scalar' ? didYouMean(place.node.text, words) : undefined;
  const help = near === undefined ? schema.description : `Did you mean ${near}?`;
  report('CFG026', place.node.range, `${name} is ${shown(place.node)}; it takes ${words.join(' or ')}.`, help);
}

function reportPattern(error: ErrorObject, place: Place, name: string, schema: SchemaPart, report: Report): void {
  if (error.schemaPath.includes('/secretReference/') && place.node.kind === 'scalar') {
    report('CFG029', redacted(place.node), `${name} holds a value and not a reference.`);
    return;
  }
  report('CFG026', place.node.range, `${name} is ${shown(place.node)}.`, schema.description);
}

/** The same place in a copy of the text that does not show the secret: excerpts of it end up in logs. */
function redacted(node: ScalarNode): SourceRange {
  const { source, start, end } = node.range;
  const hidden = source.text.slice(start, end).replace(/[^\r\n]/g, '*');
  return {
    source: { path: source.path, text: source.text.slice(0, start) + hidden + source.text.slice(end) },
    start,
    end,
  };
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

function shapeOf(node: YamlNode): string {
  switch (node.kind) {
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
    case 'scalar':
      return shown(node);
  }
}

function shown(node: YamlNode): string {
  if (node.kind !== 'scalar') return shapeOf(node);
  if (node.value === null) return node.text === '' ? 'empty' : `${node.text}, which is nothing for YAML`;
  const text = node.text.length > 60 ? `${node.text.slice(0, 60)}…` : node.text;
  return typeof node.value === 'string' ? `the text “${text}”` : text;
}

function find(document: MapNode, pointer: string): Place {
  let place: Place = { node: document, entry: undefined };
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node } = place;
    if (node.kind === 'map') {
      const entry = node.entries.get(key);
      if (entry !== undefined) place = { node: entry.value, entry };
    } else if (node.kind === 'list') {
      const item = node.items[Number(key)];
      if (item !== undefined) place = { node: item, entry: undefined };
    }
  }
  return place;
}

function nameOf({ entry, node }: Place): string {
  if (entry !== undefined) return entry.key;
  return node.kind === 'map'
    ? `A map with the keys ${entriesOf(node)
        .map((one) => one.key)
        .slice(0, 5)
        .join(', ')}`
    : 'An item of the list';
}

/** The line that a missing key belongs below: the key of the map, or its first own line. */
function headOf({ node, entry }: Place): SourceRange {
  if (entry !== undefined) return entry.keyRange;
  return entriesOf(node)[0]?.keyRange ?? node.range;
}
