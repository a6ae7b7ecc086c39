import { Composer, CST, isAlias, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import type { Document, Node, Pair, Scalar, YAMLMap, YAMLParseError, YAMLSeq } from 'yaml';
import type { SourceRange, SourceText } from '../kernel/position.ts';
import type { Report } from './problems.ts';
import type { Entry, ListNode, MapNode, ScalarNode, ScalarStyle, YamlNode } from './tree.ts';
import { sentenceOf, syntaxHelp } from './yaml-syntax.ts';

const DEEPEST = 30;
const TOO_DEEP = `It is nested more than ${DEEPEST} levels deep.`;
const MOST_DOCUMENTS = 5_000;

/** Control characters that YAML forbids (YAML 1.2.2, section 5.1), and half surrogate pairs. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** Characters that turn the direction of writing: a reviewer would read another line than the one that counts. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/u;

/** The documents of a text. A document with a problem in its YAML is reported and left out. */
export function readYaml(source: SourceText, report: Report): readonly MapNode[] {
  const forbidden = FORBIDDEN.exec(source.text) ?? TURNING.exec(source.text);
  if (forbidden !== null) {
    const help = TURNING.test(forbidden[0]) ? 'In double quotes it can be written visibly, as an escape.' : undefined;
    const range = rangeOf(source, forbidden.index, forbidden.index + 1);
    report('CFG014', range, `The text holds ${codePoint(forbidden[0])}.`, help);
    return [];
  }
  const deep = flowTooDeep(source.text);
  if (deep !== undefined) {
    report('CFG015', rangeOf(source, deep, deep + 1), TOO_DEEP);
    return [];
  }
  const roots: MapNode[] = [];
  for (const document of compose(source, report)) {
    const root = document.contents;
    if (root === null || (isScalar(root) && root.value === null)) continue;
    const converted = convertDocument(source, root, report);
    if (converted?.kind === 'map') roots.push(converted);
    else if (converted !== undefined) {
      report('CFG025', converted.range, 'A document is a map that begins with apiVersion and kind.');
    }
  }
  return roots;
}

function* compose(source: SourceText, report: Report): Generator<Document.Parsed> {
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, version: '1.2', logLevel: 'silent' });
  let count = 0;
  const checked = function* (documents: Iterable<unknown>): Generator<Document.Parsed> {
    for (const document of documents as Iterable<Document.Parsed>) {
      const error = document.errors[0];
      if (error === undefined) yield document;
      else reportSyntax(source, error, report);
    }
  };
  for (const token of new Parser().parse(source.text)) {
    if (token.type === 'document') count++;
    const refused = refusal(token, count);
    if (refused !== undefined) {
      report(refused.code, rangeOf(source, refused.offset, refused.offset + 1), refused.detail);
      return;
    }
    yield* checked(composer.next(token));
  }
  yield* checked(composer.end());
}

/** What is not even composed: the composer recurses, and would run out of stack on hostile nesting. */
function refusal(
  token: CST.Token,
  count: number,
): { code: 'CFG012' | 'CFG015' | 'CFG004'; offset: number; detail: string } | undefined {
  if (count > MOST_DOCUMENTS) {
    return { code: 'CFG004', offset: token.offset, detail: `The file has more than ${MOST_DOCUMENTS} documents.` };
  }
  if (token.type === 'directive') {
    return { code: 'CFG012', offset: token.offset, detail: 'A line that begins with % is a directive.' };
  }
  const deep = tooDeep(token);
  if (deep === undefined) return undefined;
  return { code: 'CFG015', offset: deep, detail: TOO_DEEP };
}

/** Where brackets are nested too deeply: found before anything is built from them. */
function flowTooDeep(text: string): number | undefined {
  let depth = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === CST.DOCUMENT) depth = 0;
    else if (lexeme === '[' || lexeme === '{') depth++;
    else if (lexeme === ']' || lexeme === '}') depth = Math.max(0, depth - 1);
    if (depth > DEEPEST) return offset;
    if (!MARKERS.has(lexeme)) offset += lexeme.length;
  }
  return undefined;
}

/** What the lexer says between lexemes without standing for any text. */
const MARKERS = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

function tooDeep(token: CST.Token): number | undefined {
  const open: { token: CST.Token; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > DEEPEST) return next.token.offset;
    const depth = next.depth + 1;
    if (next.token.type === 'document' && next.token.value !== undefined) open.push({ token: next.token.value, depth });
    if (!('items' in next.token)) continue;
    for (const item of next.token.items) {
      if (item.key) open.push({ token: item.key, depth });
      if (item.value) open.push({ token: item.value, depth });
    }
  }
  return undefined;
}

type SyntaxProblem = Pick<YAMLParseError, 'code' | 'pos' | 'message'>;

