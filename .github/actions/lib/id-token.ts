import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError, optional } from './log.ts';

/** What Entra ID expects of a token of another issuer (workload identity federation). */
const AUDIENCE = 'api://AzureADTokenExchange';
/** Such a token holds for five minutes and more; a run may take hours. */
const RENEW = 4 * 60_000;

/**
 * Runs a task while a file holds a token of this job for Entra ID, renewed as long as it lasts. The file is the
 * owner's alone and goes with the task. A job without `id-token: write` signs in as its topology says.
 */
export async function withIdToken<Result>(
  clientId: string | undefined,
  task: (environment: Readonly<Record<string, string>>) => Promise<Result>,
): Promise<Result> {
  const url = optional('ACTIONS_ID_TOKEN_REQUEST_URL');
  const bearer = optional('ACTIONS_ID_TOKEN_REQUEST_TOKEN');
  const application: Record<string, string> = clientId === undefined ? {} : { LOCKSTEP_CLIENT_ID: clientId };
  if (url === undefined || bearer === undefined) return await task(application);

  const folder = mkdtempSync(join(process.env['RUNNER_TEMP'] ?? tmpdir(), 'lockstep-'));
  const file = join(folder, 'id-token');
  const ended = new AbortController();
  try {
    await renew(url, bearer, file);
    const renewing = keepRenewed(url, bearer, file, ended.signal);
    try {
      return await task({ ...application, AZURE_FEDERATED_TOKEN_FILE: file });
    } finally {
      ended.abort();
      await renewing;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function keepRenewed(url: string, bearer: string, file: string, ended: AbortSignal): Promise<void> {
  const pause = (): Promise<boolean> => sleep(RENEW, true, { signal: ended }).catch(() => false);
  // A renewal that fails is tried again: the token before it holds a while.
  while (await pause()) await renew(url, bearer, file).catch(() => undefined);
}

async function renew(url: string, bearer: string, file: string): Promise<void> {
  const address = new URL(url);
  address.searchParams.set('audience', AUDIENCE);
  let token: unknown;
  try {
    const headers = { authorization: `Bearer ${bearer}` };
    const answer = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(30_000) });
    token = ((await answer.json()) as { readonly value?: unknown }).value;
  } catch {
    token = undefined;
  }
  if (typeof token !== 'string' || token === '') {
    throw new ActionError('GitHub gives this job no identity token.');
  }
  process.stdout.write(`::add-mask::${token.replace(/[^\w.-]/g, '')}\n`);
  writeFileSync(file, token, { mode: 0o600 });
}
