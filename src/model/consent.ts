import type { SourceRange } from '../kernel/position.ts';
import type { Hazard } from './hazard.ts';

/** Where a consent comes from: a flag of the command line, or a reviewed document of the workspace. */
export type Consent = {
  readonly by: 'flag' | 'approval';
  /** How many it allows. */
  readonly maximum: number;
  /** Id of the approval. */
  readonly approval?: string;
};

/** What an approval says of one hazard. */
export interface ApprovedHazard {
  readonly hazard: Hazard;
  readonly maximum: number;
  /** Digests of the signature classes that were seen when it was given. */
  readonly classes: readonly string[];
}

/** An Approval document: consent that is good for one run. */
export interface Approval {
  readonly id: string;
  readonly workspace: string;
  readonly tenantId: string;
  readonly rulesDigest: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  readonly hazards: readonly ApprovedHazard[];
  readonly source: SourceRange;
}

/** Everything that was consented to, and what it is measured by. */
export interface Consents {
  /** By `--allow-hazard`. */
  readonly flags: ReadonlyMap<Hazard, number>;
  readonly approvals: readonly Approval[];
  readonly tenantId: string;
  readonly rulesDigest: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** Approvals that were used, with the run that used them. */
  readonly used: ReadonlyMap<string, string>;
  /** The run that asks: what it used itself it may use again. */
  readonly runId?: string;
}
