import { beforeAll, describe, expect, test } from 'vitest';
import type { AdoptionPair } from '../../src/model/adoption.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { strangeGroup, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const source = { source: { path: 'adoptions.yaml', text: '' }, start: 0, end: 0 };
const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('thousands share one address or one name', () => {
  const COUNT = 1_000;
  const mail = 'noreply@contoso.com';
  const people = many(COUNT, (index) => person(`p${index}`, { with: { mail } }));

  test.each([
    ['one object of the tenant has it', people, [stranger('x', { attributes: { mail } })]],
    ['as many of the tenant have it', people, many(COUNT, (index) => stranger(`x${index}`, { attributes: { mail } }))],
    [
      'as many of the tenant have it, and each is another already by its anchor',
      people,
      many(COUNT, (index) => stranger(`x${index}`, { attributes: { mail }, anchor: userAnchor(`p${index}`) })),
    ],
    [
      'groups of one name',
      many(COUNT, (index) => team(`g${index}`, [], { with: { displayName: 'All' } })),
      many(COUNT, (index) => strangeGroup(`x${index}`, { name: 'All' })),
    ],
  ])('%s: all are held, and the plan grows with their number alone', (_name, objects, tenant) => {
    const { body, told, lines } = planOf({ rules, source: objects, tenant: { objects: tenant } });
    expect(told).toEqual([]);
    expect(body.held).toHaveLength(COUNT);
    for (const { candidates = [] } of body.held) {
      expect(candidates.length).toBeGreaterThan(0);
      expect(candidates.length).toBeLessThanOrEqual(5);
      for (const { alsoFor = [] } of candidates) expect(alsoFor.length).toBeLessThanOrEqual(5);
    }
    expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(COUNT * 4_000);
  });

  test('what speaks strongest is among those that are shown', () => {
    const tenant = [
      ...many(100, (index) => stranger(`a${index}`, { attributes: { mail } })),
      stranger('z', { name: 'ada@contoso.com' }),
    ];
    const { body } = planOf({ rules, source: [person('ada', { with: { mail } })], tenant: { objects: tenant } });
    expect(body.held[0]?.candidates?.map(({ id }) => id)).toContain('id-z');
  });
});

test('what has the security identifier of another source object is not taken over, pair or not', () => {
  const pair: AdoptionPair = { kind: 'adopt', object: `corp/${guidOf('ada')}`, id: 'id-x', source };
  const ada = person('ada', { with: { mail: 'ada@contoso.com', objectSid: sidBytes(7) } });
  const bob = person('bob', { with: { objectSid: sidBytes(8) } });
  const tenant = (sid: string) => ({
    objects: [stranger('x', { sid, attributes: { mail: 'ada@contoso.com' } })],
  });
  const paired = { ...rules, adoptions: [pair] };
  const foreign = planOf({ rules: paired, source: [ada, bob], tenant: tenant('S-1-5-21-1-2-3-8') });
  expect(foreign.holds).toContain('pairDoesNotFit x adopt');
  expect(foreign.body.held.find(({ reason }) => reason === 'pairDoesNotFit')?.detail).toContain(
    `it has the security identifier of ${bob.dn}`,
  );
  expect(foreign.told).not.toContain('adopt x');
  const own = planOf({ rules: paired, source: [ada, bob], tenant: tenant('S-1-5-21-1-2-3-7') });
  expect(own.told).toContain('adopt x');
});
