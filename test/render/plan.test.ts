import { describe, expect, test } from 'vitest';
import { renderCensus, renderPlan } from '../../src/render/index.ts';
import type { PlanView } from '../../src/render/index.ts';
import type { Plan } from '../../src/model/plan.ts';
import {
  change,
  create,
  ENVELOPE_WITHOUT_REVISION,
  group,
  held,
  leave,
  member,
  planOf,
  remove,
  setManager,
  update,
  user,
} from './plans.ts';

const VIEW: PlanView = { colour: false, width: 120 };
const ada = user('ada.byron@contoso.com');
const staff = group('All Staff');

const typical = planOf({
  operations: [
    create(user('grace.hopper@contoso.com'), [
      change('displayName', null, 'Grace Hopper'),
      change('mail', null, 'g@contoso.com'),
    ]),
    update(ada, [
      change('displayName', 'Ada Byron', 'Ada Byron (Contractor)'),
      change('department', 'R&D', null, 'user.yaml:31'),
    ]),
    leave(user('old.hand@contoso.com'), 'filtered out: corp-staff, OU=Test excluded (filters.yaml:9)', 2),
    member('addMember', staff, user('grace.hopper@contoso.com')),
    member('removeMember', staff, user('linus.orr@contoso.com')),
  ],
  held: [
    held(user('held@contoso.com'), 'masteredElsewhere', 'onPremisesSyncEnabled is true', [
      change('displayName', 'a', 'b'),
    ]),
  ],
  census: {
    notCarried: [
      { type: 'contact', count: 14, reason: '' },
      { type: 'computer', count: 1, reason: '' },
      { type: 'mail group', count: 6, reason: 'Graph cannot write them' },
    ],
  },
});

/** What stands between the head line and the census. */
function changesOf(plan: Plan, view: Partial<PlanView> = {}): string {
  return renderPlan(plan, { ...VIEW, ...view })
    .split('\n\n')
    .slice(1, -1)
    .join('\n\n');
}

test('a plan reads risk first, with a census that accounts for everybody', () => {
  expect(renderPlan(typical, VIEW)).toBe(`\
contoso (5d1e1c2a) read 14:03:02Z · rules 3f9c2a1 · corp (dc1, ldaps) read 14:02:11Z

  ! user   old.hand@contoso.com      disable, delete after 2026-12-22   filtered out: corp-staff, OU=Test excluded (filters.yaml:9)
        holds 2 licences
  ~ user   ada.byron@contoso.com     CN=ada.byron@contoso.com,OU=Staff
        displayName  "Ada Byron" -> "Ada Byron (Contractor)"  contractors.yaml:14
        department   "R&D" -> (cleared)                       user.yaml:31
  + user   grace.hopper@contoso.com  CN=grace.hopper@contoso.com,OU=Staff   2 attributes
  ~ group  All Staff                 + grace.hopper@contoso.com   - linus.orr@contoso.com

Held: differs from the rules and is left alone
  mastered elsewhere  1
        Entra Connect or Cloud Sync writes these objects and Graph may not. They follow once their source of authority is moved to the cloud.
    user   held@contoso.com  onPremisesSyncEnabled is true. It would be updated (displayName).

1 to create, 1 to update, 1 to disable; 1 member to add, 1 to remove. Nothing is blocked.
Of 212 in scope: 208 unchanged, 3 changed, 1 held (mastered elsewhere). Not carried: 14 contacts, 1 computer, 6 mail groups (Graph cannot write them).
`);
});

test('a plan without changes says so', () => {
  const plan = planOf({ census: { inScope: 2, unchanged: 2, changed: 0, held: 0, filteredOut: 7 } });
  expect(renderPlan(plan, VIEW)).toBe(`\
contoso (5d1e1c2a) read 14:03:02Z · rules 3f9c2a1 · corp (dc1, ldaps) read 14:02:11Z

Nothing to change: the tenant is in step with the rules. Nothing is blocked.
Of 2 in scope: 2 unchanged, 0 changed, 0 held. Filtered out: 7.
`);
});

test.each([
  [{ count: 1, next: '2026-12-22' }, '1 waits for deletion, on 2026-12-22.'],
  [{ count: 3, next: '2026-12-22' }, '3 wait for deletion, the next on 2026-12-22.'],
  [{ count: 1200, next: '2027-01-01' }, '1,200 wait for deletion, the next on 2027-01-01.'],
])('who waits for deletion: %j', (waiting, line) => {
  expect(
    renderPlan(planOf({ census: { waiting } }), VIEW)
      .trimEnd()
      .split('\n')
      .at(-1),
  ).toBe(line);
});

test('the census counts each object once', () => {
  const plan = planOf({
    operations: [update(ada, [])],
    held: [
      held(ada, 'unverifiedDomain', ''),
      held(user('x'), 'guest', ''),
      held(user('x'), 'privileged', ''),
      held(user('y'), 'protected', ''),
    ],
    census: { held: 2 },
  });
  expect(renderCensus(plan)).toContain('2 held (guest: 1, protected by the policy: 1).');
});

