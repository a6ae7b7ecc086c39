import type { Readable, Writable } from 'node:stream';
import type * as App from '../app/index.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import type { Clock, Random } from '../kernel/ports.ts';

export type UseCases = Pick<
  typeof App,
  | 'adopt'
  | 'apply'
  | 'approve'
  | 'assess'
  | 'documentWorkspace'
  | 'drift'
  | 'explain'
  | 'history'
  | 'openEvaluator'
  | 'impact'
  | 'checkRecipient'
  | 'checkReport'
  | 'importEntraConnect'
  | 'init'
  | 'listRules'
  | 'parity'
  | 'plan'
  | 'readPlanFile'
  | 'redactionKey'
  | 'resolve'
  | 'runDetail'
  | 'serveSandbox'
  | 'showSnapshot'
  | 'snapshotSource'
  | 'snapshotTenant'
  | 'testRules'
  | 'unlock'
  | 'validate'
  | 'writePlanFile'
  | 'writeReport'
  | 'writeWorkspace'
>;

export type Input = Readable & { readonly isTTY?: boolean };
export type Output = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** What a run takes from the machine. start.ts makes the real one; tests make their own. */
export interface Machine {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Current directory, absolute. */
  readonly directory: string;
  readonly host: string;
  readonly pid: number;
  /** Does a process with this id run on this host? */
  readonly isAlive: (pid: number) => boolean;
  /** Version of this tool. */
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Registers what Ctrl-C does; the answer undoes it. */
  readonly onInterrupt: (handler: () => void) => () => void;
  /** Ends the process without waiting for anything. */
  readonly endAtOnce: (code: ExitCode) => void;
  /** Loaded when a command needs them: --help is quick without. */
  readonly useCases: () => Promise<UseCases>;
}
