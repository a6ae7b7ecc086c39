import type { Tokens } from './auth/tokens.ts';
import { answerBatch } from './batch.ts';
import { isoTime } from './clock.ts';
import { faults, GraphFault } from './faults.ts';
import type { Answer, Incoming } from './http/exchange.ts';
import { parsePath } from './http/path.ts';
import type { JsonObject } from './json.ts';
import { parseQuery } from './odata/query.ts';
import { newId } from './random.ts';
import { purgeExpired } from './resources/deleted-items.ts';
import { createRouter, type Match } from './router.ts';
import { routes } from './routes.ts';
import type { Tenant } from './tenant/tenant.ts';
import type { Throttle } from './throttle.ts';

const prefix = '/v1.0';
const purgeInterval = 60_000;

/** What the Graph endpoint works with. */
export interface GraphParts {
  readonly tenant: Tenant;
  readonly tokens: Tokens;
  readonly throttle: Throttle;
}

/** Answers requests below /v1.0: authentication, routing, permissions, throttling, then the resource. */
export function createGraphEndpoint(parts: GraphParts): (incoming: Incoming) => Answer {
  const router = createRouter(routes);
  const { tenant } = parts;
  let purgedAt = 0;
  const answerAlone = (incoming: Incoming): Answer => answer(incoming, (one) => answerGraph(parts, one, router));
  const answer = (incoming: Incoming, by: (incoming: Incoming) => Answer): Answer => {
    const requestId = newId();
    const clientRequestId = incoming.header('client-request-id') ?? requestId;
    const now = tenant.clock.now();
    if (now - purgedAt >= purgeInterval) {
      purgedAt = now;
      purgeExpired(tenant);
    }
    const common = {
      'request-id': requestId,
      'client-request-id': clientRequestId,
      'x-ms-ags-diagnostic':
        '{"ServerInfo":{"DataCenter":"Lockstep sandbox","Slice":"E","Ring":"0","ScaleUnit":"000"}}',
      Date: new Date(now).toUTCString(),
    };
    try {
      const made = by(incoming);
      return { ...made, headers: { ...common, ...made.headers } };
    } catch (error) {
      if (!(error instanceof GraphFault)) throw error;
      const body = errorBody(error, requestId, clientRequestId, now);
      return { status: error.status, headers: { ...common, ...error.headers }, body };
    }
  };
  // A batch in a batch is a path that nobody knows.
  return (incoming) =>
    incoming.path === `${prefix}/$batch`
      ? answer(incoming, (one) => answerBatch(requireToken(parts.tokens, one), answerAlone))
      : answerAlone(incoming);
}

function answerGraph(parts: GraphParts, incoming: Incoming, router: ReturnType<typeof createRouter>): Answer {
  requireToken(parts.tokens, incoming);
  if (incoming.path !== prefix && !incoming.path.startsWith(`${prefix}/`)) {
    throw faults.badQuery(`Invalid version: ${incoming.path.split('/')[1] ?? ''}`);
  }
  const match = router(incoming.method, parsePath(incoming.path.slice(prefix.length)));
  const query = parseQuery(incoming.search, incoming.header('consistencylevel')?.toLowerCase() === 'eventual');
  const charged = parts.throttle.charge(incoming.method, match.route.pattern, query);
  requirePermission(parts.tenant, match);
  const call = {
    path: incoming.path,
    parameters: match.parameters,
    query,
    body: incoming.body,
    header: (name: string) => incoming.header(name),
  };
  const answer = match.route.handle(call, parts.tenant);
  return { ...answer, headers: { ...charged, ...answer.headers } };
}

/** Returns the request, once it is known that its token is good. */
function requireToken(tokens: Tokens, incoming: Incoming): Incoming {
  const token = /^Bearer +(\S+)$/i.exec(incoming.header('authorization') ?? '')?.[1];
  if (token === undefined) throw faults.unauthorized('Access token is empty.');
  switch (tokens.state(token)) {
    case 'valid':
      return incoming;
    case 'expired':
      throw faults.unauthorized('Access token has expired or is not yet valid.');
    case 'unknown':
      throw faults.unauthorized('Access token validation failure.');
  }
}

function requirePermission(tenant: Tenant, match: Match): void {
  const granted = tenant.options.permissions;
  if (!match.route.permissions.some((name) => granted.has(name))) throw faults.denied();
}

/** https://learn.microsoft.com/graph/errors */
function errorBody(fault: GraphFault, requestId: string, clientRequestId: string, now: number): JsonObject {
  return {
    error: {
      code: fault.code,
      message: fault.message,
      ...(fault.details.length === 0 ? {} : { details: fault.details.map((detail) => ({ ...detail })) }),
      innerError: {
        ...fault.inner,
        date: isoTime(now).slice(0, -1),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
}
