import { Option } from 'commander';
import type { Command } from 'commander';
import type { Hazard } from '../../model/hazard.ts';
import type { Format, ForgeOptions, PlanLine, RedactOption, ShowLine } from '../command-line.ts';
import { allowHazard, digest, duration, severalHazards, instant, name, several, text } from '../option-values.ts';
import { addForgeOptions, addRedact, examples, formatOption, formatsOption, refuseOpen } from './common.ts';
import type { Take } from './common.ts';

const ALLOW_HAZARD = 'consent to n of a hazard, DISABLES_USER=12; may be given again';

const PLAN_FORMATS = {
  text: 'for people',
  json: 'for programs',
  jsonl: 'line by line',
  markdown: 'for a pull request',
  html: 'to click through',
} satisfies Readonly<Record<PlanLine['format'], string>>;

interface PlanFlags extends ForgeOptions, RedactOption {
  readonly base?: string;
  readonly out?: string;
  readonly report?: string;
  readonly detailedExitcode?: true;
  readonly format: PlanLine['format'];
  readonly object?: string;
  readonly full?: true;
  readonly asOf?: string;
  readonly source?: readonly string[];
  readonly tenant?: string;
  readonly allowHazard?: ReadonlyMap<Hazard, number>;
}

export function addPlan(program: Command, take: Take): void {
  const command = program
    .command('plan')
    .description('read sources and tenant and show what apply would change; writes nothing')
    .option('-o, --out <file>', 'save the plan, to be applied as it is', text)
    .option('--report <file>', 'write what is shown into this file; never over another kind of file', text)
    .option('--detailed-exitcode', 'exit with 2 when there are changes')
    .addOption(formatsOption(PLAN_FORMATS))
    .option('--object <name>', 'show one object, with every rule that had a say', name)
    .option('--full', 'cut no list')
    .option('--base <ref>', 'a commit: changes that its rules would not make are told as changes of the rules', text)
    .option('--as-of <time>', 'plan for this day or instant instead of now', instant)
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant', text)
    .option('--allow-hazard <name=n>', ALLOW_HAZARD, allowHazard)
    .action(({ detailedExitcode, full, source = [], allowHazard: allowHazards, ...flags }: PlanFlags) => {
      refuseOneObject(flags, command);
      refuseOpen(flags.encryptTo, flags.report, '--report', command);
      refuseText(flags.format, flags.report === undefined ? undefined : '--report', command);
      take({
        command: 'plan',
        source,
        ...flags,
        ...(allowHazards === undefined ? {} : { allowHazards }),
        detailedExitCode: detailedExitcode === true,
        full: full === true,
      });
    });
  addForgeOptions(command);
  addRedact(command);
  examples(command, [
    ['lockstep plan', 'what would change?'],
    ['lockstep plan --object ada@contoso.com', 'and why?'],
    ['lockstep plan --out change.plan --detailed-exitcode', 'in a pipeline: 0 in step, 2 changes, 4 blocked'],
    ['lockstep plan --as-of 2027-01-01', 'who would be deleted at new year?'],
    ['lockstep plan --allow-hazard DISABLES_USER=12', 'consent to twelve disables; thirteen are blocked'],
    ['lockstep plan --format markdown', 'as a comment on a pull request'],
    ['lockstep plan --format html --report plan.html', 'every object, to click through'],
    ['lockstep plan --source corp.snapshot --tenant tenant.snapshot', 'in a pull request: reads no secret'],
  ]);
}

/** A comment or a page is about a plan: one object of it would read as if that were all. */
function refuseOneObject(
  { format, object, redact }: Pick<PlanLine, 'format' | 'object' | 'redact'>,
  command: Command,
): void {
  if (object !== undefined && redact !== undefined) command.error('--object does not go with --redact.');
  if (object === undefined || (format !== 'markdown' && format !== 'html')) return;
  command.error(`--object does not go with --format ${format}.`);
}

/** A file of text for people tells nobody what it is: it could not be written a second time. */
function refuseText(format: PlanLine['format'], option: string | undefined, command: Command): void {
  if (option === undefined || format !== 'text') return;
  command.error(`${option} needs a --format: html, markdown, json or jsonl.`);
}

interface ApplyFlags {
  readonly allowHazard?: ReadonlyMap<Hazard, number>;
  readonly autoApprove?: true;
  readonly expectDigest?: string;
  readonly approvedRules?: string;
  readonly format: Format;
  readonly full?: true;
}

