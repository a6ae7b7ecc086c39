import { Command } from 'commander';
import { addDocs } from './grammar/docs.ts';
import { addImpact } from './grammar/impact.ts';
import { addHistory, addUnlock } from './grammar/runs.ts';
import { addInit, addResolve, addRules, addTest, addValidate } from './grammar/workspace.ts';
import { addAdopt, addApply, addApprove, addDrift, addPlan, addShow } from './grammar/change.ts';
import { addEval, addExplain, addSnapshot } from './grammar/look.ts';
import { addAssess, addImport, addParity } from './grammar/move-in.ts';
import { examples } from './grammar/common.ts';
import type { Take } from './grammar/common.ts';
import { port, text } from './option-values.ts';

const WIDEST_HELP = 100;

/** The commands, their flags and their help. `take` receives the one that was typed. */
export function programOf(take: Take, helpWidth = WIDEST_HELP): Command {
  const program = new Command('lockstep')
    .description(
      'Keeps Microsoft Entra ID in step with on-premises Active Directory.\nThe rules are YAML in git: plan shows what would change, apply changes it.',
    )
    .option('-C, --workspace <dir>', 'folder with lockstep.yaml (default: ., config/ or config/*/)', text)
    .option('--no-color', 'no colour; so does the variable NO_COLOR')
    .option('-q, --quiet', 'the outcome only: no progress, no list of changes')
    .version('', '--version', 'print the version')
    .helpOption('-h, --help', 'what a command does and takes')
    .helpCommand('help [command]', 'what a command does and takes')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(helpWidth, WIDEST_HELP) });
  addInit(program, take);
  addValidate(program, take);
  addTest(program, take);
  addRules(program, take);
  addDocs(program, take);
  addImpact(program, take);
  addResolve(program, take);
  addPlan(program, take);
  addApply(program, take);
  addApprove(program, take);
  addDrift(program, take);
  addAdopt(program, take);
  addParity(program, take);
  addShow(program, take);
  addExplain(program, take);
  addEval(program, take);
  addSnapshot(program, take);
  addHistory(program, take);
  addUnlock(program, take);
  addAssess(program, take);
  addImport(program, take);
  addSandbox(program, take);
  program
    .command('version')
    .description('print the version')
    .action(() => {
      take({ command: 'version' });
    });
  examples(program, [
    ['lockstep plan', 'what would change?'],
    ['lockstep plan --out change.plan', 'keep the plan for review'],
    ['lockstep apply change.plan', 'apply exactly what was reviewed'],
  ]);
  for (const command of everyCommand(program)) command.exitOverride().allowExcessArguments(false);
  return program;
}

/** A command and all those below it. */
export function everyCommand(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function addSandbox(program: Command, take: Take): void {
  const command = program
    .command('sandbox')
    .description('run an emulated tenant until Ctrl-C; it speaks Microsoft Graph over HTTPS on loopback')
    .option('--port <number>', 'port to listen on (default: any free one)', port)
    .option('--state <file>', 'file that keeps the tenant between runs', text)
    .option('--seed <file>', 'NDJSON with the objects it starts with', text)
    .action((flags: { readonly port?: number; readonly state?: string; readonly seed?: string }) => {
      take({ command: 'sandbox', ...flags });
    });
  examples(command, [
    ['lockstep sandbox --port 8443', 'an empty tenant'],
    ['lockstep sandbox --state ./tenant', 'one that remembers'],
  ]);
}