test('the head names another day, another instant and rules without a revision', () => {
  const plan = {
    ...planOf({}),
    envelope: {
      ...ENVELOPE_WITHOUT_REVISION,
      asOf: '2027-01-01T00:00:00.000Z',
      sources: [{ connector: 'corp', origin: 'corp.ldif', readAt: '2026-11-21T23:59:00.000Z' }],
    },
  };
  expect(renderPlan(plan, VIEW).split('\n')[0]).toBe(
    'contoso (5d1e1c2a) read 14:03:02Z · rules abababababab · corp (corp.ldif) read 2026-11-21 23:59:00Z · as of 2027-01-01T00:00:00.000Z',
  );
});

test('the head names a snapshot where the tenant would have been read', () => {
  const sources = [
    { connector: 'corp', origin: 'snapshot corp.snapshot (corp.ldif)', readAt: '2026-11-21T23:59:00.000Z' },
    { connector: 'entra', origin: 'snapshot tenant.snapshot (contoso)', readAt: '2026-11-22T14:00:00.000Z' },
  ];
  const plan = { ...planOf({}), envelope: { ...ENVELOPE_WITHOUT_REVISION, sources } };
  expect(renderPlan(plan, VIEW).split('\n')[0]).toContain(
    'contoso (5d1e1c2a), snapshot tenant.snapshot (contoso) read 14:00:00Z · rules abababababab · corp (snapshot corp.snapshot (corp.ldif)) read 2026-11-21 23:59:00Z',
  );
});

test('the order is: deletes, leaves, disables, sign-in names, updates, creates, groups', () => {
  const plan = planOf({
    operations: [
      update(group('Z group'), [change('description', 'a', 'b')]),
      create(user('f-new@contoso.com'), []),
      update(user('e-update@contoso.com'), [change('city', 'a', 'b')]),
      update(user('d-upn@contoso.com'), [change('userPrincipalName', 'a', 'b')]),
      update(user('c-disable@contoso.com'), [change('accountEnabled', true, false)]),
      leave(user('b-leave@contoso.com'), 'gone'),
      remove(user('a-delete@contoso.com'), 'grace is over'),
    ],
  });
  const heads = changesOf(plan)
    .split('\n')
    .filter((line) => /^ {2}\S/.test(line));
  expect(heads.map((line) => line.slice(2, 30).trim())).toEqual([
    '- user   a-delete@contoso.co',
    '! user   b-leave@contoso.com',
    '! user   c-disable@contoso.c',
    '! user   d-upn@contoso.com',
    '~ user   e-update@contoso.co',
    '+ user   f-new@contoso.com',
    '~ group  Z group',
  ]);
});

test('what happens to one object stands in one entry', () => {
  const operations = [update(ada, [change('city', null, 'London')]), setManager(ada, null, user('boss@contoso.com'))];
  expect(changesOf(planOf({ operations }))).toBe(`\
  ~ user   ada.byron@contoso.com  CN=ada.byron@contoso.com,OU=Staff
        city     (not set) -> "London"          contractors.yaml:14
        manager  (not set) -> boss@contoso.com  outbound.yaml:20`);
});

test('a manager alone is an update, and can be cleared', () => {
  const plan = planOf({ operations: [setManager(ada, user('boss@contoso.com'), null)] });
  expect(changesOf(plan)).toBe(`\
  ~ user   ada.byron@contoso.com
        manager  boss@contoso.com -> (cleared)  outbound.yaml:20`);
  expect(renderCensus(plan)).toContain('1 to update; 1 manager to set.');
});

describe('lists are bounded, and say so', () => {
  const many = Array.from({ length: 205 }, (_, index) =>
    update(user(`u${String(index).padStart(3, '0')}@contoso.com`), []),
  );

  test('objects', () => {
    const lines = changesOf(planOf({ operations: many })).split('\n');
    expect(lines).toHaveLength(201);
    expect(lines.at(-1)).toBe('  … and 5 more, see --format json or --full');
    expect(changesOf(planOf({ operations: many }), { full: true }).split('\n')).toHaveLength(205);
  });

  test('members', () => {
    const operations = Array.from({ length: 12 }, (_, index) => member('addMember', staff, user(`m${index}`)));
    expect(changesOf(planOf({ operations }))).toBe('  ~ group  All Staff  + m0, m1, m2, m3, m4, m5, m6, m7 and 4 more');
  });

  test('held objects', () => {
    const all = Array.from({ length: 1200 }, (_, index) => held(user(`h${index}`), 'guest', ''));
    const text = changesOf(planOf({ held: all }));
    expect(text).toContain('  guest  1,200 (shown 5 of 1,200)');
    expect(text.split('\n')).toHaveLength(3 + 5);
  });
});

