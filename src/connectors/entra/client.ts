import { Client, ResponseType } from '@microsoft/microsoft-graph-client';
import type { Json } from '../../kernel/canonical-json.ts';
import { invariant } from '../../kernel/invariant.ts';
import type { Clock, Random } from '../../kernel/ports.ts';
import type { TokenSource } from './credential.ts';
import type { Endpoint } from './endpoint.ts';
import { credentialRefused, GraphError } from './errors.ts';
import { refusalOf } from './refusal.ts';
import { bearer } from './transport/bearer.ts';
import { Exchange, keepingErrors } from './transport/exchange.ts';
import type { Answer, Method } from './transport/exchange.ts';
import { httpHandler } from './transport/http.ts';
import type { HttpOptions } from './transport/http.ts';
import { newPace, pacing } from './transport/pace.ts';
import { retrying } from './transport/retry.ts';

export type JsonObject = Readonly<Record<string, Json>>;

/** Graph as the rest of the connector sees it. Everything but a success is thrown as a GraphError, save what ends the whole run. */
export interface GraphClient {
  /** Of a path below the version (`/users?…`) or of a nextLink of the configured Graph. */
  get(path: string, signal: AbortSignal): Promise<JsonObject>;
  post(path: string, body: JsonObject, signal: AbortSignal): Promise<JsonObject>;
  patch(path: string, body: JsonObject, signal: AbortSignal): Promise<void>;
  put(path: string, body: JsonObject, signal: AbortSignal): Promise<void>;
  delete(path: string, signal: AbortSignal): Promise<void>;
  /** The absolute address of a path, as bodies refer to objects. */
  absolute(path: string): string;
}

export interface ClientOptions {
  readonly endpoint: Endpoint;
  readonly tokens: TokenSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly quotaShare: number;
  readonly http: HttpOptions;
}

export function graphClient(options: ClientOptions): GraphClient {
  const { endpoint, clock, random } = options;
  const root = `${endpoint.graph}/v1.0`;
  const pace = newPace(clock, options.quotaShare);
  const client = Client.initWithMiddleware({
    baseUrl: endpoint.graph,
    defaultVersion: 'v1.0',
    middleware: [
      keepingErrors(),
      retrying(pace, clock, random),
      pacing(pace),
      bearer(options.tokens, endpoint.graphOrigin),
      httpHandler(options.http),
    ],
  });

  async function send(
    method: Method,
    path: string,
    body: JsonObject | undefined,
    signal: AbortSignal,
  ): Promise<Answer> {
    const url = path.startsWith('/') ? `${root}${path}` : path;
    invariant(new URL(url).origin === endpoint.graphOrigin, 'a request to another host than Graph');
    const exchange = new Exchange({
      method,
      url,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      clientRequestId: newRequestId(random),
    });
    await through(client, exchange);
    const { answer, failure, thrown } = exchange;
    if (thrown !== undefined) throw exchange.doubtful && signal.aborted ? interrupted() : thrown;
    if (failure !== undefined) throw failure;
    invariant(answer !== undefined, 'the chain ended without an answer');
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refusal = refusalOf(answer, exchange.writes);
    throw answer.status === 401 ? credentialRefused(refusal) : refusal;
  }

  return {
    get: async (path, signal) => jsonOf(await send('GET', path, undefined, signal), false),
    post: async (path, body, signal) => jsonOf(await send('POST', path, body, signal), true),
    patch: async (path, body, signal) => {
      await send('PATCH', path, body, signal);
    },
    put: async (path, body, signal) => {
      await send('PUT', path, body, signal);
    },
    delete: async (path, signal) => {
      assertDeletable(path);
      await send('DELETE', path, undefined, signal);
    },
    absolute: (path) => `${root}${path}`,
  };
}

/** Sends an exchange through the client; what the chain recorded counts, not what the client makes of it. */
async function through(client: Client, exchange: Exchange): Promise<void> {
  const request = client.api(exchange.url).responseType(ResponseType.RAW).middlewareOptions([exchange]);
  switch (exchange.method) {
    case 'GET':
      await request.get();
      return;
    case 'POST':
      await request.post(exchange.body);
      return;
    case 'PUT':
      await request.put(exchange.body);
      return;
    case 'PATCH':
      await request.patch(exchange.body);
      return;
    case 'DELETE':
      await request.delete();
  }
}

/** Interrupted while a write was going to be repeated that may have been done the first time. */
function interrupted(): GraphError {
  const message = 'The request was interrupted.';
  return new GraphError({ code: 'Interrupted', message, status: 0, retryable: false, ambiguous: true });
}

/**
 * A member path without `/$ref` deletes the member itself, not the membership (learn.microsoft.com: "Remove member").
 * Nothing but one object or one reference is ever deleted.
 */
function assertDeletable(path: string): void {
  const safe = /^\/(?:users|groups)\/[^/?]+$/.test(path) || /^\/(?:users|groups)\/[^/?]+\/[^?]+\/\$ref$/.test(path);
  invariant(safe, 'a DELETE of neither an object nor a reference');
}

function jsonOf(answer: Answer, wrote: boolean): JsonObject {
  if (answer.status === 204) return {};
  const value = parsed(answer.text);
  if (value !== undefined) return value;
  throw new GraphError({
    code: 'NotUnderstood',
    message: `The answer (HTTP ${answer.status}, ${answer.contentType === '' ? 'no content type' : answer.contentType}) is no JSON object`,
    status: answer.status,
    retryable: false,
    ambiguous: wrote,
    ...(answer.requestId === undefined ? {} : { requestId: answer.requestId }),
  });
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A random UUID (RFC 9562 version 4). */
function newRequestId(random: Random): string {
  const bytes = random.bytes(16);
  const hex = Array.from(bytes, (byte, index) => {
    const value = index === 6 ? (byte & 0x0f) | 0x40 : index === 8 ? (byte & 0x3f) | 0x80 : byte;
    return value.toString(16).padStart(2, '0');
  }).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
