import {
  BindRequest,
  FilterParser,
  MessageParser,
  SearchReference,
  SearchRequest,
  SearchResponse,
  UnbindRequest,
} from 'ldapts';
import type { Control, Message, MessageResponse, SearchEntry } from 'ldapts';
import type { Buffer } from 'node:buffer';
import type { TLSSocket } from 'node:tls';
import { dial } from './dial.ts';
import type { Connect, Target } from './dial.ts';
import { LdapError } from './failure.ts';
import type { Failure } from './failure.ts';
import { Frames } from './frames.ts';
import { entryId, parseEntry } from './search-entry.ts';

export interface Query {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: string;
  readonly attributes: readonly string[];
  readonly controls: readonly Control[];
}

/**
 * What a search gave. Entries are taken apart when they are looked at, not when they arrive: the next page can be
 * asked for first, and the server works meanwhile.
 */
export class Answer {
  readonly response: SearchResponse;
  readonly references: readonly string[];
  readonly #messages: readonly Buffer[];

  constructor(response: SearchResponse, messages: readonly Buffer[], references: readonly string[]) {
    this.response = response;
    this.#messages = messages;
    this.references = references;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** Fails with an {@link LdapError}. */
  entries(): readonly SearchEntry[] {
    return this.#messages.map(parseEntry);
  }
}

interface Pending {
  readonly message: Message;
  /** Messages with one entry each. */
  readonly entries: Buffer[];
  readonly references: string[];
  readonly resolve: (response: MessageResponse) => void;
  readonly reject: (error: LdapError) => void;
}

const MILLISECONDS = 1000;

/** Result code of success (RFC 4511 section 4.1.9). */
const SUCCESS = 0;

/** Message id of what a server says unasked (RFC 4511 section 4.4). */
const UNSOLICITED = 0;

/**
 * One connection to one server. The messages are ldapts's; its Client is not used: it hides the cookie of an empty
 * page (and so ends paging early), takes errors of the socket for texts, waits for ever for an answer that cannot be
 * parsed, and connects again without signing in. Here a connection that failed once stays failed.
 */
export class LdapConnection implements AsyncDisposable {
  readonly #socket: TLSSocket;
  readonly #target: Target;
  readonly #pending = new Map<string, Pending>();
  readonly #parser = new MessageParser();
  readonly #frames = new Frames();
  readonly #timer: NodeJS.Timeout;
  readonly #abort: () => void;
  #lastId = 0;
  #failure: LdapError | undefined;
  /** What the server said before it hung up. */
  #notice: string | undefined;

  private constructor(socket: TLSSocket, target: Target) {
    this.#socket = socket;
    this.#target = target;
    this.#timer = setTimeout(() => {
      if (this.#pending.size > 0) this.#fail({ kind: 'timeout', waitingFor: 'answer', seconds: target.timeoutSeconds });
    }, target.timeoutSeconds * MILLISECONDS);
    this.#abort = (): void => {
      this.#fail({ kind: 'broken', reason: 'the run was interrupted' });
    };
    target.signal.addEventListener('abort', this.#abort, { once: true });
    const onMessage = (message: MessageResponse): void => {
      this.#take(message);
    };
    const onParserError = (error: Error): void => {
      this.#fail({ kind: 'garbage', reason: error.message }, error);
    };
    this.#parser.on('message', onMessage);
    this.#parser.on('error', onParserError);
    socket.on('data', (piece: Buffer) => {
      this.#read(piece);
    });
    socket.on('error', (error: Error) => {
      this.#fail({ kind: 'broken', reason: error.message }, error);
    });
    socket.on('close', () => {
      this.#fail({ kind: 'broken', reason: this.#notice ?? 'the server closed it' });
    });
  }

  static async open(target: Target, connect: Connect): Promise<LdapConnection> {
    return new LdapConnection(await dial(target, connect), target);
  }

  /** Simple bind (RFC 4513 section 5.1.3). */
  async bind(user: string, password: string): Promise<void> {
    const { response } = await this.#send(new BindRequest({ messageId: this.#nextId(), dn: user, password }));
    this.#checkResult('bind', response);
  }

  /** One search request with all its answers; a result that is not success is an error, whatever came before it. */
  async search(query: Query): Promise<Answer> {
    const request = new SearchRequest({
      messageId: this.#nextId(),
      baseDN: query.base,
      scope: query.scope,
      filter: FilterParser.parseString(query.filter),
      attributes: [...query.attributes],
      controls: [...query.controls],
      // ldapts would send 10 seconds; the limits of the server hold, and ours are at the socket.
      timeLimit: 0,
    });
    const { response, pending } = await this.#send(request);
    if (!(response instanceof SearchResponse)) return this.#unexpected(response);
    this.#checkResult('search', response);
    return new Answer(response, pending.entries, pending.references);
  }

  /** Says good-bye, and does not wait for an answer. */
  close(): void {
    if (this.#failure !== undefined) return;
    this.#socket.end(new UnbindRequest({ messageId: this.#nextId() }).write());
    this.#socket.destroySoon();
    this.#settle(new LdapError({ kind: 'broken', reason: 'it was closed on this side' }));
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  #nextId(): number {
    return ++this.#lastId;
  }

  #send(message: Message): Promise<{ response: MessageResponse; pending: Pending }> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      const pending: Pending = {
        message,
        entries: [],
        references: [],
        resolve: (response) => {
          resolve({ response, pending });
        },
        reject,
      };
      this.#pending.set(String(message.messageId), pending);
      this.#timer.refresh();
      this.#socket.write(message.write());
    });
  }

  #read(piece: Buffer): void {
    if (this.#failure !== undefined) return;
    this.#timer.refresh();
    try {
      this.#frames.push(piece, (message) => {
        const id = entryId(message);
        if (id === undefined) this.#parser.read(message, this.#pending);
        else this.#questionOf(id)?.entries.push(message);
      });
    } catch (error) {
      this.#fail(error instanceof LdapError ? error.failure : { kind: 'garbage', reason: String(error) }, error);
    }
  }

  #take(message: MessageResponse): void {
    if (message.messageId === UNSOLICITED) {
      this.#notice = `the server says: ${message.errorMessage || `result ${message.status}`}`;
      return;
    }
    const pending = this.#questionOf(message.messageId);
    if (message instanceof SearchReference) for (const uri of message.uris) pending?.references.push(uri);
    else {
      this.#pending.delete(String(message.messageId));
      pending?.resolve(message);
    }
  }

  #questionOf(id: number): Pending | undefined {
    const pending = this.#pending.get(String(id));
    if (pending === undefined) this.#fail({ kind: 'garbage', reason: 'it answers a question that was not asked' });
    return pending;
  }

  #checkResult(operation: 'bind' | 'search', { status: code, errorMessage: message }: MessageResponse): void {
    if (code !== SUCCESS) throw new LdapError({ kind: 'refused', operation, code, message });
  }

  #unexpected(response: MessageResponse): never {
    const failure: Failure = { kind: 'garbage', reason: `it answers a search with ${response.constructor.name}` };
    this.#fail(failure);
    throw new LdapError(failure);
  }

  /** The first failure counts; everything that waits, and everything asked later, gets it. */
  #fail(failure: Failure, cause?: unknown): void {
    if (this.#failure !== undefined) return;
    this.#socket.destroy();
    this.#settle(new LdapError(failure, cause));
  }

  #settle(error: LdapError): void {
    this.#failure = error;
    clearTimeout(this.#timer);
    this.#target.signal.removeEventListener('abort', this.#abort);
    for (const pending of this.#pending.values()) pending.reject(error);
    this.#pending.clear();
  }
}
