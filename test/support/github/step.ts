import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../run/folder.ts';

const ACTIONS = join(import.meta.dirname, '../../../.github/actions');

export interface StepEnded {
  readonly code: number;
  /** Both streams: everything that the log of the run shows. */
  readonly log: string;
  readonly outputs: string;
  readonly summary: string;
  readonly folder: string;
}

/** Runs the script of an action as its step does, in a folder of its own. */
export async function runAction(
  name: 'plan' | 'comment' | 'apply' | 'drift',
  environment: Readonly<Record<string, string>>,
  folder = temporaryFolder(),
): Promise<StepEnded> {
  const temp = temporaryFolder();
  const [outputs, summary] = [join(temp, 'outputs'), join(temp, 'summary')];
  for (const file of [outputs, summary]) writeFileSync(file, '');
  const child = spawn(process.execPath, [join(ACTIONS, name, 'main.ts')], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const code = await new Promise<number>((resolve) => {
    child.once('close', (ended) => {
      resolve(ended ?? 1);
    });
  });
  const read = (file: string): string => readFileSync(file, 'utf8');
  return { code, log, outputs: read(outputs), summary: read(summary), folder };
}

/** A stand-in for Lockstep: prints what it is given for a command, and notes how it was called. */
export function fakeLockstep(
  folder: string,
  answers: Readonly<Record<string, { readonly code?: number; readonly out?: string; readonly err?: string }>>,
): { readonly command: string; readonly calls: () => readonly FakeCall[] } {
  const [script, log] = [join(folder, 'fake-lockstep.mjs'), join(folder, 'fake-calls')];
  writeFileSync(log, '');
  writeFileSync(
    script,
    `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const answers = ${JSON.stringify(answers)};
const args = process.argv.slice(2);
const line = args.join(' ');
const file = process.env.AZURE_FEDERATED_TOKEN_FILE;
appendFileSync(${JSON.stringify(log)}, JSON.stringify({
  args,
  client: process.env.LOCKSTEP_CLIENT_ID,
  token: file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined,
  environment: Object.keys(process.env),
}) + '\\n');
const found = Object.entries(answers).find(([words]) => words.split(' ').every((word) => args.includes(word)));
const { code = 0, out = '', err = '' } = found?.[1] ?? { code: 99, err: 'not expected: ' + line };
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
`,
  );
  return {
    command: `${process.execPath} ${script}`,
    calls: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as FakeCall),
  };
}

export interface FakeCall {
  readonly args: readonly string[];
  readonly client?: string;
  readonly token?: string;
  readonly environment: readonly string[];
}
