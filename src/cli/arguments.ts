import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { invariant } from '../kernel/invariant.ts';
import { didYouMean } from '../kernel/text.ts';
import type { CommandLine, GlobalOptions } from './command-line.ts';
import { everyCommand, programOf } from './program.ts';

export type Parsed =
  | { readonly kind: 'line'; readonly line: CommandLine; readonly global: GlobalOptions }
  /** `asked`: by --help; otherwise the command line was empty. */
  | { readonly kind: 'help'; readonly text: string; readonly asked: boolean }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[]; readonly global: GlobalOptions };

/** Arguments (without node and script) to a typed command line. No I/O, no environment. */
export function parseArguments(argv: readonly string[], helpWidth?: number): Parsed {
  let line: CommandLine | undefined;
  let output = '';
  const program = programOf((taken) => {
    line = taken;
  }, helpWidth);
  const keep = (text: string): void => {
    output += text;
  };
  for (const command of everyCommand(program)) command.configureOutput({ writeOut: keep, writeErr: keep });
  try {
    program.parse(helpOfSubcommand(argv, program), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return stopped(error, program, output);
  }
  invariant(line !== undefined, 'commander accepted a command line that names no command');
  return { kind: 'line', line, global: globalOf(program) };
}

/** Commander's `help` knows the first word of a command only. */
function helpOfSubcommand(argv: readonly string[], program: Command): readonly string[] {
  const [help, name, ...rest] = argv;
  const isCommand = program.commands.some((command) => command.name() === name);
  return help === 'help' && name !== undefined && isCommand && rest.length > 0 ? [name, ...rest, '--help'] : argv;
}

/** Commander ends its work by throwing, be it for help, for the version or for an error. */
function stopped(error: CommanderError, program: Command, output: string): Parsed {
  const global = globalOf(program);
  if (error.code === 'commander.version') return { kind: 'line', line: { command: 'version' }, global };
  if (error.exitCode === 0) return { kind: 'help', text: output, asked: true };
  const [first, second] = program.args;
  if (error.code !== 'commander.help') return { kind: 'refused', diagnostics: [refusal(error)], global };
  if (first !== 'help' || second === undefined) return { kind: 'help', text: output, asked: false };
  return { kind: 'refused', diagnostics: [unknownCommand(second, program)], global };
}

function globalOf(program: Command): GlobalOptions {
  const { workspace, color, quiet } = program.opts<{ workspace?: string; color: boolean; quiet?: true }>();
  return { ...(workspace === undefined ? {} : { workspace }), colourAllowed: color, quiet: quiet === true };
}

const SUGGESTION = /\s*\(Did you mean (?:one of )?(.+)\?\)\s*$/;

/** Commander's sentence as a diagnostic: its suggestion becomes the help. */
function refusal(error: CommanderError): Diagnostic {
  const message = error.message.replace(/^error: /, '');
  const suggestion = SUGGESTION.exec(message)?.[1];
  const words = message.replace(SUGGESTION, '').trim();
  invariant(words !== '', 'a refused command line without a message');
  const detail = /[.!?]$/.test(words) ? words : `${words}.`;
  return diagnostic('CLI001', {
    detail: `${detail[0]?.toUpperCase() ?? ''}${detail.slice(1)}`,
    ...(suggestion === undefined ? {} : { help: `Did you mean ${suggestion}?` }),
  });
}

function unknownCommand(word: string, program: Command): Diagnostic {
  const near = didYouMean(
    word,
    program.commands.map((command) => command.name()),
  );
  const help = near === undefined ? {} : { help: `Did you mean ${near}?` };
  return diagnostic('CLI001', { detail: `Unknown command '${word}'.`, ...help });
}
