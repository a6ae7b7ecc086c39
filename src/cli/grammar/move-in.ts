import { Option } from 'commander';
import type { Command } from 'commander';
import type { Format, ParityLine } from '../command-line.ts';
import { guid, several, text } from '../option-values.ts';
import { examples, formatOption } from './common.ts';
import type { Take } from './common.ts';

interface ImportFlags {
  readonly out: string;
  readonly tenantId?: string;
  readonly source?: readonly string[];
  readonly force?: true;
  readonly format: Format;
}

export function addImport(program: Command, take: Take): void {
  const command = program.command('import').description('make a workspace of what another sync engine is told to do');
  command
    .command('entra-connect')
    .description('of an Entra Connect server: rules, filters, connectors; the rest is in migration-report.md')
    .argument(
      '<path>',
      'what was exported: the folder of Get-ADSyncServerConfiguration, the JSON policy of the wizard, or scripts of the rules editor',
      text,
    )
    .requiredOption('-o, --out <dir>', 'folder of the new workspace', text)
    .option('--tenant-id <guid>', 'the tenant that the server writes', guid)
    .option(
      '--source <file>',
      'a snapshot of a directory, to pin containers to their objectGUIDs; may be given again',
      several,
    )
    .option('--force', 'overwrite files that say something else')
    .addOption(formatOption())
    .action((path: string, { force, source = [], ...flags }: ImportFlags) => {
      take({ command: 'import', of: 'entra-connect', path, source, ...flags, force: force === true });
    });
  examples(command, [
    ['lockstep import entra-connect ./export --out identities', 'and see identities/migration-report.md'],
    ['lockstep import entra-connect ./export --out identities --source corp.snapshot', 'and pin its containers'],
    ['lockstep -C identities validate', 'is it sound?'],
  ]);
}

interface ParityFlags {
  readonly out?: string;
  readonly format: ParityLine['format'];
  readonly source?: readonly string[];
  readonly tenant?: string;
}

export function addParity(program: Command, take: Take): void {
  const command = program
    .command('parity')
    .description('compare what the rules give with what Entra Connect wrote, identity by identity; writes nothing')
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant, made with --all-attributes', text)
    .option('-o, --out <file>', 'write the report into this file; never over another kind of file', text)
    .addOption(
      new Option(
        '--format <format>',
        'text for people, json for programs, markdown for a pull request, html to click through',
      )
        .choices(['text', 'json', 'markdown', 'html'])
        .default('text'),
    )
    .action(({ source = [], ...flags }: ParityFlags) => {
      take({ command: 'parity', source, ...flags });
    });
  examples(command, [
    ['lockstep parity', 'would the rules do what Entra Connect does? 0 they would, 2 they would not'],
    ['lockstep parity --format html --out parity.html', 'every difference, to click through'],
    ['lockstep parity --source corp.snapshot --tenant tenant.snapshot', 'in a pull request: reads no secret'],
  ]);
}

interface AssessFlags {
  readonly export?: string;
  readonly tenant?: string;
  readonly format: Format | 'markdown';
}

export function addAssess(program: Command, take: Take): void {
  const command = program
    .command('assess')
    .description('tell what of a tenant and of an Entra Connect server works here, is only read, or is not carried')
    .option('--export <path>', 'what an Entra Connect server exported, as import takes it', text)
    .option('--tenant <file>', 'a snapshot in the place of the tenant of the workspace', text)
    .addOption(
      new Option('--format <format>', 'text for people, json for programs, markdown for a document')
        .choices(['text', 'json', 'markdown'])
        .default('text'),
    )
    .action((flags: AssessFlags) => {
      take({ command: 'assess', ...flags });
    });
  examples(command, [
    ['lockstep assess --export ./export', 'before there is a workspace: reads no tenant'],
    ['lockstep assess --export ./export --tenant tenant.snapshot', 'and who masters what is in the tenant?'],
    ['lockstep assess', 'the workspace here, with its tenant'],
    ['lockstep assess --export ./export --format markdown', 'for those who decide'],
  ]);
}
