import { Option } from 'commander';
import type { Command } from 'commander';
import type { CommandLine, Format } from '../command-line.ts';

/** Receives the command line that was typed. */
export type Take = (line: CommandLine) => void;

export function formatOption(fallback: Format = 'text', description = 'text for people, json for programs'): Option {
  return new Option('--format <format>', description).choices(['text', 'json']).default(fallback);
}

/** What to type, and why, at the end of a command's help. */
export function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([line]) => line.length));
  const shown = lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`);
}
