/**
 * What became of one operation. `unknown`: sent, and no answer came; it is looked up, never repeated blindly.
 * `skipped`: the object changed since the plan, or something it depends on was not done.
 */
export type Outcome =
  | { readonly status: 'done'; readonly id?: string }
  | { readonly status: 'alreadyDone' }
  | { readonly status: 'failed'; readonly code: string; readonly message: string; readonly requestId?: string }
  | { readonly status: 'unknown'; readonly message: string; readonly requestId?: string }
  | { readonly status: 'skipped'; readonly message: string };

export interface OperationResult {
  readonly operation: string;
  readonly outcome: Outcome;
}

export interface ApplyReport {
  readonly runId: string;
  readonly planDigest: string;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly interrupted: boolean;
  readonly results: readonly OperationResult[];
}
