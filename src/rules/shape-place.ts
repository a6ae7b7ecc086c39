import type { SourceRange } from '../kernel/position.ts';
import { entriesOf, textOf, within } from './tree.ts';
import type { Entry, MapNode, ScalarNode, YamlNode } from './tree.ts';

/** Where a schema error is: the value, the entry it is the value of, and the map around it. */
export interface Place {
  readonly node: YamlNode;
  readonly entry: Entry | undefined;
  readonly parent: YamlNode | undefined;
}

/** The place that a JSON pointer of a validator means. */
export function placeAt(document: MapNode, pointer: string): Place {
  let place: Place = { node: document, entry: undefined, parent: undefined };
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    const { node } = place;
    if (node.kind === 'map') {
      const entry = node.entries.get(key);
      if (entry !== undefined) place = { node: entry.value, entry, parent: node };
    } else if (node.kind === 'list') {
      const item = node.items[Number(key)];
      if (item !== undefined) place = { node: item, entry: undefined, parent: node };
    }
  }
  return place;
}

/** What the place is called in a sentence. */
export function nameOf({ entry, node, parent }: Place): string {
  if (entry !== undefined) return entry.key;
  if (parent === undefined) return 'The document';
  const keys = entriesOf(node)
    .slice(0, 4)
    .map(({ key }) => key);
  return keys.length === 0 ? 'An item of the list' : `The item with ${keys.join(', ')}`;
}

/** The line that a missing key belongs below: the key of the map, or its first own line. */
export function headOf({ node, entry }: Place): SourceRange {
  if (entry !== undefined) return entry.keyRange;
  return entriesOf(node)[0]?.keyRange ?? node.range;
}

/** The key beside a place that decides which other keys are taken: `type: ldif`. */
export function decisionBeside({ parent }: Place): string | undefined {
  for (const key of ['type', 'method', 'operation']) {
    const text = textOf(within(parent, key));
    if (text !== undefined) return `${key}: ${text}`;
  }
  return undefined;
}

/** The same place in a copy of the text that does not show the secret: excerpts of it end up in logs. */
export function redacted(node: ScalarNode): SourceRange {
  const { source, start, end } = node.range;
  const hidden = source.text.slice(start, end).replace(/[^\r\n]/g, '*');
  const text = source.text.slice(0, start) + hidden + source.text.slice(end);
  return { source: { path: source.path, text }, start, end };
}

/** A value in a sentence. */
export function shown(node: YamlNode): string {
  switch (node.kind) {
    case 'map':
      return 'a map';
    case 'list':
      return 'a list';
    case 'scalar': {
      if (node.value === null) return node.text === '' ? 'empty' : `${node.text}, which is nothing for YAML`;
      const text = node.text.length > 60 ? `${node.text.slice(0, 60)}…` : node.text;
      return typeof node.value === 'string' ? `the text “${text}”` : text;
    }
  }
}
