import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerIdentity } from './certificate.ts';
import type { Answer, Endpoint, Incoming } from './exchange.ts';

/** What the HTTPS server is started with. */
export interface ServerOptions {
  readonly identity: ServerIdentity;
  readonly port: number;
  readonly delay: number;
  readonly log: ((line: string) => void) | undefined;
}

const largestBody = 4 * 1024 * 1024;

/** Starts listening on the loopback address; returns the server and its origin once it listens. */
export async function listen(
  options: ServerOptions,
  endpoint: (origin: string) => Endpoint,
): Promise<{ readonly server: Server; readonly origin: string }> {
  const server = createServer({ key: options.identity.key, cert: options.identity.certificate });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  const origin = `https://localhost:${port}`;
  const handle = endpoint(origin);
  server.on('request', (request, response) => {
    void answerRequest(request, response, options, handle);
  });
  return { server, origin };
}

async function answerRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  handle: Endpoint,
): Promise<void> {
  const url = request.url ?? '/';
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  const body = await readBody(request).catch(() => undefined);
  let answer: Answer;
  if (body === undefined) answer = { status: 413, headers: { Connection: 'close' } };
  else answer = await respond(handle, incomingOf(request, path, cut < 0 ? '' : url.slice(cut + 1), body), options);
  if (options.delay > 0) await wait(options.delay);
  send(response, answer);
  // The query stays out of the log: filters name people.
  options.log?.(`${request.method ?? ''} ${path} ${answer.status}`);
}

async function respond(handle: Endpoint, incoming: Incoming, options: ServerOptions): Promise<Answer> {
  try {
    return await handle(incoming);
  } catch (error) {
    options.log?.(`unexpected: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { status: 500, body: { error: { code: 'InternalServerError', message: 'The sandbox failed.' } } };
  }
}

function incomingOf(request: IncomingMessage, path: string, search: string, body: string): Incoming {
  return {
    method: request.method ?? 'GET',
    path,
    search,
    body,
    header(name) {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer): void {
  const payload = answer.body === undefined ? answer.text : JSON.stringify(answer.body);
  const type =
    answer.body === undefined
      ? 'text/plain'
      : 'application/json; odata.metadata=minimal; odata.streaming=true; charset=utf-8';
  response.writeHead(answer.status, {
    ...(payload === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(payload) }),
    'Cache-Control': 'no-cache',
    ...answer.headers,
  });
  response.end(payload);
}
