import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { readFileSync, writeFileSync } from 'node:fs';
import { Agent, fetch } from 'undici';

export const TENANT = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';
export const CLIENT = '6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33';
export const EXAMPLE = join(import.meta.dirname, '../../../config/example');

type Json = Record<string, unknown>;

/** An emulated tenant in a process of its own, and a way to look into it and to change it past the product. */
export interface TenantProcess {
  readonly url: string;
  readonly ca: string;
  readonly secretFile: string;
  call(method: string, path: string, body?: unknown): Promise<Json>;
  /** Every object of a collection, over all pages. */
  all(path: string): Promise<Json[]>;
  /** What a person would see, without what differs from run to run: comparable between tenants. */
  picture(): Promise<Picture>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export interface Picture {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly deleted: readonly string[];
}

export interface TenantOptions {
  readonly folder: string;
  /** Default: the seed of the example. */
  readonly seed?: string;
  readonly more?: readonly string[];
  readonly secretFile?: string;
  /** Takes what the tenant says on standard error: with `--log` a line for each request. */
  readonly onLine?: (line: string) => void;
}

export async function startTenant({
  folder,
  seed,
  more = [],
  secretFile,
  onLine,
}: TenantOptions): Promise<TenantProcess> {
  const secret = secretFile ?? join(folder, 'secret');
  if (secretFile === undefined) writeFileSync(secret, 'a-secret-of-the-test');
  const args = ['--tenant-id', TENANT, '--client-id', CLIENT, '--client-secret-file', secret, '--no-throttle'];
  args.push('--seed', seed ?? join(EXAMPLE, 'tenant.ndjson'), ...more);
  const main = join(import.meta.dirname, '../../../src/sandbox/main.ts');
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  if (onLine === undefined) child.stderr.pipe(process.stderr, { end: false });
  else createInterface(child.stderr).on('line', onLine);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const { url, ca } = await new Promise<{ url: string; ca: string }>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => {
      resolve(JSON.parse(line) as { url: string; ca: string });
    });
    child.once('exit', (code) => {
      reject(new Error(`the tenant ended with ${String(code)}`));
    });
  });
  const dispatcher = new Agent({ connect: { ca } });
  let token: string | undefined;

  async function call(method: string, path: string, body?: unknown): Promise<Json> {
    token ??= await signIn();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const address = path.startsWith('https://') ? path : `${url}/v1.0${path}`;
    const response = await fetch(address, { method, dispatcher, headers, ...sent });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : (JSON.parse(text) as Json);
  }

  async function signIn(): Promise<string> {
    const form = {
      grant_type: 'client_credentials',
      client_id: CLIENT,
      client_secret: readFileSync(secret, 'utf8').trim(),
      scope: 'https://graph.microsoft.com/.default',
    };
    const response = await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, {
      method: 'POST',
      dispatcher,
      body: new URLSearchParams(form),
    });
    return ((await response.json()) as { access_token: string }).access_token;
  }

  async function all(path: string): Promise<Json[]> {
    const found: Json[] = [];
    for (let next: string | undefined = path; next !== undefined;) {
      const page = await call('GET', next);
      found.push(...(page['value'] as Json[]));
      next = page['@odata.nextLink'] as string | undefined;
    }
    return found;
  }

  async function picture(): Promise<Picture> {
    const anchors = 'id,userPrincipalName,onPremisesImmutableId,accountEnabled,displayName,department';
    const users = await all(`/users?$select=${anchors}&$expand=manager($select=id)&$top=999`);
    const groups = await all('/groups?$select=id,displayName,uniqueName,description&$top=999');
    const deleted = await all('/directory/deletedItems/microsoft.graph.user?$select=userPrincipalName');
    const names = new Map(
      [...users, ...groups].map((one) => [one['id'], one['userPrincipalName'] ?? one['displayName']]),
    );
    const lines = await Promise.all(
      groups.map(async (group) => {
        const members = await all(`/groups/${String(group['id'])}/members?$select=id&$top=999`);
        return JSON.stringify(
          [withoutId(group), members.map((one) => names.get(one['id']) ?? 'someone').toSorted()],
          undefined,
        );
      }),
    );
    return {
      users: users
        .map(({ manager, ...rest }) =>
          JSON.stringify([withoutId(rest), names.get((manager as Json | null | undefined)?.['id'])]),
        )
        .toSorted(),
      groups: lines.toSorted(),
      deleted: deleted.map((one) => String(one['userPrincipalName'])).toSorted(),
    };
  }

  const end = async (close: () => void): Promise<void> => {
    close();
    await ended;
    await dispatcher.destroy();
  };
  return {
    url,
    ca,
    secretFile: secret,
    call,
    all,
    picture,
    stop: () => end(() => child.stdin.end()),
    kill: () => end(() => child.kill('SIGKILL')),
  };
}

function withoutId(one: Json): Json {
  return Object.fromEntries(Object.entries(one).filter(([name]) => name !== 'id'));
}
