import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { approvedCommit } from '../lib/deployment.ts';
import { gitHubOfEnvironment } from '../lib/github.ts';
import { withIdToken } from '../lib/id-token.ts';
import {
  ActionError,
  addSummary,
  annotate,
  codeBlock,
  logText,
  optional,
  runStep,
  setOutput,
  setting,
} from '../lib/log.ts';
import { execute, lockstep } from '../lib/tool.ts';
import type { Ran } from '../lib/tool.ts';

/** GitHub takes 1 MiB of summary. */
const SHOWN = 900 * 1024;

/**
 * `plan` writes a plan and tells its digest; `apply` applies exactly that plan; `scheduled` does both without a
 * person, and only by rules that a person approved.
 */
await runStep(async () => {
  const step = setting('STEP');
  switch (step) {
    case 'plan':
      return await plan();
    case 'apply':
      return await apply(setting('DIGEST'));
    case 'scheduled':
      return await scheduled();
    default:
      throw new ActionError('The step is plan, apply or scheduled.');
  }
});

/** 0: in step, or there is something to apply. Everything else ends the job. */
async function plan(): Promise<number> {
  const file = resolve(setting('PLAN'));
  const ran = await withIdToken(optional('READ_CLIENT_ID'), (environment) =>
    lockstep(['plan', '--out', file, '--detailed-exitcode'], { environment }),
  );
  show('The plan', ran);
  setOutput('changes', String(ran.code === 2));
  if (ran.code !== 2) return ran.code;
  setOutput('digest', digestOf(await lockstep(['show', file, '--format', 'json'])));
  return 0;
}

function digestOf({ code, out }: Ran): string {
  const view = (code === 0 ? JSON.parse(out) : {}) as { readonly envelope?: { readonly bodyDigest?: unknown } };
  const digest = view.envelope?.bodyDigest;
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) throw new ActionError('The plan has no digest.');
  return digest;
}

async function apply(digest: string, approved?: string): Promise<number> {
  const file = resolve(setting('PLAN'));
  const args = ['apply', file, '--expect-digest', digest];
  if (approved !== undefined) args.push('--approved-rules', approved);
  const ran = await withIdToken(optional('WRITE_CLIENT_ID'), (environment) => lockstep(args, { environment }));
  show('What was applied', ran);
  return ran.code;
}

/** The rules that a person approved are looked up first: a plan of other ones need not be made. */
async function scheduled(): Promise<number> {
  const approved = await approvedRules(await approvedCommit(gitHubOfEnvironment(), setting('ENVIRONMENT')));
  const here = rulesDigestOf(await lockstep(['validate', '--format', 'json']));
  if (approved !== here) {
    annotate('error', 'The rules have changed since a person last approved an apply: nothing is planned or written.');
    return 5;
  }
  const file = resolve(setting('PLAN'));
  const ran = await withIdToken(optional('READ_CLIENT_ID'), (environment) =>
    lockstep(['plan', '--out', file, '--detailed-exitcode'], { environment }),
  );
  show('The plan', ran);
  if (ran.code !== 2) return ran.code;
  return await apply(digestOf(await lockstep(['show', file, '--format', 'json'])), approved);
}

/**
 * The digest of the rules of a commit, told by the version of Lockstep that belongs to it: rules that come with
 * another version are other rules.
 */
async function approvedRules(commit: string): Promise<string> {
  const root = (await git('rev-parse', '--show-toplevel')).trim();
  await git('merge-base', '--is-ancestor', commit, 'HEAD');
  const tree = join(mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'lockstep-')), 'approved');
  await git('worktree', 'add', '--detach', tree, commit);
  try {
    const cwd = join(tree, relative(root, process.cwd()));
    const [program = '', ...args] = setting('INSTALL').split(/\s+/);
    const installed = await execute(program, args, { cwd });
    if (installed.code !== 0) {
      logText(installed.err);
      throw new ActionError('Lockstep of the approved commit cannot be installed.');
    }
    return rulesDigestOf(await lockstep(['validate', '--format', 'json'], { cwd }));
  } finally {
    await git('worktree', 'remove', '--force', tree);
  }
}

function rulesDigestOf({ code, out, err }: Ran): string {
  if (err !== '') logText(err);
  const { rulesDigest: digest } = (code === 0 ? JSON.parse(out) : {}) as { readonly rulesDigest?: unknown };
  if (typeof digest !== 'string') throw new ActionError('The workspace is not valid: its rules have no digest.');
  return digest;
}

async function git(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await execute('git', args);
  if (code === 0) return out;
  logText(err);
  throw new ActionError(`git ${args[0] ?? ''} ended with exit code ${code}: fetch the whole history (fetch-depth: 0).`);
}

function show(what: string, { out, err, code }: Ran): void {
  logText(`${out}${err}`);
  addSummary(`### ${what}\n\n${codeBlock(out === '' ? err : out, SHOWN)}`);
  if (code !== 0 && code !== 2) annotate('error', `Lockstep ended with exit code ${code}.`);
}
