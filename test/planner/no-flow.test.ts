import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { person, reference, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger } from '../support/world/tenant.ts';

/** People of department R and groups described as R are handed to another engine. */
const HANDED = ['person user department', 'group group description'].map((words, index) => {
  const [from = '', to = '', attribute = ''] = words.split(' ');
  return `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: hand-over-${from} }
spec:
  from: { metaverse: ${from} }
  to: { connector: entra, type: ${to} }
  precedence: ${150 + index}
  link: joinNoFlow
  scope: { all: [{ ${attribute}: { equal: R } }] }
`;
});

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({ documents: HANDED.join('---') });
});

const handed = (name: string, given = {}) => person(name, { with: { department: 'R', ...given } });

test('what a joinNoFlow rule has in scope is neither created, written, disabled nor deleted', () => {
  const source = [handed('ada', { title: 'new' }), handed('new'), person('bob', { with: { title: 'new' } })];
  const objects = [
    ourUser('ada', { mark: markOf('ada', { leavingSince: '2026-01-01' }), attributes: { accountEnabled: false } }),
    ourUser('bob'),
  ];
  const { told, holds, body } = planOf({ rules, source, tenant: { objects } });
  expect({ told, holds }).toEqual({ told: ['update bob'], holds: [] });
  expect(body.census).toMatchObject({ inScope: 1, unchanged: 0, changed: 1, held: 0 });
  expect(body.census.notCarried).toEqual([
    {
      type: 'user',
      count: 2,
      reason: expect.stringMatching(/^left as they are by hand-over-person \(rules\.yaml:\d+\)$/) as string,
    },
  ]);
});

test('no manager and no member leaks through: references of such objects do not flow either', () => {
  const source = [
    person('boss'),
    handed('ada', { manager: reference('boss') }),
    team('red', ['boss'], { with: { description: ['R'] } }),
  ];
  const objects = [
    ourUser('boss'),
    ourUser('ada'),
    ourUser('cy'),
    ourGroup('red', { attributes: { description: 'R' } }),
  ];
  const { told, holds } = planOf({ rules, source, tenant: { objects, members: { 'id-red': ['id-cy', 'id-ada'] } } });
  expect({ told, holds }).toEqual({ told: ['leave cy'], holds: [] });
});

test('others may refer to such an object; one that the tenant does not have yet is waited for', () => {
  const source = [
    handed('ada'),
    handed('new'),
    person('bob', { with: { manager: reference('ada') } }),
    person('cy', { with: { manager: reference('new') } }),
    team('team', ['ada']),
  ];
  const objects = [ourUser('ada'), ourUser('bob'), ourUser('cy'), ourGroup('team')];
  const { told, holds } = planOf({ rules, source, tenant: { objects } });
  expect(told).toEqual(['manager bob ada', 'team + ada']);
  expect(holds).toEqual(['dependsOnHeld cy setManager']);
});

test('a stranger with the anchor of such an object is no candidate', () => {
  const objects = [stranger('ada', { anchor: userAnchor('ada') })];
  const { told, holds } = planOf({ rules, source: [handed('ada')], tenant: { objects } });
  expect({ told, holds }).toEqual({ told: [], holds: [] });
});

test('in any world no operation is about them, and what they are stays', () => {
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const { population, body } = planOf({ rules, source, tenant });
      const keys = new Set(population.desired.filter((one) => one.noFlow !== undefined).map((one) => one.key));
      for (const operation of body.operations) {
        if (operation.kind !== 'defineExtension') expect(keys.has(operation.object.key), operation.id).toBe(false);
      }
      const after = applied(tenant, body);
      for (const object of tenant.objects) {
        const { mark } = object;
        if (typeof mark !== 'object' || mark.workspace !== 'contoso' || !keys.has(`corp/${mark.anchor}`)) continue;
        const then = after.objects.find((one) => one.id === object.id);
        expect({ ...then, manager: undefined }).toEqual({ ...object, manager: undefined });
        if (object.type === 'group') {
          const gone = new Set(body.operations.flatMap((one) => (one.kind === 'delete' ? [one.object.id] : [])));
          const stayed = tenant.members.get(object.id)?.filter((id) => !gone.has(id));
          expect(after.members.get(object.id)).toEqual(stayed);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('its name is that of the metaverse, for people, and it has no values', () => {
  const { population } = planOf({ rules, source: [handed('ada')] });
  expect(population.desired[0]).toMatchObject({ key: `corp/${guidOf('ada')}`, name: 'ada@contoso.com' });
  expect(population.desired[0]?.attributes.size).toBe(0);
});
