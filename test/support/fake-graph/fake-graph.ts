import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serverIdentity } from '../../../src/sandbox/http/certificate.ts';

export interface Asked {
  readonly method: string;
  /** Path and query below the version, or the whole path when there is none. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What the fake does with a request: answers, cuts the connection, never answers, or leaves it to the default. */
export type Reply =
  | {
      readonly status: number;
      readonly body?: unknown;
      readonly text?: string;
      readonly headers?: Record<string, string>;
    }
  | 'cut'
  | 'hang'
  | undefined;

export interface FakeGraph {
  readonly url: string;
  readonly ca: string;
  readonly asked: readonly Asked[];
  /** Requests of one method whose path begins so. */
  count(method: string, path: string): number;
  stop(): Promise<void>;
}

export const FAKE_TENANT = '5d1e1c2a-0000-4000-8000-000000000001';

/** A Graph that misbehaves as a test says; what the test leaves to it is an empty, well-behaved tenant. */
export async function startFakeGraph(reply: (asked: Asked, url: string) => Reply): Promise<FakeGraph> {
  const identity = await serverIdentity(undefined, Date.now());
  const asked: Asked[] = [];
  let url = '';
  const server = createServer({ cert: identity.certificate, key: identity.key }, (request, response) => {
    void bodyOf(request).then((body) => {
      const one = { method: request.method ?? '', path: pathOf(request), headers: request.headers, body };
      asked.push(one);
      answer(reply(one, url) ?? ordinary(one, url), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ca: identity.ca,
    asked,
    count: (method, path) => asked.filter((one) => one.method === method && one.path.startsWith(path)).length,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function graphError(status: number, code: string, message: string): Reply {
  return {
    status,
    body: { error: { code, message, innerError: { 'request-id': 'inner-id' } } },
    headers: { 'request-id': 'the-id' },
  };
}

function answer(reply: Reply, response: ServerResponse): void {
  if (reply === 'hang') return;
  if (reply === 'cut' || reply === undefined) {
    response.socket?.destroy();
    return;
  }
  const type = reply.text === undefined ? 'application/json' : 'text/html';
  response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
  response.end(reply.text ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body)));
}

function ordinary({ method, path }: Asked, url: string): Reply {
  if (path.endsWith('/openid-configuration')) return { status: 200, body: discovery(url) };
  if (path.endsWith('/oauth2/v2.0/token')) {
    return { status: 200, body: { token_type: 'Bearer', expires_in: 3600, access_token: 'a-token' } };
  }
  if (path.startsWith('/organization'))
    return { status: 200, body: { value: [{ id: FAKE_TENANT, displayName: 'Fake' }] } };
  if (method === 'GET') return { status: 200, body: { value: [] } };
  return { status: 204 };
}

function discovery(url: string): unknown {
  const base = `${url}/${FAKE_TENANT}`;
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').replace(/^\/v1\.0(?=\/)/, '').replace(/\?client-request-id=.*$/, '');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
