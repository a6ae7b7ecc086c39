import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../src/cli/arguments.ts';
import type { CommandLine } from '../../src/cli/command-line.ts';
import { programOf } from '../../src/cli/program.ts';

const DIGEST = 'ab'.repeat(32);
const PLAN = { command: 'plan', detailedExitCode: false, format: 'text', full: false, source: [] } as const;
const APPLY = { command: 'apply', autoApprove: false, format: 'text', full: false } as const;

const understood: readonly (readonly [string, CommandLine])[] = [
  ['version', { command: 'version' }],
  ['--version', { command: 'version' }],
  ['init', { command: 'init', directory: '.' }],
  ['init identities', { command: 'init', directory: 'identities' }],
  ['init --ci github', { command: 'init', directory: '.', ci: 'github' }],
  ['validate', { command: 'validate', format: 'text', filters: false }],
  ['validate --git-base origin/main', { command: 'validate', format: 'text', filters: false, gitBase: 'origin/main' }],
  ['validate --filters', { command: 'validate', format: 'text', filters: true }],
  ['validate --format json', { command: 'validate', format: 'json', filters: false }],
  ['docs', { command: 'docs', format: 'markdown' }],
  [
    'docs --base origin/main --format html --out d.html',
    { command: 'docs', format: 'html', base: 'origin/main', out: 'd.html' },
  ],
  ['impact --base main', { command: 'impact', base: 'main', source: [], detailedExitCode: false, format: 'text' }],
  [
    'impact --base v1 --head v2 --source a --source b --tenant t --as-of 2027-01-01 --detailed-exitcode --format json',
    {
      command: 'impact',
      base: 'v1',
      head: 'v2',
      source: ['a', 'b'],
      tenant: 't',
      asOf: '2027-01-01T00:00:00.000Z',
      detailedExitCode: true,
      format: 'json',
    },
  ],
  ['resolve', { command: 'resolve', source: [], format: 'text' }],
  ['resolve --source a --source b --format json', { command: 'resolve', source: ['a', 'b'], format: 'json' }],
  ['plan', PLAN],
  ['plan --out a.plan', { ...PLAN, out: 'a.plan' }],
  ['plan --out=a.plan', { ...PLAN, out: 'a.plan' }],
  ['plan -o a.plan --detailed-exitcode', { ...PLAN, out: 'a.plan', detailedExitCode: true }],
  ['plan --format json --full', { ...PLAN, format: 'json', full: true }],
  ['plan --object ada@contoso.com', { ...PLAN, object: 'ada@contoso.com' }],
  ['plan --object -x', { ...PLAN, object: '-x' }],
  ['plan --as-of 2027-01-01', { ...PLAN, asOf: '2027-01-01T00:00:00.000Z' }],
  ['plan --as-of 2027-01-01T08:00:00+01:00', { ...PLAN, asOf: '2027-01-01T07:00:00.000Z' }],
  ['plan --source a.snapshot --source b.snapshot', { ...PLAN, source: ['a.snapshot', 'b.snapshot'] }],
  ['plan --tenant t.snapshot', { ...PLAN, tenant: 't.snapshot' }],
  ['plan --allow-hazard disables_user=12', { ...PLAN, allowHazards: new Map([['DISABLES_USER', 12]]) }],
  [
    'apply --allow-hazard DISABLES_USER=12 --allow-hazard UPN_CHANGE=0',
    {
      ...APPLY,
      allowHazards: new Map([
        ['DISABLES_USER', 12],
        ['UPN_CHANGE', 0],
      ]),
    },
  ],
  [
    'approve a.plan --hazard UPN_CHANGE',
    { command: 'approve', planFile: 'a.plan', hazards: ['UPN_CHANGE'], lasts: 48 * 3_600_000, format: 'text' },
  ],
  [
    'approve a.plan --hazard UPN_CHANGE --hazard mail_change --expires 7d --by Ada -o x.yaml --format json',
    {
      command: 'approve',
      planFile: 'a.plan',
      hazards: ['UPN_CHANGE', 'MAIL_CHANGE'],
      lasts: 7 * 86_400_000,
      by: 'Ada',
      out: 'x.yaml',
      format: 'json',
    },
  ],
  ['apply', APPLY],
  ['apply a.plan', { ...APPLY, planFile: 'a.plan' }],
  ['apply --auto-approve', { ...APPLY, autoApprove: true }],
  [`apply a.plan --approved-rules ${DIGEST}`, { ...APPLY, planFile: 'a.plan', approvedRules: DIGEST }],
  [`apply a.plan --expect-digest ${DIGEST.toUpperCase()}`, { ...APPLY, planFile: 'a.plan', expectDigest: DIGEST }],
  ['apply --format json --auto-approve --full', { ...APPLY, format: 'json', autoApprove: true, full: true }],
  ['show a.plan', { command: 'show', planFile: 'a.plan', format: 'text', full: false }],
  [
    'show a.plan --object x --format json --full',
    { command: 'show', planFile: 'a.plan', format: 'json', object: 'x', full: true },
  ],
  ['snapshot source --out a.snapshot', { command: 'snapshot', of: 'source', out: 'a.snapshot', allAttributes: false }],
  [
    'snapshot source --connector corp --all-attributes -o a.snapshot',
    { command: 'snapshot', of: 'source', connector: 'corp', out: 'a.snapshot', allAttributes: true },
  ],
  ['snapshot tenant --out t.snapshot', { command: 'snapshot', of: 'tenant', out: 't.snapshot', allAttributes: false }],
  ['snapshot show a.snapshot', { command: 'snapshot', of: 'file', file: 'a.snapshot', format: 'text' }],
  ['snapshot show a.snapshot --format json', { command: 'snapshot', of: 'file', file: 'a.snapshot', format: 'json' }],
  ['sandbox', { command: 'sandbox' }],
  [
    'sandbox --port 8443 --state ./t --seed s.ndjson',
    { command: 'sandbox', port: 8443, state: './t', seed: 's.ndjson' },
  ],
];

