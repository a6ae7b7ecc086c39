import 'reflect-metadata';
import { spawn, type ChildProcess } from 'node:child_process';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as x509 from '@peculiar/x509';
import { Agent, fetch } from 'undici';

export const clientId = '6f0c1a52-0000-4000-8000-000000000001';
export const extension = (name: string): string => `extension_${clientId.replaceAll('-', '')}_${name}`;
export const secret = 'a secret of the test';
export const domain = 'contoso.onmicrosoft.com';

/** Any JSON object of an answer; tests know what they asked for. */
export type Body = Record<string, unknown> & {
  value?: Body[];
  error?: { code: string; message: string; details?: unknown[] };
};

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  readonly text: string;
}
type Headers = Awaited<ReturnType<typeof fetch>>['headers'];

export interface RunningSandbox {
  readonly process: ChildProcess;
  readonly url: string;
  readonly tenantId: string;
  readonly ca: string;
  readonly dispatcher: Agent;
  readonly log: () => string;
  raw(method: string, url: string, init?: { body?: string; headers?: Record<string, string> }): Promise<Reply>;
  token(): Promise<string>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  stop(): Promise<number | null>;
  kill(): Promise<void>;
}

export const advanced = { ConsistencyLevel: 'eventual' };

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'lockstep-sandbox-'));
}

/** Writes lines of a seed file and returns its path. */
export function seedFile(lines: readonly unknown[]): string {
  const file = join(temporaryFolder(), 'seed.ndjson');
  writeFileSync(file, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  return file;
}

/** Runs the program; `lines` is what it printed before it ended. */
export function spawnSandbox(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, '../../src/sandbox/main.ts'), ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

export function secretFile(): string {
  const file = join(temporaryFolder(), 'secret');
  writeFileSync(file, `${secret}\n`);
  return file;
}

/** Runs the program to its end. */
export async function runToEnd(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawnSandbox(args);
  const out = collect(child.stdout);
  const err = collect(child.stderr);
  const code = await exitOf(child);
  return { code, out: out(), err: err() };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  let content = '';
  stream?.on('data', (chunk: Buffer) => (content += chunk.toString()));
  return () => content;
}

export async function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  return await new Promise((resolve) => child.once('exit', resolve));
}

/** Starts a sandbox with a client secret and waits until it serves. */
export async function startSandbox(args: readonly string[] = []): Promise<RunningSandbox> {
  return await attach(spawnSandbox(['--client-id', clientId, '--client-secret-file', secretFile(), ...args]));
}

async function attach(child: ChildProcess): Promise<RunningSandbox> {
  const log = collect(child.stderr);
  const ready = await new Promise<{ url: string; tenantId: string; ca: string }>((resolve, reject) => {
    let content = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      content += chunk.toString();
      if (content.includes('\n')) resolve(JSON.parse(content) as { url: string; tenantId: string; ca: string });
    });
    child.once('exit', (code) => {
      reject(new Error(`the sandbox ended with ${String(code)}: ${log()}`));
    });
  });
  const dispatcher = new Agent({ connect: { ca: ready.ca } });
  let issued: string | undefined;

  const raw: RunningSandbox['raw'] = async (method, url, init = {}) => {
    const response = await fetch(url.startsWith('https://') ? url : ready.url + url, { method, dispatcher, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text), text };
  };
  const token = async (): Promise<string> => {
    const form = {
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'https://graph.microsoft.com/.default',
    };
    const reply = await raw('POST', `/${ready.tenantId}/oauth2/v2.0/token`, {
      body: new URLSearchParams(form).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    return reply.body['access_token'] as string;
  };
  const call: RunningSandbox['call'] = async (method, path, body, headers = {}) => {
    issued ??= await token();
    const url = path.startsWith('https://') ? path : `/v1.0${path}`;
    const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    return await raw(method, url, { ...sent, headers: { authorization: `Bearer ${issued}`, ...type, ...headers } });
  };
  return {
    process: child,
    ...ready,
    dispatcher,
    log,
    raw,
    token,
    call,
    get: (path, headers) => call('GET', path, undefined, headers),
    async stop() {
      child.stdin?.end();
      const code = await exitOf(child);
      await dispatcher.destroy();
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exitOf(child);
      await dispatcher.destroy();
    },
  };
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
}

let counter = 0;

/** A body that creates a user, and is different each time. */
export function newUser(more: Record<string, unknown> = {}): Record<string, unknown> {
  counter += 1;
  return {
    accountEnabled: true,
    displayName: `Person ${counter}`,
    mailNickname: `person${counter}`,
    userPrincipalName: `person${counter}@${domain}`,
    passwordProfile: { password: 'Corr3ct horse', forceChangePasswordNextSignIn: true },
    ...more,
  };
}

/** A body that creates a security group. */
export function newGroup(more: Record<string, unknown> = {}): Record<string, unknown> {
  counter += 1;
  return {
    displayName: `Group ${counter}`,
    mailNickname: `group${counter}`,
    mailEnabled: false,
    securityEnabled: true,
    ...more,
  };
}

export async function createUser(sandbox: RunningSandbox, more: Record<string, unknown> = {}): Promise<string> {
  return await created(sandbox, '/users', newUser(more));
}

export async function createGroup(sandbox: RunningSandbox, more: Record<string, unknown> = {}): Promise<string> {
  return await created(sandbox, '/groups', newGroup(more));
}

async function created(sandbox: RunningSandbox, path: string, body: unknown): Promise<string> {
  const reply = await sandbox.call('POST', path, body);
  if (reply.status !== 201) throw new Error(`${path}: ${reply.status} ${reply.text}`);
  return reply.body['id'] as string;
}

/** The URL by which a body refers to a directory object. */
export function reference(id: string): string {
  return `https://graph.microsoft.com/v1.0/directoryObjects/${id}`;
}

/** A GUID that only this number makes. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Every page of a list, following its links as they are. */
export async function allPages(
  sandbox: RunningSandbox,
  path: string,
  headers: Record<string, string> = {},
): Promise<Body[][]> {
  const pages: Body[][] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const reply: Reply = await sandbox.get(next, headers);
    if (reply.status !== 200) throw new Error(`${next}: ${reply.status} ${reply.text}`);
    pages.push(reply.body.value ?? []);
    next = reply.body['@odata.nextLink'] as string | undefined;
  }
  return pages;
}

/** A client certificate with its key, as PEM. */
export async function clientCertificate(): Promise<{ certificate: string; key: string }> {
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: 'SHA-256',
  };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: 'CN=client',
    keys,
    signingAlgorithm: algorithm,
  });
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    certificate: `${certificate.toString('pem')}\n`,
    key: `-----BEGIN PRIVATE KEY-----\n${key.match(/.{1,64}/g)!.join('\n')}\n-----END PRIVATE KEY-----\n`,
  };
}
