import { Command, Option } from 'commander';
import { digest, guid, instant, name, port, several, text } from './option-values.ts';
import type { CommandLine, EvalLine, Format } from './command-line.ts';

interface PlanFlags {
  readonly out?: string;
  readonly detailedExitcode?: true;
  readonly format: Format;
  readonly object?: string;
  readonly full?: true;
  readonly asOf?: string;
  readonly source?: readonly string[];
  readonly tenant?: string;
}

interface ApplyFlags {
  readonly autoApprove?: true;
  readonly expectDigest?: string;
  readonly format: Format;
  readonly full?: true;
}

type Take = (line: CommandLine) => void;

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
  addResolve(program, take);
  addPlan(program, take);
  addApply(program, take);
  addAdopt(program, take);
  addShow(program, take);
  addExplain(program, take);
  addEval(program, take);
  addSnapshot(program, take);
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

function addInit(program: Command, take: Take): void {
  const command = program
    .command('init')
    .description('make a workspace to start from, with its own emulated tenant')
    .argument('[dir]', 'folder to make it in', text, '.')
    .action((directory: string) => {
      take({ command: 'init', directory });
    });
  examples(command, [
    ['lockstep init', 'in this folder'],
    ['lockstep init identities && lockstep -C identities plan', 'in a new one, and its first plan'],
  ]);
}

interface ImportFlags {
  readonly out: string;
  readonly tenantId?: string;
  readonly force?: true;
  readonly format: Format;
}

