import { describe, expect, test } from 'vitest';
import { accessHazards } from '../../src/access/index.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { ourGroup, ourUser, strangeGroup, stranger, tenantOf } from '../support/world/tenant.ts';
import {
  adds,
  creates,
  deletes,
  group,
  leaves,
  manages,
  removes,
  restores,
  unborn,
  updates,
  user,
} from './operations.ts';

const request = {
  attributes: { user: ['department', 'mail', 'userPrincipalName', 'accountEnabled', 'mobilePhone'], group: [] },
  managers: true,
};

const dynamic = (name: string, membershipRule: string, parts = {}) =>
  strangeGroup(name, { dynamicMembership: true, membershipRule, membershipRuleProcessingState: 'On', ...parts });

const found = (tenant: TenantPopulation, ...operations: Operation[]) =>
  accessHazards({ tenant, request, operations }).map(
    ({ hazard, operation, detail, people }) =>
      `${operation} ${hazard}${people === undefined ? '' : ` ${people}`}: ${detail}`,
  );

const crm = { grantingGroups: new Set(['id-crm']), applications: new Map([['id-crm', ['CRM']]]) };
const ada = ourUser('ada', { attributes: { department: 'Sales' } });
const bob = ourUser('bob', { attributes: { department: 'IT' } });

describe('direct members', () => {
  test('an application', () => {
    const tenant = tenantOf({ objects: [ada, bob, ourGroup('crm')], facts: crm, members: { 'id-crm': ['id-ada'] } });
    expect(found(tenant, adds(group('crm'), user('bob')), removes(group('crm'), user('ada')))).toEqual([
      '+crm/bob GRANTS_ACCESS: member of crm, which grants the application CRM',
      '-crm/ada LOSES_ACCESS: member of crm, which grants the application CRM',
    ]);
  });

  test('licences, and several things at once', () => {
    const facts = {
      grantingGroups: new Set(['id-crm']),
      applications: new Map([['id-crm', ['A', 'B', 'C', 'D']]]),
      privilegedGroups: new Map([['id-crm', 'Helpdesk Administrator']]),
    };
    const tenant = tenantOf({
      objects: [ada, ourGroup('crm', { licences: 2 })],
      facts,
      members: { 'id-crm': ['id-ada'] },
    });
    expect(found(tenant, removes(group('crm'), user('ada')))).toEqual([
      '-crm/ada LOSES_PRIVILEGE: member of crm, which holds Helpdesk Administrator',
      '-crm/ada LOSES_ACCESS: member of crm, which grants 4 applications (A, B, C, …)',
      '-crm/ada LOSES_LICENCE: member of crm, which grants 2 licences',
    ]);
    expect(found(tenant, adds(group('crm'), user('bob')))).toEqual([]);
  });

  test('a user and a group that are still to be created', () => {
    const tenant = tenantOf({ objects: [ourGroup('crm')], facts: crm });
    const [eve, team] = [unborn(user('eve')), unborn(group('team'))];
    const operations = [creates(eve), creates(team), adds(team, eve), adds(group('crm'), team)];
    expect(found(tenant, ...operations)).toEqual([
      '+team/eve GRANTS_ACCESS: member of team, nested in crm, which grants the application CRM to its direct members: an application that reads nested groups sees it',
      '+crm/team GRANTS_ACCESS 1: members of team, nested in crm, which grants the application CRM to its direct members: an application that reads nested groups sees it',
    ]);
  });

  test('no group grants anything: nothing is found', () => {
    const tenant = tenantOf({ objects: [ada, ourGroup('crm')] });
    expect(found(tenant, adds(group('crm'), user('ada')), restores(user('old')))).toEqual([]);
  });

  test('a membership that is there already, or gone already, is no change', () => {
    const tenant = tenantOf({ objects: [ada, bob, ourGroup('crm')], facts: crm, members: { 'id-crm': ['id-ada'] } });
    expect(found(tenant, adds(group('crm'), user('ada')), removes(group('crm'), user('bob')))).toEqual([]);
  });

  test('who is disabled or deleted loses all: that is another hazard', () => {
    const tenant = tenantOf({
      objects: [ada, bob, ourGroup('crm')],
      facts: crm,
      members: { 'id-crm': ['id-ada', 'id-bob'] },
    });
    const operations = [
      leaves(user('ada')),
      removes(group('crm'), user('ada')),
      deletes(user('bob')),
      removes(group('crm'), user('bob')),
    ];
    expect(found(tenant, ...operations)).toEqual([]);
    const disables = updates(user('ada'), { accountEnabled: false });
    expect(found(tenant, disables, removes(group('crm'), user('ada')))).toEqual([]);
  });

  test('a group that is deleted', () => {
    const tenant = tenantOf({
      objects: [ada, bob, ourGroup('crm', { licences: 1 }), ourGroup('team')],
      facts: crm,
      members: { 'id-crm': ['id-ada', 'id-team', 'id-device'], 'id-team': ['id-bob', 'id-ada'] },
    });
    expect(found(tenant, deletes(group('crm')))).toEqual([
      'xcrm LOSES_ACCESS 2: members of crm, which grants the application CRM; members of crm, which grants the application CRM to its direct members: an application that reads nested groups sees it',
      'xcrm LOSES_LICENCE 1: members of crm, which grants a licence',
    ]);
    expect(found(tenant, deletes(group('team')))).toEqual([
      'xteam LOSES_ACCESS 1: members of team, nested in crm, which grants the application CRM to its direct members: an application that reads nested groups sees it',
    ]);
  });

  test('what comes back from the bin comes with what cannot be read', () => {
    const tenant = tenantOf({ objects: [ourGroup('crm')], facts: crm });
    expect(found(tenant, restores(user('old')))).toEqual([
      'oold GRANTS_ACCESS: may gain access: it comes back with its memberships, which cannot be read before',
    ]);
    expect(found(tenantOf(), restores(group('old')))).toHaveLength(1);
  });
});

