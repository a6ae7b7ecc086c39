import { open, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import { encrypted } from './encryption.ts';
import type { Recipient } from './encryption.ts';
import type { World } from './contract.ts';
import { newRunId } from './run-id.ts';

const HEAD = 2048;
const BEGINNING =
  /^(?:(?:# )?Parity of |Impact on |\{\s*"format": "lockstep-(?:parity|documentation|impact|plan-view)"|\{"kind":"plan","format":"lockstep-plan-lines"|<!-- Made by Lockstep\. -->|<!-- lockstep:(?:plan|impact) |<!doctype html>[^]*<meta name="generator" content="Lockstep">)/i;

/** Does a file begin as a report of ours does, in any format? */
export async function isReport(path: string): Promise<boolean> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD), 0, HEAD, 0);
  const head = new TextDecoder().decode(buffer.subarray(0, bytesRead));
  return BEGINNING.test(head);
}

/**
 * Writes a report whole or not at all; readable by its owner only, since it holds personal data. With a recipient,
 * encrypted to it.
 */
export async function writeReport(
  world: World,
  out: string,
  pieces: Iterable<string>,
  recipient?: Recipient,
): Promise<void> {
  const path = resolve(world.directory, out);
  const temporary = `${path}.${newRunId(world)}.tmp`;
  try {
    await writeWhole(temporary, recipient === undefined ? pieces : await encrypted(pieces, recipient));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    fail('CLI002', { detail: `The report cannot be written: ${failureText(error)}.`, subject: out }, error);
  }
}

async function writeWhole(path: string, pieces: Iterable<string> | AsyncIterable<Uint8Array>): Promise<void> {
  await using file = await open(path, 'wx', 0o600);
  for await (const piece of pieces) await file.writeFile(piece);
  await file.sync();
}
