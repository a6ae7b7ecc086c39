import { Option } from 'commander';
import type { Command } from 'commander';
import type { DocumentSize } from '../../render/index.ts';
import type { CommandLine, Format } from '../command-line.ts';
import { keyReference, webAddress } from '../option-values.ts';

/** Receives the command line that was typed. */
export type Take = (line: CommandLine) => void;

export function formatOption(fallback: Format = 'text', description = 'text for people, json for programs'): Option {
  return new Option('--format <format>', description).choices(['text', 'json']).default(fallback);
}

/** What a plan and its like can be shown as. */
export function formatsOption(formats: Readonly<Record<string, string>>): Option {
  const meant = Object.entries(formats).map(([format, what]) => `${format} ${what}`);
  return new Option('--format <format>', meant.join(', ')).choices(Object.keys(formats)).default('text');
}

/** Of `--format markdown`. */
export function addForgeOptions(command: Command): Command {
  const sizes: readonly DocumentSize[] = ['comment', 'summary'];
  return command
    .addOption(
      new Option('--size <size>', 'of markdown: as long as a comment (default) or the summary of a job may be').choices(
        sizes,
      ),
    )
    .option(
      '--link-base <url>',
      'of markdown: where the files of the workspace can be looked at, for links',
      webAddress,
    );
}

/** Of `plan`, `show` and `impact`. */
export function addRedact(command: Command): Command {
  return command.option(
    '--redact <key>',
    'show people as pseudonyms; key by reference: env:NAME, file:PATH, or random for this run. Groups keep their names, and a plan file is never redacted',
    keyReference,
  );
}

/** What to type, and why, at the end of a command's help. */
export function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([line]) => line.length));
  const shown = lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`);
}
