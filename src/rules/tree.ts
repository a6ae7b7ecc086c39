import type { Json } from '../kernel/canonical-json.ts';
import type { SourceRange } from '../kernel/position.ts';

/** What a YAML document holds, every part with its place. Keys are plain names, each once in its map. */
export type YamlNode = MapNode | ListNode | ScalarNode;

export interface MapNode {
  readonly kind: 'map';
  readonly range: SourceRange;
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly key: string;
  readonly keyRange: SourceRange;
  readonly value: YamlNode;
}

export interface ListNode {
  readonly kind: 'list';
  readonly range: SourceRange;
  readonly items: readonly YamlNode[];
  /** Written with square brackets. */
  readonly brackets: boolean;
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly range: SourceRange;
  readonly value: string | number | boolean | null;
  /** As it stands in the text: `0123` where the value is 123. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** A comment follows on the same line. */
  readonly commented: boolean;
}

/** The value below a key; undefined when there is none, or the node is no map. */
export function at(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The value below a path of keys. */
export function within(node: YamlNode | undefined, ...keys: readonly string[]): YamlNode | undefined {
  return keys.reduce(at, node);
}

/** The text of a scalar; numbers as they are written. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined;
}

export function numberOf(node: YamlNode | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined;
}

export function isTrue(node: YamlNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

export function entriesOf(node: YamlNode | undefined): readonly Entry[] {
  return node?.kind === 'map' ? [...node.entries.values()] : [];
}

/** The scalars of a list with their texts. */
export function textsOf(node: YamlNode | undefined): readonly { readonly text: string; readonly range: SourceRange }[] {
  return itemsOf(node).flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ text, range: item.range }];
  });
}

/** The plain value, for checking its shape. */
export function toJson(node: YamlNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(toJson);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toJson(entry.value)]));
  }
}

/**
 * The value in a form that tells apart what rules tell apart: a number keeps its digits (0123 is not 123), and a
 * text that looks like one is still a text.
 */
export function toExactJson(node: YamlNode): Json {
  switch (node.kind) {
    case 'scalar':
      if (typeof node.value === 'number') return `number ${node.text}`;
      return typeof node.value === 'string' ? `text ${node.value}` : node.value;
    case 'list':
      return node.items.map(toExactJson);
    case 'map':
      return Object.fromEntries([...node.entries].map(([key, entry]) => [key, toExactJson(entry.value)]));
  }
}
