import { isOurs } from './comment.ts';
import type { Document } from './document.ts';
import { numberAt, textAt } from './github.ts';
import type { GitHub } from './github.ts';

export interface DriftIssue {
  readonly document: Document;
  readonly title: string;
  /** Login that our issues have as their author. */
  readonly author: string;
  /** Address of the run that looked. */
  readonly run: string;
}

export type Done = 'opened' | 'updated' | 'unchanged' | 'closed' | 'nothing';

/** There is drift: exactly one issue of ours is open, and says what it is. */
export async function tellDrift(github: GitHub, issue: DriftIssue): Promise<Done> {
  const [first, ...others] = await openIssues(github, issue);
  for (const { number } of others) await close(github, number, 'not_planned');
  const { title, document } = issue;
  if (first === undefined) {
    await github.call('POST', 'issues', { title, body: document.text });
    return 'opened';
  }
  if (first.body === document.text) return 'unchanged';
  await github.call('PATCH', `issues/${first.number}`, { body: document.text });
  return 'updated';
}

/** There is none any more: what is open of ours is closed, with the run that saw it. */
export async function tellNoDrift(github: GitHub, issue: DriftIssue): Promise<Done> {
  const open = await openIssues(github, issue);
  for (const { number } of open) {
    await github.call('POST', `issues/${number}/comments`, { body: `No drift any more: ${issue.run}` });
    await close(github, number, 'completed');
  }
  return open.length === 0 ? 'nothing' : 'closed';
}

async function close(github: GitHub, number: number, reason: 'completed' | 'not_planned'): Promise<void> {
  await github.call('PATCH', `issues/${number}`, { state: 'closed', state_reason: reason });
}

/** The oldest first. */
async function openIssues(
  github: GitHub,
  { document, author }: DriftIssue,
): Promise<readonly { readonly number: number; readonly body: string }[]> {
  const found: { readonly number: number; readonly body: string }[] = [];
  for await (const item of github.list('issues?state=open&sort=created&direction=asc')) {
    const number = numberAt(item, 'number');
    if (number === undefined || item['pull_request'] !== undefined || !isOurs(item, document.marker, author)) continue;
    found.push({ number, body: textAt(item, 'body') ?? '' });
  }
  return found.sort((a, b) => a.number - b.number);
}
