import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CloudObject, Installation } from '../support/connect-server/installation.ts';
import { synchronizedTenant } from '../support/connect-server/tenant.ts';
import { seedFile, startSandbox } from '../sandbox/support.ts';
import type { RunningSandbox } from '../sandbox/support.ts';

const base = 'DC=corp,DC=contoso,DC=com';
const installation: Installation = {
  units: [`OU=Staff,${base}`],
  netbios: 'CORP',
  sourceAnchor: 'mS-DS-ConsistencyGuid',
  domains: { verified: ['contoso.com'], initial: 'contoso.onmicrosoft.com' },
  hasMailbox: (entry) => entry.text('sAMAccountName') === 'grace',
  syncedAt: '2026-11-20T05:31:07Z',
  before: [],
};

const guid = (nth: number): string =>
  Buffer.from(Array.from({ length: 16 }, (_, at) => at + 16 * nth)).toString('base64');
/** S-1-5-21-1-2-3-RID */
const sid = (rid: number): string =>
  Buffer.from([
    1,
    5,
    0,
    0,
    0,
    0,
    0,
    5,
    ...[21, 1, 2, 3, rid].flatMap((part) => [part & 0xff, part >> 8, 0, 0]),
  ]).toString('base64');

function entry(nth: number, cn: string, lines: readonly string[], container = 'OU=Staff'): string {
  const head = [`dn: CN=${cn},${container},${base}`, `cn: ${cn.replace('\\0A', '')}`, `objectGUID:: ${guid(nth)}`];
  return `${[...head, `objectSid:: ${sid(1100 + nth)}`, `uSNCreated: ${5000 + nth}`, ...lines].join('\n')}\n\n`;
}

function person(nth: number, cn: string, account: string, lines: readonly string[] = [], container?: string): string {
  const more = ['objectClass: top', 'objectClass: person', 'objectClass: user', `sAMAccountName: ${account}`];
  return entry(nth, cn, [...more, 'userAccountControl: 512', ...lines], container);
}

function team(nth: number, cn: string, kind: number, lines: readonly string[] = []): string {
  return entry(nth, cn, [
    'objectClass: top',
    'objectClass: group',
    `sAMAccountName: ${cn}`,
    `groupType: ${kind}`,
    ...lines,
  ]);
}

const [SECURITY, DISTRIBUTION] = [-2147483646, 2];

function tenantOf(...records: readonly string[]): CloudObject[] {
  return synchronizedTenant(records.join(''), installation);
}

test.each<[what: string, carried: boolean, record: string]>([
  ['a person', true, person(1, 'Ada', 'ada')],
  ['a person elsewhere', false, person(1, 'Ada', 'ada', [], 'OU=Services')],
  ['a part of the system', false, person(1, 'Ada', 'ada', ['isCriticalSystemObject: TRUE'])],
  ['an account of a sync engine', false, person(1, 'Ada', 'MSOL_1')],
  ['an account of a provisioning agent', false, person(1, 'Ada', 'AAD_1')],
  ['a mailbox of Exchange itself', false, person(1, 'Ada', 'ada', ['mailNickname: SystemMailbox{1}'])],
  ['an arbitration mailbox', false, person(1, 'Ada', 'ada', ['msExchRecipientTypeDetails: 8388608'])],
  ['a remote mailbox', true, person(1, 'Ada', 'ada', ['msExchRecipientTypeDetails: 2147483648'])],
  ['a discovery mailbox', false, person(1, 'Ada', 'ada', ['msExchRecipientTypeDetails: 536870912'])],
  ['a linked mailbox', false, person(1, 'Ada', 'ada', ['msExchRecipientTypeDetails: 2'])],
  ['what was written back', false, person(1, 'Ada', 'ada', ['adminDescription: User_1'])],
  ['the loser of a replication conflict', false, person(1, 'Ada\\0ACNF:1', 'ada')],
  ['a computer', false, person(1, 'PC', 'PC$', ['objectClass: computer'])],
  ['a disabled person', true, person(1, 'Ada', 'ada').replace('512', '514')],
  ['a security group', true, team(1, 'Team', SECURITY)],
  ['a distribution list with an address', true, team(1, 'List', DISTRIBUTION, ['mail: list@contoso.com'])],
  ['a distribution list without one', false, team(1, 'List', DISTRIBUTION)],
  ['a list that has only an X500 address', false, team(1, 'List', DISTRIBUTION, ['proxyAddresses: X500:/o=x'])],
  ['a role group of Exchange', false, team(1, 'Team', SECURITY, ['msExchRecipientTypeDetails: 1073741824'])],
  ['a group that was written back', false, team(1, 'Team', SECURITY, ['adminDescription: Group_1'])],
  ['a contact with an address', true, entry(1, 'One', ['objectClass: contact', 'mail: one@fabrikam.example'])],
  ['a contact without one', false, entry(1, 'One', ['objectClass: contact'])],
])('%s: carried is %s', (_what, carried, record) => {
  expect(tenantOf(record)).toHaveLength(carried ? 1 : 0);
});

