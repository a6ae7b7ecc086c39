/**
 * What made a change come up. `rule`: the configuration; `source`: what the rules are given, that is data of a directory
 * and the day (days of grace that are over, `Now()`); `drift`: the tenant holds something else than the last run left
 * there; `unknown`: there is no baseline (neither a base ref nor the tenant as the last run left it) to tell.
 */
export const causes = ['rule', 'source', 'drift', 'unknown'] as const;

export type ChangeCause = (typeof causes)[number];

/** The cause of one operation or of one of its attributes: a sidecar of the plan, in no body digest. */
export interface CauseFound {
  readonly operation: string;
  /** Absent: of the operation as a whole, and of each of its attributes that has none of its own. */
  readonly attribute?: string;
  readonly cause: ChangeCause;
}

/** Why causes are not known, or not all of them. */
export type CauseGap =
  /** No run has noted what it left in the tenant. */
  | 'noBaseline'
  /** The note is cut off or damaged, or of another version. */
  | 'damaged'
  /** It is of another tenant or workspace. */
  | 'otherTenant'
  /** The tenant was read before the run ended. */
  | 'newer'
  /** The rules have changed, and those of the last run cannot be had. */
  | 'noBase'
  /** The rules of the base are not valid. */
  | 'baseInvalid'
  /** They read what was not read for this plan. */
  | 'baseReadsMore';

/** What causes were told by. */
export interface CauseBasis {
  /** The run whose end is compared with. */
  readonly baseline?: { readonly runId: string; readonly at: string };
  /** The configuration that changes were compared with: a ref that was named, or the revision of the last run. */
  readonly base?: string;
  readonly gaps: readonly CauseGap[];
}

/** Causes as they stand in a plan; what has none is unknown. */
export interface PlanCauses {
  readonly causes: readonly CauseFound[];
  readonly basis: CauseBasis;
}

export type CauseOf = (operation: string, attribute?: string) => ChangeCause;

/** Looks causes up: that of the attribute, else that of the operation, else unknown. */
export function causeLookup(found: readonly CauseFound[] = []): CauseOf {
  const known = new Map(found.map(({ operation, attribute, cause }) => [keyOf(operation, attribute), cause]));
  return (operation, attribute) =>
    (attribute === undefined ? undefined : known.get(keyOf(operation, attribute))) ??
    known.get(keyOf(operation)) ??
    'unknown';
}

function keyOf(operation: string, attribute?: string): string {
  return attribute === undefined ? operation : `${operation}\n${attribute}`;
}
