import { describe, expect, test } from 'vitest';
import { assess } from '../../src/assess/index.ts';
import type { AssessmentInput, Situation, SituationKind } from '../../src/model/assessment.ts';
import { ourUser, strangeGroup, stranger } from '../support/world/tenant.ts';
import type { TenantParts } from '../support/world/tenant.ts';
import { connector, entra, given, outbound, WORKSPACE } from './inputs.ts';
import type { ServerParts } from './inputs.ts';

function situation(kind: SituationKind, input: AssessmentInput): Situation {
  const found = assess(input).situations.filter((one) => one.kind === kind);
  expect(found).toHaveLength(1);
  return found[0]!;
}

const LIVE = { liveSync: true };
const SYNC_ROLE = 'Directory Synchronization Accounts';
const server: ServerParts = { settings: { 'Synchronize.StagingMode': 'False' } };
const staging: ServerParts = { settings: { 'Synchronize.StagingMode': 'True' } };
const otherTenants: ServerParts = { ...server, connectors: [connector(), { ...entra, name: 'fabrikam.com - AAD' }] };

/** A tenant that is synchronized, with the account of an engine. */
function synced(account: string, role?: string): TenantParts {
  return {
    facts: { ...LIVE, privilegedUsers: new Map(role === undefined ? [] : [['id-sync', role]]) },
    objects: [stranger('sync', { name: account }), stranger('ada', { mastery: 'otherEngine' })],
  };
}

const CONNECT = 'Sync_SRV01_0123456789ab@contoso.onmicrosoft.com';
const CLOUD = 'ADToAADSyncServiceAccount@contoso.onmicrosoft.com';
const handsOver: ServerParts = { ...server, rules: [outbound('user', { name: 'No flow', link: 'joinNoFlow' })] };
const federatedDomain = { name: 'contoso.com', verified: true, federated: true, initial: false };
const ldap = connector({ id: 'ldap', name: 'ldap.example', kind: 'other', category: 'Extensible2' });

