/** A value of a JSON text (RFC 8259) and where it stands. */
export type JsonNode = { readonly start: number; readonly end: number } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'list'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'text'; readonly text: string }
  /** A number as it is written, `true`, `false` or `null`. */
  | { readonly kind: 'word'; readonly text: string }
);

export interface JsonMember {
  readonly key: string;
  readonly start: number;
  readonly value: JsonNode;
}

export interface BrokenJson {
  readonly code: 'IMP002' | 'IMP003';
  readonly detail: string;
  readonly at: number;
}

/** No policy is nested deeper; a hostile file may be. */
const MAXIMUM_DEPTH = 64;

const BLANKS = /[ \t\r\n]*/y;
const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null/y;
const TEXT = /"[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*"/y;

class Broken extends Error {
  readonly problem: BrokenJson;

  constructor(problem: BrokenJson) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** Reads a JSON text with the places of its values. A key that stands twice in one object is refused, whatever its case. */
export function readJson(text: string): JsonNode | BrokenJson {
  const reader = new Reader(text);
  try {
    return reader.document();
  } catch (error) {
    if (error instanceof Broken) return error.problem;
    throw error;
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): JsonNode {
    const value = this.#value(0);
    this.#skip(BLANKS);
    return this.#at === this.#text.length ? value : this.#stop('There is more behind the end.');
  }

  #value(depth: number): JsonNode {
    this.#skip(BLANKS);
    if (depth > MAXIMUM_DEPTH) {
      throw new Broken({ code: 'IMP003', detail: `It is nested deeper than ${MAXIMUM_DEPTH}.`, at: this.#at });
    }
    const start = this.#at;
    switch (this.#text[start]) {
      case '{':
        return this.#object(start, depth);
      case '[':
        return this.#list(start, depth);
      case '"':
        return { kind: 'text', text: this.#string(), start, end: this.#at };
      case undefined:
        return this.#stop('It ends in the middle.');
      default: {
        const word = this.#skip(WORD);
        return word === ''
          ? this.#stop('What stands here is no JSON.')
          : { kind: 'word', text: word, start, end: this.#at };
      }
    }
  }

  #object(start: number, depth: number): JsonNode {
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    this.#at++;
    for (let isMore = !this.#takes('}'); isMore; isMore = this.#goesOn('}')) {
      this.#skip(BLANKS);
      const at = this.#at;
      const key = this.#string();
      const folded = key.toLowerCase();
      if (keys.has(folded)) throw new Broken({ code: 'IMP002', detail: 'A key stands twice in one object.', at });
      keys.add(folded);
      if (!this.#takes(':')) this.#stop('A colon is missing.');
      members.push({ key, start: at, value: this.#value(depth + 1) });
    }
    return { kind: 'object', members, start, end: this.#at };
  }

  #list(start: number, depth: number): JsonNode {
    const items: JsonNode[] = [];
    this.#at++;
    for (let isMore = !this.#takes(']'); isMore; isMore = this.#goesOn(']')) items.push(this.#value(depth + 1));
    return { kind: 'list', items, start, end: this.#at };
  }

  #goesOn(close: string): boolean {
    if (this.#takes(close)) return false;
    return this.#takes(',') || this.#stop('A comma or an end is missing.');
  }

  #string(): string {
    const at = this.#at;
    const written = this.#skip(TEXT);
    if (written === '') this.#stop('A text is missing, or has no end.');
    try {
      return JSON.parse(written) as string;
    } catch {
      this.#at = at;
      return this.#stop('The text has an escape that JSON does not know.');
    }
  }

  #takes(character: string): boolean {
    this.#skip(BLANKS);
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #stop(detail: string): never {
    throw new Broken({ code: 'IMP002', detail, at: this.#at });
  }
}
