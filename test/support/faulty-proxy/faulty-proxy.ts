import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, fetch } from 'undici';
import { serverIdentity } from '../../../src/sandbox/http/certificate.ts';

/** What is done with a write: at the tenant or not, and how the client hears of it. */
export interface Fault {
  /** `before`: the tenant never sees the write. `after`: it was done. */
  readonly when: 'before' | 'after';
  readonly then: 'cut' | 'hang' | { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
  /** Done at that moment: as killing one of the two sides. */
  readonly meanwhile?: () => unknown;
}

export interface Write {
  /** 1 for the first write since the last reset. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
}

/** Stands between the product and a tenant, and misbehaves at the writes that a test names. */
export interface FaultyProxy {
  readonly url: string;
  readonly ca: string;
  readonly writes: () => readonly Write[];
  /** Forgets the writes so far, and does from now on what `faultOf` says. */
  reset(faultOf?: (write: Write) => Fault | undefined): void;
  /** Leads to another tenant from now on: as after its restart. */
  leadTo(tenant: Upstream): void;
  stop(): Promise<void>;
}

interface Upstream {
  readonly url: string;
  readonly ca: string;
}

export async function startFaultyProxy(tenant: Upstream): Promise<FaultyProxy> {
  const identity = await serverIdentity(undefined, Date.now());
  let upstream = tenant;
  let agent = new Agent({ connect: { ca: tenant.ca } });
  let writes: Write[] = [];
  let faultOf: (write: Write) => Fault | undefined = () => undefined;
  let url = '';

  const server = createServer({ cert: identity.certificate, key: identity.key }, (request, response) => {
    handle(request, response).catch(() => {
      // The tenant is not there: neither is its answer.
      response.socket?.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const fault = faultFor(request);
    if (fault?.when === 'before') {
      await misbehave(fault, response);
      return;
    }
    const answer = await forward(request, body);
    if (fault !== undefined) {
      await misbehave(fault, response);
      return;
    }
    response.writeHead(answer.status, answer.headers);
    response.end(answer.text);
  }

  function faultFor(request: IncomingMessage): Fault | undefined {
    const [method, path] = [request.method ?? '', request.url ?? ''];
    if (method === 'GET' || !path.startsWith('/v1.0/')) return undefined;
    const write = { number: writes.length + 1, method, path: path.slice(5) };
    writes.push(write);
    return faultOf(write);
  }

  /** Addresses in bodies and answers name the side that reads them. */
  async function forward(request: IncomingMessage, body: string) {
    const headers = Object.entries(request.headers).filter(([name]) => !HOP.test(name));
    const answer = await fetch(upstream.url + (request.url ?? ''), {
      method: request.method ?? 'GET',
      headers: headers.map(([name, value]) => [name, String(value)]),
      dispatcher: agent,
      redirect: 'manual',
      ...(body === '' ? {} : { body: body.replaceAll(url, upstream.url) }),
    });
    const text = (await answer.text()).replaceAll(upstream.url, url);
    const kept = [...answer.headers].filter(([name]) => !HOP.test(name));
    return { status: answer.status, headers: Object.fromEntries(kept), text };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url,
    ca: identity.ca,
    writes: () => writes,
    reset: (next = () => undefined) => {
      writes = [];
      faultOf = next;
    },
    leadTo: (next) => {
      upstream = next;
      agent = new Agent({ connect: { ca: next.ca } });
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await agent.destroy();
    },
  };
}

/** Headers of one connection: each side of the proxy has its own. */
const HOP = /^(?:host|content-length|transfer-encoding|connection|keep-alive)$/;

async function misbehave(fault: Fault, response: ServerResponse): Promise<void> {
  await fault.meanwhile?.();
  if (fault.then === 'hang') return;
  if (fault.then === 'cut') {
    response.socket?.destroy();
    return;
  }
  response.writeHead(fault.then.status, { 'content-type': 'application/json', ...fault.then.headers });
  response.end(JSON.stringify({ error: { code: 'ServiceUnavailable', message: 'The proxy says no.' } }));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
