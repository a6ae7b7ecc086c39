import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What one run of a program cost, as a whole process. */
export interface Cost {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number;
  /** What the program printed as its last line, when that is JSON: its own figures. */
  readonly figures: Readonly<Record<string, number>>;
}

const HOOK = fileURLToPath(new URL('./usage-hook.ts', import.meta.url));

/** Runs a TypeScript program `runs` times and gives the run of median wall time. */
export async function medianCost(program: string, args: readonly string[], runs: number, cwd?: string): Promise<Cost> {
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) costs.push(await costOf(program, args, cwd));
  costs.sort((a, b) => a.wallSeconds - b.wallSeconds);
  return costs[Math.floor(costs.length / 2)]!;
}

function costOf(program: string, args: readonly string[], cwd: string | undefined): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, ['--import', HOOK, program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    let output = '';
    let usage = '';
    child.stdout?.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-10_000)));
    child.stdio[3]?.on('data', (chunk: Buffer) => (usage += chunk.toString('utf8')));
    child.on('error', reject);
    child.on('close', (code) => {
      const wallSeconds = (performance.now() - started) / 1000;
      if (code !== 0) reject(new Error(`${program} ended with ${String(code)}`));
      else
        resolve({
          wallSeconds,
          ...(JSON.parse(usage) as Pick<Cost, 'cpuSeconds' | 'peakMegabytes'>),
          figures: figuresOf(output),
        });
    });
  });
}

function figuresOf(output: string): Readonly<Record<string, number>> {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(last) as Readonly<Record<string, number>>;
  } catch {
    return {};
  }
}
