import type { Dialect } from './environment.ts';
import type { ExpressionFunction } from './function.ts';
import { cloudSyncFunctions } from './functions/cloud-sync/index.ts';
import { connectFunctions } from './functions/index.ts';

export type Registry = ReadonlyMap<string, ExpressionFunction>;

const registries: Readonly<Record<Dialect, Registry>> = { connect: connectFunctions, cloudSync: cloudSyncFunctions };

/** Every function of a dialect by its name. The reference is generated from this table, and its examples are tests. */
export function functionsOf(dialect: Dialect): Registry {
  return registries[dialect];
}

const others: Readonly<Record<Dialect, Dialect>> = { connect: 'cloudSync', cloudSync: 'connect' };

/** The other dialect, when it is the one that has the function. */
export function dialectThatHas(name: string, dialect: Dialect): Dialect | undefined {
  const other = others[dialect];
  return registries[other].has(name) ? other : undefined;
}
