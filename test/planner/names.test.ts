import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { settleNames } from '../../src/planner/names.ts';
import { indexTenant } from '../../src/planner/tenant-index.ts';
import { guidBytes, guidOf } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { applied } from '../support/world/simulate.ts';
import { rulesOf, withPolicy } from '../support/world/rules.ts';
import { person } from '../support/world/sources.ts';
import { ourGroup, ourUser, stranger } from '../support/world/tenant.ts';

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

/** `ada->bob`: the person ada, who is ada in the tenant, is to be bob; `+ada->bob`: she is not there yet. */
function renaming(text: string, more: readonly TenantObject[] = [], of = rules) {
  const moves = text.split(' ').map((move) => {
    const [from = '', to = ''] = move.replace('+', '').split('->');
    return { from, to, isNew: move.startsWith('+') };
  });
  const source = moves.map(({ from, to }) =>
    person(from, { with: { userPrincipalName: to.includes('@') ? to : `${to}@contoso.com` } }),
  );
  const objects = [...moves.filter(({ isNew }) => !isNew).map(({ from }) => ourUser(from)), ...more];
  const plan = planOf({ rules: of, source, tenant: { objects } });
  const names = new Map(plan.population.desired.map((one) => [one.key, one.dn.replace(/^CN=([^,]+),.*/, '$1')]));
  const nameOf = (id: string) => names.get(id.slice(id.indexOf(':') + 1)) ?? id;
  const order = plan.body.operations.flatMap((one) =>
    one.after.map((before) => `${nameOf(before)} before ${nameOf(one.id)}`),
  );
  return { plan, order };
}

test('a free name is taken', () => {
  expect(renaming('ada->ada2').plan.told).toEqual(['update ada']);
});

test('a chain waits for its end', () => {
  const { plan, order } = renaming('a->b b->c c->d +e->a');
  expect(plan.told.toSorted()).toEqual(['create a', 'update a', 'update b', 'update c']);
  expect(order.toSorted()).toEqual(['a before e', 'b before a', 'c before b']);
  const after = applied(plan.tenant, plan.body);
  expect(after.objects.map((one) => one.name).toSorted()).toEqual(
    ['a', 'b', 'c', 'd'].map((one) => `${one}@contoso.com`),
  );
});

test.each([
  ['a swap', 'a->b b->a'],
  ['a circle', 'a->b b->c c->a'],
  ['a tail behind a circle', 'a->b b->a c->a'],
  ['somebody new behind a circle', 'a->b b->a +c->a'],
])('%s is held: nobody can move first', (_name, moves) => {
  const { plan } = renaming(moves);
  expect(plan.told).toEqual([]);
  for (const held of plan.body.held) expect(['nameTaken', 'duplicateInSource']).toContain(held.reason);
  expect(plan.body.held.length).toBe(moves.split(' ').length);
});

test('a change of case only is no change', () => {
  expect(renaming('ada->ADA').plan.told).toEqual([]);
});

test.each([
  ['a stranger has it', 'ada->eve', [stranger('eve')]],
  ['a stranger has it in other case', 'ada->eve', [stranger('eve', { name: 'EVE@contoso.com' })]],
  ['its holder wants a domain that is not verified', 'ada->bob bob->bob@pending.example', []],
  ['its holder wants a name the tenant refuses', 'ada->bob bob->b(b', []],
  ['its holder is synced', 'ada->eve', [stranger('eve', { mastery: 'otherEngine' })]],
])('a name is not to be had: %s', (_name, moves, more) => {
  const { plan } = renaming(moves, more);
  expect(plan.told).toEqual([]);
  expect(plan.holds).toContain('nameTaken ada update');
});

test('who has a name that another wants keeps it', () => {
  const { plan } = renaming('ada->bob bob->bob');
  expect([plan.told, plan.holds]).toEqual([[], ['duplicateInSource ada update']]);
});

test('a protected or privileged holder keeps its name, and nobody waits for it', () => {
  const protect = withPolicy(rules, { protect: [{ userPrincipalName: 'bob@contoso.com' }] });
  const { plan } = renaming('ada->bob bob->bob2 +cy->bob3', [], protect);
  expect(plan.told).toEqual(['create bob3']);
  expect(plan.holds.toSorted()).toEqual(['nameTaken ada update', 'protected bob update']);
});

