import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';

type Fields = Record<string, unknown>;

export interface Comment {
  id: number;
  node_id: string;
  body: string;
  user: { login: string };
}

export interface Issue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  state_reason?: string;
  user: { login: string };
  pull_request?: object;
}

export interface Pull {
  number: number;
  head: { sha: string; label: string };
  base: { repo: { full_name: string } };
  /** Files that it changes; GitHub lists 3,000 at most. */
  files?: readonly { readonly filename: string; readonly previous_filename?: string }[];
}

export interface Deployment {
  id: number;
  sha: string;
  environment: string;
  creator: { login: string };
  states: string[];
}

export interface Run {
  id: number;
  head_sha: string;
  reviews: { readonly state: string; readonly environments: readonly { readonly name: string }[] }[];
}

/** What the stand-in holds; a test fills it and looks at it afterwards. */
export class Repository {
  readonly comments = new Map<number, Comment[]>();
  readonly issues: Issue[] = [];
  readonly issueComments: { readonly number: number; readonly body: string }[] = [];
  readonly pulls: Pull[] = [];
  readonly deployments: Deployment[] = [];
  readonly runs: Run[] = [];
  readonly minimised: string[] = [];
  /** Every request: method and path. */
  readonly calls: string[] = [];
  /** Answers in the place of the next ones; `done`: the request is carried out all the same. */
  readonly faults: { readonly status: number; readonly retryAfter?: string; readonly done?: boolean }[] = [];
  /** A read-only token, as a run of a fork has. */
  readOnly = false;
  private last = 1000;

  readonly token = 'ghs_0123456789abcdefSECRET';
  readonly name = 'contoso/identities';

  comment(pull: number, body: string, login = 'github-actions[bot]'): Comment {
    const id = ++this.last;
    const one = { id, node_id: `IC_${id}`, body, user: { login } };
    this.comments.set(pull, [...(this.comments.get(pull) ?? []), one]);
    return one;
  }

  issue(body: string, more: Partial<Issue> = {}): Issue {
    const number = ++this.last;
    const one: Issue = { number, title: 't', body, state: 'open', user: { login: 'github-actions[bot]' }, ...more };
    this.issues.push(one);
    return one;
  }

  answer(method: string, url: URL, body: Fields): readonly [status: number, body: unknown] {
    const path = url.pathname;
    if (this.readOnly && method !== 'GET') return [403, { message: 'Resource not accessible by integration' }];
    if (path === '/graphql') return this.graphql(body);
    const prefix = `/repos/${this.name}/`;
    if (!path.startsWith(prefix)) return [404, { message: 'Not Found' }];
    return this.rest(`${method} ${path.slice(prefix.length)}`, url.searchParams, body);
  }

  private graphql({ query, variables }: Fields): readonly [number, unknown] {
    const { id } = variables as { id: string };
    const known = [...this.comments.values()].flat().some((one) => one.node_id === id);
    if (!String(query).includes('classifier: OUTDATED') || !known) return [200, { errors: [{ message: 'no' }] }];
    this.minimised.push(id);
    return [200, { data: { minimizeComment: { minimizedComment: { isMinimized: true } } } }];
  }

