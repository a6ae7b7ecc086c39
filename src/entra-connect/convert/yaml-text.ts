import type { YAMLMap } from 'yaml';
import { Document, isMap, isNode, isScalar, Scalar, visit } from 'yaml';
import type { PlainDocument } from './plain.ts';

const WIDEST = 100;

/** Maps that stand in lines of their own, however short: what reviewers add to and take from. */
const ALWAYS_BLOCK = new Set(['flows', 'spec', 'bind', 'tenant', 'attributes', 'ownerMark']);

/** A text in YAML that reads back as the same documents, laid out as people write them. */
export function yamlText(documents: readonly PlainDocument[]): string {
  return documents.map(textOf).join('---\n');
}

function textOf({ comment, content, remarks }: PlainDocument): string {
  const document = new Document(content);
  visit(document, {
    Scalar: (key, node) => {
      const style = typeof node.value === 'string' && key !== 'key' ? styleOf(node.value) : undefined;
      if (style !== undefined) node.type = style;
    },
  });
  visit(document, {
    Pair: (_, { key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (isMap(value) && !ALWAYS_BLOCK.has(name)) value.flow = isShort(value);
    },
    Map: (key, node) => {
      if (typeof key === 'number' && hasScalars(node)) node.flow = true;
    },
  });
  for (const [path, text] of remarks) {
    const node = document.getIn(path, true);
    if (isNode(node)) node.comment = ` ${printable(text)}`;
  }
  const above = comment.map((line) => `# ${printable(line)}\n`).join('');
  return above + document.toString({ lineWidth: 0, singleQuote: true });
}

/** Expressions in quotes or, long ones, as a block; what cannot be seen escaped. Else as YAML finds best. */
function styleOf(text: string): Scalar.Type | undefined {
  if (text !== printable(text, true)) return Scalar.QUOTE_DOUBLE;
  if (text.includes('\n') || (text.startsWith('=') && text.length > WIDEST)) return Scalar.BLOCK_LITERAL;
  return text.startsWith('=') ? Scalar.QUOTE_SINGLE : undefined;
}

function isShort(map: YAMLMap): boolean {
  const [only, ...others] = map.items;
  return hasScalars(map) || (others.length === 0 && isMap(only?.value) && hasScalars(only.value));
}

function hasScalars(map: YAMLMap): boolean {
  const scalars = map.items.every(({ value }) => isScalar(value) && value.type !== Scalar.BLOCK_LITERAL);
  return scalars && JSON.stringify(map).length < WIDEST;
}

/** Without characters that cannot be seen or that move others. */
export function printable(text: string, keepLineFeeds = false): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, (one) => (keepLineFeeds && one === '\n' ? one : '?'));
}
