import { Option } from 'commander';
import type { Command } from 'commander';
import type { Format, InitLine, TestLine, ValidateLine } from '../command-line.ts';
import { name, several, text } from '../option-values.ts';
import { examples, formatOption } from './common.ts';
import type { Take } from './common.ts';

export function addInit(program: Command, take: Take): void {
  const command = program
    .command('init')
    .description('make a workspace to start from, with its own emulated tenant, or CI workflows')
    .argument('[dir]', 'folder to make it in', text, '.')
    .addOption(
      new Option('--ci <system>', 'only workflows for this CI system, in the root of a repository').choices(['github']),
    )
    .action((directory: string, flags: Pick<InitLine, 'ci'>) => {
      take({ command: 'init', directory, ...flags });
    });
  examples(command, [
    ['lockstep init', 'in this folder'],
    ['lockstep init identities && lockstep -C identities plan', 'in a new one, and its first plan'],
    ['lockstep init --ci github', 'workflows for pull requests, apply, schedule and drift'],
  ]);
}

interface ValidateFlags {
  readonly gitBase?: string;
  readonly filters?: true;
  readonly format: ValidateLine['format'];
}

export function addValidate(program: Command, take: Take): void {
  const command = program
    .command('validate')
    .description('check and lint the workspace; reads no source and no tenant')
    .option('--git-base <ref>', 'show only findings that this commit or branch has not', text)
    .option('--filters', 'say in words what every filter and every rule takes')
    .addOption(
      new Option(
        '--format <format>',
        'text for people, json for programs, sarif for code scanning, github for a workflow',
      )
        .choices(['text', 'json', 'sarif', 'github'])
        .default('text'),
    )
    .action(({ filters, ...flags }: ValidateFlags) => {
      take({ command: 'validate', ...flags, filters: filters === true });
    });
  examples(command, [
    ['lockstep validate', 'before a commit'],
    ['lockstep validate --git-base origin/main', 'in a pull request: what does it bring?'],
    ['lockstep validate --filters', 'whom do the rules mean?'],
    ['lockstep validate --format json', 'for an editor or a pipeline'],
    ['lockstep validate --format sarif', 'for code scanning'],
    ['lockstep validate --format github', 'annotations at the lines of a pull request'],
  ]);
}

interface TestFlags {
  readonly run?: string;
  readonly coverage?: true;
  readonly format: TestLine['format'];
}

export function addTest(program: Command, take: Take): void {
  const command = program
    .command('test')
    .description('run the rule tests of the workspace; reads no source and no tenant')
    .argument('[path]', 'only those of this file or folder', text)
    .option('--run <pattern>', 'only cases in whose "test: case" this is found; a pattern of RE2', name)
    .option('--coverage', 'tell which rules, flows and clauses no case decided')
    .addOption(
      new Option('--format <format>', 'text for people, json for programs, junit for CI systems, github for a workflow')
        .choices(['text', 'json', 'junit', 'github'])
        .default('text'),
    )
    .action((path: string | undefined, { coverage, ...flags }: TestFlags) => {
      const named = path === undefined ? {} : { path };
      take({ command: 'test', ...named, ...flags, coverage: coverage === true });
    });
  examples(command, [
    ['lockstep test', 'do the rules do what they are to do?'],
    ['lockstep test rules/contractors.test.yaml --run "labelled$"', 'one case'],
    ['lockstep test --coverage', 'and what of the rules is not tested?'],
  ]);
}

interface RulesFlags {
  readonly population?: readonly string[];
  readonly format: Format;
}

export function addRules(program: Command, take: Take): void {
  const command = program
    .command('rules')
    .description('list the rules by precedence; with snapshots, what each does with their objects')
    .option('--population <file>', 'a snapshot of a source, over which to count; may be given again', several)
    .addOption(formatOption())
    .action(({ population = [], format }: RulesFlags) => {
      take({ command: 'rules', population, format });
    });
  examples(command, [
    ['lockstep rules', 'which rule comes before which?'],
    ['lockstep rules --population corp.snapshot', 'which of them match nobody, and which flows never win?'],
  ]);
}

interface ResolveFlags {
  readonly format: Format;
  readonly source?: readonly string[];
}

export function addResolve(program: Command, take: Take): void {
  const command = program
    .command('resolve')
    .description('pin the containers and groups that rules name to their objectGUIDs')
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .addOption(formatOption())
    .action(({ source = [], format }: ResolveFlags) => {
      take({ command: 'resolve', source, format });
    });
  examples(command, [
    ['lockstep resolve', 'write lockstep.pins.yaml, to be committed'],
    ['lockstep resolve --source corp.snapshot', 'from a snapshot made with --all-attributes'],
  ]);
}
