import type { Candidate } from '../model/adoption.ts';
import { brief, visible } from './escape.ts';
import { count, grouped } from './words.ts';

interface Proposal {
  readonly from: string;
  readonly candidate: Candidate;
  readonly doubt?: string;
}

export interface Proposals {
  readonly file: string | undefined;
  readonly written: readonly Proposal[];
  readonly open: readonly Proposal[];
  readonly left: number;
  readonly waiting: number;
  readonly quiet: boolean;
}

const MOST = 200;

/** What was written for review, and what takes a decision. */
export function renderProposals({ file, written, open, left, waiting, quiet }: Proposals): string {
  if (file === undefined) return `${nothing(waiting)}\n`;
  const few = open.length === 1;
  const decide = `; ${grouped(open.length)} more ${few ? 'takes a decision and stands there as a comment' : 'take a decision and stand there as comments'}`;
  const closing = `Wrote ${count(written.length, 'pair')} to ${visible(file)}${open.length === 0 ? '' : decide}.${left === 0 ? '' : ` ${grouped(left)} more do not fit: run it again once these are done.`}`;
  if (quiet) return `${closing}\n`;
  return [
    ...section('To adopt, once the file is reviewed', written),
    ...section('To decide', open),
    `${closing} Review it, then: lockstep plan`,
    '',
  ].join('\n');
}

function nothing(waiting: number): string {
  return waiting === 0
    ? 'Nothing to adopt: no object of the tenant that nobody owns may be one of these.'
    : `Nothing more to adopt: ${count(waiting, 'pair')} of the workspace ${waiting === 1 ? 'waits' : 'wait'} for apply.`;
}

function section(title: string, list: readonly Proposal[]): readonly string[] {
  if (list.length === 0) return [];
  const more = list.length > MOST ? [`  … and ${grouped(list.length - MOST)} more, see the file`] : [];
  return [title, ...list.slice(0, MOST).map(lineOf), ...more, ''];
}

function lineOf({ from, candidate, doubt }: Proposal): string {
  const { by, name, evidence } = candidate;
  const why = doubt === undefined ? '' : `; ${brief(doubt, 200)}`;
  return `  ${by}  ${brief(from, 120)} -> ${brief(name, 120)} (${evidence.join(', ')})${why}`;
}