test.each<[kind: SituationKind, what: string, input: AssessmentInput, standing: Situation['standing']]>([
  ['liveConnect', 'an active server of the tenant', given({ server, tenant: { facts: LIVE } }), 'holds'],
  ['liveConnect', 'its account with its role', given({ tenant: synced(CONNECT, SYNC_ROLE) }), 'holds'],
  ['liveConnect', 'its account without the role', given({ tenant: synced(CONNECT) }), 'unknown'],
  ['liveConnect', 'its account with another role', given({ tenant: synced(CONNECT, 'Reader') }), 'unknown'],
  [
    'liveConnect',
    'a name that only begins so',
    given({ tenant: synced('Sync_Ada@contoso.com', SYNC_ROLE) }),
    'unknown',
  ],
  ['liveConnect', 'the account of Cloud Sync', given({ tenant: synced(CLOUD, SYNC_ROLE) }), 'unknown'],
  ['liveConnect', 'a server in staging mode', given({ server: staging, tenant: { facts: LIVE } }), 'unknown'],
  ['liveConnect', 'a server of another tenant', given({ server: otherTenants, tenant: { facts: LIVE } }), 'unknown'],
  ['liveConnect', 'an export alone', given({ server }), 'unknown'],
  ['liveConnect', 'a tenant that is not synchronized', given({ server, tenant: {} }), 'absent'],
  ['cloudSync', 'its account with its role', given({ tenant: synced(CLOUD, SYNC_ROLE) }), 'holds'],
  ['cloudSync', 'its account without the role', given({ tenant: synced(CLOUD) }), 'unknown'],
  ['cloudSync', 'the account of Connect', given({ tenant: synced(CONNECT, SYNC_ROLE) }), 'unknown'],
  ['cloudSync', 'rules that hand objects over', given({ server: handsOver, tenant: { facts: LIVE } }), 'unknown'],
  ['cloudSync', 'an export alone', given({ server: handsOver }), 'unknown'],
  ['cloudSync', 'a tenant that is not synchronized', given({ tenant: {} }), 'absent'],
  ['stagingServer', 'the setting', given({ server: staging }), 'holds'],
  ['stagingServer', 'the setting that is off', given({ server }), 'absent'],
  ['stagingServer', 'no setting', given({ server: {} }), 'unknown'],
  ['stagingServer', 'no export', given({ tenant: {} }), 'unknown'],
  [
    'formerlySynced',
    'an anchor that is left',
    given({ tenant: { objects: [stranger('ada', { anchor: 'x' })] } }),
    'holds',
  ],
  [
    'formerlySynced',
    'a SID that is left',
    given({ tenant: { objects: [strangeGroup('red', { sid: 'S-1' })] } }),
    'holds',
  ],
  [
    'formerlySynced',
    'not converted',
    given({ tenant: { objects: [stranger('ada', { mastery: 'formerlySynced' })] } }),
    'holds',
  ],
  ['formerlySynced', 'what Lockstep wrote', given({ tenant: { objects: [ourUser('ada')] } }), 'absent'],
  [
    'formerlySynced',
    'still on',
    given({ tenant: { facts: LIVE, objects: [stranger('ada', { anchor: 'x' })] } }),
    'absent',
  ],
  ['formerlySynced', 'no tenant', given({ server }), 'unknown'],
  ['greenfield', 'people of the cloud', given({ tenant: { objects: [stranger('ada'), ourUser('bob')] } }), 'holds'],
  [
    'greenfield',
    'an anchor that is left',
    given({ tenant: { objects: [stranger('ada', { anchor: 'x' })] } }),
    'absent',
  ],
  ['greenfield', 'a live engine', given({ tenant: { facts: LIVE } }), 'absent'],
  ['greenfield', 'no tenant', given({ server }), 'unknown'],
  ['federated', 'a federated domain', given({ tenant: { facts: { domains: [federatedDomain] } } }), 'holds'],
  ['federated', 'managed domains', given({ tenant: {} }), 'absent'],
  ['federated', 'no tenant', given({ server }), 'unknown'],
  ['otherDirectories', 'a connector', given({ server: { connectors: [connector(), entra, ldap] } }), 'holds'],
  ['otherDirectories', 'none', given({ server: {} }), 'absent'],
  ['otherDirectories', 'a part that was not read', given({ server: { whole: false } }), 'unknown'],
  ['otherDirectories', 'no export', given({ tenant: {} }), 'unknown'],
  [
    'severalTenants',
    'two Entra connectors',
    given({ server: { connectors: [connector(), entra, { ...entra, name: 'fabrikam.com - AAD' }] } }),
    'holds',
  ],
  [
    'severalTenants',
    'another tenant than that of the workspace',
    given({ tenant: { facts: { tenantId: '00000000-0000-4000-8000-000000000001' } }, workspace: WORKSPACE }),
    'holds',
  ],
  [
    'severalTenants',
    'the tenant of the workspace in capitals',
    given({ server, tenant: {}, workspace: { ...WORKSPACE, tenantId: WORKSPACE.tenantId.toUpperCase() } }),
    'absent',
  ],
  ['severalTenants', 'one connector', given({ server, tenant: {} }), 'absent'],
  ['severalTenants', 'a connector that is named otherwise', given({ server: otherTenants, tenant: {} }), 'unknown'],
  ['severalTenants', 'a part that was not read', given({ server: { ...server, whole: false } }), 'unknown'],
  ['severalTenants', 'no export', given({ tenant: {} }), 'unknown'],
])('%s, %s', (kind, _what, input, standing) => {
  const found = situation(kind, input);
  expect(found.standing).toBe(standing);
  expect(found.missing === undefined).toBe(standing !== 'unknown');
  if (standing === 'holds') expect(found.evidence.length).toBeGreaterThan(0);
});

describe('several at once', () => {
  test('Connect and Cloud Sync side by side, with people who sign in elsewhere', () => {
    const input = given({
      server,
      tenant: {
        facts: { ...LIVE, domains: [federatedDomain], privilegedUsers: new Map([['id-cloud', SYNC_ROLE]]) },
        objects: [stranger('cloud', { name: CLOUD })],
      },
    });
    const isOfTenant = given({
      server: { ...server, connectors: [connector(), { ...entra, name: 'contoso.com - AAD' }] },
    });
    const holds = assess({ ...input, ...isOfTenant })
      .situations.filter(({ standing }) => standing === 'holds')
      .map(({ kind }) => kind);
    expect(holds).toEqual(['liveConnect', 'cloudSync', 'federated']);
  });

  test('names what it is told by, with its place', () => {
    const found = situation('liveConnect', given({ server, tenant: synced(CONNECT, SYNC_ROLE) }));
    expect(found.evidence).toEqual([
      { text: 'onPremisesSyncEnabled of the tenant is true', place: 'tenant.snapshot' },
      { text: 'the setting', name: 'Microsoft.Synchronize.StagingMode = False', place: 'MV.xml:2' },
      { text: 'the account with the role of a sync engine', name: CONNECT },
    ]);
  });

  test('what is left of an engine is counted', () => {
    const objects = [
      stranger('ada', { anchor: 'a', sid: 'S-1' }),
      stranger('bob', { anchor: 'b' }),
      strangeGroup('red', { mastery: 'formerlySynced' }),
    ];
    expect(situation('formerlySynced', given({ tenant: { objects } })).evidence.map(({ text }) => text)).toEqual([
      'onPremisesSyncEnabled of the tenant is not true',
      '1 object that another engine wrote and that was not converted',
      '2 users with onPremisesImmutableId and no owner mark',
      '1 object with onPremisesSecurityIdentifier',
    ]);
  });
});