test('references go to what is carried, and to nothing else', () => {
  const dn = (cn: string): string => `CN=${cn},OU=Staff,${base}`;
  const [boss, ada, under, group] = tenantOf(
    person(1, 'Boss', 'boss'),
    person(2, 'Robot', 'robot', [], 'OU=Services'),
    person(3, 'Ada', 'ada', [`manager: ${dn('BOSS')}`]),
    person(4, 'Under', 'under', [`manager: CN=Robot,OU=Services,${base}`]),
    team(5, 'Team', SECURITY, [`member: ${dn('Ada')}`, `member: CN=Robot,OU=Services,${base}`]),
  );
  expect(ada).toMatchObject({ manager: boss!.id });
  expect(under).not.toHaveProperty('manager');
  expect(group).toMatchObject({ members: [ada!.id] });
});

test.each([
  ['its own', ['mailNickname: own', 'mail: list@contoso.com'], 'own'],
  ['that of its address', ['mail: list@contoso.com'], 'list'],
  ['that of its name', ['displayName: The (old), Team'], 'TheoldTeam'],
  ['that of its common name', [], 'Team'],
])('the alias of a group is %s', (_whose, lines, alias) => {
  expect(tenantOf(team(1, 'Team', SECURITY, lines))).toMatchObject([{ mailNickname: alias }]);
});

test('who was created later, or came after the tenant had somebody, loses what is taken', () => {
  const shared = ['userPrincipalName: shared@contoso.com', 'proxyAddresses: smtp:shared@contoso.com'];
  const before: CloudObject = {
    '@odata.type': '#microsoft.graph.user',
    id: 'x',
    userPrincipalName: 'SHARED@contoso.com',
  };
  const ldif = person(2, 'Second', 'second', shared) + person(1, 'First', 'first', shared.slice(1));
  const [, first, second] = synchronizedTenant(ldif, { ...installation, before: [before] });
  expect(first).toMatchObject({ onPremisesSamAccountName: 'first', proxyAddresses: ['smtp:shared@contoso.com'] });
  expect(first).not.toHaveProperty('onPremisesProvisioningErrors');
  expect(second).toMatchObject({ proxyAddresses: [] });
  expect(second!['userPrincipalName']).toMatch(/^shared\+\d{4}@contoso\.onmicrosoft\.com$/);
  expect(second!['onPremisesProvisioningErrors']).toMatchObject([
    { propertyCausingError: 'UserPrincipalName', value: 'shared@contoso.com' },
    { propertyCausingError: 'ProxyAddresses', value: 'smtp:shared@contoso.com' },
  ]);
});

test('knows nothing of the product', () => {
  const folder = join(import.meta.dirname, '../support/connect-server');
  const imports = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/from '([^']+)'/g)].map((match) => match[1]!),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter((name) => !name.startsWith('./') && !name.startsWith('node:'))).toEqual([]);
});

