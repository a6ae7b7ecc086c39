import { fail } from '../kernel/diagnostic.ts';
import { didYouMean } from '../kernel/text.ts';
import type { RunCounts, RunDetail, RunEnd, RunOperation, RunSummary, Unlocking } from '../model/history.ts';
import type { LedgerEntry, LockHolder, StateBackend } from '../model/state.ts';
import { localState } from '../state/index.ts';
import type { WorkspaceOptions, World } from './contract.ts';
import { stateFolderOf } from './workspace.ts';

export interface HistoryOptions extends WorkspaceOptions {
  /** So many runs at most, the last ones. */
  readonly limit: number;
}

export interface History {
  readonly runs: readonly RunSummary[];
  /** Runs that have a ledger. */
  readonly total: number;
}

/** The runs of the workspace, the last first. Reads ledgers only: neither source nor tenant. */
export async function history(world: World, options: HistoryOptions): Promise<History> {
  const state = await stateOf(world, options);
  const ids = await state.runIds();
  const living = await livingRun(world, state);
  const runs: RunSummary[] = [];
  for (const runId of ids.slice(0, options.limit)) {
    const run = await readRun(state, runId, living);
    if (run !== undefined) runs.push(run);
  }
  return { runs, total: ids.length };
}

/** One run with everything that was begun in it. Throws DiagnosticError RUN005 where there is no such run. */
export async function runDetail(
  world: World,
  options: WorkspaceOptions & { readonly runId: string },
): Promise<RunDetail> {
  const state = await stateOf(world, options);
  const operations = new Map<string, RunOperation>();
  const run = await readRun(state, options.runId, await livingRun(world, state), (entry) => {
    note(operations, entry);
  });
  if (run === undefined) return noSuchRun(options.runId, await state.runIds());
  return { ...run, operations: [...operations.values()] };
}

export interface UnlockOptions extends WorkspaceOptions {
  /** The run that holds the lock, as a person read it. */
  readonly runId?: string;
  /** Also where its process lives. */
  readonly force: boolean;
}

/**
 * Takes the lock away from a run that cannot give it back: one of a machine that is gone. The holder must be named, so
 * that nobody takes it from a run that began meanwhile; from a process that lives on this machine it takes force.
 */
export async function unlock(world: World, options: UnlockOptions): Promise<Unlocking> {
  const state = await stateOf(world, options);
  const holder = await state.holder();
  if (holder === undefined) return { kind: 'free' };
  if (options.runId === undefined) return { kind: 'kept', holder, because: 'notNamed' };
  if (options.runId !== holder.runId) return { kind: 'kept', holder, because: 'otherRun' };
  if (isAliveHere(world, holder) && !options.force) return { kind: 'kept', holder, because: 'alive' };
  return (await state.unlock(holder)) ? { kind: 'removed', holder } : { kind: 'free' };
}

async function stateOf(world: World, options: WorkspaceOptions): Promise<StateBackend> {
  return localState(await stateFolderOf(world, options), world.isAlive);
}

function isAliveHere(world: World, { host, pid }: LockHolder): boolean {
  return host === world.host && world.isAlive(pid);
}

/** The run that holds the lock, where its process is not known to be dead. */
async function livingRun(world: World, state: StateBackend): Promise<string | undefined> {
  const holder = await state.holder().catch(() => undefined);
  if (holder === undefined) return undefined;
  return holder.host !== world.host || world.isAlive(holder.pid) ? holder.runId : undefined;
}

async function readRun(
  state: StateBackend,
  runId: string,
  living: string | undefined,
  take: (entry: LedgerEntry) => void = () => undefined,
): Promise<RunSummary | undefined> {
  const counts: Record<keyof RunCounts, number> = {
    done: 0,
    alreadyDone: 0,
    failed: 0,
    unknown: 0,
    skipped: 0,
    open: 0,
  };
  const open = new Set<string>();
  let started: Extract<LedgerEntry, { kind: 'started' }> | undefined;
  let finished: Extract<LedgerEntry, { kind: 'finished' }> | undefined;
  const condition = await state.readLedger(runId, (entry) => {
    if (entry.kind === 'started') started ??= entry;
    if (entry.kind === 'finished') finished = entry;
    if (entry.kind === 'intent') open.add(entry.operation.id);
    if (entry.kind === 'outcome') {
      open.delete(entry.operation);
      counts[entry.outcome.status]++;
    }
    take(entry);
  });
  if (condition === undefined) return undefined;
  counts.open = open.size;
  return {
    runId,
    end: endOf(finished, runId === living),
    ...(started === undefined ? {} : { startedAt: started.at, planDigest: started.planDigest }),
    ...(finished === undefined ? {} : { endedAt: finished.at }),
    counts,
    damaged: condition === 'damaged',
  };
}

function endOf(finished: { readonly interrupted: boolean } | undefined, isLiving: boolean): RunEnd {
  if (finished !== undefined) return finished.interrupted ? 'interrupted' : 'finished';
  return isLiving ? 'running' : 'died';
}

function note(operations: Map<string, RunOperation>, entry: LedgerEntry): void {
  if (entry.kind === 'intent') {
    const { operation, at } = entry;
    operations.set(operation.id, { id: operation.id, operation, at });
  } else if (entry.kind === 'outcome') {
    const { operation: id, outcome, at } = entry;
    operations.set(id, { ...operations.get(id), id, outcome, at });
  }
}

function noSuchRun(runId: string, known: readonly string[]): never {
  const near = didYouMean(runId, known);
  const [last] = known;
  const hint = near === undefined ? (last === undefined ? '' : ` The last one is ${last}.`) : ` Did you mean ${near}?`;
  return fail('RUN005', { detail: `There is no ledger of ${runId}.${hint}`, subject: runId });
}