test.each(understood)('%s', (typed, line) => {
  expect(parseArguments(typed.split(' '))).toEqual({
    kind: 'line',
    line,
    global: { colourAllowed: true, quiet: false },
  });
});

test.each([
  ['-C dir plan', { workspace: 'dir', colourAllowed: true, quiet: false }],
  ['plan -C dir', { workspace: 'dir', colourAllowed: true, quiet: false }],
  ['plan --workspace=dir --no-color', { workspace: 'dir', colourAllowed: false, quiet: false }],
  ['--quiet plan', { colourAllowed: true, quiet: true }],
  ['plan -q', { colourAllowed: true, quiet: true }],
])('%s: the options of every command stand before or after it', (typed, global) => {
  expect(parseArguments(typed.split(' '))).toEqual({ kind: 'line', line: PLAN, global });
});

const refused: readonly (readonly [string, string, string?])[] = [
  ['plna', "Unknown command 'plna'.", 'Did you mean plan?'],
  ['destroy', "Unknown command 'destroy'."],
  ['help plna', "Unknown command 'plna'.", 'Did you mean plan?'],
  ['plan --ful', "Unknown option '--ful'.", 'Did you mean --full?'],
  [
    'plan --allow-hazard DISABLE_USER=3',
    "Option '--allow-hazard <name=n>' argument 'DISABLE_USER=3' is invalid. There is no hazard DISABLE_USER.",
    'Did you mean DISABLES_USER?',
  ],
  [
    'apply --allow-hazard DISABLES_USER',
    "Option '--allow-hazard <name=n>' argument 'DISABLES_USER' is invalid. Write how many are consented to, such as DISABLES_USER=12.",
  ],
  [
    'apply --allow-hazard UPN_CHANGE=1 --allow-hazard UPN_CHANGE=2',
    "Option '--allow-hazard <name=n>' argument 'UPN_CHANGE=2' is invalid. UPN_CHANGE is there already.",
  ],
  ['approve a.plan', "Required option '--hazard <name>' not specified."],
  [
    'approve a.plan --hazard everything',
    "Option '--hazard <name>' argument 'everything' is invalid. There is no hazard everything.",
  ],
  [
    'approve a.plan --hazard UPN_CHANGE --expires 31d',
    "Option '--expires <time>' argument '31d' is invalid. Write a time such as 90m, 48h or 7d, of 30 days at most.",
  ],
  ['plan --auto-approve', "Unknown option '--auto-approve'."],
  ['--force apply', "Unknown option '--force'."],
  ['plan extra', "Too many arguments for 'plan'. Expected 0 arguments but got 1: extra."],
  ['apply a b', "Too many arguments for 'apply'. Expected 1 argument but got 2: a, b."],
  ['show', "Missing required argument 'planfile'."],
  ['plan --source', "Option '--source <file>' argument missing."],
  ['plan --source=', "Option '--source <file>' argument '' is invalid. It may not be empty."],
  ['snapshot source', "Required option '-o, --out <file>' not specified."],
  ['snapshot tenant --connector x --out y', "Unknown option '--connector'."],
  ['snapshot show', "Missing required argument 'file'."],
  ['snapshot everything', "Unknown command 'everything'."],
  ['plan --out', "Option '-o, --out <file>' argument missing."],
  [
    'plan --out --full',
    "Option '-o, --out <file>' argument '--full' is invalid. It looks like a flag; write ./--full if it is a file.",
  ],
  ['plan --out=', "Option '-o, --out <file>' argument '' is invalid. It may not be empty."],
  ['plan --object=', "Option '--object <name>' argument '' is invalid. It may not be empty."],
  ['plan --format xml', expect.stringContaining('Allowed choices are text, json, jsonl, markdown, html.') as string],
  ['plan --format markdown --object ada', '--object does not go with --format markdown.'],
  ['show a.plan --format markdown --object ada', '--object does not go with --format markdown.'],
  ['plan --size page', expect.stringContaining('Allowed choices are comment, summary.') as string],
  ['plan --link-base javascript:alert(1)', expect.stringContaining('Write an address such as') as string],
  ['plan --link-base https://u:p@x.example/', expect.stringContaining('Write an address such as') as string],
  ['impact --base a --link-base https://x.example/?a', expect.stringContaining('Write an address such as') as string],
  ['plan --as-of 2027-02-30', expect.stringContaining('Write a day') as string],
  ['plan --as-of yesterday', expect.stringContaining('Write a day') as string],
  ['plan --as-of 2027-01-01T08:00', expect.stringContaining('Write a day') as string],
  ['init --ci jenkins', expect.stringContaining('github') as string],
  ['apply --approved-rules ab', expect.stringContaining('64 hexadecimal digits') as string],
  ['apply --expect-digest ab', expect.stringContaining('64 hexadecimal digits') as string],
  ['sandbox --port 70000', expect.stringContaining('A port is a number') as string],
  ['sandbox --port 1e3', expect.stringContaining('A port is a number') as string],
];

