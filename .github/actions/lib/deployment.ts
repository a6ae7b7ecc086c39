import { ActionError } from './log.ts';
import { isFields, isList, numberAt, textAt } from './github.ts';
import type { GitHub, Json } from './github.ts';

/** Deployments that are looked at before we give up. */
const MOST = 300;

/**
 * The commit that was applied last with the approval of an environment: that of its newest deployment whose newest
 * status is success. A deployment can be made up by whoever may push a workflow; that a person approved a run of the
 * commit can not, and is asked for beside it.
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
    if (textAt(newest, 'state') === 'success' && (await isApproved(github, sha, environment))) return sha;
  }
  throw new ActionError(`Nothing was applied yet with the approval of the environment ${environment}.`);
}

/** Whether a person approved a run of a commit for an environment (docs.github.com: "Get the review history"). */
async function isApproved(github: GitHub, sha: string, environment: string): Promise<boolean> {
  const { body } = await github.call('GET', `actions/runs?head_sha=${sha}&per_page=100`);
  const runs = isFields(body) ? (body['workflow_runs'] ?? null) : null;
  for (const run of isList(runs) ? runs : []) {
    const id = numberAt(run, 'id');
    if (id === undefined || textAt(run, 'head_sha') !== sha) continue;
    const reviews = (await github.call('GET', `actions/runs/${id}/approvals`)).body;
    if (isList(reviews) && reviews.some((review) => approves(review, environment))) return true;
  }
  return false;
}

function approves(review: Json, environment: string): boolean {
  const environments = isFields(review) ? (review['environments'] ?? null) : null;
  return (
    textAt(review, 'state') === 'approved' &&
    isList(environments) &&
    environments.some((one) => textAt(one, 'name') === environment)
  );
}
