import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { DeletedObject } from '../../src/model/tenant.ts';
import { guidBytes, guidOf, sidBytes, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { person, team } from '../support/world/sources.ts';
import { ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';
import type { TenantParts } from '../support/world/tenant.ts';

// What the tenant does with anchors and names, and what a plan makes of it: nobody is taken over by a likeness.

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf();
});

const ada = person('ada', { with: { department: 'Research', objectSid: sidBytes(7) } });

function plan(
  tenant: TenantParts,
  source = [ada],
): { readonly told: readonly string[]; readonly holds: readonly string[] } {
  const { told, holds } = planOf({ rules, source, tenant });
  return { told, holds };
}

describe('the anchor', () => {
  test('is the objectGUID as Base64: 24 characters that end with ==', () => {
    expect(userAnchor('ada')).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(userAnchor('ada')).toBe(Buffer.from(guidBytes(guidOf('ada'))).toString('base64'));
    const { body } = planOf({ rules, source: [ada] });
    expect(body.operations.map((one) => (one.kind === 'create' ? one.anchor : one.kind))).toEqual([userAnchor('ada')]);
  });

  test('is compared with regard to case', () => {
    const other = userAnchor('ada').toLowerCase();
    expect(other).not.toBe(userAnchor('ada'));
    const eve = stranger('eve', { anchor: other });
    expect(plan({ objects: [eve] })).toEqual({ told: ['create ada'], holds: [] });
  });

  test('of somebody who was moved between forests is the mS-DS-ConsistencyGuid', () => {
    const moved = person('ada', { guid: guidOf('new'), with: { 'mS-DS-ConsistencyGuid': guidBytes(guidOf('ada')) } });
    const [operation] = planOf({ rules, source: [moved] }).body.operations;
    expect(operation?.kind === 'create' && operation.anchor).toBe(userAnchor('ada'));
  });

  test('that has changed stops the changes of its object', () => {
    expect(plan({ objects: [ourUser('ada', { anchor: userAnchor('before') })] })).toEqual({
      told: [],
      holds: ['markDisagrees ada update'],
    });
  });
});

describe('somebody with the same anchor', () => {
  test('is not taken over without consent', () => {
    expect(plan({ objects: [stranger('ada', { anchor: userAnchor('ada') })] }).holds).toEqual(['candidate ada update']);
  });

  test('who is mastered by another engine is left to it', () => {
    const synced = stranger('ada', { anchor: userAnchor('ada'), mastery: 'otherEngine' });
    expect(plan({ objects: [synced] })).toEqual({ told: [], holds: ['masteredElsewhere ada update'] });
  });

  test('who holds a role, or may take one, is not touched', () => {
    for (const role of ['User Administrator', 'eligible for Global Administrator']) {
      const facts = { privilegedUsers: new Map([['id-ada', role]]) };
      expect(plan({ objects: [stranger('ada', { anchor: userAnchor('ada') })], facts })).toMatchObject({ told: [] });
      expect(plan({ objects: [ourUser('ada')], facts }).holds).toEqual(['privileged ada update']);
    }
  });

  test('who is in the recycle bin keeps a second one from being made', () => {
    const deleted: DeletedObject = {
      type: 'user',
      id: 'x',
      name: 'ada@contoso.com',
      mark: undefined,
      anchor: userAnchor('ada'),
    };
    expect(plan({ facts: { deleted: [deleted] } })).toEqual({ told: [], holds: ['softDeleted ada create'] });
  });
});

describe('somebody with the same name', () => {
  test('is not taken over: a name is no proof', () => {
    const { told, holds } = plan({ objects: [stranger('ada')] });
    expect(told).toEqual([]);
    expect(holds).toHaveLength(1);
  });

  test('is not taken over by an address either', () => {
    const eve = stranger('eve', { attributes: { proxyAddresses: ['SMTP:ada@contoso.com'], mail: 'ada@contoso.com' } });
    const { told } = plan({ objects: [eve] }, [person('ada', { with: { mail: 'ada@contoso.com' } })]);
    expect(told.filter((one) => one.includes('eve'))).toEqual([]);
  });

  test('and the same SID is most likely the same person: nobody is made twice', () => {
    const old = stranger('old', { sid: 'S-1-5-21-1-2-3-7', anchor: userAnchor('before'), mastery: 'otherEngine' });
    expect(plan({ objects: [old] })).toEqual({ told: [], holds: ['twinSid old update'] });
  });

  test('is no match for a group, and no second one is made: a person decides', () => {
    expect(plan({ objects: [strangeGroup('crew')] }, [team('crew')])).toEqual({
      told: [],
      holds: ['candidate crew update'],
    });
  });
});

test('a sign-in name of a domain that is not verified is not written', () => {
  const bob = person('bob', { with: { userPrincipalName: 'bob@pending.example' } });
  const { told, holds } = plan({}, [bob]);
  expect(told).toEqual([]);
  expect(holds).toEqual(['unverifiedDomain bob@pending.example create']);
});
