import { isFields, numberAt, textAt } from './github.ts';
import type { GitHub, Json } from './github.ts';

/**
 * The open pull request that a finished run was for, by what GitHub says of the run. Of a fork the event names no
 * number: then its branch is looked up. Undefined where it moved on meanwhile, and a newer run will tell.
 */
export async function pullRequestOf(github: GitHub, event: Json): Promise<number | undefined> {
  const run = isFields(event) ? event['workflow_run'] : undefined;
  const sha = textAt(run, 'head_sha');
  const branch = textAt(run, 'head_branch');
  const owner = textAt(run, 'head_repository', 'owner', 'login');
  if (textAt(run, 'event') !== 'pull_request' || sha === undefined || branch === undefined || owner === undefined) {
    return undefined;
  }
  const head = encodeURIComponent(`${owner}:${branch}`);
  for await (const pull of github.list(`pulls?state=open&head=${head}`)) {
    const isHere = textAt(pull, 'base', 'repo', 'full_name')?.toLowerCase() === github.repository.toLowerCase();
    if (isHere && textAt(pull, 'head', 'sha') === sha) return numberAt(pull, 'number');
  }
  return undefined;
}
