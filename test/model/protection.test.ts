import { expect, test } from 'vitest';
import type { Policy } from '../../src/model/policy.ts';
import { writeTest } from '../../src/model/protection.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { ourGroup, ourUser, tenantOf } from '../support/world/tenant.ts';

const { facts } = tenantOf({
  facts: {
    privilegedUsers: new Map([['id-root', 'Global Administrator']]),
    privilegedGroups: new Map([['id-admins', 'Helpdesk']]),
  },
});
const protect: Policy['protect'] = [
  { userPrincipalName: 'BreakGlass@contoso.com' },
  { group: 'Everyone' },
  { group: 'id-vault' },
  { role: 'any' },
];
const mayWrite = writeTest(facts, { protect } as Policy);

test.each<[object: TenantObject, reason: string | undefined]>([
  [ourUser('ada'), undefined],
  [ourUser('ada', { mastery: 'movedToCloud' }), undefined],
  [ourUser('ada', { mastery: 'otherEngine' }), 'masteredElsewhere'],
  [ourUser('ada', { mastery: 'formerlySynced' }), 'formerlySynced'],
  [ourUser('ada', { guest: true }), 'guest'],
  [ourUser('root'), 'privileged'],
  [ourUser('breakglass'), 'protected'],
  [ourUser('everyone', { name: 'Everyone' }), undefined],
  [ourUser('ada', { managementRestricted: true }), 'managementRestricted'],
  [ourGroup('team'), undefined],
  [ourGroup('admins'), 'privileged'],
  [ourGroup('root'), undefined],
  [ourGroup('team', { roleAssignable: true }), 'roleAssignable'],
  [ourGroup('everyone', { name: 'EVERYONE' }), 'protected'],
  [ourGroup('vault', { name: 'Renamed since' }), 'protected'],
  [ourGroup('team', { dynamicMembership: true }), 'dynamicMembership'],
  [ourGroup('team', { managementRestricted: true }), 'managementRestricted'],
  [ourGroup('team', { mailEnabled: true }), 'mailEnabled'],
])('%# $type $name: %s', (object, reason) => {
  expect(mayWrite(object)?.reason).toBe(reason);
});
