import type { World } from '../app/contract.ts';
import type { ExitCode } from '../kernel/codes/index.ts';
import { exitCodeOf } from '../kernel/diagnostic.ts';
import { assertNever } from '../kernel/invariant.ts';
import { renderDiagnostics } from '../render/index.ts';
import { parseArguments } from './arguments.ts';
import type { Parsed } from './arguments.ts';
import type { CommandLine, GlobalOptions } from './command-line.ts';
import { adopt } from './commands/adopt.ts';
import { apply } from './commands/apply.ts';
import { approve } from './commands/approve.ts';
import { assess } from './commands/assess.ts';
import { evaluate } from './commands/eval.ts';
import { docs } from './commands/docs.ts';
import { drift } from './commands/drift.ts';
import { explain } from './commands/explain.ts';
import { history } from './commands/history.ts';
import { impact } from './commands/impact.ts';
import { importConfiguration } from './commands/import.ts';
import { init } from './commands/init.ts';
import { parity } from './commands/parity.ts';
import { plan } from './commands/plan.ts';
import { rules } from './commands/rules.ts';
import { resolve } from './commands/resolve.ts';
import { sandbox } from './commands/sandbox.ts';
import { show } from './commands/show.ts';
import { snapshot } from './commands/snapshot.ts';
import { test } from './commands/test.ts';
import { unlock } from './commands/unlock.ts';
import { validate } from './commands/validate.ts';
import { consoleOf, OutputError } from './console.ts';
import type { Console } from './console.ts';
import { failureOutput, reportFailure } from './failure.ts';
import { interruption } from './interrupt.ts';
import type { Machine } from './machine.ts';
import { progressLine } from './progress.ts';
import type { Session } from './session.ts';

const FINISHING = 'Interrupted: finishing calls in flight. Ctrl-C again ends at once.';
const STOPPING = 'Interrupted: stopping. Ctrl-C again ends at once.';
const UNKNOWN_GLOBALS: GlobalOptions = { colourAllowed: true, quiet: false };

/** One run of the command line, from its arguments to its exit code. */
export async function run(argv: readonly string[], machine: Machine): Promise<ExitCode> {
  const { isTTY, columns } = machine.stdout;
  const parsed = parseArguments(argv, isTTY === true && columns ? columns : undefined);
  const console = consoleOf(machine, parsed.kind === 'help' ? UNKNOWN_GLOBALS : parsed.global);
  try {
    return await runParsed(parsed, machine, console);
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    // Where neither stream can be written, the exit code tells.
    await console.err.write(`lockstep: the output cannot be written: ${error.message}.\n`).catch(() => undefined);
    return 1;
  }
}

async function runParsed(parsed: Parsed, machine: Machine, console: Console): Promise<ExitCode> {
  switch (parsed.kind) {
    case 'help':
      await (parsed.asked ? console.out : console.err).write(parsed.text);
      return parsed.asked ? 0 : 3;
    case 'refused':
      await console.err.write(renderDiagnostics(parsed.diagnostics, console.err));
      return exitCodeOf(parsed.diagnostics);
    case 'line':
      return await runLine(parsed.line, parsed.global, machine, console);
    default:
      return assertNever(parsed);
  }
}

async function runLine(
  line: CommandLine,
  global: GlobalOptions,
  machine: Machine,
  console: Console,
): Promise<ExitCode> {
  if (line.command === 'version') {
    await console.out.write(`lockstep ${machine.version}\n`);
    return 0;
  }
  let writing = false;
  const words = (): string => (line.command === 'sandbox' ? 'Stopping.' : writing ? FINISHING : STOPPING);
  const { signal, release } = interruption(machine, console.err, words);
  const beginWriting = (): void => {
    writing = true;
  };
  const progress = progressLine(machine.stderr, machine.clock, !global.quiet && machine.environment['TERM'] !== 'dumb');
  try {
    const world = worldOf(machine, signal, progress.report);
    return await dispatch(line, { world, useCases: await machine.useCases(), console, progress, global, beginWriting });
  } catch (error) {
    progress.clear();
    const output = failureOutput(line);
    const debug = machine.environment['LOCKSTEP_DEBUG'] === '1';
    const { workspace = '.' } = global;
    const { version } = machine;
    return await reportFailure(error, { console, output, interrupted: signal.aborted, workspace, version, debug });
  } finally {
    progress.clear();
    release();
  }
}

function dispatch(line: Exclude<CommandLine, { readonly command: 'version' }>, session: Session): Promise<ExitCode> {
  switch (line.command) {
    case 'init':
      return init(line, session);
    case 'import':
      return importConfiguration(line, session);
    case 'assess':
      return assess(line, session);
    case 'validate':
      return validate(line, session);
    case 'test':
      return test(line, session);
    case 'rules':
      return rules(line, session);
    case 'docs':
      return docs(line, session);
    case 'impact':
      return impact(line, session);
    case 'resolve':
      return resolve(line, session);
    case 'plan':
      return plan(line, session);
    case 'drift':
      return drift(line, session);
    case 'parity':
      return parity(line, session);
    case 'adopt':
      return adopt(line, session);
    case 'apply':
      return apply(line, session);
    case 'approve':
      return approve(line, session);
    case 'show':
      return show(line, session);
    case 'eval':
      return evaluate(line, session);
    case 'explain':
      return explain(line, session);
    case 'snapshot':
      return snapshot(line, session);
    case 'history':
      return history(line, session);
    case 'unlock':
      return unlock(line, session);
    case 'sandbox':
      return sandbox(line, session);
    default:
      return assertNever(line);
  }
}

function worldOf(machine: Machine, signal: AbortSignal, progress: World['progress']): World {
  const { clock, random, directory, host, pid, isAlive, version, environment } = machine;
  const here = { directory, host, pid, isAlive, environment: (name: string) => environment[name] };
  return { clock, random, signal, progress, version, ...here };
}
