import { checkedDocument, MOST_BYTES } from '../lib/document.ts';
import { tellDrift, tellNoDrift } from '../lib/drift-issue.ts';
import type { DriftIssue } from '../lib/drift-issue.ts';
import { gitHubOfEnvironment } from '../lib/github.ts';
import { withIdToken } from '../lib/id-token.ts';
import { annotate, codeBlock, logText, optional, runStep, setting } from '../lib/log.ts';
import { lockstep } from '../lib/tool.ts';

const MARKER = '<!-- lockstep:drift -->';

/** Looks for drift, and keeps exactly one issue open while there is some. What could not be read changes no issue. */
await runStep(async () => {
  const { code, out, err } = await withIdToken(optional('READ_CLIENT_ID'), (environment) =>
    lockstep(['drift'], { environment }),
  );
  logText(`${out}${err}`);
  if (code !== 0 && code !== 2) {
    annotate('error', `lockstep drift ended with exit code ${code}: whether there is drift is not known.`);
    return code;
  }
  const run = `${setting('GITHUB_SERVER_URL')}/${setting('GITHUB_REPOSITORY')}/actions/runs/${setting('GITHUB_RUN_ID')}`;
  const text = `${MARKER}\nSomebody changed in the tenant what the rules manage. Seen by ${run}\n\n`;
  const issue: DriftIssue = {
    document: checkedDocument(text + codeBlock(out.replaceAll('<!--', '<! --'), MOST_BYTES - 2000)),
    title: optional('TITLE') ?? 'Drift in the tenant',
    author: optional('AUTHOR') ?? 'github-actions[bot]',
    run,
  };
  const done = await (code === 2 ? tellDrift : tellNoDrift)(gitHubOfEnvironment(), issue);
  annotate('notice', `Drift: ${code === 2 ? 'yes' : 'no'}. Issue: ${done}.`);
  return 0;
});