test('two who want one name are both held, and the others are not', () => {
  const { plan } = renaming('+ada->x +bob->X cy->cy2');
  expect(plan.told).toEqual(['update cy']);
  expect(plan.body.held.map((one) => [one.reason, one.would])).toEqual([
    ['duplicateInSource', 'create'],
    ['duplicateInSource', 'create'],
  ]);
  expect(plan.body.held.map((one) => /CN=(ada|bob)/.exec(one.detail)?.[1]).toSorted()).toEqual(['ada', 'bob']);
});

test('somebody held for another reason claims a name, too', () => {
  const bin = [
    {
      type: 'user',
      id: 'x',
      name: 'ada@contoso.com',
      mark: { workspace: 'contoso', connector: 'corp', anchor: '' },
      anchor: 'A',
    },
  ] as const;
  const source = [
    person('ada', { with: { userPrincipalName: 'x@contoso.com' } }),
    person('bob', { with: { userPrincipalName: 'x@contoso.com' } }),
  ];
  const plan = planOf({
    rules,
    source,
    tenant: { objects: [stranger('twin', { anchor: 'none' })], facts: { deleted: bin } },
  });
  expect(plan.told).toEqual([]);
});

test('a mail address belongs to one object, also among groups and secondary addresses', () => {
  const mailed = (mail: string, objects: readonly TenantObject[], own = ourUser('ada')) =>
    planOf({ rules, source: [person('ada', { with: { mail } })], tenant: { objects: [own, ...objects] } });
  expect(mailed('new@contoso.com', []).told).toEqual(['update ada']);
  expect(mailed('EVE@contoso.com', [stranger('eve', { attributes: { mail: 'eve@contoso.com' } })]).holds).toEqual([
    'nameTaken ada update',
  ]);
  expect(
    mailed('eve@contoso.com', [ourGroup('g', { mark: undefined, attributes: { mail: 'Eve@contoso.com' } })]).holds,
  ).toEqual(['nameTaken ada update']);
  expect(
    mailed('eve@contoso.com', [
      stranger('eve', { attributes: { proxyAddresses: ['SMTP:x@y', 'smtp:eve@contoso.com'] } }),
    ]).holds,
  ).toEqual(['nameTaken ada update']);
  expect(
    mailed('eve@contoso.com', [stranger('eve', { attributes: { proxyAddresses: ['sip:eve@contoso.com'] } })]).told,
  ).toEqual(['update ada']);
  const secondary = ourUser('ada', { attributes: { proxyAddresses: ['smtp:a2@contoso.com'] } });
  expect(mailed('a2@contoso.com', [], secondary).told).toEqual(['update ada']);
});

test('a mail address that two want goes to neither, and one that another has, too, is not taken', () => {
  const mailed = (name: string) => person(name, { with: { mail: 'Sales@contoso.com' } });
  const two = planOf({ rules, source: [mailed('ada'), mailed('bob')], tenant: { objects: [ourUser('ada')] } });
  expect(two.holds.toSorted()).toEqual(['duplicateInSource ada update', 'duplicateInSource bob create']);
  expect(two.told).toEqual(['create bob']);
  const secondary = { attributes: { proxyAddresses: ['smtp:sales@contoso.com'] } };
  const objects = [ourUser('ada', secondary), stranger('eve', secondary)];
  const shared = planOf({ rules, source: [mailed('ada')], tenant: { objects } });
  expect([shared.told, shared.holds]).toEqual([[], ['nameTaken ada update']]);
});

test('a long chain is settled in no time', () => {
  const count = 3_000;
  const source = Array.from({ length: count }, (_, index) =>
    person(`u${index}`, { with: { userPrincipalName: `u${index + 1}@contoso.com` } }),
  );
  const objects = Array.from({ length: count }, (_, index) => ourUser(`u${index}`));
  const started = performance.now();
  const plan = planOf({ rules, source, tenant: { objects } });
  expect(plan.body.operations.length).toBe(count);
  expect(performance.now() - started).toBeLessThan(10_000);
});

test.each([['ada'], ['zoe']])('who copies an anchor (%s) does not keep its owner from giving a name up', (copier) => {
  const source = [
    person(copier, { with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('bob')) } }),
    person('bob', { with: { userPrincipalName: 'free@contoso.com' } }),
    person('cy', { with: { userPrincipalName: 'bob@contoso.com' } }),
  ];
  const plan = planOf({ rules, source, tenant: { objects: [ourUser('bob')] } });
  expect(plan.told.toSorted()).toEqual(['create bob', 'update bob']);
});

