import { spawn } from 'node:child_process';
import { ActionError, optional, setting } from './log.ts';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Folder to run in. */
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** What is kept of an output: reports stay far below. */
const MOST = 64 * 1024 * 1024;

/** What a tool is not given: it talks to the directory and the tenant, never to GitHub. */
const WITHHELD = /^(?:GITHUB_TOKEN|GH_TOKEN|ACTIONS_.*|INPUT_.*)$/;

/** Runs Lockstep in its workspace, without a shell; nothing of it gets to the log by itself. */
export async function lockstep(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const [program = '', ...first] = setting('LOCKSTEP').split(/\s+/);
  return await execute(program, [...first, ...workspaceArguments(), ...args], options);
}

function workspaceArguments(): readonly string[] {
  const workspace = optional('WORKSPACE');
  return workspace === undefined ? [] : ['-C', workspace];
}

export async function execute(
  program: string,
  args: readonly string[],
  { cwd, environment = {} }: RunOptions = {},
): Promise<Ran> {
  const env: Record<string, string | undefined> = { ...environment, NO_COLOR: '1' };
  for (const [name, value] of Object.entries(process.env)) if (!WITHHELD.test(name)) env[name] ??= value;
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [collected(child.stdout), collected(child.stderr)];
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', () => {
      reject(new ActionError(`${program} cannot be run. Is it installed by a step before this one?`));
    });
    child.once('close', (ended) => {
      resolve(ended ?? 1);
    });
  });
  return { code, out: out(), err: err() };
}

function collected(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= MOST) chunks.push(chunk);
  });
  return () => {
    if (size > MOST) throw new ActionError('The output of Lockstep is too long.');
    return Buffer.concat(chunks).toString('utf8');
  };
}
