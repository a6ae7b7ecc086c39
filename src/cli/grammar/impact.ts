import type { Command } from 'commander';
import type { ImpactLine } from '../command-line.ts';
import { instant, several, text } from '../option-values.ts';
import { addForgeOptions, addRedact, examples, formatsOption, refuseOpen } from './common.ts';
import type { Take } from './common.ts';

interface ImpactFlags extends Omit<ImpactLine, 'command' | 'detailedExitCode' | 'source'> {
  readonly detailedExitcode?: true;
  readonly source?: readonly string[];
}

export function addImpact(program: Command, take: Take): void {
  const command = program
    .command('impact')
    .description('tell what a change of the rules does to every identity, and which line did it; writes nothing')
    .requiredOption('--base <ref>', 'the commit or branch to compare with', text)
    .option('--head <ref>', 'the commit or branch that is compared (default: the files as they are)', text)
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot of the tenant: tells what plans would do there, too', text)
    .option('--as-of <time>', 'evaluate for this instant instead of now', instant)
    .option('-o, --out <file>', 'write the report into this file; never over another kind of file', text)
    .option('--detailed-exitcode', 'exit with 2 when somebody is touched')
    .addOption(
      formatsOption({
        text: 'for people',
        json: 'for programs',
        markdown: 'for a pull request',
        html: 'to click through',
      } satisfies Readonly<Record<ImpactLine['format'], string>>),
    )
    .action(({ detailedExitcode, source = [], ...flags }: ImpactFlags) => {
      refuseOpen(flags.encryptTo, flags.out, '--out', command);
      take({ command: 'impact', source, ...flags, detailedExitCode: detailedExitcode === true });
    });
  addForgeOptions(command);
  addRedact(command);
  examples(command, [
    ['lockstep impact --base HEAD --source corp.snapshot', 'before a commit: whom does it touch?'],
    ['lockstep impact --base origin/main --source corp.snapshot --tenant tenant.snapshot', 'in a pull request'],
    ['lockstep impact --base origin/main --source corp.snapshot --format markdown', 'as a comment on it'],
    ['lockstep impact --base HEAD --source corp.snapshot --format html --out impact.html', 'to click through'],
    ['lockstep impact --base v1 --head v2 --source corp.snapshot --format json', 'every identity, for programs'],
  ]);
}