export function addApply(program: Command, take: Take): void {
  const command = program
    .command('apply')
    .description('apply a saved plan, or make a plan, ask, and apply it')
    .argument('[planfile]', 'a file that plan --out wrote; it is applied without asking', text)
    .option('--auto-approve', 'apply the plan that is made now without asking')
    .option('--expect-digest <hex>', 'refuse any plan but the one with this digest', digest)
    .option('--approved-rules <hex>', 'refuse any plan but one of the rules with this digest', digest)
    .option('--allow-hazard <name=n>', ALLOW_HAZARD, allowHazard)
    .addOption(formatOption('text', 'text, or json: one line per event'))
    .option('--full', 'cut no list')
    .action((planFile: string | undefined, { autoApprove, full, allowHazard: allowHazards, ...flags }: ApplyFlags) => {
      const named = planFile === undefined ? {} : { planFile };
      take({
        command: 'apply',
        ...named,
        ...flags,
        ...(allowHazards === undefined ? {} : { allowHazards }),
        autoApprove: autoApprove === true,
        full: full === true,
      });
    });
  examples(command, [
    ['lockstep apply', 'plan, ask, apply'],
    ['lockstep apply change.plan', 'apply what was reviewed; a stale plan is refused'],
    ['lockstep apply --auto-approve', 'in a scheduled run; guards still stop it'],
  ]);
}

type DriftFlags = Pick<PlanFlags, 'full' | 'source' | 'tenant'> & { readonly format: Format };

export function addDrift(program: Command, take: Take): void {
  const command = program
    .command('drift')
    .description('tell what was changed in the tenant past the rules since the last apply; writes nothing')
    .addOption(formatOption())
    .option('--full', 'cut no list')
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant', text)
    .action(({ full, source = [], ...flags }: DriftFlags) => {
      take({ command: 'drift', source, ...flags, full: full === true });
    });
  examples(command, [
    ['lockstep drift', 'in a scheduled run: 0 none, 2 somebody changed the tenant'],
    ['lockstep drift --format json', 'for programs'],
  ]);
}

interface ApproveFlags {
  readonly hazard: readonly Hazard[];
  readonly expires: number;
  readonly by?: string;
  readonly out?: string;
  readonly format: Format;
}

export function addApprove(program: Command, take: Take): void {
  const command = program
    .command('approve')
    .description('write an approval of hazards that a saved plan holds, for review; changes nothing')
    .argument('<planfile>', 'a file that plan --out wrote', text)
    .requiredOption('--hazard <name>', 'a hazard of the plan; may be given again', severalHazards)
    .addOption(
      new Option('--expires <time>', 'how long it holds: 90m, 48h or 7d')
        .argParser(duration)
        .default(48 * 3_600_000, '48h'),
    )
    .option('--by <name>', 'who consents, for those who read it', name)
    .option('-o, --out <file>', 'where to (default: approvals/ of the workspace); never over a file', text)
    .addOption(formatOption())
    .action((planFile: string, { hazard: hazards, expires: lasts, ...flags }: ApproveFlags) => {
      take({ command: 'approve', planFile, hazards, lasts, ...flags });
    });
  examples(command, [
    ['lockstep approve change.plan --hazard DISABLES_USER', 'so many as the plan disables, in one run'],
    ['lockstep approve change.plan --hazard UPN_CHANGE --expires 7d', 'for a scheduled run of the week'],
  ]);
}

type AdoptFlags = Pick<PlanFlags, 'object' | 'out' | 'source' | 'tenant'> & { readonly format: Format };

export function addAdopt(program: Command, take: Take): void {
  const command = program
    .command('adopt')
    .description('find objects of the tenant that source objects may be, and write pairs for review; changes nothing')
    .option('--object <name>', 'only this one', name)
    .option('-o, --out <file>', 'where to (default: adoptions.yaml of the workspace); never over a file', text)
    .addOption(formatOption())
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant', text)
    .action(({ source = [], ...flags }: AdoptFlags) => {
      take({ command: 'adopt', source, ...flags });
    });
  examples(command, [
    ['lockstep adopt', 'who is in the tenant already?'],
    ['lockstep adopt --object ada@contoso.com --out ada.yaml', 'one person, in a file of her own'],
  ]);
}

export function addShow(program: Command, take: Take): void {
  const command = program
    .command('show')
    .description('show a saved plan; reads nothing else')
    .argument('<planfile>', 'a file that plan --out wrote', text)
    .option('-o, --out <file>', 'write what is shown into this file; never over another kind of file', text)
    .addOption(formatsOption(PLAN_FORMATS))
    .option('--object <name>', 'show one object, with every rule that had a say', name)
    .option('--full', 'cut no list')
    .action(
      (
        planFile: string,
        { full, ...flags }: Omit<ShowLine, 'command' | 'planFile' | 'full'> & { readonly full?: true },
      ) => {
        refuseOneObject(flags, command);
        refuseOpen(flags.encryptTo, flags.out, '--out', command);
        refuseText(flags.format, flags.out === undefined ? undefined : '--out', command);
        take({ command: 'show', planFile, ...flags, full: full === true });
      },
    );
  addForgeOptions(command);
  addRedact(command);
  examples(command, [
    ['lockstep show change.plan', 'as plan showed it'],
    ['lockstep show change.plan --object "All Staff"', 'one object of it'],
    ['lockstep show change.plan --format markdown --size summary', 'as the summary of a job'],
    ['lockstep show change.plan --format html --out plan.html', 'every object, to click through'],
    ['lockstep show change.plan --format json', 'for a program; apply does not take this'],
  ]);
}
