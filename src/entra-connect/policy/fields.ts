import type { SourceRange, SourceText } from '../../kernel/position.ts';
import type { ExportedText } from '../server-export.ts';
import { isTrue } from '../vocabulary.ts';
import type { JsonMember, JsonNode } from './json.ts';

/**
 * The members of an object by key, whatever its case, under any of several names: builds of the server differ, and
 * nothing describes the policy. What was asked for is read; the rest can be told.
 */
export class Fields {
  readonly #members: ReadonlyMap<string, JsonMember>;
  readonly #read = new Set<string>();
  readonly #source: SourceText;
  readonly range: SourceRange;

  constructor(node: JsonNode, source: SourceText) {
    const members = node.kind === 'object' ? node.members : [];
    this.#members = new Map(members.map((member) => [member.key.toLowerCase(), member]));
    this.#source = source;
    this.range = { source, start: node.start, end: node.end };
  }

  /** The first of these that there is; null is none. */
  node(...names: readonly string[]): JsonNode | undefined {
    for (const name of names) {
      this.#read.add(name.toLowerCase());
      const value = this.#members.get(name.toLowerCase())?.value;
      if (value !== undefined && !isEmpty(value)) return value;
    }
    return undefined;
  }

  /** A text, a number or a truth value as a text; empty where there is none. */
  text(...names: readonly string[]): ExportedText {
    const node = this.node(...names);
    if (node === undefined || node.kind === 'object' || node.kind === 'list') return { text: '', range: this.range };
    return { text: node.text, range: this.rangeOf(node) };
  }

  isTrue(...names: readonly string[]): boolean {
    return isTrue(this.text(...names).text);
  }

  /** Of a rule: builds of the server say it in either sense. */
  isDisabled(): boolean {
    const isOff = /^(?:false|0)$/i.test(this.text('enabled', 'isEnabled').text.trim());
    return this.isTrue('disabled', 'isDisabled') || isOff;
  }

  /** The items of a list; what is no list is one of its own. */
  items(...names: readonly string[]): readonly JsonNode[] {
    const node = this.node(...names);
    if (node === undefined) return [];
    return node.kind === 'list' ? node.items : [node];
  }

  /** A list of texts. */
  texts(...names: readonly string[]): readonly string[] {
    return this.items(...names).flatMap((item) => (item.kind === 'text' ? [item.text.trim()] : []));
  }

  has(name: string): boolean {
    return this.#members.has(name.toLowerCase());
  }

  rangeOf({ start, end }: { readonly start: number; readonly end: number }): SourceRange {
    return { source: this.#source, start, end };
  }

  /** Members that say something and were not asked for. */
  rest(): readonly JsonMember[] {
    return [...this.#members].flatMap(([key, member]) =>
      this.#read.has(key) || isEmpty(member.value) ? [] : [member],
    );
  }
}

const NOTHING = new Set(['', 'null', 'false', '0', '00:00:00', '00000000-0000-0000-0000-000000000000']);

function isEmpty(node: JsonNode): boolean {
  switch (node.kind) {
    case 'object':
      return node.members.length === 0;
    case 'list':
      return node.items.length === 0;
    case 'text':
      return node.text === '';
    case 'word':
      return node.text === 'null';
  }
}

/** Does a member say nothing by what is usual? */
export function isIdle({ value }: JsonMember): boolean {
  return isEmpty(value) || ((value.kind === 'text' || value.kind === 'word') && NOTHING.has(value.text.toLowerCase()));
}
