import { beforeAll, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import { parseMark } from '../../src/model/mark.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { guidOf } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const key = (name: string) => `corp/${guidOf(name)}`;
const bob: AdoptionPair = {
  kind: 'adopt',
  object: key('bob'),
  id: 'id-bob',
  source: { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 },
};
const changed = (name: string) => person(name, { with: { department: 'new' } });
const leaving = (name: string) => markOf(name, { leavingSince: '2026-11-20' });

test('where the owner mark is not defined yet, that comes before everything that writes one', () => {
  const objects = [
    stranger('bob'),
    ourUser('cy'),
    ourUser('eve', { mark: leaving('eve') }),
    ourGroup('old', { mark: markOf('old', { leavingSince: '2026-01-01' }) }),
    ourUser('gone'),
  ];
  const source = [person('ada'), changed('bob'), changed('cy'), person('eve'), team('crew', ['ada'])];
  const { body } = planOf({
    rules: { ...rules, adoptions: [bob] },
    source,
    tenant: { objects, facts: { markDefined: false } },
  });
  const [definition] = body.operations.filter(({ kind }) => kind === 'defineExtension');
  const waiting = new Map(body.operations.map(({ id, after }) => [id, after.includes(definition?.id ?? '')]));
  expect(Object.fromEntries(waiting)).toEqual({
    [definition?.id ?? '']: false,
    [`create:${key('ada')}`]: true,
    [`create:${key('crew')}`]: true,
    [`adopt:${key('bob')}`]: true,
    [`leave:${key('gone')}`]: true,
    // Whoever returns gets a mark without a day.
    [`update:${key('eve')}`]: true,
    [`update:${key('bob')}`]: false,
    [`update:${key('cy')}`]: false,
    [`delete:${key('old')}`]: false,
    [`addMember:${key('crew')}>${key('ada')}`]: false,
  });
});

test.each([
  ['it is there', { markDefined: true }],
  ['there is no application to define it for', { markDefined: false, markApplicationId: undefined }],
])('nothing is defined where %s', (_name, { markDefined, ...given }) => {
  const plan = planOf({ rules, source: [person('ada')], tenant: { facts: { markDefined, ...given } as object } });
  expect(plan.told).toEqual(['create ada']);
  expect(plan.body.operations[0]?.after).toEqual([]);
});

test('what is made carries the mark of its source object', () => {
  const { operations } = planOf({ rules, source: [person('ada'), team('crew')] }).body;
  const marks = operations.map((one) => [one.kind, 'mark' in one ? parseMark(one.mark ?? '') : undefined]);
  expect(marks).toEqual(
    expect.arrayContaining([
      ['create', markOf('ada')],
      ['create', markOf('crew')],
    ]),
  );
});

test('who returns and takes a name that another gives up waits for that', () => {
  const source = [
    person('ada', { with: { userPrincipalName: 'bob@contoso.com' } }),
    person('bob', { with: { userPrincipalName: 'bob2@contoso.com' } }),
  ];
  const objects = [ourUser('ada', { mark: leaving('ada') }), ourUser('bob')];
  const { body } = planOf({ rules, source, tenant: { objects } });
  expect(body.operations.find(({ id }) => id === `update:${key('ada')}`)?.after).toEqual([`update:${key('bob')}`]);
});
