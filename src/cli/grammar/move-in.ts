import type { Command } from 'commander';
import type { Format } from '../command-line.ts';
import { guid, text } from '../option-values.ts';
import { examples, formatOption } from './common.ts';
import type { Take } from './common.ts';

interface ImportFlags {
  readonly out: string;
  readonly tenantId?: string;
  readonly force?: true;
  readonly format: Format;
}

export function addImport(program: Command, take: Take): void {
  const command = program.command('import').description('make a workspace of what another sync engine is told to do');
  command
    .command('entra-connect')
    .description('of an Entra Connect server: rules, filters, connectors; the rest is in migration-report.md')
    .argument('<path>', 'folder of XML files that Get-ADSyncServerConfiguration wrote', text)
    .requiredOption('-o, --out <dir>', 'folder of the new workspace', text)
    .option('--tenant-id <guid>', 'the tenant that the server writes', guid)
    .option('--force', 'overwrite files that say something else')
    .addOption(formatOption())
    .action((path: string, { force, ...flags }: ImportFlags) => {
      take({ command: 'import', of: 'entra-connect', path, ...flags, force: force === true });
    });
  examples(command, [
    ['lockstep import entra-connect ./export --out identities', 'and see identities/migration-report.md'],
    ['lockstep -C identities validate', 'is it sound?'],
  ]);
}