describe('several who want one name', () => {
  test.each([
    [['ada', 'bob'], 1, ''],
    [['ada', 'bob', 'cy', 'dee'], 3, ''],
    [['ada', 'bob', 'cy', 'dee', 'eve', 'fay'], 3, ' and 2 more'],
  ])('%j: each is told of the others, and not of itself', (people, shown, more) => {
    const { plan } = renaming(people.map((one) => `+${one}->x`).join(' '));
    expect(plan.body.held).toHaveLength(people.length);
    for (const { detail, from = '' } of plan.body.held) {
      expect(detail.match(/CN=/g)).toHaveLength(shown);
      expect(detail).not.toContain(from);
      if (more === '') expect(detail).not.toContain(' more');
      else expect(detail).toMatch(new RegExp(`${more}$`));
    }
  });
});

test('who has an address as a second one may make it the first, and who else wants it may not', () => {
  const wants = (name: string) => person(name, { with: { mail: 'sales@contoso.com' } });
  const own = ourUser('ada', { attributes: { proxyAddresses: ['SMTP:ada@contoso.com', 'smtp:sales@contoso.com'] } });
  const plan = planOf({ rules, source: [wants('ada'), wants('bob')], tenant: { objects: [own, ourUser('bob')] } });
  expect([plan.told, plan.holds]).toEqual([['update ada'], ['nameTaken bob update']]);
});

test('an address that another has, too, is held with the name of the other', () => {
  const secondary = { attributes: { proxyAddresses: ['smtp:sales@contoso.com'] } };
  const objects = [ourUser('ada', secondary), stranger('eve', secondary)];
  const source = [person('ada', { with: { mail: 'sales@contoso.com' } })];
  const [held] = planOf({ rules, source, tenant: { objects } }).body.held;
  expect(held?.detail).toContain('id-eve');
});

test('people without an address are no rivals', () => {
  const plan = planOf({ rules, source: ['ada', 'bob', 'cy'].map((name) => person(name)) });
  expect(plan.told.toSorted()).toEqual(['create ada', 'create bob', 'create cy']);
});

test('whom the rules leave alone keeps the name, whoever wants it', async () => {
  const alone = await rulesOf({
    documents: `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: alone }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: joinNoFlow
  scope: { all: [{ displayName: { equal: bob } }] }
`,
  });
  const { plan } = renaming('ada->bob bob->free', [], alone);
  expect([plan.told, plan.holds]).toEqual([[], ['nameTaken ada update']]);
});

describe('the verdicts themselves', () => {
  /** People of a plan with the objects of the tenant that they are. */
  const settled = (people: Readonly<Record<string, string>>, objects: readonly TenantObject[]) => {
    const source = Object.entries(people).map(([name, userPrincipalName]) =>
      person(name, { with: { userPrincipalName } }),
    );
    const { population, tenant } = planOf({ rules, source, tenant: { objects } });
    const byName = new Map(tenant.objects.map((object) => [object.name.split('@')[0], object]));
    const claimants = population.desired.map((desired) => ({
      desired,
      object: byName.get(/^CN=([^,]+)/.exec(desired.dn)?.[1]),
      writable: true,
    }));
    let asked = 0;
    const acceptable = () => ++asked > 0;
    const names = settleNames(claimants, indexTenant(tenant, 'contoso'), acceptable);
    const verdicts = claimants.map(({ desired }) => names.userPrincipalName(desired).kind);
    return { verdicts, asked };
  };
  test('who has the name keeps it without waiting for anybody, whoever else wants it', () => {
    const objects = [ourUser('ada'), ourUser('bob')];
    const { verdicts } = settled({ ada: 'ada@contoso.com', bob: 'ada@contoso.com' }, objects);
    expect(verdicts.toSorted()).toEqual(['free', 'taken']);
  });

  test('a long chain is settled once: each holder is asked for once', () => {
    const count = 50;
    const people = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`u${index}`, `u${index + 1}@contoso.com`]),
    );
    const { verdicts, asked } = settled(
      people,
      Array.from({ length: count }, (_, index) => ourUser(`u${index}`)),
    );
    expect(new Set(verdicts)).toEqual(new Set(['free', 'freeAfter']));
    expect(asked).toBe(count - 1);
  });
});
