import type { Dialect } from '../../../src/expression/index.ts';
import type { Given } from '../support.ts';

export type Case = 'normal' | 'null' | 'empty' | 'several' | 'boundary' | 'error';

/** One call and what it comes to; `refused`: the evaluation stops; `wrong`: a code found before it. */
export interface Row {
  readonly dialect: Dialect;
  readonly name: string;
  readonly case: Case;
  readonly text: string;
  readonly given: Given;
  readonly outcome: { readonly value: unknown } | { readonly refused: true } | { readonly wrong: string };
  /** The public page or the rule that says so. */
  readonly source: string;
}

/** Stands for an evaluation that stops. */
export const refused: unique symbol = Symbol('refused');

/** Names a code that is found before anything runs. */
export class Wrong {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

export const wrong = (code: string): Wrong => new Wrong(code);

type Entry = readonly [kind: Case, text: string, result: unknown, given?: Given, source?: string];

/** The rows of one function; each cites the page unless it names another source. */
export function rowsOf(dialect: Dialect, page: string): (name: string, ...entries: readonly Entry[]) => readonly Row[] {
  return (name, ...entries) =>
    entries.map(([kind, text, result, given = {}, source = `${page}, ${name}`]) => ({
      dialect,
      name,
      case: kind,
      text,
      given,
      outcome: outcomeOf(result),
      source,
    }));
}

function outcomeOf(result: unknown): Row['outcome'] {
  if (result === refused) return { refused: true };
  return result instanceof Wrong ? { wrong: result.code } : { value: result === '' ? null : result };
}
