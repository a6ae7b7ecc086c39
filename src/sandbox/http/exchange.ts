import type { JsonObject } from '../json.ts';

/** A request as the endpoints see it. */
export interface Incoming {
  readonly method: string;
  /** The path as sent, still percent-encoded. */
  readonly path: string;
  /** The query as sent, without the question mark. */
  readonly search: string;
  readonly body: string;
  header(name: string): string | undefined;
}

/** An answer; `text` goes out as plain text. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
  readonly text?: string;
}

/** An endpoint of the sandbox. */
export type Endpoint = (incoming: Incoming) => Answer | Promise<Answer>;
