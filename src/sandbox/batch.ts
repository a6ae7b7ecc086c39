import { faults } from './faults.ts';
import type { Answer, Incoming } from './http/exchange.ts';
import { isList, isObject, parseJson, strings, type Json, type JsonObject } from './json.ts';

/** https://learn.microsoft.com/graph/json-batching: so many requests in one batch. */
const most = 20;

/** One request of a batch. */
interface Part {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  /** As it would have been sent by itself; empty for none. */
  readonly body: string;
  readonly dependsOn: readonly string[];
}

/**
 * Answers POST /$batch: each part as if it had come by itself, with the token of the batch. A part that depends on one
 * that failed is not done and answered with 424. Answers come in another order than requests, as they may from Graph.
 */
export function answerBatch(incoming: Incoming, answerPart: (part: Incoming) => Answer): Answer {
  if (incoming.method !== 'POST') throw faults.methodNotAllowed();
  const parts = partsOf(parseJson(incoming.body));
  requireOrder(parts);
  const answers = new Map<string, Answer>();
  for (const part of parts) {
    const fits = part.dependsOn.every((id) => isSuccess(answers.get(id.toLowerCase())));
    const answer = fits ? answerPart(alone(part, incoming)) : failedDependency;
    answers.set(part.id.toLowerCase(), answer);
  }
  const responses = parts.map((part) => responseOf(part.id, answers.get(part.id.toLowerCase()) ?? failedDependency));
  return { status: 200, body: { responses: responses.reverse() } };
}

const failedDependency: Answer = {
  status: 424,
  body: { error: { code: 'FailedDependency', message: 'A request that this one depends on has failed.' } },
};

function isSuccess(answer: Answer | undefined): boolean {
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

function partsOf(body: Json | undefined): readonly Part[] {
  const requests = isObject(body) ? body['requests'] : undefined;
  if (!isList(requests) || requests.length === 0) throw faults.badQuery('Invalid batch payload format.');
  if (requests.length > most) {
    throw faults.badQuery(`Number of batch request steps exceeds the maximum value of ${most}.`);
  }
  const parts = requests.map(partOf);
  if (new Set(parts.map(({ id }) => id.toLowerCase())).size < parts.length) {
    throw faults.badQuery('Invalid batch payload format: request ids have to be unique.');
  }
  return parts;
}

function partOf(request: Json): Part {
  if (!isObject(request)) throw faults.badQuery('Invalid batch payload format.');
  const { id, method, url, headers, body } = request;
  if (typeof id !== 'string' || id === '' || typeof method !== 'string' || typeof url !== 'string') {
    throw faults.badQuery('Invalid batch payload format: a request needs id, method and url.');
  }
  const fields = Object.entries(isObject(headers) ? headers : {});
  return {
    id,
    method: method.toUpperCase(),
    url: url.startsWith('/') ? url : `/${url}`,
    headers: new Map(
      fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])),
    ),
    body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    dependsOn: strings(request['dependsOn']),
  };
}

/** Graph takes three forms: no part depends on another, each on the one before it, or all of them on the same one. */
function requireOrder(parts: readonly Part[]): void {
  const dependent = parts.filter(({ dependsOn }) => dependsOn.length > 0);
  if (dependent.length === 0) return;
  const isSerial = parts.every(({ dependsOn }, index) =>
    same(dependsOn, index === 0 ? [] : [parts[index - 1]?.id ?? '']),
  );
  const [first, ...others] = parts;
  const isStar = others.every(({ dependsOn }) => same(dependsOn, [first?.id ?? '']));
  if (isSerial || (isStar && first?.dependsOn.length === 0)) return;
  throw faults.badQuery(
    'Invalid batch payload format: requests have to be parallel, serial, or all depend on the same one.',
  );
}

function same(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id, index) => id.toLowerCase() === others[index]?.toLowerCase());
}

function alone(part: Part, batch: Incoming): Incoming {
  const cut = part.url.indexOf('?');
  return {
    method: part.method,
    path: `/v1.0${cut < 0 ? part.url : part.url.slice(0, cut)}`,
    search: cut < 0 ? '' : part.url.slice(cut + 1),
    body: part.body,
    header: (name) => {
      const own = part.headers.get(name.toLowerCase());
      return own ?? (name.toLowerCase() === 'authorization' ? batch.header(name) : undefined);
    },
  };
}

function responseOf(id: string, { status, headers, body, text }: Answer): JsonObject {
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  return { id, status, headers: { ...type, ...headers }, body: body ?? text ?? null };
}
