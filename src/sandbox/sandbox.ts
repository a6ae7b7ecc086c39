import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ClientCheck, trustedCertificate, type ClientCredentials } from './auth/client.ts';
import { answerAuthority } from './auth/endpoints.ts';
import { Tokens } from './auth/tokens.ts';
import { createClock, isoTime, type Clock } from './clock.ts';
import { createGraphEndpoint } from './graph-endpoint.ts';
import { serverIdentity } from './http/certificate.ts';
import type { Endpoint } from './http/exchange.ts';
import { listen } from './http/server.ts';
import { UsageError, type Options } from './options.ts';
import { readLines } from './store/lines.ts';
import { loadObjects } from './store/load.ts';
import { releaseStateLock, takeStateLock } from './store/state-lock.ts';
import { StateFile } from './store/state-file.ts';
import { Store } from './store/store.ts';
import { completeTenant } from './tenant/complete.ts';
import { verifiedDomain, type Tenant } from './tenant/tenant.ts';
import { createThrottle, withoutLimits } from './throttle.ts';

/** A sandbox that serves. */
export interface Sandbox {
  readonly url: string;
  readonly tenantId: string;
  readonly ca: string;
  /** Stops serving and leaves a compact state file. */
  stop(): Promise<void>;
}

interface LoadedTenant {
  readonly id: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly state: StateFile | undefined;
}

/** Loads the tenant and starts to serve it. */
export async function startSandbox(options: Options, log: (line: string) => void): Promise<Sandbox> {
  const credentials = readCredentials(options);
  if (options.state !== undefined) await requireStateLock(options.state);
  const loaded = loadTenant(options);
  const { id, store, clock, state } = loaded;
  const caFolder = options.caDir ?? (options.state === undefined ? undefined : dirname(options.state));
  const identity = await serverIdentity(caFolder, clock.wall());
  const serverOptions = { identity, port: options.port, delay: options.delay, log: options.log ? log : undefined };
  const { server, origin } = await listen(serverOptions, (url) => createEndpoint(options, credentials, loaded, url));
  return {
    url: origin,
    tenantId: id,
    ca: identity.ca,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      state?.compact(store, clock.now());
      state?.close();
      if (options.state !== undefined) releaseStateLock(options.state);
    },
  };
}

function readCredentials(options: Options): ClientCredentials {
  const { clientId, clientCertificate, clientSecretFile } = options;
  return {
    clientId,
    certificate: clientCertificate === undefined ? undefined : readInput(clientCertificate, trustedCertificate),
    secret: clientSecretFile === undefined ? undefined : readInput(clientSecretFile, (content) => content.trim()),
  };
}

function readInput<T>(file: string, convert: (content: string) => T): T {
  try {
    return convert(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A predecessor whose parent has just died may still be putting its state in order. */
async function requireStateLock(file: string): Promise<void> {
  let holder = takeStateLock(file);
  for (let attempt = 0; holder !== undefined && attempt < 30; attempt += 1) {
    await wait(100);
    holder = takeStateLock(file);
  }
  if (holder !== undefined) {
    throw new UsageError(`${file} is in use by process ${holder} (if that is no sandbox, remove ${file}.lock)`);
  }
}

function loadTenant(options: Options): LoadedTenant {
  const store = new Store();
  const state = options.state === undefined ? undefined : new StateFile(options.state);
  const time = state?.exists === true ? state.load(store).time : 0;
  if (state?.exists !== true && options.seed !== undefined) {
    if (!existsSync(options.seed)) throw new UsageError(`${options.seed}: no such file`);
    loadObjects(store, options.seed, readLines(options.seed));
  }
  const clock = createClock(options.clockRate, time);
  const id = completeTenant(store, {
    tenantId: options.tenantId,
    clientId: options.clientId,
    time: isoTime(clock.now()),
  });
  if (options.tenantId !== undefined && options.tenantId !== id) {
    throw new UsageError(`--tenant-id ${options.tenantId} is not the loaded tenant's id ${id}`);
  }
  state?.compact(store, clock.now());
  return { id, store, clock, state };
}

function createEndpoint(
  options: Options,
  credentials: ClientCredentials,
  loaded: LoadedTenant,
  origin: string,
): Endpoint {
  const { id, store, clock, state } = loaded;
  const tokens = new Tokens(clock);
  const tenant: Tenant = {
    id,
    origin,
    store,
    clock,
    options: { clientId: options.clientId, permissions: options.permissions, pim: options.pim },
    commit(mutations) {
      state?.append(mutations, clock.now());
      for (const mutation of mutations) store.apply(mutation);
    },
  };
  const throttle = options.throttle
    ? createThrottle(clock, () => store.live('user').size, `${options.clientId}/${id}`)
    : withoutLimits();
  const graph = createGraphEndpoint({ tenant, tokens, throttle });
  const authority = {
    origin,
    tenantId: id,
    isTenant: (name: string) => name.toLowerCase() === id || verifiedDomain(store, name) !== undefined,
    clientId: options.clientId,
    check: new ClientCheck(credentials, clock),
    tokens,
    clock,
  };
  return async (incoming) => (await answerAuthority(authority, incoming)) ?? graph(incoming);
}