describe('groups in groups', () => {
  const chain = (more: Readonly<Record<string, readonly string[]>> = {}) =>
    tenantOf({
      objects: [
        ada,
        bob,
        ourGroup('sales'),
        strangeGroup('emea'),
        strangeGroup('crm', { licences: 1 }),
        ourGroup('other'),
      ],
      facts: crm,
      members: {
        'id-crm': ['id-emea'],
        'id-emea': ['id-sales'],
        'id-sales': ['id-ada', 'id-bob'],
        'id-other': [],
        ...more,
      },
    });
  const seen =
    'which grants the application CRM to its direct members: an application that reads nested groups sees it';

  test('the way is told, and licences do not go it', () => {
    expect(found(chain(), removes(group('sales'), user('ada')))).toEqual([
      `-sales/ada LOSES_ACCESS: member of sales, nested in emea, nested in crm, ${seen}`,
    ]);
  });

  test('somebody who is in it another way loses nothing', () => {
    const tenant = chain({ 'id-crm': ['id-emea', 'id-other'], 'id-other': ['id-ada'] });
    expect(found(tenant, removes(group('sales'), user('ada')))).toEqual([]);
    expect(found(tenant, removes(group('other'), user('ada')))).toEqual([]);
    expect(found(tenant, removes(group('other'), user('ada')), removes(group('sales'), user('ada')))).toHaveLength(2);
  });

  test('many behind one membership are counted', () => {
    expect(found(chain(), adds(group('other'), group('sales')))).toEqual([]);
    const tenant = chain({ 'id-crm': ['id-emea', 'id-other'], 'id-other': ['id-ada'] });
    expect(found(tenant, removes(group('emea'), group('sales')))).toEqual([
      `-emea/sales LOSES_ACCESS 1: members of sales, nested in emea, nested in crm, ${seen}`,
    ]);
  });

  test('cycles end', () => {
    const tenant = chain({ 'id-sales': ['id-crm', 'id-ada'] });
    expect(found(tenant, removes(group('sales'), user('ada')))).toHaveLength(1);
    expect(found(tenant, removes(group('sales'), group('crm')))).toEqual([]);
  });

  test('a role through groups counts in full', () => {
    const facts = { privilegedGroups: new Map([['id-crm', 'Helpdesk Administrator']]) };
    const tenant = { ...chain(), facts: { ...chain().facts, ...facts, grantingGroups: new Set<string>() } };
    expect(
      found(
        tenant,
        adds(group('emea'), group('other')),
        adds(group('other'), user('ada')),
        removes(group('sales'), user('bob')),
      ),
    ).toEqual([
      '-sales/bob LOSES_PRIVILEGE: member of sales, nested in emea, nested in crm, which holds Helpdesk Administrator',
    ]);
  });

  test('members that were not read leave a loss open', () => {
    const tenant = chain({ 'id-crm': ['id-emea', 'id-dark'] });
    const dark = { ...tenant, objects: [...tenant.objects, strangeGroup('dark')] };
    expect(found(dark, removes(group('sales'), user('ada')))).toEqual([
      '-sales/ada LOSES_ACCESS: may lose the application CRM (member of sales, nested in emea, nested in crm)',
    ]);
    const inside = { ...dark, members: new Map([...dark.members, ['id-emea', ['id-dark', 'id-sales']]]) };
    expect(found(inside, removes(group('emea'), group('dark')))).toEqual([
      '-emea/dark LOSES_ACCESS 1: may lose the application CRM (members of dark, nested in emea, nested in crm); the members of dark were not read',
    ]);
  });
});