describe('an emulated tenant that Entra Connect writes', () => {
  let sandbox: RunningSandbox;
  const ada = person(1, 'Ada Byron', 'ada', [
    ...['userPrincipalName: ada@corp.local', 'mail: ada.byron@contoso.com', 'telephoneNumber: +47 22', 'co: Norway'],
    ...['extensionAttribute1: one', 'extensionAttribute15:: w4Y=', `mS-DS-ConsistencyGuid:: ${guid(9)}`, 'c: NO'],
    ...['thumbnailPhoto:: /9gB', 'homePhone: +47 23'],
  ]);
  const grace = person(2, 'Grace', 'grace', [
    ...['userPrincipalName: grace@contoso.com', 'proxyAddresses: SMTP:Grace.Hopper@contoso.com'],
    ...['proxyAddresses: smtp:grace@fabrikam.example', `manager: CN=Ada Byron,OU=Staff,${base}`],
  ]);
  const team1 = team(3, 'Team', SECURITY, [
    ...[`member: CN=Ada Byron,OU=Staff,${base}`, 'extensionAttribute2: two', 'mailNickname: team-alias'],
    ...['description: Who', 'displayName: The Team'],
  ]);
  const partner = entry(4, 'Partner', ['objectClass: contact', 'mail: one@fabrikam.example', 'displayName: One']);

  beforeAll(async () => {
    sandbox = await startSandbox(['--seed', seedFile(tenantOf(ada, grace, team1, partner))]);
  });
  afterAll(() => sandbox.stop());

  const onPremises =
    'DistinguishedName,DomainName,ExtensionAttributes,ImmutableId,LastSyncDateTime,ProvisioningErrors,SamAccountName,SecurityIdentifier,SyncEnabled,UserPrincipalName'
      .split(',')
      .map((name) => `onPremises${name}`);

  test('shows of a user what came from the directory', async () => {
    const more =
      'userPrincipalName,mailNickname,mail,proxyAddresses,accountEnabled,displayName,businessPhones,country,usageLocation';
    const { body } = await sandbox.get(`/users/ada@contoso.onmicrosoft.com?$select=${more},${onPremises.join(',')}`);
    expect(body['error']).toMatchObject({ code: 'Request_ResourceNotFound' });
    const found = await sandbox.get(`/users/ada.byron@contoso.onmicrosoft.com?$select=${more},${onPremises.join(',')}`);
    const { onPremisesExtensionAttributes, ...rest } = found.body;
    expect(rest).toEqual({
      '@odata.context': expect.any(String) as string,
      userPrincipalName: 'ada.byron@contoso.onmicrosoft.com',
      mailNickname: 'ada.byron',
      mail: 'ada.byron@contoso.com',
      proxyAddresses: ['SMTP:ada.byron@contoso.com'],
      accountEnabled: true,
      displayName: 'Ada Byron',
      businessPhones: ['+47 22'],
      country: 'Norway',
      usageLocation: null,
      onPremisesDistinguishedName: `CN=Ada Byron,OU=Staff,${base}`,
      onPremisesDomainName: 'corp.contoso.com',
      onPremisesImmutableId: guid(9),
      onPremisesLastSyncDateTime: '2026-11-20T05:31:07Z',
      onPremisesProvisioningErrors: [],
      onPremisesSamAccountName: 'ada',
      onPremisesSecurityIdentifier: 'S-1-5-21-1-2-3-1101',
      onPremisesSyncEnabled: true,
      onPremisesUserPrincipalName: 'ada@corp.local',
    });
    expect(onPremisesExtensionAttributes).toMatchObject({ extensionAttribute1: 'one', extensionAttribute15: 'Æ' });
    expect(Object.keys(onPremisesExtensionAttributes as object)).toHaveLength(15);
  });

  test('shows the mailbox addresses, the licence and the manager', async () => {
    const { body } = await sandbox.get(
      '/users/grace@contoso.com?$select=mail,proxyAddresses,assignedLicenses&$expand=manager($select=onPremisesSamAccountName)',
    );
    expect(body).toMatchObject({
      mail: 'Grace.Hopper@contoso.com',
      assignedLicenses: [{ disabledPlans: [] }],
      manager: { onPremisesSamAccountName: 'ada' },
    });
    expect((body['proxyAddresses'] as string[]).toSorted()).toEqual([
      'SMTP:Grace.Hopper@contoso.com',
      'smtp:Grace.Hopper@contoso.onmicrosoft.com',
      'smtp:grace@contoso.com',
    ]);
  });

  test('shows of a group its names in the directory, by default and selected', async () => {
    const expected = {
      displayName: 'The Team',
      description: 'Who',
      mailNickname: 'team-alias',
      securityEnabled: true,
      mailEnabled: false,
      onPremisesSyncEnabled: true,
      onPremisesSamAccountName: 'Team',
      onPremisesDomainName: 'corp.contoso.com',
      onPremisesNetBiosName: 'CORP',
      onPremisesSecurityIdentifier: 'S-1-5-21-1-2-3-1103',
      onPremisesLastSyncDateTime: '2026-11-20T05:31:07Z',
      onPremisesProvisioningErrors: [],
    };
    const [group] = (await sandbox.get('/groups')).body.value!;
    expect(group).toMatchObject(expected);
    const names = [...Object.keys(expected), 'onPremisesExtensionAttributes'].join(',');
    const { body } = await sandbox.get(`/groups/${String(group!['id'])}?$select=${names}`);
    expect(body).toMatchObject({ ...expected, onPremisesExtensionAttributes: { extensionAttribute2: 'two' } });
    expect(Object.keys(body['onPremisesExtensionAttributes'] as object)).toHaveLength(15);
    const members = await sandbox.get(`/groups/${String(group!['id'])}/members?$select=onPremisesSamAccountName`);
    expect(members.body.value).toMatchObject([{ onPremisesSamAccountName: 'ada' }]);
  });

  test('shows the contact', async () => {
    expect((await sandbox.get('/contacts')).body.value).toMatchObject([
      { displayName: 'One', mail: 'one@fabrikam.example', onPremisesSyncEnabled: true },
    ]);
  });

  test('takes none of it from an application', async () => {
    const [group] = (await sandbox.get('/groups')).body.value!;
    const readOnly = onPremises.filter((name) => !/ImmutableId|ExtensionAttributes/.test(name));
    for (const name of readOnly) {
      const reply = await sandbox.call('PATCH', '/users/grace@contoso.com', { [name]: null });
      expect(reply.body.error?.message, name).toBe(`Property '${name}' is read-only and cannot be set.`);
    }
    for (const name of Object.keys(group!).filter((one) => one.startsWith('onPremises'))) {
      const reply = await sandbox.call('PATCH', `/groups/${String(group!['id'])}`, { [name]: null });
      expect(reply.body.error?.message, name).toBe(`Property '${name}' is read-only and cannot be set.`);
    }
    for (const change of [{ onPremisesImmutableId: 'eA==' }, { department: 'x' }, { mail: 'x@contoso.com' }]) {
      const reply = await sandbox.call('PATCH', '/users/grace@contoso.com', change);
      expect(reply.body.error?.message).toContain('on-premises mastered Directory Sync objects');
    }
  });
});