function addImport(program: Command, take: Take): void {
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

interface ValidateFlags {
  readonly gitBase?: string;
  readonly filters?: true;
  readonly format: Format;
}

function addValidate(program: Command, take: Take): void {
  const command = program
    .command('validate')
    .description('check and lint the workspace; reads no source and no tenant')
    .option('--git-base <ref>', 'show only findings that this commit or branch has not', text)
    .option('--filters', 'say in words what every filter and every rule takes')
    .addOption(formatOption())
    .action(({ filters, ...flags }: ValidateFlags) => {
      take({ command: 'validate', ...flags, filters: filters === true });
    });
  examples(command, [
    ['lockstep validate', 'before a commit'],
    ['lockstep validate --git-base origin/main', 'in a pull request: what does it bring?'],
    ['lockstep validate --filters', 'whom do the rules mean?'],
    ['lockstep validate --format json', 'for an editor or a pipeline'],
  ]);
}

interface TestFlags {
  readonly run?: string;
  readonly coverage?: true;
  readonly format: Format | 'junit';
}

function addTest(program: Command, take: Take): void {
  const command = program
    .command('test')
    .description('run the rule tests of the workspace; reads no source and no tenant')
    .argument('[path]', 'only those of this file or folder', text)
    .option('--run <pattern>', 'only cases in whose "test: case" this is found; a pattern of RE2', name)
    .option('--coverage', 'tell which rules, flows and clauses no case decided')
    .addOption(
      new Option('--format <format>', 'text for people, json for programs, junit for CI systems')
        .choices(['text', 'json', 'junit'])
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

function addRules(program: Command, take: Take): void {
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

function addResolve(program: Command, take: Take): void {
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

function addPlan(program: Command, take: Take): void {
  const command = program
    .command('plan')
    .description('read sources and tenant and show what apply would change; writes nothing')
    .option('-o, --out <file>', 'save the plan, to be applied as it is', text)
    .option('--detailed-exitcode', 'exit with 2 when there are changes')
    .addOption(formatOption())
    .option('--object <name>', 'show one object, with every rule that had a say', name)
    .option('--full', 'cut no list')
    .option('--as-of <time>', 'plan for this day or instant instead of now', instant)
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant', text)
    .action(({ detailedExitcode, full, source = [], ...flags }: PlanFlags) => {
      take({ command: 'plan', source, ...flags, detailedExitCode: detailedExitcode === true, full: full === true });
    });
  examples(command, [
    ['lockstep plan', 'what would change?'],
    ['lockstep plan --object ada@contoso.com', 'and why?'],
    ['lockstep plan --out change.plan --detailed-exitcode', 'in a pipeline: 0 in step, 2 changes, 4 blocked'],
    ['lockstep plan --as-of 2027-01-01', 'who would be deleted at new year?'],
    ['lockstep plan --source corp.snapshot --tenant tenant.snapshot', 'in a pull request: reads no secret'],
  ]);
}

function addApply(program: Command, take: Take): void {
  const command = program
    .command('apply')
    .description('apply a saved plan, or make a plan, ask, and apply it')
    .argument('[planfile]', 'a file that plan --out wrote; it is applied without asking', text)
    .option('--auto-approve', 'apply the plan that is made now without asking')
    .option('--expect-digest <hex>', 'refuse any plan but the one with this digest', digest)
    .addOption(formatOption('text', 'text, or json: one line per event'))
    .option('--full', 'cut no list')
    .action((planFile: string | undefined, { autoApprove, full, ...flags }: ApplyFlags) => {
      const named = planFile === undefined ? {} : { planFile };
      take({ command: 'apply', ...named, ...flags, autoApprove: autoApprove === true, full: full === true });
    });
  examples(command, [
    ['lockstep apply', 'plan, ask, apply'],
    ['lockstep apply change.plan', 'apply what was reviewed; a stale plan is refused'],
    ['lockstep apply --auto-approve', 'in a scheduled run; guards still stop it'],
  ]);
}

type AdoptFlags = Pick<PlanFlags, 'object' | 'out' | 'format' | 'source' | 'tenant'>;

function addAdopt(program: Command, take: Take): void {
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

function addShow(program: Command, take: Take): void {
  const command = program
    .command('show')
    .description('show a saved plan; reads nothing else')
    .argument('<planfile>', 'a file that plan --out wrote', text)
    .addOption(formatOption())
    .option('--object <name>', 'show one object, with every rule that had a say', name)
    .option('--full', 'cut no list')
    .action((planFile: string, { full, ...flags }: Pick<PlanFlags, 'format' | 'object' | 'full'>) => {
      take({ command: 'show', planFile, ...flags, full: full === true });
    });
  examples(command, [
    ['lockstep show change.plan', 'as plan showed it'],
    ['lockstep show change.plan --object "All Staff"', 'one object of it'],
    ['lockstep show change.plan --format json', 'for a program; apply does not take this'],
  ]);
}

interface ExplainFlags {
  readonly attribute?: string;
  readonly asOf?: string;
  readonly source?: readonly string[];
  readonly tenant?: string;
  readonly format: Format;
}

function addExplain(program: Command, take: Take): void {
  const command = program
    .command('explain')
    .description('tell the way of one object: filter, rules, values, and what the plan does with it')
    .argument('<object>', 'its DN, sign-in name, anchor, objectGUID or tenant id', name)
    .option('--attribute <name>', 'only what concerns this attribute of the metaverse or the tenant', name)
    .option('--as-of <time>', 'as on this day or at this instant instead of now', instant)
    .option('--source <file>', 'a snapshot in the place of its connector; may be given again', several)
    .option('--tenant <file>', 'a snapshot in the place of the tenant', text)
    .addOption(formatOption())
    .action((object: string, { source = [], ...flags }: ExplainFlags) => {
      take({ command: 'explain', name: object, source, ...flags });
    });
  examples(command, [
    ['lockstep explain ada@contoso.com', 'where does everything come from?'],
    ['lockstep explain ada@contoso.com --attribute displayName', 'and this one value, step by step?'],
    ['lockstep explain "CN=Bot,OU=Test,DC=corp,DC=contoso,DC=com"', 'why is it not in the tenant?'],
    ['lockstep explain ada --source corp.snapshot --tenant tenant.snapshot', 'in a pull request: reads no secret'],
  ]);
}

interface SnapshotFlags {
  readonly out: string;
  readonly allAttributes?: true;
}

function addSnapshot(program: Command, take: Take): void {
  const snapshot = program
    .command('snapshot')
    .description('keep what was read of a source or of the tenant in a file, to plan from it elsewhere');
  snapshotTo(snapshot, 'source', 'read one source whole')
    .option('--connector <name>', 'which one, where there are several', name)
    .action(({ allAttributes, ...flags }: SnapshotFlags & { readonly connector?: string }) => {
      take({ command: 'snapshot', of: 'source', ...flags, allAttributes: allAttributes === true });
    });
  snapshotTo(snapshot, 'tenant', 'read the tenant whole').action(({ allAttributes, ...flags }: SnapshotFlags) => {
    take({ command: 'snapshot', of: 'tenant', ...flags, allAttributes: allAttributes === true });
  });
  snapshot
    .command('show')
    .description('prove a snapshot and say what it is of')
    .argument('<file>', 'a file that snapshot wrote', text)
    .addOption(formatOption())
    .action((file: string, { format }: { readonly format: Format }) => {
      take({ command: 'snapshot', of: 'file', file, format });
    });
  examples(snapshot, [
    ['lockstep snapshot source --connector corp --out corp.snapshot', 'what the rules read of one source'],
    ['lockstep snapshot tenant --all-attributes --out tenant.snapshot', 'what any rule could write, too'],
    ['lockstep snapshot show corp.snapshot', 'is it whole, and what is in it?'],
  ]);
}

function snapshotTo(snapshot: Command, of: 'source' | 'tenant', description: string): Command {
  return snapshot
    .command(of)
    .description(description)
    .requiredOption('-o, --out <file>', 'where to; only you can read it', text)
    .option('--all-attributes', 'hold what a later rule could name, too');
}

interface EvalFlags {
  readonly object?: string;
  readonly type?: string;
  readonly set?: readonly string[];
  readonly dialect: EvalLine['dialect'];
  readonly check?: true;
  readonly format: Format;
}

function addEval(program: Command, take: Take): void {
  const command = program
    .command('eval')
    .description('evaluate an expression, part by part; without one, ask for expressions')
    .argument('[expression]', 'as in a flow, with or without = before it', name)
    .option('--object <name>', 'evaluate it for this object of a source', name)
    .option('--set <attribute=value>', 'give the object this value; may be repeated', collected)
    .option(
      '--type <type>',
      'object type of the directory or the metaverse, as user, person, metaverse/group (default: that of the object, else user)',
      text,
    )
    .addOption(
      new Option('--dialect <dialect>', 'language of the expression')
        .choices(['connect', 'cloudSync'])
        .default('connect'),
    )
    .option('--check', 'only check it; exit with 3 when it is not sound')
    .addOption(formatOption())
    .action((expression: string | undefined, { check, set = [], ...flags }: EvalFlags) => {
      take({
        command: 'eval',
        ...(expression === undefined ? {} : { expression }),
        set,
        ...flags,
        check: check === true,
      });
    });
  examples(command, [
    [`lockstep eval 'Left([cn],3)' --object ada@contoso.com`, 'of a person'],
    [`lockstep eval '[givenName] & " " & [sn]' --set givenName=Ada --set sn=Byron`, 'of nobody'],
    [`lockstep eval 'Left([department],64)' --type person --object ada@contoso.com`, 'as an outbound rule sees her'],
    [`lockstep eval 'Join(", ",[sn],[givenName])' --dialect cloudSync --set sn=Byron`, 'in the words of Cloud Sync'],
    ['lockstep eval', 'one after the other, with completion'],
  ]);
}

function collected(value: string, former: readonly string[] = []): readonly string[] {
  return [...former, value];
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

function formatOption(fallback: Format = 'text', description = 'text for people, json for programs'): Option {
  return new Option('--format <format>', description).choices(['text', 'json']).default(fallback);
}

function examples(command: Command, lines: readonly (readonly [string, string])[]): void {
  const width = Math.max(...lines.map(([line]) => line.length));
  const shown = lines.map(([line, what]) => `  ${line.padEnd(width)}  ${what}`);
  command.addHelpText('after', `\nExamples:\n${shown.join('\n')}`);
}
