import { faults } from '../faults.ts';

/** A constant in a filter. */
export type Literal =
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'boolean'; readonly value: boolean }
  | { readonly is: 'dateTime'; readonly value: number }
  | { readonly is: 'guid'; readonly value: string }
  | { readonly is: 'null' };

/** The comparison operators of OData. */
export type Operator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** A parsed `$filter`. A path of several parts reaches into a complex property or a lambda variable. */
export type Filter =
  | { readonly is: 'and' | 'or'; readonly of: readonly Filter[] }
  | { readonly is: 'not'; readonly of: Filter }
  | { readonly is: 'compare'; readonly operator: Operator; readonly path: readonly string[]; readonly value: Literal }
  | { readonly is: 'in'; readonly path: readonly string[]; readonly values: readonly Literal[] }
  | { readonly is: 'call'; readonly name: string; readonly path: readonly string[]; readonly value: Literal }
  | { readonly is: 'any'; readonly path: readonly string[]; readonly variable: string; readonly of: Filter };

const token =
  /\s*(?:(?<text>'(?:[^']|'')*')|(?<punctuation>[(),/:])|(?<word>[A-Za-z_$][A-Za-z0-9_$]*(?![A-Za-z0-9_$.-]))|(?<bare>[A-Za-z0-9_.:+-]+))/y;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,12})?)?(Z|[+-]\d\d:\d\d)$/;
const operators: readonly string[] = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const maximumDepth = 32;
/** Graph refuses more alternatives than this in one filter. */
const maximumAlternatives = 15;

/** Parses a filter text; whatever is not grammar is refused. */
export function parseFilter(text: string): Filter {
  return new Parser(tokenize(text)).whole();
}

function tokenize(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const start = token.lastIndex;
    const match = token.exec(text);
    if (match === null) throw faults.invalidFilter(`syntax error at position ${start}.`);
    tokens.push(match[0].trim());
  }
  return tokens;
}

class Parser {
  readonly #tokens: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): Filter {
    const filter = this.#alternatives();
    if (this.#next < this.#tokens.length) throw this.#unexpected();
    return filter;
  }

  #alternatives(): Filter {
    return this.#deeper(() => {
      const of = this.#chain('or', () => this.#chain('and', () => this.#unary(), 'and'), 'or');
      return of;
    });
  }

  #chain(word: 'and' | 'or', operand: () => Filter, is: 'and' | 'or'): Filter {
    const first = operand();
    const of = [first];
    while (this.#takeWord(word)) of.push(operand());
    if (is === 'or' && of.length > maximumAlternatives) {
      throw faults.badRequest(
        `Too many child clauses specified in search filter expression containing 'OR' operators: ${of.length}. Max allowed: ${maximumAlternatives}.`,
      );
    }
    return of.length === 1 ? first : { is, of };
  }

  #unary(): Filter {
    if (this.#takeWord('not')) return this.#deeper(() => ({ is: 'not', of: this.#unary() }));
    if (this.#take('(')) {
      const inner = this.#alternatives();
      this.#expect(')');
      return inner;
    }
    return this.#predicate();
  }

  #predicate(): Filter {
    const first = this.#name();
    if (this.#take('(')) return this.#call(first);
    const path = [first];
    while (this.#take('/')) {
      const part = this.#name();
      if (this.#take('(')) return this.#lambda(part, path);
      path.push(part);
    }
    if (this.#takeWord('in')) return { is: 'in', path, values: this.#literals() };
    const operator = this.#peek()?.toLowerCase();
    if (operator === undefined || !operators.includes(operator)) throw this.#unexpected();
    this.#next += 1;
    return { is: 'compare', operator: operator as Operator, path, value: this.#literal() };
  }

  #call(name: string): Filter {
    const path = [this.#name()];
    while (this.#take('/')) path.push(this.#name());
    this.#expect(',');
    const value = this.#literal();
    this.#expect(')');
    return { is: 'call', name: name.toLowerCase(), path, value };
  }

  #lambda(name: string, path: readonly string[]): Filter {
    if (name.toLowerCase() !== 'any') throw faults.unsupportedQuery(`The lambda operator '${name}' is not supported.`);
    const variable = this.#name();
    this.#expect(':');
    const of = this.#alternatives();
    this.#expect(')');
    return { is: 'any', path, variable, of };
  }

  #literals(): readonly Literal[] {
    this.#expect('(');
    const values = [this.#literal()];
    while (this.#take(',')) values.push(this.#literal());
    this.#expect(')');
    if (values.length > maximumAlternatives) {
      throw faults.badRequest(
        `Too many child clauses specified in search filter expression containing 'OR' operators: ${values.length}. Max allowed: ${maximumAlternatives}.`,
      );
    }
    return values;
  }

  #literal(): Literal {
    const text = this.#peek();
    const literal = text === undefined ? undefined : literalOf(text);
    if (literal === undefined) throw this.#unexpected();
    this.#next += 1;
    return literal;
  }

  #name(): string {
    const text = this.#peek();
    if (text === undefined || !/^[A-Za-z_$][A-Za-z0-9_$]*$/.test(text)) throw this.#unexpected();
    this.#next += 1;
    return text;
  }

  #deeper<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > maximumDepth) throw faults.invalidFilter('the recursion limit has been exceeded.');
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #peek(): string | undefined {
    return this.#tokens[this.#next];
  }

  #take(text: string): boolean {
    if (this.#peek() !== text) return false;
    this.#next += 1;
    return true;
  }

  #takeWord(word: string): boolean {
    if (this.#peek()?.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(): Error {
    const found = this.#peek();
    return faults.invalidFilter(found === undefined ? 'unexpected end of the expression.' : `unexpected '${found}'.`);
  }
}

function literalOf(text: string): Literal | undefined {
  if (text.startsWith("'")) return { is: 'string', value: text.slice(1, -1).replaceAll("''", "'") };
  const lower = text.toLowerCase();
  if (lower === 'null') return { is: 'null' };
  if (lower === 'true' || lower === 'false') return { is: 'boolean', value: lower === 'true' };
  if (guid.test(text)) return { is: 'guid', value: lower };
  if (dateTime.test(text))
    return Number.isNaN(Date.parse(text)) ? undefined : { is: 'dateTime', value: Date.parse(text) };
  if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return { is: 'number', value: Number(text) };
  return undefined;
}