function reportSyntax(source: SourceText, { code, pos, message }: SyntaxProblem, report: Report): void {
  report('CFG010', rangeOf(source, pos[0], pos[1]), sentenceOf(code, message), syntaxHelp(source, code, pos[0]));
}

interface Conversion {
  readonly source: SourceText;
  readonly report: Report;
  /** False once a problem was found: the document is not used. */
  sound: boolean;
}

function convertDocument(source: SourceText, root: Node, report: Report): YamlNode | undefined {
  const conversion: Conversion = { source, report, sound: true };
  const converted = convert(conversion, root);
  return conversion.sound ? converted : undefined;
}

function convert(conversion: Conversion, node: Node): YamlNode | undefined {
  const range = nodeRange(conversion.source, node);
  const refused = refusedPart(node);
  if (refused !== undefined) {
    conversion.sound = false;
    conversion.report('CFG012', range, refused);
    return undefined;
  }
  if (isMap(node)) return convertMap(conversion, node, range);
  if (isSeq(node)) return convertList(conversion, node, range);
  return isScalar(node) ? convertScalar(conversion, node, range) : undefined;
}

function refusedPart(node: Node): string | undefined {
  if (isAlias(node)) return `*${node.source} repeats what stands elsewhere.`;
  if (node.tag !== undefined)
    return `The tag ${node.tag.replace('tag:yaml.org,2002:', '!!')} changes how the value is read.`;
  const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
  return anchor === undefined ? undefined : `&${anchor} is an anchor.`;
}

function convertMap(conversion: Conversion, node: YAMLMap, range: SourceRange): MapNode {
  const entries = new Map<string, Entry>();
  for (const pair of node.items) {
    const entry = convertPair(conversion, pair as Pair<Node | null, Node | null>, range);
    if (entry === undefined) continue;
    if (entries.has(entry.key)) {
      conversion.sound = false;
      conversion.report('CFG011', entry.keyRange, `“${entry.key}” is there already.`);
    }
    entries.set(entry.key, entry);
  }
  return { kind: 'map', range, entries };
}

function convertPair(
  conversion: Conversion,
  pair: Pair<Node | null, Node | null>,
  map: SourceRange,
): Entry | undefined {
  const { key, value } = pair;
  const keyRange = key === null ? map : nodeRange(conversion.source, key);
  const badKey = keyProblem(key);
  if (badKey !== undefined || !isScalar(key) || key.anchor !== undefined) {
    conversion.sound = false;
    conversion.report(
      key !== null && isScalar(key) && key.value === '<<' ? 'CFG012' : 'CFG013',
      keyRange,
      badKey ?? 'The key has an anchor.',
    );
    return undefined;
  }
  const converted = value === null ? emptyScalar(keyRange) : convert(conversion, value);
  return converted === undefined ? undefined : { key: String(key.value), keyRange, value: converted };
}

function keyProblem(key: Node | null): string | undefined {
  if (!isScalar(key)) return 'The key is a list, a map or an alias.';
  if (key.value === '<<') return '<< merges another map into this one.';
  if (key.value === '__proto__') return '__proto__ cannot be a name.';
  if (typeof key.value === 'string') return key.value === '' ? 'The key is empty.' : undefined;
  return key.value === null ? 'The key is empty.' : `YAML reads the key ${key.source ?? ''} as a ${typeof key.value}.`;
}

function convertList(conversion: Conversion, node: YAMLSeq, range: SourceRange): ListNode {
  const items = node.items.flatMap((item) => convert(conversion, item as Node) ?? []);
  return { kind: 'list', range, items, brackets: node.flow === true };
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function convertScalar(conversion: Conversion, node: Scalar, range: SourceRange): ScalarNode | undefined {
  const { value } = node;
  if (typeof value === 'string') {
    const forbidden = FORBIDDEN.exec(value);
    if (forbidden !== null) {
      conversion.sound = false;
      conversion.report('CFG014', range, `It holds ${codePoint(forbidden[0])}.`);
    }
  }
  if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return undefined;
  const text = typeof value === 'string' ? value : (node.source ?? String(value));
  const style = styles[node.type ?? 'PLAIN'] ?? 'plain';
  const commented = typeof node.comment === 'string' && (style === 'plain' || style === 'single' || style === 'double');
  return { kind: 'scalar', range, value, text, style, commented };
}

function emptyScalar(after: SourceRange): ScalarNode {
  const range = { ...after, start: after.end };
  return { kind: 'scalar', range, value: null, text: '', style: 'plain', commented: false };
}

function nodeRange(source: SourceText, node: Node): SourceRange {
  const [start, end] = node.range ?? [0, 0];
  return rangeOf(source, start, end);
}

function rangeOf(source: SourceText, start: number, end: number): SourceRange {
  const from = Math.min(Math.max(0, start), source.text.length);
  return { source, start: from, end: Math.min(Math.max(from, end), source.text.length) };
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
