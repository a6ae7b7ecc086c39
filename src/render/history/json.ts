import type { RunDetail, RunSummary, Unlocking } from '../../model/history.ts';

export function historyJson({ runs, total }: { readonly runs: readonly RunSummary[]; readonly total: number }): string {
  return document({ format: 'lockstep-history', version: 1, total, runs });
}

export function runJson(run: RunDetail): string {
  return document({ format: 'lockstep-run', version: 1, ...run });
}

export function unlockingJson(found: Unlocking): string {
  return document({ format: 'lockstep-lock', version: 1, ...found });
}

function document(data: object): string {
  return `${JSON.stringify(data, null, 2)}\n`;
}