test.each(refused)('%s is refused', (typed = '', detail, help) => {
  const parsed = parseArguments(typed.split(' '));
  expect(parsed).toMatchObject({
    kind: 'refused',
    diagnostics: [{ code: 'CLI001', detail, ...(help === undefined ? {} : { help }) }],
  });
});

describe('help', () => {
  test('is asked for, or given when nothing was typed', () => {
    expect(parseArguments(['--help'])).toMatchObject({ kind: 'help', asked: true });
    expect(parseArguments(['help', 'plan'])).toMatchObject({ kind: 'help', asked: true });
    expect(parseArguments([])).toMatchObject({ kind: 'help', asked: false });
  });

  const commands = programOf(() => undefined).commands.map((command) => command.name());

  test.each(commands)('of %s has examples, if there is anything to choose', (command) => {
    const parsed = parseArguments([command, '--help']);
    const text = parsed.kind === 'help' ? parsed.text : '';
    expect(text).toMatch(command === 'version' ? /^Usage: lockstep version/ : /^Examples:$/m);
  });

  test('looks like this', () => {
    const parsed = parseArguments(['--help']);
    expect(parsed.kind === 'help' ? parsed.text : '').toMatchInlineSnapshot(`
      "Usage: lockstep [options] [command]

      Keeps Microsoft Entra ID in step with on-premises Active Directory.
      The rules are YAML in git: plan shows what would change, apply changes it.

      Options:
        -C, --workspace <dir>         folder with lockstep.yaml (default: ., config/ or config/*/)
        --no-color                    no colour; so does the variable NO_COLOR
        -q, --quiet                   the outcome only: no progress, no list of changes
        --version                     print the version
        -h, --help                    what a command does and takes

      Commands:
        init [options] [dir]          make a workspace to start from, with its own emulated tenant, or CI
                                      workflows
        validate [options]            check and lint the workspace; reads no source and no tenant
        test [options] [path]         run the rule tests of the workspace; reads no source and no tenant
        rules [options]               list the rules by precedence; with snapshots, what each does with
                                      their objects
        docs [options]                document the workspace: topology, filters, rules, where each
                                      attribute comes from, policy
        impact [options]              tell what a change of the rules does to every identity, and which
                                      line did it; writes nothing
        resolve [options]             pin the containers and groups that rules name to their objectGUIDs
        plan [options]                read sources and tenant and show what apply would change; writes
                                      nothing
        apply [options] [planfile]    apply a saved plan, or make a plan, ask, and apply it
        approve [options] <planfile>  write an approval of hazards that a saved plan holds, for review;
                                      changes nothing
        drift [options]               tell what was changed in the tenant past the rules since the last
                                      apply; writes nothing
        adopt [options]               find objects of the tenant that source objects may be, and write
                                      pairs for review; changes nothing
        parity [options]              compare what the rules give with what Entra Connect wrote, identity
                                      by identity; writes nothing
        show [options] <planfile>     show a saved plan; reads nothing else
        explain [options] <object>    tell the way of one object: filter, rules, values, and what the plan
                                      does with it
        eval [options] [expression]   evaluate an expression, part by part; without one, ask for
                                      expressions
        snapshot                      keep what was read of a source or of the tenant in a file, to plan
                                      from it elsewhere
        history [options] [run]       list the runs of apply, or show what one of them did; reads ledgers
                                      only
        unlock [options] [run]        take the lock away from a run whose machine is gone; without an id,
                                      tell who holds it
        assess [options]              tell what of a tenant and of an Entra Connect server works here, is
                                      only read, or is not carried
        import                        make a workspace of what another sync engine is told to do
        sandbox [options]             run an emulated tenant until Ctrl-C; it speaks Microsoft Graph over
                                      HTTPS on loopback
        version                       print the version
        help [command]                what a command does and takes

      Examples:
        lockstep plan                    what would change?
        lockstep plan --out change.plan  keep the plan for review
        lockstep apply change.plan       apply exactly what was reviewed
      "
    `);
  });

  test('of apply looks like this', () => {
    const parsed = parseArguments(['apply', '--help']);
    expect(parsed.kind === 'help' ? parsed.text : '').toMatchInlineSnapshot(`
      "Usage: lockstep apply [options] [planfile]

      apply a saved plan, or make a plan, ask, and apply it

      Arguments:
        planfile                 a file that plan --out wrote; it is applied without asking

      Options:
        --auto-approve           apply the plan that is made now without asking
        --expect-digest <hex>    refuse any plan but the one with this digest
        --approved-rules <hex>   refuse any plan but one of the rules with this digest
        --allow-hazard <name=n>  consent to n of a hazard, DISABLES_USER=12; may be given again
        --format <format>        text, or json: one line per event (choices: "text", "json", default:
                                 "text")
        --full                   cut no list
        -h, --help               what a command does and takes

      Global Options:
        -C, --workspace <dir>    folder with lockstep.yaml (default: ., config/ or config/*/)
        --no-color               no colour; so does the variable NO_COLOR
        -q, --quiet              the outcome only: no progress, no list of changes
        --version                print the version

      Examples:
        lockstep apply                 plan, ask, apply
        lockstep apply change.plan     apply what was reviewed; a stale plan is refused
        lockstep apply --auto-approve  in a scheduled run; guards still stop it
      "
    `);
  });
});

describe('help', () => {
  test('knows commands of commands, and shows no empty default', () => {
    const help = parseArguments(['help', 'snapshot', 'source']);
    expect(help).toMatchObject({ kind: 'help', asked: true });
    expect('text' in help && help.text).toContain('lockstep snapshot source [options]');
    for (const command of ['plan', 'eval']) {
      const one = parseArguments([command, '--help']);
      expect('text' in one && one.text).not.toContain('[])');
    }
  });

  test('is no wider than the terminal', () => {
    const widest = (width?: number): number => {
      const help = parseArguments(['plan', '--help'], width);
      const [options = ''] = 'text' in help ? help.text.split('Examples:') : [];
      return Math.max(...options.split('\n').map((line) => line.length));
    };
    expect(widest(72)).toBeLessThanOrEqual(72);
    expect(widest(300)).toBe(widest());
  });
});
