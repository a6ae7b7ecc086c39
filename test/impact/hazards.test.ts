import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOf } from '../../src/impact/group.ts';
import { hazardsCompared } from '../../src/impact/hazards.ts';
import type { HazardousPlan } from '../../src/impact/hazards.ts';
import { hazards } from '../../src/model/hazard.ts';
import type { HazardFound } from '../../src/model/hazard.ts';
import type { HazardChange, ImpactChange, ImpactKind } from '../../src/model/impact.ts';
import { group, leave, member, remove, update, user } from '../render/plans.ts';

const [ada, bob, eve] = [user('ada'), user('bob'), user('eve')];
const [admins, staff] = [group('Admins'), group('Staff')];
const operations = [
  update(ada, []),
  leave(bob, 'It is gone.'),
  remove(eve, 'It is gone.'),
  member('addMember', admins, ada),
  member('addMember', staff, ada),
  member('removeMember', staff, bob),
];
const plan = (...found: readonly HazardFound[]): HazardousPlan => ({ body: { operations }, hazards: found });
const nobody = (): undefined => undefined;
const told = (all: readonly HazardChange[]) =>
  all.map(({ kind, hazard, identities }) => [kind, hazard, ...identities.map(({ name }) => name)]);

const disabled: HazardFound = { hazard: 'DISABLES_USER', operation: 'leave corp/bob' };
const granted: HazardFound = {
  hazard: 'GRANTS_PRIVILEGE',
  operation: 'addMember corp/Admins corp/ada',
  detail: 'member of Admins, which holds Global Administrator',
};
const renamed: HazardFound = { hazard: 'UPN_CHANGE', operation: 'update corp/ada', detail: 'a -> b' };

describe('hazards of the two plans', () => {
  test.each<readonly [string, HazardousPlan, HazardousPlan, ReturnType<typeof told>]>([
    ['none', plan(), plan(), []],
    ['the same', plan(disabled, granted), plan(granted, disabled), []],
    ['head alone', plan(), plan(disabled), [['added', 'DISABLES_USER', 'bob']]],
    ['base alone', plan(disabled), plan(), [['removed', 'DISABLES_USER', 'bob']]],
    ['of a membership the member', plan(), plan(granted), [['added', 'GRANTS_PRIVILEGE', 'ada']]],
    [
      'the gravest first, and what is added before what is taken away',
      plan(disabled),
      plan(renamed, granted),
      [
        ['added', 'GRANTS_PRIVILEGE', 'ada'],
        ['added', 'UPN_CHANGE', 'ada'],
        ['removed', 'DISABLES_USER', 'bob'],
      ],
    ],
    [
      'in other words it is another one',
      plan(granted),
      plan({ ...granted, detail: 'member of Admins, which holds Helpdesk Administrator' }),
      [
        ['added', 'GRANTS_PRIVILEGE', 'ada'],
        ['removed', 'GRANTS_PRIVILEGE', 'ada'],
      ],
    ],
    [
      'through another group, too',
      plan({ hazard: 'GRANTS_ACCESS', operation: 'addMember corp/Admins corp/ada' }),
      plan(
        { hazard: 'GRANTS_ACCESS', operation: 'addMember corp/Admins corp/ada' },
        { hazard: 'GRANTS_ACCESS', operation: 'addMember corp/Staff corp/ada' },
      ),
      [['added', 'GRANTS_ACCESS', 'ada']],
    ],
    [
      'another number of people',
      plan(disabled),
      plan({ ...disabled, people: 3 }),
      [
        ['added', 'DISABLES_USER', 'bob'],
        ['removed', 'DISABLES_USER', 'bob'],
      ],
    ],
  ])('%s', (_, base, head, expected) => {
    expect(told(hazardsCompared(base, head, nobody))).toEqual(expected);
  });

  test('say whom, in which group, why, how many, and who holds a role now: those first', () => {
    const people: HazardFound = { ...disabled, people: 412 };
    const of = (key: string): string | undefined => (key === 'corp/eve' ? 'Global Administrator' : undefined);
    const gone: HazardFound = { hazard: 'DISABLES_USER', operation: 'delete corp/eve' };
    expect(hazardsCompared(plan(), plan(people, gone, granted), of)).toEqual([
      {
        kind: 'added',
        hazard: 'GRANTS_PRIVILEGE',
        people: 1,
        identities: [{ key: 'corp/ada', type: 'user', name: 'ada', group: 'Admins', detail: granted.detail }],
      },
      {
        kind: 'added',
        hazard: 'DISABLES_USER',
        people: 413,
        identities: [
          { key: 'corp/eve', type: 'user', name: 'eve', role: 'Global Administrator' },
          { key: 'corp/bob', type: 'user', name: 'bob', people: 412 },
        ],
      },
    ]);
  });
});

