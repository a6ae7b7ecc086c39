import { DiagnosticError } from '../../kernel/diagnostic.ts';
import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { ActiveDirectorySettings } from '../../model/settings.ts';
import { dnsName } from '../naming-context.ts';
import { serverAddress } from './address.ts';
import type { ServerAddress } from './address.ts';
import { LdapConnection } from './client.ts';
import type { Answer, Query } from './client.ts';
import { PAGED_RESULTS, cookieOf, pagedResults } from './controls.ts';
import type { Connect } from './dial.ts';
import { failureDiagnostic, otherDirectory, protocolBroken } from './errors.ts';
import { LdapError, permitsNext } from './failure.ts';
import { readRootDse } from './root-dse.ts';
import type { RootDse } from './root-dse.ts';
import type { Secrets } from './secrets.ts';

export type DomainSettings = ActiveDirectorySettings['domains'][number];

/** What was wrong with servers of one domain, by URL, in the order in which it was found. */
export type ServerFailures = Map<string, Diagnostic>;

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
  /** For people: how TLS began. */
  readonly security: 'ldaps' | 'StartTLS';
  readonly root: RootDse;
  readonly #connection: LdapConnection;
  readonly #pageSize: number;
  readonly #signal: AbortSignal;

  private constructor(address: ServerAddress, connection: LdapConnection, root: RootDse, options: SessionOptions) {
    this.server = address.url;
    this.security = address.security === 'startTls' ? 'StartTLS' : 'ldaps';
    this.root = root;
    this.#connection = connection;
    this.#pageSize = options.settings.pageSize ?? DEFAULT_PAGE_SIZE;
    this.#signal = options.signal;
  }

  /**
   * Tries the servers of a domain in turn, but for those that have failed already, and notes there what fails. Throws
   * what all of them said when none is left, or when one says what must not be tried elsewhere.
   */
  static async open(domain: DomainSettings, failed: ServerFailures, options: SessionOptions): Promise<Session> {
    for (const address of domain.servers.map((server) => serverAddress(server, options.settings.tls))) {
      if (failed.has(address.url)) continue;
      const outcome = await tryServer(domain, address, options);
      if (outcome instanceof Session) return outcome;
      failed.set(address.url, outcome.diagnostic);
      if (!outcome.permitsNext) break;
    }
    throw new DiagnosticError([...failed.values()]);
  }

  static start(address: ServerAddress, connection: LdapConnection, root: RootDse, options: SessionOptions): Session {
    return new Session(address, connection, root, options);
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

interface Refused {
  readonly diagnostic: Diagnostic;
  readonly permitsNext: boolean;
}

async function tryServer(
  domain: DomainSettings,
  address: ServerAddress,
  options: SessionOptions,
): Promise<Session | Refused> {
  const { settings, secrets, signal } = options;
  const timeoutSeconds = settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS;
  const pins = settings.trust?.pins;
  const target = { ...address, ...secrets, ...(pins === undefined ? {} : { pins }), timeoutSeconds, signal };
  let connection: LdapConnection | undefined;
  try {
    connection = await LdapConnection.open(target, options.connect);
    await connection.bind(settings.bind.user, secrets.password);
    const root = await readRootDse(connection);
    const unfit = whyUnfit(domain, root);
    if (unfit === undefined) return Session.start(address, connection, root, options);
    connection.close();
    return { diagnostic: otherDirectory(address.url, `${address.url} ${unfit}.`), permitsNext: true };
  } catch (error) {
    connection?.close();
    signal.throwIfAborted();
    if (!(error instanceof LdapError)) throw error;
    const { failure } = error;
    return { diagnostic: failureDiagnostic(address.url, failure), permitsNext: permitsNext(failure) };
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
