import { setTimeout as sleep } from 'node:timers/promises';
import { ActionError, setting } from './log.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type Fields = Readonly<Record<string, Json>>;

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export interface GitHub {
  /** `owner/name`. */
  readonly repository: string;
  /** Path below the repository: `issues/1/comments`. Throws where the answer is no success. */
  call(method: 'GET' | 'POST' | 'PATCH', path: string, body?: Fields): Promise<Answer>;
  /** One try, whatever comes of it: for what must not be done twice. */
  once(method: 'POST', path: string, body: Fields): Promise<Answer>;
  /** All items of a list, page by page. */
  list(path: string): AsyncGenerator<Fields>;
  graphql(query: string, variables: Fields): Promise<void>;
}

export interface GitHubOptions {
  readonly api: string;
  readonly graphql: string;
  readonly repository: string;
  readonly token: string;
  /** Milliseconds before the second try; it doubles with each. */
  readonly pause?: number;
}

/** As the runner names it to a step. */
export function gitHubOfEnvironment(): GitHub {
  const repository = setting('GITHUB_REPOSITORY');
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) throw new ActionError('GITHUB_REPOSITORY is no owner/name.');
  const pause = process.env['LOCKSTEP_RETRY_PAUSE_MS'];
  return gitHub({
    api: setting('GITHUB_API_URL'),
    graphql: setting('GITHUB_GRAPHQL_URL'),
    repository,
    token: setting('GITHUB_TOKEN'),
    ...(pause === undefined ? {} : { pause: Number(pause) }),
  });
}

const TRIES = 4;
const PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
const PER_PAGE = 100;
const MOST_PAGES = 50;

/** The API of GitHub, as far as it is used here. A server's fault and a limit are tried again. */
export function gitHub({ api, graphql, repository, token, pause = PAUSE }: GitHubOptions): GitHub {
  async function send(method: string, url: string, body?: Fields): Promise<Answer & { readonly wait?: number }> {
    const headers: Record<string, string> = {
      authorization: `Bearer ${token}`,
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
      'user-agent': 'lockstep',
    };
    const signal = AbortSignal.timeout(30_000);
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    let response: Response;
    try {
      response = await fetch(url, { method, headers, signal, redirect: 'error', ...init });
    } catch {
      return { status: 0, body: null };
    }
    const after = Number(response.headers.get('retry-after'));
    const text = await response.text().catch(() => '');
    return { status: response.status, body: parsed(text), ...(after > 0 ? { wait: after * 1000 } : {}) };
  }

  async function repeated(method: string, url: string, body?: Fields): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await send(method, url, body);
      const passing = answer.status === 0 || answer.status >= 500 || answer.status === 429 || answer.wait !== undefined;
      if (!passing || attempt === TRIES) return answer;
      await sleep(Math.min(answer.wait ?? pause * 2 ** (attempt - 1), LONGEST_PAUSE));
    }
  }

  const at = (path: string): string => `${api}/repos/${repository}/${path}`;
  const call: GitHub['call'] = async (method, path, body) =>
    succeeded(await repeated(method, at(path), body), `${method} ${path}`);

  return {
    repository,
    call,
    once: (method, path, body) => send(method, at(path), body),
    async *list(path) {
      for (let page = 1; page <= MOST_PAGES; page++) {
        const sign = path.includes('?') ? '&' : '?';
        const { body } = await call('GET', `${path}${sign}per_page=${PER_PAGE}&page=${page}`);
        const items: readonly Json[] = isList(body) ? body : [];
        for (const item of items) if (isFields(item)) yield item;
        if (items.length < PER_PAGE) return;
      }
    },
    graphql: async (query, variables) => {
      const { body } = succeeded(await repeated('POST', graphql, { query, variables }), 'POST graphql');
      if (isFields(body) && body['errors'] !== undefined) throw new ActionError('GitHub refused the query.');
    },
  };
}

/** Says what was asked and what came: never the token, and nothing of a body that others wrote. */
export function succeeded(answer: Answer, what: string): Answer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  const where = what.replace(/\?.*/, '');
  if (answer.status === 403 || answer.status === 404) {
    throw new ActionError(`GitHub answers ${answer.status} to ${where}: the token of this job may not do that.`);
  }
  if (answer.status === 0) throw new ActionError(`GitHub does not answer to ${where}.`);
  throw new ActionError(`GitHub answers ${answer.status} to ${where}.`);
}

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function textAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = at(value, path);
  return typeof found === 'number' && Number.isSafeInteger(found) && found > 0 ? found : undefined;
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((here, key) => (isFields(here) ? here[key] : undefined), value);
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}
