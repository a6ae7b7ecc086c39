import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ActiveDirectorySettings } from '../../model/settings.ts';
import { dnsName } from '../naming-context.ts';
import { serverAddress } from './address.ts';
import type { ServerAddress } from './address.ts';
import { LdapConnection } from './client.ts';
import type { Answer, Connect, Query } from './client.ts';
import { PAGED_RESULTS, cookieOf, pagedResults } from './controls.ts';
import { failureDiagnostic, otherDirectory, protocolBroken } from './errors.ts';
import { LdapError } from './failure.ts';
import { readRootDse } from './root-dse.ts';
import type { RootDse } from './root-dse.ts';
import type { Secrets } from './secrets.ts';

type DomainSettings = ActiveDirectorySettings['domains'][number];

export interface SessionOptions {
  readonly settings: ActiveDirectorySettings;
  readonly secrets: Secrets;
  readonly connect: Connect;
  readonly signal: AbortSignal;
}

const DEFAULT_TIMEOUT_SECONDS = 120;
const DEFAULT_PAGE_SIZE = 1000;

/** A server that pages without ever coming to an end is stopped after so many empty pages in a row. */
const MOST_EMPTY_PAGES = 1000;

/**
 * A signed-in connection to the one server that a domain is read from. Two servers are never mixed: they may stand at
 * different states of replication, and a cookie of one means nothing to the other.
 */
export class Session implements AsyncDisposable {
  readonly server: string;
  readonly root: RootDse;
  readonly #connection: LdapConnection;
  readonly #pageSize: number;
  readonly #signal: AbortSignal;

  private constructor(server: string, connection: LdapConnection, root: RootDse, options: SessionOptions) {
    this.server = server;
    this.root = root;
    this.#connection = connection;
    this.#pageSize = options.settings.pageSize ?? DEFAULT_PAGE_SIZE;
    this.#signal = options.signal;
  }

  /** Tries the servers of a domain in turn; the first that is fit is the one for the whole run. */
  static async open(domain: DomainSettings, options: SessionOptions): Promise<Session> {
    const refusals: Diagnostic[] = [];
    for (const address of domain.servers.map(serverAddress)) {
      const outcome = await tryServer(domain, address, options);
      if (outcome instanceof Session) return outcome;
      refusals.push(outcome);
      // The same wrong password at the next server would only lock the account.
      if (outcome.code === 'SRC005' || outcome.code === 'SRC006') break;
    }
    throw new DiagnosticError(refusals);
  }

  static start(address: ServerAddress, connection: LdapConnection, root: RootDse, options: SessionOptions): Session {
    return new Session(address.url, connection, root, options);
  }

  supports(control: string): boolean {
    return this.root.controls.has(control);
  }

  /** Asks the server about itself again; it must still be the same one, whatever stands between us. */
  async rootAgain(): Promise<RootDse> {
    const root = await readRootDse(this);
    if (root.dsServiceName !== this.root.dsServiceName) {
      protocolBroken(this.server, `it was ${this.root.dsServiceName} and now is ${root.dsServiceName}`);
    }
    return root;
  }

  /** Fails with an {@link LdapError}. */
  async search(query: Query): Promise<Answer> {
    try {
      return await this.#connection.search(query);
    } catch (error) {
      this.#signal.throwIfAborted();
      throw error;
    }
  }

  /**
   * All pages of a search (RFC 2696). The next page is asked for before one is handed out, so that the server works
   * while we convert. Only an empty cookie ends it: a page may be empty and not be the last.
   */
  async *pages(query: Query): AsyncGenerator<Answer, void, undefined> {
    let emptyPages = 0;
    let next: Promise<Answer> | undefined = this.#page(query, undefined);
    while (next !== undefined) {
      const answer: Answer = await next;
      const cookie = cookieOf(answer.response);
      if (cookie === undefined) return protocolBroken(this.server, 'it answers a paged search without a page');
      emptyPages = answer.isEmpty ? emptyPages + 1 : 0;
      if (emptyPages > MOST_EMPTY_PAGES) protocolBroken(this.server, 'it sends empty pages without end');
      next = cookie.length === 0 ? undefined : this.#page(query, cookie);
      // Awaited in the next turn; a consumer that gives up must not leave it unobserved.
      next?.catch(() => undefined);
      yield answer;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection[Symbol.asyncDispose]();
  }

  #page(query: Query, cookie: Parameters<typeof pagedResults>[1]): Promise<Answer> {
    return this.search({ ...query, controls: [...query.controls, pagedResults(this.#pageSize, cookie)] });
  }
}

async function tryServer(
  domain: DomainSettings,
  address: ServerAddress,
  options: SessionOptions,
): Promise<Session | Diagnostic> {
  const { settings, secrets, signal } = options;
  const timeoutSeconds = settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  let connection: LdapConnection | undefined;
  try {
    connection = await LdapConnection.open({ ...address, ...secrets, timeoutSeconds, signal }, options.connect);
    await connection.bind(settings.bind.user, secrets.password);
    const root = await readRootDse(connection);
    const unfit = whyUnfit(domain, root);
    if (unfit === undefined) return Session.start(address, connection, root, options);
    connection.close();
    return otherDirectory(address.url, `${address.url} ${unfit}.`);
  } catch (error) {
    connection?.close();
    signal.throwIfAborted();
    if (error instanceof LdapError) return failureDiagnostic(address.url, error.failure);
    throw error;
  }
}

function whyUnfit(domain: DomainSettings, root: RootDse): string | undefined {
  const name = dnsName(root.defaultNamingContext);
  if (root.defaultNamingContext === '') return 'is not a domain controller of Active Directory';
  if (name.toLowerCase() !== domain.name.toLowerCase()) return `holds the domain ${name}, not ${domain.name}`;
  if (root.highestCommittedUsn === 0n) return 'does not tell how far its changes are (highestCommittedUSN)';
  if (!root.isSynchronized) return 'has not yet finished its first replication';
  if (!root.controls.has(PAGED_RESULTS)) return 'cannot page its answers (control 1.2.840.113556.1.4.319)';
  return undefined;
}
