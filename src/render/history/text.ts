import type { RunCounts, RunDetail, RunEnd, RunOperation, RunSummary, Unlocking } from '../../model/history.ts';
import { brief, visible } from '../escape.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { durationText, operationText, outcomeText } from '../report.ts';
import { grouped } from '../words.ts';

export interface HistoryView {
  readonly colour: boolean;
  /** No list is cut. */
  readonly full: boolean;
}

const MOST = 200;

const ENDS: Readonly<Record<RunEnd, string>> = {
  finished: 'finished',
  interrupted: 'interrupted',
  running: 'running',
  died: 'died',
};

/** The runs, the last first, a line each. */
export function renderHistory(
  { runs, total }: { readonly runs: readonly RunSummary[]; readonly total: number },
  view: HistoryView,
): string {
  if (total === 0) return 'Nothing was applied from here yet, or the ledgers are gone.\n';
  const paint = painter(view.colour);
  const lines = runs.map((run) => `${run.runId}  ${headOf(run, paint)}`);
  const more = total > runs.length ? [`… and ${grouped(total - runs.length)} older, see --limit`] : [];
  return `${[...lines, ...more].join('\n')}\n`;
}

/** One run: what did not go well first, then what was done. */
export function renderRun(run: RunDetail, view: HistoryView): string {
  const paint = painter(view.colour);
  const ordered = [...run.operations].sort((a, b) => weightOf(a) - weightOf(b));
  const shown = view.full ? ordered : ordered.slice(0, MOST);
  const more = ordered.length - shown.length;
  return `${[
    `${paint('strong', run.runId)}  ${headOf(run, paint)}`,
    ...(run.planDigest === undefined ? [] : [`plan ${visible(run.planDigest)}`]),
    '',
    ...shown.map((one) => `  ${lineOf(one, paint)}`),
    ...(more > 0 ? [`  … and ${grouped(more)} more, see --full`] : []),
  ].join('\n')}\n`;
}

function headOf(run: RunSummary, paint: Paint): string {
  const bad = run.end === 'died' || run.counts.open > 0 || run.damaged;
  const end = paint(bad ? 'error' : run.end === 'finished' ? 'dim' : 'warning', ENDS[run.end].padEnd(11));
  const started = run.startedAt === undefined ? '' : `${visible(run.startedAt.slice(0, 19).replace('T', ' '))}  `;
  const took = secondsOf(run);
  const time = took === undefined ? '' : ` in ${durationText(took)}`;
  const damage = run.damaged ? '; its ledger is damaged, and was read up to there' : '';
  return `${started}${end}  ${countsText(run.counts)}${time}${damage}`;
}

function secondsOf({ startedAt, endedAt }: RunSummary): number | undefined {
  if (startedAt === undefined || endedAt === undefined) return undefined;
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return Number.isFinite(seconds) ? seconds : undefined;
}

const WORDS: Readonly<Record<keyof RunCounts, string>> = {
  done: 'done',
  alreadyDone: 'already so',
  failed: 'failed',
  unknown: 'unknown',
  skipped: 'skipped',
  open: 'sent or about to be sent when it ended',
};

function countsText(counts: RunCounts): string {
  const parts = (Object.keys(WORDS) as (keyof RunCounts)[])
    .filter((status) => counts[status] > 0)
    .map((status) => `${grouped(counts[status])} ${WORDS[status]}`);
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

/** What may have been done without a trace of it comes first. */
function weightOf({ outcome }: RunOperation): number {
  const order = ['failed', 'unknown', 'skipped', 'done', 'alreadyDone'];
  return outcome === undefined ? -1 : order.indexOf(outcome.status);
}

function lineOf({ id, operation, outcome }: RunOperation, paint: Paint): string {
  const what = operation === undefined ? brief(id) : operationText(operation);
  if (outcome === undefined) return `${paint('error', 'open')}  ${what}: it may have been done`;
  const said = 'message' in outcome ? `: ${outcomeText(outcome)}` : '';
  return `${paint('message' in outcome ? 'warning' : 'dim', WORDS[outcome.status])}  ${what}${said}`;
}

/** What became of the lock. */
export function renderUnlocking(found: Unlocking): string {
  if (found.kind === 'free') return 'Nobody holds the lock.\n';
  const { runId, host, pid, since } = found.holder;
  const who = `Run ${visible(runId)} on ${visible(host)} (process ${pid}), since ${visible(since)}`;
  if (found.kind === 'removed') return `The lock is free. It was held by: ${who}.\n`;
  const because = {
    notNamed: `When its machine is gone for good: lockstep unlock ${visible(runId)}`,
    otherRun: 'That is another run than the one you named: nothing was changed.',
    alive: `Its process lives on this machine: end it, or add --force. Two runs at once overwrite each other.`,
  }[found.because];
  return `${who} holds the lock.\n${because}\n`;
}
