import { PassThrough, Writable } from 'node:stream';
import { checkRecipient } from '../../src/app/encryption.ts';
import { redactionKey } from '../../src/app/redaction-key.ts';
import type { ApplyOptions, ApplyResult } from '../../src/app/contract.ts';
import type { Machine, UseCases } from '../../src/cli/machine.ts';
import { run } from '../../src/cli/run.ts';
import type { ExitCode } from '../../src/kernel/codes/index.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { Outcome } from '../../src/model/report.ts';
import { outcomeCounts } from '../../src/render/report.ts';
import { documentationOf } from '../render/documentations.ts';
import { planOf } from '../render/plans.ts';
import { sourceSnapshot, tenantSnapshot } from '../render/snapshots.ts';

export interface Situation {
  readonly useCases?: Partial<UseCases>;
  readonly environment?: Readonly<Record<string, string>>;
  /** What is typed; without it standard input is no terminal. */
  readonly typed?: string;
  readonly outIsTerminal?: boolean;
  readonly errIsTerminal?: boolean;
  /** Gives the test a way to press Ctrl-C. */
  readonly onInterrupt?: (press: () => void) => void;
}

export interface Ended {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  /** Exit codes with which the process was ended at once. */
  readonly endedAtOnce: readonly ExitCode[];
}

const NONE = { done: 0, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0, open: 0 };

/** Runs a command line in this process, on a machine made for the test. */
export async function runWith(commandLine: string, situation: Situation = {}): Promise<Ended> {
  const out = new Collector(situation.outIsTerminal);
  const err = new Collector(situation.errIsTerminal);
  const endedAtOnce: ExitCode[] = [];
  const code = await run(commandLine === '' ? [] : commandLine.split(' '), machineOf(situation, out, err, endedAtOnce));
  return { code, out: out.text, err: err.text, endedAtOnce };
}

export class Collector extends Writable {
  readonly isTTY: boolean;
  readonly columns = 120;
  text = '';

  constructor(isTTY = false) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
    this.text += String(chunk);
    done();
  }
}

export function machineOf(
  situation: Situation,
  stdout: Writable,
  stderr: Writable,
  endedAtOnce: ExitCode[] = [],
): Machine {
  let now = 0;
  return {
    stdin: stdinOf(situation.typed),
    stdout,
    stderr,
    environment: situation.environment ?? {},
    directory: '/work',
    host: 'host',
    pid: 1,
    isAlive: () => false,
    version: '1.2.3',
    clock: { now: () => (now += 1000), sleep: () => Promise.resolve() },
    random: { bytes: (length) => new Uint8Array(length) },
    onInterrupt: (handler) => {
      situation.onInterrupt?.(handler);
      return () => undefined;
    },
    endAtOnce: (code) => {
      endedAtOnce.push(code);
    },
    useCases: () => Promise.resolve({ ...idle, ...situation.useCases }),
  };
}

/** Use cases for a tenant that is in step. */
const idle: UseCases = {
  history: () => Promise.resolve({ runs: [], total: 0 }),
  runDetail: () => Promise.resolve({ runId: 'run-1', end: 'finished', counts: NONE, damaged: false, operations: [] }),
  unlock: () => Promise.resolve({ kind: 'free' }),
  validate: () => Promise.resolve({ workspace: 'config/example', documents: 12, rules: 4, flows: 31, diagnostics: [] }),
  assess: () =>
    Promise.resolve({ assessment: { inputs: {}, situations: [], features: [], next: [] }, diagnostics: [] }),
  plan: () => Promise.resolve({ plan: planOf({}), diagnostics: [] }),
  drift: () => Promise.resolve({ plan: planOf({}), others: 0, diagnostics: [] }),
  adopt: () => Promise.resolve({ file: undefined, written: [], open: [], left: 0, waiting: 0, diagnostics: [] }),
  parity: () => Promise.reject(new Error('nothing was expected to be compared')),
  impact: () => Promise.reject(new Error('nothing was expected to be compared')),
  checkRecipient,
  checkReport: () => Promise.resolve(),
  writeReport: () => Promise.resolve(),
  apply: (_world, options) => Promise.resolve(applied(options, { status: 'done' })),
  approve: () => Promise.reject(new Error('nothing was expected to be approved')),
  resolve: () => Promise.resolve({ file: 'lockstep.pins.yaml', pins: 0, written: false, changes: [], diagnostics: [] }),
  redactionKey,
  readPlanFile: () => Promise.resolve(planOf({})),
  writePlanFile: () => Promise.resolve(),
  init: (_world, { directory }) => Promise.resolve({ directory, files: ['lockstep.yaml'] }),
  serveSandbox: () => Promise.resolve(),
  openEvaluator: () => Promise.reject(new Error('nothing was expected to be evaluated')),
  documentWorkspace: () => Promise.resolve({ documentation: documentationOf(), diagnostics: [] }),
  explain: () => Promise.resolve({ explanation: { asOf: '2026-11-22T00:00:00.000Z' }, diagnostics: [] }),
  snapshotSource: () => Promise.resolve({ ...sourceSnapshot, diagnostics: [] }),
  snapshotTenant: () => Promise.resolve({ ...tenantSnapshot, diagnostics: [] }),
  testRules: () => Promise.resolve({ workspace: '.', report: { workspace: 'contoso', cases: [] }, diagnostics: [] }),
  listRules: () =>
    Promise.resolve({
      report: { workspace: 'contoso', population: [], coverage: { filters: [], rules: [] } },
      diagnostics: [],
    }),
  showSnapshot: () => Promise.resolve(sourceSnapshot),
  importEntraConnect: () =>
    Promise.resolve({ migration: { rules: [], settings: [], files: new Map() }, diagnostics: [] }),
  writeWorkspace: (_world, { out, files }) =>
    Promise.resolve({ directory: out, written: [...files.keys()], unchanged: [] }),
};

export function planning(plan: Plan): Pick<UseCases, 'plan' | 'readPlanFile'> {
  return { plan: () => Promise.resolve({ plan, diagnostics: [] }), readPlanFile: () => Promise.resolve(plan) };
}

/** A use case that fails with this error. */
export function failing(error: Error): () => Promise<never> {
  return () => Promise.reject(error);
}

/** An apply in which every operation ended like this. */
export function applied({ plan, onEvent }: ApplyOptions, outcome: Outcome, interrupted = false): ApplyResult {
  const results = plan.body.operations.map(({ id }) => ({ operation: id, outcome }));
  const report = {
    runId: 'run',
    planDigest: 'd',
    startedAt: '2026-11-22T14:00:00Z',
    endedAt: '2026-11-22T14:00:01Z',
    interrupted,
    results,
  };
  onEvent({ kind: 'verified', operations: results.length });
  results.forEach((result, index) => {
    onEvent({ kind: 'result', result, done: index + 1, total: results.length });
  });
  onEvent({ kind: 'finished', report });
  const counts = outcomeCounts(report);
  const tolerated = counts.failed + counts.unknown + counts.skipped === 0;
  return { report, counts, tolerated, diagnostics: [] };
}

function stdinOf(typed: string | undefined): Machine['stdin'] {
  const stream = Object.assign(new PassThrough(), { isTTY: typed !== undefined });
  if (typed !== undefined) stream.end(typed);
  return stream;
}
