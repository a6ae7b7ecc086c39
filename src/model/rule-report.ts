import type { Coverage } from './coverage.ts';

/** The rules of a workspace, and what they do with a population. */
export interface RuleReport {
  readonly workspace: string;
  /** What was read; empty when no population was given, and nothing was counted then. */
  readonly population: readonly {
    readonly connector: string;
    readonly origin: string;
    /** ISO 8601, UTC. */
    readonly readAt: string;
    readonly objects: number;
  }[];
  readonly coverage: Coverage;
}
