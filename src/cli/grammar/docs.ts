import { Option } from 'commander';
import type { Command } from 'commander';
import type { DocsLine } from '../command-line.ts';
import { text } from '../option-values.ts';
import { examples } from './common.ts';
import type { Take } from './common.ts';

export function addDocs(program: Command, take: Take): void {
  const command = program
    .command('docs')
    .description('document the workspace: topology, filters, rules, where each attribute comes from, policy')
    .option('--base <ref>', 'tell first what differs from this commit or branch, rule by rule', text)
    .addOption(
      new Option('--format <format>', 'markdown for a forge, html for a browser, json for programs')
        .choices(['markdown', 'html', 'json'])
        .default('markdown'),
    )
    .option('-o, --out <file>', 'where to; a file that is no report of Lockstep is left alone', text)
    .action((flags: Omit<DocsLine, 'command'>) => {
      take({ command: 'docs', ...flags });
    });
  examples(command, [
    ['lockstep docs --out docs.md', 'what do the rules do, in words?'],
    ['lockstep docs --format html --out docs.html', 'as one page for a browser'],
    ['lockstep docs --base origin/main', 'in a pull request: what would it change in the rules?'],
  ]);
}
