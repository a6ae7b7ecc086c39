import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { checkedDocument } from '../lib/document.ts';
import { ActionError, addSummary, annotate, logText, optional, runStep, setOutput, setting } from '../lib/log.ts';
import { lockstep } from '../lib/tool.ts';
import type { Ran } from '../lib/tool.ts';

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

  const shown = [...args, '--format', 'markdown', ...(await linkArguments(cwd))];
  const { code, out, err } = await lockstep(shown, { cwd });
  if (err !== '') logText(err);
  if (out === '') {
    annotate('error', `lockstep impact ended with exit code ${code}.`);
    return code === 0 ? 1 : code;
  }
  const { text } = checkedDocument(out);
  save('comment.md', text);
  setOutput('comment', 'comment.md');
  addSummary((await lockstep([...shown, '--size', 'summary'], { cwd })).out);

  const page = await lockstep([...args, '--format', 'html', '--out', join(reports, 'report.html')], { cwd });
  if (page.code !== code) throw new ActionError(`lockstep impact gave no page: exit code ${page.code}.`);
  return code;
}

/** Paths stand in the report: of a folder of the runner it needs to know nothing. */
function shownFrom(cwd: string, path: string): string {
  return relative(cwd, resolve(path));
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