  private rest(call: string, query: URLSearchParams, body: Fields): readonly [number, unknown] {
    const [, number = ''] = /(\d+)/.exec(call) ?? [];
    switch (call.replace(/\d+/, 'N')) {
      case 'GET issues/N/comments':
        return [200, page(this.comments.get(Number(number)) ?? [], query)];
      case 'POST issues/N/comments': {
        const text = String(body['body']);
        if (text.length > 65_536) return [422, { message: 'body is too long' }];
        this.issueComments.push({ number: Number(number), body: text });
        return [201, this.comment(Number(number), text)];
      }
      case 'PATCH issues/comments/N': {
        const found = [...this.comments.values()].flat().find(({ id }) => id === Number(number));
        if (found === undefined) return [404, {}];
        found.body = String(body['body']);
        return [200, found];
      }
      case 'GET issues':
        return [
          200,
          page(
            this.issues.filter(({ state }) => state === query.get('state')),
            query,
          ),
        ];
      case 'POST issues':
        return [201, this.issue(String(body['body']), { title: String(body['title']) })];
      case 'PATCH issues/N': {
        const found = this.issues.find((one) => one.number === Number(number));
        if (found === undefined) return [404, {}];
        Object.assign(found, body);
        return [200, found];
      }
      case 'GET pulls':
        return [
          200,
          page(
            this.pulls.filter(({ head }) => head.label === query.get('head')),
            query,
          ),
        ];
      case 'GET deployments':
        return [
          200,
          page(
            this.deployments.filter((one) => one.environment === query.get('environment')),
            query,
          ),
        ];
      case 'GET deployments/N/statuses': {
        const found = this.deployments.find(({ id }) => id === Number(number));
        return [
          200,
          page(
            (found?.states ?? []).map((state) => ({ state })),
            query,
          ),
        ];
      }
      default:
        return this.reviewed(call, Number(number), query);
    }
  }

  /** What is known of one pull request, and of runs. */
  private reviewed(call: string, number: number, query: URLSearchParams): readonly [number, unknown] {
    switch (call.replace(/\d+/, 'N')) {
      case 'GET pulls/N': {
        const found = this.pulls.find((one) => one.number === number);
        return found === undefined ? [404, {}] : [200, { ...found, changed_files: found.files?.length ?? 0 }];
      }
      case 'GET pulls/N/files': {
        const found = this.pulls.find((one) => one.number === number);
        return [200, page((found?.files ?? []).slice(0, 3000), query)];
      }
      case 'GET actions/runs': {
        const runs = this.runs.filter((one) => one.head_sha === query.get('head_sha'));
        return [200, { total_count: runs.length, workflow_runs: page(runs, query) }];
      }
      case 'GET actions/runs/N/approvals':
        return [200, this.runs.find(({ id }) => id === number)?.reviews ?? []];
      default:
        return [404, { message: 'Not Found' }];
    }
  }
}

function page<Item>(items: readonly Item[], query: URLSearchParams): readonly Item[] {
  const size = Math.min(Number(query.get('per_page') ?? '30'), 100);
  const from = (Number(query.get('page') ?? '1') - 1) * size;
  return items.slice(from, from + size);
}

export interface StandIn {
  readonly repository: Repository;
  /** What a step of a workflow finds. */
  readonly environment: Readonly<Record<string, string>>;
  readonly url: string;
}

/** The API of GitHub on this machine, as far as the actions use it. */
export async function startGitHub(): Promise<StandIn> {
  const repository = new Repository();
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const method = request.method ?? 'GET';
      repository.calls.push(`${method} ${url.pathname}${url.search}`);
      const answerWith = (status: number, body: unknown, retryAfter?: string): void => {
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
        });
        response.end(JSON.stringify(body));
      };
      if (request.headers.authorization !== `Bearer ${repository.token}`) {
        answerWith(401, { message: 'Bad credentials' });
        return;
      }
      const fault = repository.faults.shift();
      const fields = (text === '' ? {} : JSON.parse(text)) as Fields;
      if (fault === undefined || fault.done === true) {
        const [status, body] = repository.answer(method, url, fields);
        if (fault === undefined) {
          answerWith(status, body);
          return;
        }
      }
      answerWith(fault.status, { message: `failed for ${repository.token}` }, fault.retryAfter);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    repository,
    url,
    environment: {
      GITHUB_API_URL: url,
      GITHUB_GRAPHQL_URL: `${url}/graphql`,
      GITHUB_SERVER_URL: 'https://github.example',
      GITHUB_REPOSITORY: repository.name,
      GITHUB_RUN_ID: '42',
      GITHUB_TOKEN: repository.token,
      LOCKSTEP_RETRY_PAUSE_MS: '1',
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
