import { Buffer } from 'node:buffer';
import type { Candidate } from '../model/adoption.ts';
import type { Held, PlanBody } from '../model/plan.ts';

/** A pair that could be written, and why it takes a decision; without a reason it is clear. */
export interface ProposedPair {
  readonly object: string;
  /** DN of the source object. */
  readonly from: string;
  readonly candidate: Candidate;
  readonly doubt?: string;
}

/** What the held objects of a plan propose, in the order of their DNs. */
export function proposedPairs(body: PlanBody, isMeant: (held: Held) => boolean): readonly ProposedPair[] {
  return body.held
    .filter(isMeant)
    .flatMap((held) => (held.candidates ?? []).map((candidate) => proposal(held, candidate)))
    .sort((a, b) => order(a.from, b.from) || order(a.candidate.id, b.candidate.id));
}

function proposal({ object, from, candidates = [] }: Held, candidate: Candidate): ProposedPair {
  const doubt = doubtOf(candidate, candidates.length);
  return { object: object.key, from: from ?? object.key, candidate, ...(doubt === undefined ? {} : { doubt }) };
}

/** Why a person has to look closer before this is true. */
function doubtOf({ by, consent, alsoFor, evidence }: Candidate, rivals: number): string | undefined {
  if (rivals > 1) return `one of ${rivals} candidates`;
  if (alsoFor !== undefined) return `it may be ${alsoFor.join(' or ')}, too`;
  if (consent !== undefined) return `privileged (${consent}): whoever takes it over has its privileges`;
  if (by === 'restore') return 'somebody deleted it: is it to come back?';
  if (by === 'reanchor') return 'another anchor: is it the same person?';
  const [first] = evidence;
  return first === 'employeeId' || first === 'displayName' || first === 'mailNickname'
    ? `only the same ${evidence.join(', ')}, which others may have`
    : undefined;
}

/** As many pairs as go into one file that the workspace will read: a larger one it refuses. */
export function fitting(pairs: readonly ProposedPair[], bytes: number): readonly ProposedPair[] {
  let used = 1_000;
  const end = pairs.findIndex((pair) => {
    used += Buffer.byteLength(commentOf(pair)) + Buffer.byteLength(pairText(pair)) + 12;
    return used > bytes;
  });
  return end === -1 ? pairs : pairs.slice(0, end);
}

/** An Adoption document: clear pairs, and what takes a decision as comments that are pairs once they are uncommented. */
export function adoptionYaml(name: string, pairs: readonly ProposedPair[]): string {
  const clear = pairs.filter(({ doubt }) => doubt === undefined);
  const open = pairs.filter(({ doubt }) => doubt !== undefined);
  const lines = [
    'apiVersion: lockstep/v1alpha1',
    'kind: Adoption',
    `metadata: { name: ${quoted(name)} }`,
    'spec:',
    // A key without a value would be no list.
    clear.length === 0 ? '  pairs: []' : '  pairs:',
    ...clear.flatMap((pair) => [commentOf(pair), `    - ${pairText(pair)}`]),
    ...(open.length === 0 ? [] : ['    # These take a decision: take away the # of what is true.']),
    ...open.flatMap((pair) => [commentOf(pair), `    # - ${pairText(pair)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

function commentOf({ from, candidate, doubt }: ProposedPair): string {
  const why = `${from} -> ${candidate.name} (${candidate.evidence.join(', ')})`;
  return `    # ${oneLine(doubt === undefined ? why : `${why}; ${doubt}`)}`;
}

function pairText({ object, candidate }: ProposedPair): string {
  const { by, id, from, to, was, deletedAt, consent } = candidate;
  const parts = [
    `object: ${quoted(object)}`,
    `${by}: ${quoted(id)}`,
    ...(deletedAt === undefined ? [] : [`deletedAt: ${quoted(deletedAt)}`]),
    ...(from === undefined ? [] : [`from: ${quoted(from)}`]),
    ...(to === undefined ? [] : [`to: ${quoted(to)}`]),
    ...(was === undefined ? [] : [`was: ${quoted(was)}`]),
    ...(consent === undefined ? [] : [`consent: ${quoted(consent)}`]),
  ];
  return `{ ${parts.join(', ')} }`;
}

/** A plain word where YAML takes one, else a text in double quotes: JSON is YAML, once what breaks lines is escaped. */
function quoted(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) && !/^(?:true|false|null|yes|no|on|off)$/i.test(text)
    ? text
    : oneLine(JSON.stringify(text));
}

/** Values of directories are anybody's words: nothing in them ends a comment or hides what follows. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) => {
    const code = (sign.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
