import { expect, test } from 'vitest';
import type { RunDetail, RunSummary } from '../../src/model/history.ts';
import { renderHistory, renderRun, renderUnlocking } from '../../src/render/index.ts';

const view = { colour: false, full: false };
const counts = { done: 2, alreadyDone: 0, failed: 1, unknown: 0, skipped: 0, open: 0 };
const run: RunSummary = {
  runId: '20261122-140302-3f9c2a1b',
  end: 'finished',
  startedAt: '2026-11-22T14:03:02.000Z',
  endedAt: '2026-11-22T14:04:05.000Z',
  planDigest: 'abc',
  counts,
  damaged: false,
};
const object = { type: 'user', key: 'corp/1', id: '1', name: 'ada\u001b[31m@contoso.com' } as const;
const operation = { kind: 'delete', id: 'd1', after: [], object, reason: '', mark: '', licences: 0 } as const;
const detail: RunDetail = {
  ...run,
  operations: [
    { id: 'd1', operation, outcome: { status: 'done' }, at: '' },
    { id: 'd2', operation, outcome: { status: 'failed', code: 'X', message: 'no <b>way' }, at: '' },
    { id: 'd3', operation, at: '' },
    { id: 'd4\n', outcome: { status: 'alreadyDone' }, at: '' },
  ],
};

test('the runs, a line each, and how many there are beyond', () => {
  expect(renderHistory({ runs: [run, { ...run, runId: 'r2', end: 'died', damaged: true }], total: 1002 }, view)).toBe(
    [
      '20261122-140302-3f9c2a1b  2026-11-22 14:03:02  finished     2 done, 1 failed in 1 min 03 s',
      'r2  2026-11-22 14:03:02  died         2 done, 1 failed in 1 min 03 s; its ledger is damaged, and was read up to there',
      '… and 1,000 older, see --limit\n',
    ].join('\n'),
  );
  expect(renderHistory({ runs: [], total: 0 }, view)).toContain('Nothing was applied');
});

test('one run: what may have been done first, then what failed, and nothing that moves the screen', () => {
  const lines = renderRun(detail, view).split('\n').slice(3);
  expect(lines).toEqual([
    '  open  delete user ada\\u001b[31m@contoso.com: it may have been done',
    '  failed  delete user ada\\u001b[31m@contoso.com: X: no <b>way.',
    '  done  delete user ada\\u001b[31m@contoso.com',
    '  already so  d4\\n',
    '',
  ]);
});

test('a long list is cut, and says so', () => {
  const operations = Array.from({ length: 1200 }, () => detail.operations[0]!);
  expect(renderRun({ ...detail, operations }, view)).toContain('… and 1,000 more, see --full');
  expect(renderRun({ ...detail, operations }, { ...view, full: true }).split('\n')).toHaveLength(1204);
});

test('what became of the lock', () => {
  const holder = { runId: 'r1', host: 'build\u202e7', pid: 12, since: '2026-11-22T14:03:02.000Z' };
  expect(renderUnlocking({ kind: 'free' })).toBe('Nobody holds the lock.\n');
  expect(renderUnlocking({ kind: 'removed', holder })).toContain('The lock is free.');
  const kept = renderUnlocking({ kind: 'kept', holder, because: 'notNamed' });
  expect(kept).toContain('build\\u202e7 (process 12)');
  expect(kept).toContain('lockstep unlock r1');
});
