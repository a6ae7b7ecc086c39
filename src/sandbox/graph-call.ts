import { faults } from './faults.ts';
import type { Answer } from './http/exchange.ts';
import { isObject, parseJson, type JsonObject } from './json.ts';
import type { Query } from './odata/query.ts';
import type { Tenant } from './tenant/tenant.ts';

/** A request that has passed authentication, routing and permissions. */
export interface Call {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly body: string;
  header(name: string): string | undefined;
}

/** Answers one kind of request. */
export type Handler = (call: Call, tenant: Tenant) => Answer;

/** One kind of request: `{x}` in the pattern takes a key, `{x=}` an alternate key of that name. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly pattern: string;
  /** Any one of these application permissions is enough. */
  readonly permissions: readonly string[];
  readonly handle: Handler;
}

/** A key from the path. */
export function parameter(call: Call, name: string): string {
  const value = call.parameters[name];
  if (value === undefined) throw new Error(`the route has no parameter ${name}`);
  return value;
}

/** The JSON object in the body. */
export function bodyOf(call: Call): JsonObject {
  const body = parseJson(call.body);
  const type = call.header('content-type') ?? '';
  if (!isObject(body) || !/^application\/json\b/i.test(type)) {
    throw faults.badQuery(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  return body;
}

/** The JSON object in the body of a request that may come without one. */
export function parseOptionalBody(call: Call): JsonObject {
  return call.body.trim() === '' ? {} : bodyOf(call);
}

/** The answer to a write that returns nothing. */
export const noContent: Answer = { status: 204 };
