import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** What a person can act on; everything else is a fault. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
}

/**
 * Text of others for the log. The runner reads each line of a log for commands, so it is told to stop that until a
 * token comes that nobody can guess.
 */
export function logText(text: string): void {
  const token = randomUUID();
  process.stdout.write(`::stop-commands::${token}\n${text}${text.endsWith('\n') ? '' : '\n'}::${token}::\n`);
}

/** A line that GitHub shows on the page of the run. */
export function annotate(level: 'error' | 'warning' | 'notice', message: string): void {
  process.stdout.write(`::${level}::${escaped(message.slice(0, 2000))}\n`);
}

/** Gives the next step a value; a value of several lines is none that a step here has. */
export function setOutput(name: string, value: string): void {
  const file = process.env['GITHUB_OUTPUT'];
  if (/[\r\n]/.test(value)) throw new ActionError(`The output ${name} has more than one line.`);
  if (file !== undefined && file !== '') appendFileSync(file, `${name}=${value}\n`);
}

/** GitHub takes 1 MiB of a step. */
const MOST_SUMMARY = 1000 * 1024;

export function addSummary(markdown: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY'];
  if (file === undefined || file === '') return;
  appendFileSync(file, `${cutBytes(markdown, MOST_SUMMARY)}\n`);
}

/** Text of others as a block of code that it cannot end. Cut to so many bytes, and it says so. */
export function codeBlock(text: string, most: number): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const shown = cutBytes(text, most);
  const size = Buffer.byteLength(text);
  const rest = shown === text ? '' : `\nShown are the first ${Buffer.byteLength(shown)} of ${size} bytes.\n`;
  return `${fence}text\n${shown}${shown.endsWith('\n') ? '' : '\n'}${fence}\n${rest}`;
}

/** The beginning of a text, whole characters only. */
export function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= most) return text;
  let end = most;
  // A byte that goes on with a character (10xxxxxx) does not begin one.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end).toString('utf8');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Runs a step; its failure is one line, without a stack and without what stood in the environment. */
export async function runStep(step: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await step();
  } catch (error) {
    const known = error instanceof ActionError;
    annotate(
      'error',
      known ? error.message : `Unexpected error: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    process.exitCode = 1;
  }
}

/** A setting that the action gives its script. */
export function setting(name: string): string {
  const value = process.env[name]?.trim() ?? '';
  if (value === '') throw new ActionError(`${name} is not set.`);
  return value;
}

export function optional(name: string): string | undefined {
  const value = process.env[name]?.trim() ?? '';
  return value === '' ? undefined : value;
}
