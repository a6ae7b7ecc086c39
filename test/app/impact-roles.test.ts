import { describe, expect, it } from 'vitest';
import { rolesOf } from '../../src/app/impact-roles.ts';
import { guidOf } from '../support/world/identity.ts';
import { ourUser, stranger, tenantOf } from '../support/world/tenant.ts';
import { bodyOf } from '../guard/bodies.ts';
import { held, update, user } from '../render/plans.ts';

const ADMIN = 'Global Administrator';

describe('directory roles of people', () => {
  const [ada, bob] = [ourUser('ada'), ourUser('bob')];
  const privilegedUsers = new Map([
    [ada.id, ADMIN],
    ['id-of-eve', 'Helpdesk Administrator'],
    ['id-of-mallory', ADMIN],
  ]);
  const tenant = tenantOf({ objects: [ada, bob, stranger('eve')], facts: { privilegedUsers } });

  it('are known by the mark', () => {
    expect([...(rolesOf(tenant, 'contoso', []).roles ?? [])]).toEqual([[`corp/${guidOf('ada')}`, ADMIN]]);
    expect([...(rolesOf(tenant, 'fabrikam', []).roles ?? [])]).toEqual([]);
  });

  it('are known of those whom a plan names or holds', () => {
    const plans = [
      { body: bodyOf([update(user('eve'), [])]) },
      { body: { ...bodyOf([]), held: [held(user('mallory'), 'nameTaken', '')] } },
      {},
    ];
    expect(Object.fromEntries(rolesOf(tenant, 'contoso', plans).roles ?? [])).toEqual({
      [`corp/${guidOf('ada')}`]: ADMIN,
      'corp/eve': 'Helpdesk Administrator',
      'corp/mallory': ADMIN,
    });
  });

  it('are not known without a tenant', () => {
    expect(rolesOf(undefined, 'contoso', [])).toEqual({});
  });
});
