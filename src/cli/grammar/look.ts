import { Option } from 'commander';
import type { Command } from 'commander';
import type { EvalLine, Format } from '../command-line.ts';
import { instant, name, several, text } from '../option-values.ts';
import { examples, formatOption } from './common.ts';
import type { Take } from './common.ts';

interface ExplainFlags {
  readonly attribute?: string;
  readonly asOf?: string;
  readonly source?: readonly string[];
  readonly tenant?: string;
  readonly format: Format;
}

export function addExplain(program: Command, take: Take): void {
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

interface EvalFlags {
  readonly object?: string;
  readonly type?: string;
  readonly set?: readonly string[];
  readonly dialect: EvalLine['dialect'];
  readonly check?: true;
  readonly format: Format;
}

export function addEval(program: Command, take: Take): void {
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

interface SnapshotFlags {
  readonly out: string;
  readonly allAttributes?: true;
}

export function addSnapshot(program: Command, take: Take): void {
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
    .option('--all-attributes', 'hold what a later rule could name, and what parity compares');
}