test('members that do not fit on the line stand below it', () => {
  const operations = Array.from({ length: 8 }, (_, index) =>
    member('addMember', staff, user(`member-${index}@contoso.com`)),
  );
  const [head, ...below] = changesOf(planOf({ operations })).split('\n');
  expect(head).toBe('  ~ group  All Staff');
  expect(below).toHaveLength(1);
  expect(below[0]).toMatch(/^ {8}\+ member-0@contoso\.com, /);
});

test('of a list only what came and went is shown', () => {
  const operations = [update(ada, [change('businessPhones', ['1', '2'], ['2', '3'])])];
  expect(changesOf(planOf({ operations }))).toContain('businessPhones  + "3"   - "1"');
});

test('of a long text the words that differ are shown', () => {
  const story = (word: string): string =>
    `Ada works in the department of ${word} and has done so since 1842, when she wrote the first notes about them.`;
  const operations = [update(ada, [change('aboutMe', story('engines'), story('numbers'))])];
  expect(changesOf(planOf({ operations }), { width: 100 })).toBe(`\
  ~ user   ada.byron@contoso.com  CN=ada.byron@contoso.com,OU=Staff
        aboutMe  contractors.yaml:14
            - "…ks in the department of engines and has done so since 1…"
            + "…ks in the department of numbers and has done so since 1…"`);
});

test('a blocked plan says what blocks it and what to do', () => {
  const plan = planOf({
    operations: [remove(ada, 'grace is over')],
    findings: [
      {
        code: 'SAFE001',
        blocks: true,
        detail: '51 users would be deleted',
        policyKey: 'limits.delete',
        operations: [],
        count: 51,
      },
      { code: 'SAFE999', blocks: false, detail: 'A code of a later version', policyKey: '', operations: [], count: 1 },
    ],
  });
  const text = renderPlan(plan, VIEW);
  expect(text).toContain('Blocked: nothing of this plan will be written\n  SAFE001  ');
  expect(text).toContain('        51 users would be deleted. It concerns 51 operations.\n');
  expect(text).toContain('Governed by limits.delete in the Policy.');
  expect(text).toContain('Worth a look\n  SAFE999\n');
  expect(text).toContain('1 to delete. Blocked by SAFE001: nothing will be written.\n');
});

describe('one object', () => {
  test('is shown with every rule that had a say', () => {
    const operations = [
      update(ada, [
        {
          attribute: 'displayName',
          before: 'Ada',
          after: 'Ada (Contractor)',
          why: [
            { rule: 'person-to-entra-user', at: 'outbound.yaml:9', flow: 'displayName', losers: [] },
            {
              rule: 'contractor-names',
              at: 'contractors.yaml:14',
              flow: '=[givenName]',
              losers: ['lockstep/default@1:user-common (user.yaml:31)'],
            },
          ],
        },
      ]),
      update(user('other@contoso.com'), []),
    ];
    expect(renderPlan(planOf({ operations }), { ...VIEW, object: 'ADA.byron@contoso.com' })).toBe(`\
contoso (5d1e1c2a) read 14:03:02Z · rules 3f9c2a1 · corp (dc1, ldaps) read 14:02:11Z

  update  user ada.byron@contoso.com
      key          corp/ada.byron@contoso.com
      tenant id    id-of-ada.byron@contoso.com
      from         CN=ada.byron@contoso.com,OU=Staff,DC=corp,DC=contoso,DC=com
      mark         v1;contoso;corp;x;
      operation    update corp/ada.byron@contoso.com
      displayName  "Ada" -> "Ada (Contractor)"
          1. person-to-entra-user (outbound.yaml:9): displayName
          2. contractor-names (contractors.yaml:14): =[givenName]
             instead of lockstep/default@1:user-common (user.yaml:31)
`);
  });

  test('has its members in words, under each other', () => {
    const operations = [
      member('addMember', group('All Staff'), user('ada@contoso.com')),
      member('removeMember', group('All Staff'), user('bob@contoso.com')),
    ];
    expect(renderPlan(planOf({ operations }), { ...VIEW, object: 'All Staff' })).toContain(`
  add member     group All Staff: ada@contoso.com
  remove member  group All Staff: bob@contoso.com
`);
  });

  test('that the plan does not know gets a suggestion', () => {
    expect(renderPlan(typical, { ...VIEW, object: 'ada.byrn@contoso.com' })).toContain(
      'The plan has no change for "ada.byrn@contoso.com", and does not hold it. Did you mean "ada.byron@contoso.com"?\n`lockstep explain ada.byrn@contoso.com` says why.\n',
    );
  });

  test('that is held is shown with the difference', () => {
    const text = renderPlan(typical, { ...VIEW, object: 'held@contoso.com' });
    expect(text).toContain('held  user held@contoso.com: mastered elsewhere');
    expect(text).toContain('displayName  "a" -> "b"');
  });
});

test('colour changes nothing but colour', () => {
  const stripped = renderPlan(typical, { ...VIEW, colour: true }).replace(/\u001b\[\d+m/g, '');
  expect(stripped).toBe(renderPlan(typical, VIEW));
  expect(renderPlan(typical, { ...VIEW, colour: true })).not.toBe(stripped);
});