const found = fc.uniqueArray(
  fc.record(
    {
      hazard: fc.constantFrom(...hazards.slice(0, 5)),
      operation: fc.constantFrom(...operations.map(({ id }) => id)),
      detail: fc.constantFrom('a', 'b'),
      people: fc.integer({ min: 1, max: 2 }),
    },
    { requiredKeys: ['hazard', 'operation'] },
  ),
  { selector: (one) => wordsOf(one) },
);

function wordsOf({ hazard, operation, detail = '', people = 0 }: HazardFound): string {
  return [hazard, operation, detail, people].join('|');
}

test('they are the set difference of what the two plans hold, both ways', () => {
  // No two of the operations befall the same identity with the same group.
  const subjects = new Map<string, string>([
    ['corp/ada|', 'update corp/ada'],
    ['corp/bob|', 'leave corp/bob'],
    ['corp/eve|', 'delete corp/eve'],
    ['corp/ada|Admins', 'addMember corp/Admins corp/ada'],
    ['corp/ada|Staff', 'addMember corp/Staff corp/ada'],
    ['corp/bob|Staff', 'removeMember corp/Staff corp/bob'],
  ]);
  fc.assert(
    fc.property(found, found, (base, head) => {
      const changes = hazardsCompared(plan(...base), plan(...head), nobody);
      for (const [kind, those, others] of [
        ['added', head, base],
        ['removed', base, head],
      ] as const) {
        const known = new Set(others.map(wordsOf));
        const expected = those.map(wordsOf).filter((words) => !known.has(words));
        const shown = changes
          .filter((one) => one.kind === kind)
          .flatMap(({ hazard, identities }) =>
            identities.map(({ key, group: name = '', ...one }) =>
              wordsOf({ ...one, hazard, operation: subjects.get(`${key}|${name}`) ?? '' }),
            ),
          );
        expect(shown.sort()).toEqual(expected.sort());
      }
    }),
  );
});

test('the order of the hazards plays no part', () => {
  fc.assert(
    fc.property(found, found, (base, head) => {
      expect(hazardsCompared(plan(...base.toReversed()), plan(...head.toReversed()), nobody)).toEqual(
        hazardsCompared(plan(...base), plan(...head), nobody),
      );
    }),
  );
});

describe('people who hold a directory role', () => {
  const change = (kind: ImpactKind, name: string, attribute: string, role?: string): ImpactChange => ({
    kind,
    type: 'user',
    key: `corp/${name}`,
    name,
    attribute,
    before: null,
    after: null,
    cause: [],
    ...(role === undefined ? {} : { role }),
  });

  test('stand first in their group, and their group before others of its kind, however few they are', () => {
    const groups = groupsOf([
      ...['a', 'b', 'c'].map((name) => change('renamed', name, 'userPrincipalName')),
      change('renamed', 'd', 'mailNickname'),
      change('renamed', 'z', 'mailNickname', 'Global Administrator'),
      change('leavesScope', 'e', ''),
    ]);
    expect(groups.map((one) => [one.kind, one.attribute, one.privileged, one.changes.map(({ name }) => name)])).toEqual(
      [
        ['leavesScope', '', undefined, ['e']],
        ['renamed', 'mailNickname', 1, ['z', 'd']],
        ['renamed', 'userPrincipalName', undefined, ['a', 'b', 'c']],
      ],
    );
  });
});
