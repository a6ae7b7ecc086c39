import { open } from 'node:fs/promises';
import { canonicalJson, newDigest } from '../kernel/canonical-json.ts';
import { fail } from '../kernel/diagnostic.ts';
import { failureText, isSystemError } from '../kernel/file-failure.ts';
import { readFileLines } from '../kernel/file-lines.ts';
import type { LineTaker } from '../kernel/file-lines.ts';
import { expand } from './lines.ts';
import type { CompactLine } from './lines.ts';
import { checkLine } from './schema.ts';
import type { CauseBasis, CauseFound } from '../model/cause.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { Census, Finding, Held, Operation, Plan, PlanEnvelope, Why } from '../model/plan.ts';

/** Longest line accepted, in bytes: a line is one operation. */
const MAXIMUM_LINE = 4_000_000;

/**
 * Reads a plan file and proves it: known version, every line of a known shape, body digest and file digest right.
 * Throws DiagnosticError PLN001 (damaged), PLN002 (another version) or PLN011 (no plan), CLI002 when it
 * cannot be read.
 */
export async function readPlanFile(path: string): Promise<Plan> {
  const reader = planReader(path);
  try {
    await readFileLines(path, MAXIMUM_LINE, reader);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const detail = `The plan file cannot be read: ${failureText(error)}.`;
    fail('CLI002', { detail, subject: path }, error);
  }
  return reader.finish();
}

/** An envelope is longer than this only with thousands of sources. */
const LONGEST_ENVELOPE = 1 << 16;

/** Does a file begin as a plan of any version does? */
export async function isPlanFile(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST_ENVELOPE), 0, LONGEST_ENVELOPE, 0);
    const [first = ''] = buffer.toString('utf8', 0, bytesRead).split('\n', 1);
    const line = parseLine(first);
    return line?.['kind'] === 'envelope' && line['format'] === 'lockstep-plan';
  } catch (error) {
    if (isSystemError(error)) return false;
    throw error;
  }
}

interface PlanReader extends LineTaker {
  finish(): Plan;
}

function planReader(path: string): PlanReader {
  const flows = new Map<number, Why>();
  const operations: Operation[] = [];
  const ids = new Set<string>();
  const held: Held[] = [];
  const findings: Finding[] = [];
  const causes: CauseFound[] = [];
  let causeBasis: CauseBasis | undefined;
  const hazards: HazardFound[] = [];
  const file = newDigest();
  const body = newDigest();
  let number = 0;
  let envelope: PlanEnvelope | undefined;
  let census: Census | undefined;
  let ended = false;

  const damaged = (what: string): never =>
    fail('PLN001', { detail: `${path}, line ${number}: ${what}.`, subject: path });

  const noPlan = (what: string): never => fail('PLN011', { detail: `The file ${what}.`, subject: path });

  const take = (line: CompactLine, text: string): void => {
    const { kind, ...rest } = line;
    if ((kind === 'envelope') !== (number === 1)) damaged('the envelope must be the first line, and only that');
    switch (kind) {
      case 'envelope':
        envelope = rest as unknown as PlanEnvelope;
        break;
      case 'flow': {
        const { number: index, ...why } = rest as unknown as Why & { readonly number: number };
        flows.set(index, why);
        body.update(`${text}\n`);
        break;
      }
      case 'finding':
        findings.push(rest as unknown as Finding);
        break;
      case 'cause':
        causes.push(rest as unknown as CauseFound);
        break;
      case 'causeBasis':
        causeBasis = rest as unknown as CauseBasis;
        break;
      case 'hazard':
        hazards.push(rest as unknown as HazardFound);
        break;
      default: {
        if (census !== undefined) damaged('the census must be the last line of the body');
        const full = expand(line, flows) ?? damaged('a change refers to a flow that is not in the table');
        if (full.kind === 'census') census = full;
        else if (full.kind === 'held') held.push(full);
        else {
          if (ids.has(full.id)) damaged('an operation is there twice');
          ids.add(full.id);
          operations.push(full);
        }
        body.update(`${text}\n`);
      }
    }
  };

  return {
    begin(bytes) {
      if (!isLikePlan(bytes)) noPlan('is of another kind');
    },
    damaged(what) {
      number++;
      return damaged(what);
    },
    unended() {
      number++;
      damaged('the last line has no end');
    },
    line(text) {
      number++;
      if (ended) damaged('there is something after the end');
      const line = parseLine(text) ?? damaged('this is not a line of a plan');
      if (line['kind'] === 'envelope') checkVersion(path, line);
      const problem = checkLine(line);
      if (problem !== undefined) damaged(problem);
      if (line['kind'] === 'end') {
        // The one line that is in no digest has one form only.
        if (text !== canonicalJson({ kind: 'end', digest: file.hex() }))
          damaged('the digest of the file does not fit its contents');
        ended = true;
        return;
      }
      file.update(`${text}\n`);
      take(line, text);
    },
    finish() {
      if (number === 0) return noPlan('is empty');
      if (!ended || envelope === undefined || census === undefined)
        return damaged('the end is missing: the file was cut off');
      if (envelope.bodyDigest !== body.hex()) damaged('the digest of the body does not fit its contents');
      return {
        envelope,
        body: { operations, held, census },
        findings,
        hazards,
        ...(causes.length === 0 ? {} : { causes }),
        ...(causeBasis === undefined ? {} : { causeBasis }),
      };
    },
  };
}

/** Does it begin as a plan does, whole or damaged? No one byte tells: a plan with a byte changed is a damaged plan. */
function isLikePlan(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return /^\{"(?:after|asOf|at|changes)":/.test(text) || text.includes('"kind":"envelope"');
}

function parseLine(text: string): CompactLine | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as CompactLine) : undefined;
  } catch {
    return undefined;
  }
}

function checkVersion(path: string, line: CompactLine): void {
  if (line['format'] === 'lockstep-plan' && line['version'] === 1) return;
  fail('PLN002', {
    detail: `${path} says format ${JSON.stringify(line['format'])}, version ${JSON.stringify(line['version'])}; this version reads lockstep-plan version 1.`,
    subject: path,
  });
}
