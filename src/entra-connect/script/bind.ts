import type { SourceRange, SourceText } from '../../kernel/position.ts';
import type { ExportedText } from '../server-export.ts';
import type { Argument, Command } from './statements.ts';

export interface Cmdlet {
  /** Parameters that take a value. */
  readonly values: readonly string[];
  readonly switches: readonly string[];
  /** Parameters whose names may be left out, in their order. */
  readonly positional: readonly string[];
}

/** Common parameters that change nothing of what is made (about_CommonParameters). */
const IDLE_VALUES = ['ErrorAction', 'WarningAction', 'InformationAction'];
const IDLE_SWITCHES = ['Verbose'];

/** A command with its arguments by the names of its parameters, and what of it is not literal. */
export interface BoundCommand {
  readonly range: SourceRange;
  readonly values: ReadonlyMap<string, Argument>;
  readonly switches: ReadonlySet<string>;
  readonly wrong: readonly Wrong[];
}

export interface Wrong {
  readonly range: SourceRange;
  readonly detail: string;
}

export function bind(command: Command, { values, switches, positional }: Cmdlet, source: SourceText): BoundCommand {
  const given = new Map<string, Argument>();
  const on = new Set<string>();
  const seen = new Set<string>();
  const wrong: Wrong[] = [];
  const free = [...positional];
  const complain = ({ start, end }: { readonly start: number; readonly end: number }, detail: string): void => {
    wrong.push({ range: { source, start, end }, detail });
  };
  const valued = [...values, ...IDLE_VALUES, 'OutVariable'];
  const all = [...valued, ...switches, ...IDLE_SWITCHES];
  let at = 0;
  while (at < command.pieces.length) {
    const piece = command.pieces[at++];
    if (piece?.kind === 'argument') {
      const name = free.find((one) => !seen.has(one));
      if (name === undefined) complain(piece.argument, `${whatIs(piece.argument)} belongs to no parameter.`);
      else {
        seen.add(name);
        given.set(name, piece.argument);
      }
      continue;
    }
    if (piece === undefined) break;
    const { token } = piece;
    const name = parameterOf(token.name, all);
    const next = command.pieces[at];
    const argument = next?.kind === 'argument' ? next.argument : undefined;
    if (name === undefined) {
      complain(token, `-${token.name} is no parameter that is known.`);
      if (argument !== undefined) at++;
    } else if (seen.has(name)) complain(token, `-${name} stands twice.`);
    else if (valued.includes(name)) {
      if (argument === undefined) complain(token, `-${name} has no value.`);
      else at++;
      if (argument !== undefined) given.set(name, argument);
    } else if (token.hasColon) {
      at += argument === undefined ? 0 : 1;
      const value = argument === undefined ? undefined : truthOf(argument);
      if (value === undefined) complain(token, `-${name} is neither $true nor $false.`);
      if (value === true) on.add(name);
    } else on.add(name);
    if (name !== undefined) seen.add(name);
  }
  const range = { source, start: command.start, end: command.end };
  return { range, values: given, switches: on, wrong };
}

/** Names of parameters may be shortened as far as one remains. */
function parameterOf(name: string, all: readonly string[]): string | undefined {
  const key = name.toLowerCase();
  const exact = all.find((one) => one.toLowerCase() === key);
  const begun = all.filter((one) => one.toLowerCase().startsWith(key));
  return exact ?? (begun.length === 1 ? begun[0] : undefined);
}

/** `$true` and `$false`; undefined for anything else. */
export function truthOf(argument: Argument): boolean | undefined {
  if (argument.kind !== 'variable' || argument.isFirst) return undefined;
  const name = argument.name.toLowerCase();
  return name === 'true' ? true : name === 'false' ? false : undefined;
}

/** What an argument is, without what it says. */
export function whatIs(argument: Argument): string {
  switch (argument.kind) {
    case 'text':
      return 'A text';
    case 'list':
      return 'A list';
    case 'variable':
      return `The variable $${argument.name}`;
    case 'other':
      return argument.what;
  }
}

/** A literal; undefined when running the script would have to tell. `$true` is the text True. */
export function textOf(argument: Argument, source: SourceText): ExportedText | undefined {
  const range = { source, start: argument.start, end: argument.end };
  if (argument.kind === 'text') return { text: argument.text, range };
  const truth = truthOf(argument);
  return truth === undefined ? undefined : { text: truth ? 'True' : 'False', range };
}

/** The items of a list; a single value is a list of its own. */
export function itemsOf(argument: Argument): readonly Argument[] {
  return argument.kind === 'list' ? argument.items.flatMap(itemsOf) : [argument];
}
