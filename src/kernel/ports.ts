/** The outside world as the rooms below cli/ may see it: time and randomness are given, never taken. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
  /** `length` unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

/** Where long work says how far it is: `done` of `total` (when known) in `stage`. */
export type Progress = (stage: string, done: number, total?: number) => void;

export const silent: Progress = () => undefined;
