import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Clock, Random } from '../../../src/kernel/ports.ts';
import { entraConnector } from '../../../src/connectors/entra/index.ts';
import type { ConnectorContext } from '../../../src/model/source.ts';
import type { TargetConnector } from '../../../src/model/target.ts';
import { countingRandom, realClock } from './ports.ts';

export const TENANT = '5d1e1c2a-0000-4000-8000-000000000001';
export const CLIENT = '6f0c1a52-0000-4000-8000-000000000001';
const SECRET = 'a-secret-of-the-test';

/** A tenant in a child process, as the product starts it. */
export interface RunningSandbox {
  readonly url: string;
  readonly ca: string;
  stop(): Promise<void>;
}

/** Starts the sandbox with the objects given, and waits until it serves. */
export async function startSandbox(objects: readonly unknown[], more: readonly string[] = []): Promise<RunningSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-entra-'));
  const seed = join(folder, 'seed.ndjson');
  const secret = join(folder, 'secret');
  writeFileSync(seed, objects.map((object) => `${JSON.stringify(object)}\n`).join(''));
  writeFileSync(secret, SECRET);
  const fixed = ['--tenant-id', TENANT, '--client-id', CLIENT, '--client-secret-file', secret, '--seed', seed];
  const child = spawn(process.execPath, ['src/sandbox/main.ts', ...fixed, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const ready = new Promise<{ url: string; ca: string }>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => {
      resolve(JSON.parse(line) as { url: string; ca: string });
    });
    child.once('exit', (code) => {
      reject(new Error(`the sandbox ended with ${String(code)}`));
    });
  });
  const { url, ca } = await ready;
  return {
    url,
    ca,
    stop: async () => {
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface ConnectorParts {
  readonly url: string;
  readonly ca: string;
  readonly secret?: string;
  readonly tenantId?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly timeouts?: { readonly connect: number; readonly headers: number; readonly body: number };
  /** PEM of certificate and key: sign in with it instead of the secret. */
  readonly certificate?: string;
}

/** The connector against a tenant on loopback. */
export function connectorTo(parts: ConnectorParts): TargetConnector {
  return entraConnector({
    settings: {
      type: 'entra',
      id: parts.tenantId ?? TENANT,
      auth:
        parts.certificate === undefined
          ? { method: 'secret', clientId: CLIENT, secret: 'env:SECRET' }
          : { method: 'certificate', clientId: CLIENT, certificate: 'file:lockstep.pem' },
      endpoint: { authority: parts.url, graph: parts.url },
    },
    ownerMarkApplicationId: CLIENT,
    readSecret: () => Promise.resolve(Buffer.from(parts.certificate ?? parts.secret ?? SECRET)),
    clock: parts.clock ?? realClock,
    random: parts.random ?? countingRandom(),
    quotaShare: 1,
    tlsCa: parts.ca,
    ...(parts.timeouts === undefined ? {} : { timeouts: parts.timeouts }),
  });
}

export function contextWith(clock: Clock = realClock, signal = new AbortController().signal): ConnectorContext {
  return { clock, signal, progress: () => undefined };
}
