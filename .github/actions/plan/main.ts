import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { checkedDocument } from '../lib/document.ts';
import { ActionError, addSummary, annotate, logText, optional, runStep, setOutput, setting } from '../lib/log.ts';
import { lockstep } from '../lib/tool.ts';
import type { Ran } from '../lib/tool.ts';

const KEY = 'LOCKSTEP_REDACT_KEY';

/**
 * What a pull request does, without any credential: checks the rules, runs their tests, and compares them over
 * snapshots with those of the base. Writes a folder of reports for the jobs after it; posts nothing by itself.
 */
await runStep(async () => {
  const out = resolve(setting('OUT'));
  mkdirSync(out, { recursive: true });
  const save = (name: string, text: string): void => {
    writeFileSync(join(out, name), text);
  };
  const cwd = resolve(optional('FOLDER') ?? '.');

  const valid = await lockstep(['validate', '--format', 'github'], { cwd });
  tell('validate', valid);
  save('validate.sarif', (await lockstep(['validate', '--format', 'sarif'], { cwd })).out);
  if (valid.code !== 0) return valid.code;

  const tested = await lockstep(['test', '--format', 'github'], { cwd });
  tell('test', tested);
  save('tests.xml', (await lockstep(['test', '--format', 'junit'], { cwd })).out);

  const compared = await compare(cwd, out, save);
  return tested.code === 0 ? compared : tested.code;
});

/** Annotations of Lockstep are commands already, and nothing of the outside can be one in them. */
function tell(what: string, { code, out, err }: Ran): void {
  process.stdout.write(out);
  if (err !== '') logText(err);
  if (code !== 0) annotate('error', `lockstep ${what} ended with exit code ${code}.`);
}

async function compare(cwd: string, reports: string, save: (name: string, text: string) => void): Promise<number> {
  const snapshots = (optional('SOURCE') ?? '').split('\n').map((one) => one.trim());
  const sources = snapshots.filter((one) => one !== '').flatMap((one) => ['--source', shownFrom(cwd, one)]);
  if (sources.length === 0) {
    annotate('notice', 'No snapshot of a source is given: whom the change touches is not known.');
    return 0;
  }
  const tenant = optional('TENANT');
  const args = ['impact', '--base', setting('BASE'), ...sources];
  if (tenant !== undefined) args.push('--tenant', shownFrom(cwd, tenant));

  const { redact, environment } = redaction();
  const running = { cwd, environment };
  const shown = [...args, ...redact, '--format', 'markdown', ...(await linkArguments(cwd))];
  const { code, out, err } = await lockstep(shown, running);
  if (err !== '') logText(err);
  if (out === '') {
    annotate('error', `lockstep impact ended with exit code ${code}.`);
    return code === 0 ? 1 : code;
  }
  const { text } = checkedDocument(out);
  save('comment.md', text);
  setOutput('comment', 'comment.md');
  addSummary((await lockstep([...shown, '--size', 'summary'], running)).out);

  for (const page of pagesOf(redact)) {
    const file = join(reports, page.name);
    if (page.isEncrypted) rmSync(file, { force: true });
    const written = await lockstep([...args, ...page.options, '--format', 'html', '--out', file], running);
    if (written.code !== code) throw new ActionError(`lockstep impact gave no page: exit code ${written.code}.`);
  }
  return code;
}

/** Paths stand in the report: of a folder of the runner it needs to know nothing. */
function shownFrom(cwd: string, path: string): string {
  return relative(cwd, resolve(path));
}

/** A pull request has no secret: the key is drawn here, the same for all reports of this run, and kept nowhere. */
function redaction(): { readonly redact: readonly string[]; readonly environment: Readonly<Record<string, string>> } {
  const asked = optional('REDACT') ?? 'false';
  if (asked !== 'true' && asked !== 'false') throw new ActionError('The input redact is true or false.');
  if (asked === 'false') return { redact: [], environment: {} };
  return { redact: ['--redact', `env:${KEY}`], environment: { [KEY]: randomBytes(32).toString('hex') } };
}

interface Page {
  readonly name: string;
  readonly options: readonly string[];
  readonly isEncrypted?: true;
}

/** With a recipient, who is named is in the encrypted page alone. */
function pagesOf(redact: readonly string[]): readonly Page[] {
  const recipient = optional('RECIPIENT');
  const open: Page = { name: 'report.html', options: redact };
  if (recipient === undefined) return [open];
  const full: Page = { name: 'report.html.age', options: ['--encrypt-to', recipient], isEncrypted: true };
  return redact.length === 0 ? [full] : [open, full];
}

/** Files are linked in the repository, below the folder of the workspace. */
async function linkArguments(cwd: string): Promise<readonly string[]> {
  const base = optional('LINK_BASE');
  if (base === undefined) return [];
  const { out } = await lockstep(['validate', '--format', 'json'], { cwd });
  const { workspace } = JSON.parse(out) as { readonly workspace?: string };
  const folder = workspace === undefined || workspace === '.' ? '' : `/${workspace}`;
  return ['--link-base', base.replace(/\/+$/, '') + folder];
}
