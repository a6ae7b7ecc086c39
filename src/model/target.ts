import type { Operation } from './plan.ts';
import type { Outcome } from './report.ts';
import type { Schema } from './schema.ts';
import type { ConnectorContext } from './source.ts';
import type { TenantObject, TenantPopulation, TenantRequest } from './tenant.ts';

/** A tenant that can be read, and no more: a snapshot of one. */
export interface TenantReader {
  readonly name: string;
  /** Reads the tenant whole; members only of groups for which `wantMembers` says so. */
  read(
    request: TenantRequest,
    wantMembers: (group: TenantObject) => boolean,
    context: ConnectorContext,
  ): Promise<TenantPopulation>;
}

/** A connector that can also be written: Entra ID. */
export interface TargetConnector extends TenantReader {
  readonly schema: Schema;
  /**
   * Does one operation. `idOf` gives the tenant id of an object that was created earlier in the same run.
   * Never throws for what the tenant answers: that is an outcome.
   */
  execute(operation: Operation, idOf: (key: string) => string | undefined, context: ConnectorContext): Promise<Outcome>;
}
