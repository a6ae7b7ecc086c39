import { existsSync, readFileSync } from 'node:fs';
import { postComment } from '../lib/comment.ts';
import { readDocument } from '../lib/document.ts';
import { gitHubOfEnvironment } from '../lib/github.ts';
import type { Json } from '../lib/github.ts';
import { annotate, optional, runStep, setting } from '../lib/log.ts';
import { changesWorkflows, warned } from '../lib/own-workflows.ts';
import { pullRequestOf } from '../lib/pull-request.ts';

/**
 * Posts a report that the job of a pull request wrote. The report is data: which pull request it belongs to is said
 * by the event alone, and everything is checked before the first call.
 */
await runStep(async () => {
  const report = setting('REPORT');
  if (!existsSync(report)) {
    annotate('notice', 'The run left no report: nothing is posted.');
    return 0;
  }
  const document = readDocument(report);
  const event = JSON.parse(readFileSync(setting('GITHUB_EVENT_PATH'), 'utf8')) as Json;
  const github = gitHubOfEnvironment();
  const pull = await pullRequestOf(github, event);
  if (pull === undefined) {
    annotate('notice', 'No open pull request is at the commit of this run: nothing is posted.');
    return 0;
  }
  const shown = (await changesWorkflows(github, pull)) ? warned(document) : document;
  const { what, minimised } = await postComment(github, pull, shown, optional('AUTHOR') ?? 'github-actions[bot]');
  const hidden = minimised === 0 ? '' : `, ${minimised} former ones are hidden`;
  annotate('notice', `The comment on pull request ${pull} is ${what}${hidden}.`);
  return 0;
});
