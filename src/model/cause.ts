/**
 * What made a change come up. `rule`: the configuration; `source`: data of a directory; `drift`: somebody changed the
 * tenant; `unknown`: there is no baseline (neither a base ref nor the tenant as the last run left it) to tell.
 */
export const causes = ['rule', 'source', 'drift', 'unknown'] as const;

export type ChangeCause = (typeof causes)[number];

/** The cause of one operation or of one of its attributes: a sidecar of the plan, in no body digest. */
export interface CauseFound {
  readonly operation: string;
  /** Absent: of the operation as a whole. */
  readonly attribute?: string;
  readonly cause: ChangeCause;
}
