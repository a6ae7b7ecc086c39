import { expect, test } from 'vitest';
import { renderCensus, renderReport } from '../../src/render/index.ts';
import { durationText } from '../../src/render/report.ts';
import type { ApplyReport, Outcome } from '../../src/model/report.ts';
import { change, create, group, member, planOf, setManager, update, user } from './plans.ts';

const plan = planOf({
  operations: [
    create(user('new@contoso.com'), []),
    update(user('ada@contoso.com'), [change('city', 'a', 'b')]),
    member('addMember', group('All Staff'), user('ada@contoso.com')),
  ],
});

function reportOf(outcomes: readonly Outcome[], interrupted = false): ApplyReport {
  return {
    runId: 'run-1',
    planDigest: 'cd'.repeat(32),
    startedAt: '2026-11-22T14:00:00.000Z',
    endedAt: '2026-11-22T14:00:03.200Z',
    interrupted,
    results: outcomes.map((outcome, index) => ({ operation: plan.body.operations[index]!.id, outcome })),
  };
}

test('what went well is counted', () => {
  expect(
    renderReport(reportOf([{ status: 'done' }, { status: 'done' }, { status: 'alreadyDone' }]), plan, {
      colour: false,
    }),
  ).toBe('Applied: 1 created, 1 updated; 1 already so in 3.2 s.\n');
});

test('what was done is told in the words of the plan', () => {
  const all = planOf({
    operations: [
      ...plan.body.operations,
      member('removeMember', group('All Staff'), user('bob@contoso.com')),
      setManager(user('ada@contoso.com'), null, user('bob@contoso.com')),
    ],
  });
  const results = all.body.operations.map(({ id }) => ({ operation: id, outcome: { status: 'done' as const } }));
  expect(renderReport({ ...reportOf([]), results }, all, { colour: false })).toBe(
    'Applied: 1 created, 1 updated; 1 member added, 1 removed, 1 manager set in 3.2 s.\n',
  );
  expect(renderCensus(all)).toContain('1 to create, 1 to update; 1 member to add, 1 to remove, 1 manager to set.');
});

test('what did not is named, with what the tenant said', () => {
  const report = reportOf([
    {
      status: 'failed',
      code: 'Request_BadRequest',
      message: 'Another object with the same value exists',
      requestId: 'req-1',
    },
    { status: 'unknown', message: 'no answer within 30 s' },
    { status: 'skipped', message: 'its object was not created' },
  ]);
  expect(renderReport(report, plan, { colour: false })).toBe(`\
Failed: the tenant refused
  create user new@contoso.com   Request_BadRequest: Another object with the same value exists. (request req-1)

Unknown: sent, and no answer came; the next plan looks them up
  update user ada@contoso.com   no answer within 30 s.

Skipped: nothing was written; the next plan looks at it again
  add to group All Staff: ada@contoso.com   its object was not created.

Applied: nothing; 1 failed, 1 unknown, 1 skipped in 3.2 s.
`);
});

test('what went wrong in the same way stands in one line', () => {
  const many = planOf({ operations: Array.from({ length: 40 }, (_, index) => create(user(`u${index}`), [])) });
  const results = many.body.operations.map(({ id }) => ({
    operation: id,
    outcome: { status: 'skipped' as const, message: 'the run was interrupted' },
  }));
  expect(renderReport({ ...reportOf([], true), results }, many, { colour: false })).toBe(`\
Skipped: nothing was written; the next plan looks at it again
  create user u0, create user u1, create user u2 and 37 more   the run was interrupted.

Interrupted: nothing; 40 skipped in 3.2 s.
`);
});

test('an interruption is called one', () => {
  expect(renderReport(reportOf([{ status: 'done' }], true), plan, { colour: false })).toBe(
    'Interrupted: 1 created in 3.2 s.\n',
  );
});

test.each([
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [60, '1 min 00 s'],
  [3599, '59 min 59 s'],
  [7620, '2 h 07 min'],
])('%f seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