describe('dynamic groups', () => {
  const rule = (text: string, parts = {}, members: readonly string[] = ['id-ada']) =>
    tenantOf({
      objects: [ada, bob, stranger('boss'), dynamic('crm', text, parts), ourGroup('team')],
      facts: crm,
      members: { 'id-crm': members },
    });
  const by = 'by the rule of crm, which grants the application CRM';

  test('an attribute moves a person out, another in', () => {
    const tenant = rule('user.department -eq "Sales"');
    const operations = [updates(user('ada'), { department: 'IT' }), updates(user('bob'), { department: 'sales' })];
    expect(found(tenant, ...operations)).toEqual([`~ada LOSES_ACCESS: ${by}`, `~bob GRANTS_ACCESS: ${by}`]);
    expect(found(tenant, updates(user('ada'), { department: 'SALES' }))).toEqual([]);
    expect(found(tenant, updates(user('ada'), { mail: 'a@b.c' }))).toEqual([]);
  });

  test('one nested in another', () => {
    const tenant = tenantOf({
      objects: [ada, dynamic('sales', 'user.department -eq "Sales"'), strangeGroup('crm')],
      facts: crm,
      members: { 'id-crm': ['id-sales'], 'id-sales': ['id-ada'] },
    });
    expect(found(tenant, updates(user('ada'), { department: null }))).toEqual([
      '~ada LOSES_ACCESS: by the rule of sales, nested in crm, which grants the application CRM to its direct members: an application that reads nested groups sees it',
    ]);
  });

  test('joiners, as far as their attributes are known', () => {
    const eve = unborn(user('eve'));
    const create = creates(eve, { department: 'Sales', accountEnabled: true });
    expect(found(rule('user.department -eq "Sales"'), create)).toEqual([`*eve GRANTS_ACCESS: ${by}`]);
    expect(found(rule('user.objectId -ne null'), create)).toEqual([`*eve GRANTS_ACCESS: ${by}`]);
    expect(found(rule('user.city -eq "Oslo"'), create)).toEqual([]);
    expect(found(rule('user.department -eq "IT" -and user.userType -eq "Member"'), create)).toEqual([]);
    expect(found(rule('user.userType -eq "Member"'), create)).toEqual([
      '*eve GRANTS_ACCESS: may gain the application CRM (by the rule of crm): the rule of group crm reads user.userType, which was not read',
    ]);
    expect(found(rule('device.deviceOwnership -eq "Company"'), create)).toEqual([]);
  });

  test('direct reports', () => {
    const boss = 'aaaaaaaa-0000-0000-0000-000000000000';
    const tenant = rule(`Direct Reports for "${boss}"`, {}, []);
    expect(found(tenant, manages(user('bob'), { ...user('boss'), id: boss }))).toEqual([`^bob GRANTS_ACCESS: ${by}`]);
    expect(found(tenant, manages(user('bob'), user('ada')))).toEqual([]);
    const has = {
      ...tenant,
      objects: tenant.objects.map((one) => (one.id === 'id-bob' ? { ...one, manager: boss } : one)),
    };
    const reported = { ...has, members: new Map([['id-crm', ['id-bob']]]) };
    expect(found(reported, manages(user('bob'), null))).toEqual([`^bob LOSES_ACCESS: ${by}`]);
  });

  test('what was not read leaves it open; what does not change does not', () => {
    const may = '(by the rule of crm): the rule of group crm reads user.foo, which was not read';
    const tenant = rule('user.foo -eq "x" -or user.department -eq "Sales"');
    expect(found(tenant, updates(user('ada'), { department: 'IT' }))).toEqual([
      `~ada LOSES_ACCESS: may lose the application CRM ${may}`,
    ]);
    expect(found(tenant, updates(user('bob'), { department: 'HR' }))).toEqual([]);
    const both = rule('user.foo -eq "x" -and user.department -eq "Sales"');
    expect(found(both, updates(user('ada'), { department: 'IT' }))).toEqual([`~ada LOSES_ACCESS: ${by}`]);
    expect(found(both, updates(user('bob'), { department: 'Sales' }))).toEqual([
      `~bob GRANTS_ACCESS: may gain the application CRM ${may}`,
    ]);
    expect(found(rule('user.foo -eq "x"'), updates(user('ada'), { department: 'IT' }))).toEqual([]);
  });

  test('what follows a written attribute', () => {
    const tenant = rule('user.proxyAddresses -any (_ -contains "sales")');
    expect(found(tenant, updates(user('ada'), { mail: 'a@contoso.com' }))).toEqual([
      '~ada LOSES_ACCESS: may lose the application CRM (by the rule of crm): the rule of group crm reads user.proxyAddresses, which follows mail and was not read',
    ]);
    expect(found(tenant, updates(user('ada'), { department: 'IT' }))).toEqual([]);
    expect(found(rule('user.mobile -eq "1"', {}, []), updates(user('ada'), { mobilePhone: '1' }))).toHaveLength(1);
  });

  test.each([
    [
      'is paused',
      'user.department -eq "Sales"',
      { membershipRuleProcessingState: 'Paused' },
      'the rule of group crm is paused',
    ],
    [
      'is not understood',
      'user.department -like "S*"',
      {},
      'the rule of group crm is not understood: -like is no operator',
    ],
    ['was not read', '', { membershipRule: undefined }, 'the rule of group crm was not read'],
    [
      'has no state',
      'user.department -eq "Sales"',
      { membershipRuleProcessingState: undefined },
      'whether the rule of group crm is paused was not read',
    ],
  ])('a rule that %s', (_, text, parts, why) => {
    const may = (verb: string) => `may ${verb} the application CRM (by the rule of crm): ${why}`;
    expect(found(rule(text, parts), updates(user('ada'), { department: 'IT' }))).toEqual([
      `~ada LOSES_ACCESS: ${may('lose')}`,
    ]);
    expect(found(rule(text, parts), updates(user('bob'), { department: 'Sales' }))).toEqual([
      `~bob GRANTS_ACCESS: ${may('gain')}`,
    ]);
  });

  test('members of another group, which the tenant follows late or never', () => {
    const tenant = rule("user.memberOf -any (group.objectId -in ['id-team'])", {}, []);
    expect(found(tenant, adds(group('team'), user('bob')))).toEqual([
      '+team/bob GRANTS_ACCESS: may gain the application CRM (by the rule of crm): group crm follows the members of other groups, which the tenant does late or never',
    ]);
    expect(found(tenant, updates(user('bob'), { department: 'x' }))).toEqual([]);
    const asked = tenantOf({
      objects: [
        ada,
        dynamic('crm', "user.memberOf -any (group.objectId -in ['id-it'])"),
        dynamic('it', 'user.department -eq "IT"'),
      ],
      facts: crm,
      members: { 'id-crm': ['id-ada'], 'id-it': [] },
    });
    expect(found(asked, updates(user('ada'), { department: 'IT' }))).toEqual([]);
    const inIt = {
      ...asked,
      members: new Map([
        ['id-crm', []],
        ['id-it', []],
      ]),
    };
    expect(found(inIt, updates(user('ada'), { department: 'IT' }))).toEqual([
      '~ada GRANTS_ACCESS: may gain the application CRM (by the rule of crm): group crm follows the members of other groups, which the tenant does late or never',
    ]);
    const paused = {
      ...inIt,
      objects: inIt.objects.map((one) =>
        one.id === 'id-it' ? { ...one, membershipRuleProcessingState: 'Paused' } : one,
      ),
    };
    expect(found(paused, updates(user('ada'), { department: 'IT' }))).toHaveLength(1);
  });

  test('members that were not read: as the rule says it', () => {
    const unread = { ...rule('user.department -eq "Sales"'), members: new Map<string, readonly string[]>() };
    expect(found(unread, updates(user('ada'), { department: 'IT' }))).toEqual([`~ada LOSES_ACCESS: ${by}`]);
  });

  test('one who is disabled leaves by a rule too: that is told elsewhere; what is gained is told', () => {
    expect(found(rule('user.accountEnabled -eq true'), leaves(user('ada')))).toEqual([]);
    expect(found(rule('user.accountEnabled -eq false', {}, []), leaves(user('ada')))).toEqual([
      `!ada GRANTS_ACCESS: ${by}`,
    ]);
  });
});

test('a snapshot that does not say which', () => {
  const tenant = tenantOf({
    objects: [ada, ourGroup('crm', { licences: 1 })],
    facts: { grantingGroups: new Set(['id-crm']) },
    members: { 'id-crm': ['id-ada'] },
  });
  expect(found(tenant, removes(group('crm'), user('ada')))).toEqual([
    '-crm/ada LOSES_ACCESS: member of crm, which grants perhaps an application',
    '-crm/ada LOSES_LICENCE: member of crm, which grants a licence',
  ]);
});

test('many grants of one operation are one finding', () => {
  const names = ['g1', 'g2', 'g3', 'g4', 'g5'];
  const facts = { grantingGroups: new Set(names.map((name) => `id-${name}`)) };
  const tenant = tenantOf({ objects: [ada, ...names.map((name) => dynamic(name, 'user.department -eq "IT"'))], facts });
  expect(found(tenant, updates(user('ada'), { department: 'IT' }))).toEqual([
    expect.stringMatching(/^~ada GRANTS_ACCESS: by the rule of g1.*g2.*g3.*; and 2 more$/) as string,
  ]);
});
