import { open, rename, rm } from 'node:fs/promises';
import { newDigest } from '../kernel/canonical-json.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { readFileLines } from '../kernel/file-lines.ts';
import { diagnostic } from '../kernel/diagnostic.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import type { Baseline, BaselineHead, BaselineObject } from '../model/baseline.ts';
import type { BaselineFound } from '../model/state.ts';

const CHUNK = 1 << 16;

/** A group of ten million members is longer than this, and not a line of ours. */
const LONGEST_LINE = 1 << 28;

/**
 * Writes a baseline whole or not at all, for its owner only: a head, a line for each object, and an end with the digest
 * of everything before it. What cannot be written is a warning: the run itself is done.
 */
export async function writeBaseline(
  path: string,
  head: BaselineHead,
  objects: Iterable<BaselineObject>,
): Promise<readonly Diagnostic[]> {
  const temporary = `${path}.${head.runId}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      for (const chunk of chunks(head, objects)) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return [];
  } catch (error) {
    if (!isSystemError(error)) throw error;
    await rm(temporary, { force: true }).catch(() => undefined);
    return [diagnostic('BAS001', { detail: `It cannot be written: ${failureText(error)}.`, subject: path })];
  }
}

/** Takes the baseline away before a run writes to the tenant: one that died would leave it wrong. */
export async function removeBaseline(path: string): Promise<readonly Diagnostic[]> {
  try {
    await rm(path, { force: true });
    return [];
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return [diagnostic('BAS001', { detail: `It cannot be removed: ${failureText(error)}.`, subject: path })];
  }
}

function* chunks(head: BaselineHead, objects: Iterable<BaselineObject>): Generator<string> {
  const digest = newDigest();
  let chunk = `${JSON.stringify(head)}\n`;
  const flushed = (): string => {
    const text = chunk;
    digest.update(text);
    chunk = '';
    return text;
  };
  for (const object of objects) {
    chunk += `${JSON.stringify(object)}\n`;
    if (chunk.length >= CHUNK) yield flushed();
  }
  yield flushed();
  yield `${JSON.stringify({ end: digest.hex() })}\n`;
}

/**
 * Reads a baseline; of the objects, those whose keys are wanted. A file that was cut off or changed is told from one that
 * is not there, and neither is an error: causes are unknown then.
 */
export async function readBaseline(path: string, isWanted: (key: string) => boolean): Promise<BaselineFound> {
  const objects = new Map<string, BaselineObject>();
  const digest = newDigest();
  const seen: { head?: BaselineHead; ended: boolean } = { ended: false };
  const broken = (what: string): never => {
    throw new BrokenBaseline(what);
  };
  try {
    await readFileLines(path, LONGEST_LINE, {
      begin: () => undefined,
      damaged: broken,
      unended: () => broken('its last line has no end'),
      line: (text) => {
        if (seen.ended) broken('there is something after its end');
        if (seen.head === undefined)
          seen.head = headOf(text) ?? broken('it does not begin as one of this version does');
        else if (text.startsWith('{"end":')) {
          seen.ended = text === JSON.stringify({ end: digest.hex() });
          if (!seen.ended) broken('the digest at its end does not fit');
          return;
        } else {
          const object = objectOf(text, isWanted);
          if (object !== undefined) objects.set(object.key, object);
        }
        digest.update(`${text}\n`);
      },
    });
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return { kind: 'none' };
    if (isSystemError(error)) return damaged(path, failureText(error));
    if (error instanceof BrokenBaseline || error instanceof SyntaxError) return damaged(path, error.message);
    throw error;
  }
  const { head, ended } = seen;
  if (head === undefined || !ended) return damaged(path, 'its end is missing');
  return { kind: 'found', baseline: { head, objects } satisfies Baseline };
}

/** Longer than any head. */
const HEAD = 1 << 18;

/** The run id in the head of a baseline; undefined where there is none that could be used. */
export async function baselineRun(path: string): Promise<string | undefined> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return headOf(buffer.toString('utf8', 0, bytesRead).split('\n', 1)[0] ?? '')?.runId;
  } catch (error) {
    if (isSystemError(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

class BrokenBaseline extends Error {}

function damaged(path: string, what: string): BaselineFound {
  return {
    kind: 'damaged',
    diagnostic: diagnostic('BAS002', { detail: `It cannot be used: ${what}.`, subject: path }),
  };
}

function headOf(text: string): BaselineHead | undefined {
  const value = JSON.parse(text) as Partial<BaselineHead> | null;
  if (value?.format !== 'lockstep-baseline' || value.version !== 1) return undefined;
  const { attributes, definitions, salt, runId, at } = value;
  const isWhole = Array.isArray(attributes?.user) && Array.isArray(attributes.group) && Array.isArray(definitions);
  const hasTexts = [salt, runId, at].every((one) => typeof one === 'string');
  return isWhole && hasTexts ? (value as BaselineHead) : undefined;
}

const BEFORE_KEY = '{"key":"';

/** A plan is about few of the objects of a large tenant: the others are not taken apart. */
function objectOf(text: string, isWanted: (key: string) => boolean): BaselineObject | undefined {
  const key = text.slice(BEFORE_KEY.length, text.indexOf('"', BEFORE_KEY.length));
  if (!text.startsWith(BEFORE_KEY) || (!key.includes('\\') && !isWanted(key))) return undefined;
  const object = JSON.parse(text) as BaselineObject;
  return isWanted(object.key) ? object : undefined;
}
