import { ActionError } from './log.ts';
import { isList, numberAt, textAt } from './github.ts';
import type { GitHub } from './github.ts';

/** Deployments that are looked at before we give up. */
const MOST = 300;

/**
 * The commit that was applied last with the approval of an environment: that of its newest deployment whose newest
 * status is success. Made by the runner itself: what somebody else calls a deployment approves nothing.
 */
export async function approvedCommit(github: GitHub, environment: string): Promise<string> {
  let seen = 0;
  for await (const one of github.list(`deployments?environment=${encodeURIComponent(environment)}`)) {
    if (++seen > MOST) break;
    const id = numberAt(one, 'id');
    const sha = textAt(one, 'sha') ?? '';
    const isOfRunner = textAt(one, 'creator', 'login') === 'github-actions[bot]';
    if (id === undefined || !isOfRunner || !/^[0-9a-f]{40}$/.test(sha)) continue;
    const { body } = await github.call('GET', `deployments/${id}/statuses?per_page=1`);
    const newest = isList(body) ? body[0] : undefined;
    if (textAt(newest, 'state') === 'success') return sha;
  }
  throw new ActionError(`Nothing was applied yet with the approval of the environment ${environment}.`);
}
