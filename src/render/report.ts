import type { Operation, Plan } from '../model/plan.ts';
import type { ApplyReport, OperationResult, Outcome } from '../model/report.ts';
import { brief, nameText } from './escape.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { DONE, tallyOf, tallyText } from './plan/tally.ts';
import { cut } from './width.ts';
import { grouped, listed, sentence } from './words.ts';

const MOST = 50;
const NAMED = 3;

type Status = Outcome['status'];
type Bad = Extract<Outcome, { readonly message: string }>;

const TITLES: Readonly<Record<Bad['status'], string>> = {
  failed: 'Failed: the tenant refused',
  unknown: 'Unknown: sent, and no answer came; the next plan looks them up',
  skipped: 'Skipped: nothing was written; the next plan looks at it again',
};

const VERBS: Readonly<Record<Operation['kind'], string>> = {
  defineExtension: 'define',
  create: 'create',
  adopt: 'adopt',
  reanchor: 're-anchor',
  restore: 'restore',
  update: 'update',
  leave: 'disable',
  delete: 'delete',
  setManager: 'set manager of',
  addMember: 'add to',
  removeMember: 'remove from',
};

export interface ReportView {
  readonly colour: boolean;
  /** No list is cut. */
  readonly full?: boolean;
}

/** What an apply did: first what did not go well, by name, then the counts. */
export function renderReport(report: ApplyReport, plan: Plan, view: ReportView): string {
  const paint = painter(view.colour);
  const operations = new Map(plan.body.operations.map((operation) => [operation.id, operation]));
  const sections = (['failed', 'unknown', 'skipped'] as const).flatMap((status) =>
    section(status, report.results, operations, paint, view),
  );
  return `${[...sections, summarySentence(report, operations)].join('\n')}\n`;
}

export function outcomeCounts(report: ApplyReport): Readonly<Record<Status, number>> {
  const counts = { done: 0, alreadyDone: 0, failed: 0, unknown: 0, skipped: 0 };
  for (const { outcome } of report.results) counts[outcome.status]++;
  return counts;
}

/** One operation in words: `update user ada@contoso.com`. */
export function operationText(operation: Operation): string {
  const verb = VERBS[operation.kind];
  if (operation.kind === 'defineExtension') return `${verb} ${brief(operation.name)}`;
  const object = `${operation.object.type} ${cut(nameText(operation.object.name), 96)}`;
  if (operation.kind === 'addMember' || operation.kind === 'removeMember') {
    return `${verb} ${object}: ${cut(nameText(operation.member.name), 96)}`;
  }
  return `${verb} ${object}`;
}

/** What went wrong in one way stands in one line, however many operations it was. */
function section(
  status: Bad['status'],
  results: readonly OperationResult[],
  operations: ReadonlyMap<string, Operation>,
  paint: Paint,
  view: ReportView,
): readonly string[] {
  const ways = new Map<string, string[]>();
  for (const { operation: id, outcome } of results) {
    if (outcome.status !== status || !('message' in outcome)) continue;
    const operation = operations.get(id);
    const what = operation === undefined ? brief(id) : operationText(operation);
    const how = outcomeText(outcome);
    const same = ways.get(how);
    if (same === undefined) ways.set(how, [what]);
    else same.push(what);
  }
  if (ways.size === 0) return [];
  const [most, named] = view.full === true ? [Infinity, Infinity] : [MOST, NAMED];
  const lines = [...ways].slice(0, most).map(([how, what]) => `  ${listed(what, named)}   ${how}`);
  const more = ways.size > most ? [`  … and ${grouped(ways.size - most)} more`] : [];
  return [paint(status === 'skipped' ? 'warning' : 'error', TITLES[status]), ...lines, ...more, ''];
}

export function outcomeText(outcome: Bad): string {
  const code = outcome.status === 'failed' ? `${brief(outcome.code)}: ` : '';
  const request = 'requestId' in outcome && outcome.requestId ? ` (request ${brief(outcome.requestId)})` : '';
  return `${code}${sentence(brief(outcome.message, 400))}${request}`;
}

function summarySentence(report: ApplyReport, operations: ReadonlyMap<string, Operation>): string {
  const done = report.results.flatMap(({ operation, outcome }) =>
    outcome.status === 'done' ? (operations.get(operation) ?? []) : [],
  );
  const counts = outcomeCounts(report);
  const others = (['alreadyDone', 'failed', 'unknown', 'skipped'] as const)
    .filter((status) => counts[status] > 0)
    .map((status) => `${grouped(counts[status])} ${status === 'alreadyDone' ? 'already so' : status}`);
  const parts = [tallyText(tallyOf(done), DONE) || 'nothing', others.join(', ')].filter((text) => text !== '');
  const seconds = (Date.parse(report.endedAt) - Date.parse(report.startedAt)) / 1000;
  const time = Number.isFinite(seconds) ? ` in ${durationText(seconds)}` : '';
  return `${report.interrupted ? 'Interrupted' : 'Applied'}: ${parts.join('; ')}${time}.`;
}

/** `3.2 s`, `4 min 05 s`, `2 h 07 min`. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
