import { Option } from 'commander';
import type { Command } from 'commander';
import type { DocumentSize } from '../../render/index.ts';
import type { CommandLine, Format } from '../command-line.ts';
import { keyReference, name, webAddress } from '../option-values.ts';

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
  return command
    .option('--encrypt-to <recipient>', 'encrypt the file of the report to this public key of age', name)
    .option(
      '--redact <key>',
      'show people as pseudonyms; key by reference: env:NAME, file:PATH, or random for this run. Groups keep their names, and a plan file is never redacted',
      keyReference,
    );
}

/** Only a file is encrypted. */
export function refuseOpen(
  encryptTo: string | undefined,
  file: string | undefined,
  option: string,
  command: Command,
): void {
  if (encryptTo !== undefined && file === undefined) command.error(`--encrypt-to needs ${option}.`);
}

/** What to type, and why, at the end of a command's help. */
export function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([line]) => line.length));
  const shown = lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`);
}
