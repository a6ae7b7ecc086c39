import { open, rename, rm } from 'node:fs/promises';
import { canonicalJson, newDigest } from '../kernel/canonical-json.ts';
import type { Json } from '../kernel/canonical-json.ts';
import { fail } from '../kernel/diagnostic.ts';
import { failureText } from '../kernel/file-failure.ts';
import type { CauseBasis } from '../model/cause.ts';
import type { Plan } from '../model/plan.ts';
import { bodyLines } from './lines.ts';

const CHUNK = 1 << 16;

/** The lines of a plan file: envelope, body, findings, hazards, causes, and an end line with the digest of everything before it. */
export function* planLines(plan: Plan): Generator<string> {
  const digest = newDigest();
  const line = (text: string): string => {
    const full = `${text}\n`;
    digest.update(full);
    return full;
  };
  yield line(canonicalJson({ ...plan.envelope, kind: 'envelope' }));
  for (const text of bodyLines(plan.body)) yield line(text);
  for (const finding of plan.findings) yield line(canonicalJson({ ...finding, kind: 'finding' }));
  for (const hazard of plan.hazards) yield line(canonicalJson({ ...hazard, kind: 'hazard' }));
  for (const cause of plan.causes ?? []) yield line(canonicalJson({ ...cause, kind: 'cause' }));
  if (plan.causeBasis !== undefined) yield line(canonicalJson(basisLine(plan.causeBasis)));
  yield `${canonicalJson({ kind: 'end', digest: digest.hex() })}\n`;
}

function basisLine({ baseline, ...rest }: CauseBasis): Json {
  return { ...rest, ...(baseline === undefined ? {} : { baseline: { ...baseline } }), kind: 'causeBasis' };
}

/** Writes a plan file whole or not at all; readable by its owner only, since it holds personal data. */
export async function writePlanFile(path: string, plan: Plan): Promise<void> {
  const temporary = `${path}.${plan.envelope.runId}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      let chunk = '';
      for (const line of planLines(plan)) {
        chunk += line;
        if (chunk.length >= CHUNK) {
          await file.writeFile(chunk);
          chunk = '';
        }
      }
      await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    fail('CLI002', { detail: `The plan cannot be written: ${failureText(error)}.`, subject: path }, error);
  }
}
