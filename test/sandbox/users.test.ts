import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createUser,
  domain,
  guid,
  newUser,
  reference,
  seedFile,
  startSandbox,
  type Reply,
  type RunningSandbox,
} from './support.ts';

const federated = 'fed.contoso.com';
let sandbox: RunningSandbox;

beforeAll(async () => {
  const seed = seedFile([
    {
      '@odata.type': '#microsoft.graph.domain',
      id: domain,
      authenticationType: 'Managed',
      isVerified: true,
      isDefault: true,
      isInitial: true,
    },
    { '@odata.type': '#microsoft.graph.domain', id: federated, authenticationType: 'Federated', isVerified: true },
    {
      '@odata.type': '#microsoft.graph.domain',
      id: 'pending.contoso.com',
      authenticationType: 'Managed',
      isVerified: false,
    },
    {
      '@odata.type': '#microsoft.graph.user',
      id: guid(1),
      displayName: 'Boss',
      userPrincipalName: `boss@${domain}`,
      mailNickname: 'boss',
      accountEnabled: true,
    },
    {
      '@odata.type': '#microsoft.graph.orgContact',
      id: guid(2),
      displayName: 'Contact',
      proxyAddresses: ['SMTP:contact@fabrikam.com'],
    },
  ]);
  sandbox = await startSandbox(['--seed', seed]);
});
afterAll(async () => {
  await sandbox.stop();
});

async function post(more: Record<string, unknown>): Promise<Reply> {
  return await sandbox.call('POST', '/users', newUser(more));
}

async function property(id: string, name: string): Promise<unknown> {
  return (await sandbox.get(`/users/${id}?$select=${name}`)).body[name];
}

function expectFault(reply: Reply, message: string | RegExp, details?: unknown): void {
  expect(reply.status).toBe(400);
  expect(reply.body.error?.code).toBe('Request_BadRequest');
  expect(reply.body.error?.message).toMatch(message);
  if (details !== undefined) expect(reply.body.error?.details).toMatchObject(details as object);
}

describe('create', () => {
  test('answers 201 with the default properties and no others', async () => {
    const body = newUser({ department: 'Sales', givenName: 'Ada' });
    const reply = await sandbox.call('POST', '/users', body);
    expect(reply.status).toBe(201);
    expect(Object.keys(reply.body).sort()).toEqual(
      [
        '@odata.context',
        'businessPhones',
        'displayName',
        'givenName',
        'id',
        'jobTitle',
        'mail',
        'mobilePhone',
        'officeLocation',
        'preferredLanguage',
        'surname',
        'userPrincipalName',
      ].sort(),
    );
    expect(reply.body).toMatchObject({
      givenName: 'Ada',
      businessPhones: [],
      userPrincipalName: body['userPrincipalName'],
    });
    expect(reply.headers.get('location')).toBe(`${sandbox.url}/v1.0/users/${reply.body['id'] as string}`);
    expect(await property(reply.body['id'] as string, 'department')).toBe('Sales');
  });

  test.each(['accountEnabled', 'displayName', 'mailNickname', 'passwordProfile', 'userPrincipalName'])(
    'requires %s',
    async (name) => {
      expectFault(
        await sandbox.call('POST', '/users', newUser({ [name]: undefined })),
        `A value is required for property '${name}' of resource 'User'.`,
      );
    },
  );

  test('never gives the password back', async () => {
    const id = await createUser(sandbox);
    const profile = await property(id, 'passwordProfile');
    expect(profile).toEqual({
      forceChangePasswordNextSignIn: true,
      forceChangePasswordNextSignInWithMfa: false,
      password: null,
    });
  });

  test('sets what the service sets', async () => {
    const id = await createUser(sandbox);
    const { body } = await sandbox.get(
      `/users/${id}?$select=createdDateTime,userType,securityIdentifier,onPremisesSyncEnabled,proxyAddresses`,
    );
    expect(body).toMatchObject({ userType: 'Member', onPremisesSyncEnabled: null, proxyAddresses: [] });
    expect(body['createdDateTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(body['securityIdentifier']).toMatch(/^S-1-12-1(-\d+){4}$/);
  });

  test.each([
    ['too short', 'Sh0rt!x'],
    ['two classes', 'onlylowercase99'],
    ['not ASCII', 'Pässw0rd!x'],
    ['too long', `Aa1!${'x'.repeat(253)}`],
  ])('refuses a password that is %s', async (_name, password) => {
    expectFault(await post({ passwordProfile: { password } }), 'password complexity');
  });

  test('accepts any letter case of property names', async () => {
    const { displayName, ...rest } = newUser();
    const reply = await sandbox.call('POST', '/users', { ...rest, DISPLAYNAME: displayName });
    expect(reply.body['displayName']).toBe(displayName);
  });

  test('refuses a body that is not JSON', async () => {
    expect((await sandbox.call('POST', '/users', '{')).status).toBe(400);
    expect((await sandbox.call('POST', '/users', '[]')).status).toBe(400);
    expect((await sandbox.call('POST', '/users', newUser(), { 'content-type': 'text/plain' })).status).toBe(400);
  });
});

const x = (count: number): string => 'x'.repeat(count);
const rules: readonly (readonly [name: string, good: unknown, bad: unknown])[] = [
  ['displayName', x(256), x(257)],
  ['displayName', 'a', null],
  ['displayName', 'a', ''],
  ['displayName', 'a', 7],
  ['givenName', x(64), x(65)],
  ['givenName', null, ''],
  ['surname', x(64), x(65)],
  ['department', x(64), x(65)],
  ['companyName', x(64), x(65)],
  ['jobTitle', x(128), x(129)],
  ['city', x(128), x(129)],
  ['state', x(128), x(129)],
  ['country', x(128), x(129)],
  ['officeLocation', x(128), x(129)],
  ['streetAddress', x(1024), x(1025)],
  ['postalCode', x(40), x(41)],
  ['employeeId', x(16), x(17)],
  ['mobilePhone', x(64), x(65)],
  ['mailNickname', x(64), x(65)],
  ['mailNickname', "a.b-c_d'e", 'a b'],
  ['mailNickname', 'a', 'a@b'],
  ['mailNickname', 'a', 'ä'],
  ['mailNickname', 'a', null],
  ['usageLocation', 'DE', 'DEU'],
  ['usageLocation', 'de', null],
  ['userType', 'Guest', 'Visitor'],
  ['ageGroup', 'Minor', 'Old'],
  ['consentProvidedForMinor', 'Granted', 'Yes'],
  ['preferredLanguage', 'en-US', 'English (US)'],
  ['passwordPolicies', 'DisablePasswordExpiration, DisableStrongPassword', 'Disable'],
  ['accountEnabled', false, 'false'],
  ['accountEnabled', true, null],
  ['businessPhones', ['+49 1'], ['+49 1', '+49 2']],
  ['businessPhones', [], null],
  ['businessPhones', ['1'], ['']],
  [
    'otherMails',
    Array.from({ length: 250 }, (_, index) => `${index}@x.y`),
    Array.from({ length: 251 }, (_, index) => `${index}@x.y`),
  ],
  ['otherMails', [`${x(246)}@x.y`], [`${x(247)}@x.y`]],
  ['mail', 'valid@fabrikam.com', null],
  ['mail', 'valid2@fabrikam.com', 'not an address'],
  ['mail', 'valid3@fabrikam.com', 'umläut@fabrikam.com'],
  ['onPremisesImmutableId', 'YWJjZGVmZ2hpamtsbW5vcA==', 'with_underscore'],
  ['onPremisesImmutableId', null, 'with$dollar'],
  ['onPremisesExtensionAttributes', { extensionAttribute1: x(1024) }, { extensionAttribute1: x(1025) }],
  ['onPremisesExtensionAttributes', { extensionAttribute15: null }, { extensionAttribute16: 'x' }],
  ['employeeOrgData', { division: 'a', costCenter: 'b' }, { department: 'c' }],
  ['userPrincipalName', `${x(64)}@${domain}`, `${x(65)}@${domain}`],
  ['userPrincipalName', `a.b'c-d_e!f#g^h~i@${domain}`, `a b@${domain}`],
  ['userPrincipalName', `a1@${domain}`, `a1.@${domain}`],
  ['userPrincipalName', `a2@${domain}`, `a2@b@${domain}`],
  ['userPrincipalName', `a3@${domain}`, `ä@${domain}`],
  ['userPrincipalName', `a4@${domain}`, null],
];

describe('update', () => {
  let id: string;
  beforeAll(async () => {
    id = await createUser(sandbox);
  });

  test.each(rules)('%s takes one value and refuses another (%#)', async (name, good, bad) => {
    expect(await sandbox.call('PATCH', `/users/${id}`, { [name]: good })).toMatchObject({ status: 204, text: '' });
    const stored = await property(id, name);
    const refused = await sandbox.call('PATCH', `/users/${id}`, { [name]: bad });
    expect(refused.status).toBe(400);
    expect(refused.body.error?.code).toBe('Request_BadRequest');
    expect(await property(id, name)).toEqual(stored);
    if (typeof good === 'object' && good !== null && !Array.isArray(good)) expect(stored).toMatchObject(good);
    else expect(stored).toEqual(good);
  });

  test('an invalid value is named in the details', async () => {
    const reply = await sandbox.call('PATCH', `/users/${id}`, { employeeId: x(17) });
    expectFault(reply, "Invalid value specified for property 'employeeId' of resource 'User'.", [
      { code: 'InvalidValue', target: 'employeeId' },
    ]);
  });

  test.each([
    'id',
    'proxyAddresses',
    'createdDateTime',
    'onPremisesSyncEnabled',
    'onPremisesSamAccountName',
    'assignedLicenses',
    'deletedDateTime',
    'onPremisesDistinguishedName',
  ])('refuses the read-only %s', async (name) => {
    expectFault(await sandbox.call('PATCH', `/users/${id}`, { [name]: 'x' }), `Property '${name}' is read-only`);
  });

  test.each(['aboutMe', 'birthday', 'skills', 'employeeHireDate', 'customSecurityAttributes', 'identities'])(
    '%s is not for this application',
    async (name) => {
      const value =
        name === 'skills' || name === 'identities'
          ? []
          : name === 'customSecurityAttributes'
            ? {}
            : '2026-01-01T00:00:00Z';
      const reply = await sandbox.call('PATCH', `/users/${id}`, { [name]: value });
      expect(reply).toMatchObject({ status: 403, body: { error: { code: 'Authorization_RequestDenied' } } });
    },
  );

  test('employeeHireDate can be given at create only', async () => {
    const made = await createUser(sandbox, { employeeHireDate: '2026-01-01T00:00:00Z' });
    expect(await property(made, 'employeeHireDate')).toBe('2026-01-01T00:00:00Z');
  });

  test('refuses a property that does not exist, and changes nothing', async () => {
    expectFault(await sandbox.call('PATCH', `/users/${id}`, { city: 'Nowhere', shoeSize: '43' }), "'shoeSize'");
    expect(await property(id, 'city')).not.toBe('Nowhere');
  });

  test('null clears', async () => {
    await sandbox.call('PATCH', `/users/${id}`, { jobTitle: 'Clerk' });
    await sandbox.call('PATCH', `/users/${id}`, { jobTitle: null });
    expect(await property(id, 'jobTitle')).toBeNull();
  });

  test('extension attributes change one by one; an omitted half of employeeOrgData is cleared', async () => {
    await sandbox.call('PATCH', `/users/${id}`, { onPremisesExtensionAttributes: { extensionAttribute1: 'a' } });
    await sandbox.call('PATCH', `/users/${id}`, { onPremisesExtensionAttributes: { extensionAttribute2: 'b' } });
    expect(await property(id, 'onPremisesExtensionAttributes')).toMatchObject({
      extensionAttribute1: 'a',
      extensionAttribute2: 'b',
      extensionAttribute3: null,
    });
    await sandbox.call('PATCH', `/users/${id}`, { employeeOrgData: { division: 'a', costCenter: 'b' } });
    await sandbox.call('PATCH', `/users/${id}`, { employeeOrgData: { division: 'c' } });
    expect(await property(id, 'employeeOrgData')).toEqual({ division: 'c', costCenter: null });
  });

  test('a user is found by id in any case and by sign-in name', async () => {
    const upper = await sandbox.get(`/users/${id.toUpperCase()}?$select=id`);
    expect(upper.body['id']).toBe(id);
    const name = (await property(id, 'userPrincipalName')) as string;
    expect((await sandbox.get(`/users/${encodeURIComponent(name.toUpperCase())}?$select=id`)).body['id']).toBe(id);
    expect((await sandbox.get(`/users('${id}')?$select=id`)).body['id']).toBe(id);
  });

  test('an unknown user is 404', async () => {
    const reply = await sandbox.call('PATCH', `/users/${guid(999)}`, { city: 'x' });
    expect(reply.status).toBe(404);
    expect(reply.body.error).toMatchObject({
      code: 'Request_ResourceNotFound',
      message: `Resource '${guid(999)}' does not exist or one of its queried reference-property objects are not present.`,
    });
  });

  test('a password reset takes a role', async () => {
    const reply = await sandbox.call('PATCH', `/users/${id}`, { passwordProfile: { password: 'Corr3ct horse' } });
    expect(reply.status).toBe(403);
  });
});

describe('names and addresses', () => {
  test('a sign-in name is taken once, whatever its case', async () => {
    await createUser(sandbox, { userPrincipalName: `Taken@${domain}` });
    expectFault(
      await post({ userPrincipalName: `tAKEN@${domain}` }),
      'Another object with the same value for property userPrincipalName already exists.',
      [{ code: 'ObjectConflict', target: 'userPrincipalName' }],
    );
  });

  test('a domain has to be verified', async () => {
    for (const name of ['pending.contoso.com', 'fabrikam.com', `sub.${domain}`]) {
      expectFault(await post({ userPrincipalName: `someone@${name}` }), 'verified domain names', [
        { code: 'InvalidValue', target: 'userPrincipalName' },
      ]);
    }
  });

  test('a federated domain takes an anchor, at create and at a rename', async () => {
    expectFault(await post({ userPrincipalName: `f1@${federated}` }), 'onPremisesImmutableId');
    expect((await post({ userPrincipalName: `f1@${federated}`, onPremisesImmutableId: 'ZjE=' })).status).toBe(201);
    const id = await createUser(sandbox);
    expectFault(
      await sandbox.call('PATCH', `/users/${id}`, { userPrincipalName: `f2@${federated}` }),
      'onPremisesImmutableId',
    );
    const both = await sandbox.call('PATCH', `/users/${id}`, {
      userPrincipalName: `f2@${federated}`,
      onPremisesImmutableId: 'ZjI=',
    });
    expect(both.status).toBe(204);
    expectFault(await sandbox.call('PATCH', `/users/${id}`, { onPremisesImmutableId: null }), 'onPremisesImmutableId');
  });

  test('an anchor is taken once, with regard to case, and free again after it was cleared', async () => {
    const id = await createUser(sandbox, { onPremisesImmutableId: 'YW5jaG9y' });
    expectFault(await post({ onPremisesImmutableId: 'YW5jaG9y' }), 'onPremisesImmutableId already exists');
    expect((await post({ onPremisesImmutableId: 'yw5jaG9y' })).status).toBe(201);
    await sandbox.call('PATCH', `/users/${id}`, { onPremisesImmutableId: null });
    expect((await post({ onPremisesImmutableId: 'YW5jaG9y' })).status).toBe(201);
  });

  test('mail becomes the primary address and keeps the former one', async () => {
    const id = await createUser(sandbox, { mail: 'one@fabrikam.com' });
    expect(await property(id, 'proxyAddresses')).toEqual(['SMTP:one@fabrikam.com']);
    await sandbox.call('PATCH', `/users/${id}`, { mail: 'two@fabrikam.com' });
    expect(await property(id, 'proxyAddresses')).toEqual(['SMTP:two@fabrikam.com', 'smtp:one@fabrikam.com']);
    await sandbox.call('PATCH', `/users/${id}`, { mail: 'ONE@fabrikam.com' });
    expect(await property(id, 'proxyAddresses')).toEqual(['SMTP:ONE@fabrikam.com', 'smtp:two@fabrikam.com']);
  });

  test('an address is taken once over users and contacts', async () => {
    await createUser(sandbox, { mail: 'shared@fabrikam.com' });
    const details = [{ code: 'ObjectConflict', target: 'proxyAddresses' }, { code: 'ConflictingObjects' }];
    expectFault(await post({ mail: 'SHARED@fabrikam.com' }), 'property proxyAddresses already exists', details);
    expectFault(await post({ mail: 'contact@fabrikam.com' }), 'property proxyAddresses already exists');
  });
});

describe('manager', () => {
  test('is set, replaced, read and removed by reference', async () => {
    const id = await createUser(sandbox);
    expect((await sandbox.get(`/users/${id}/manager`)).status).toBe(404);
    for (const manager of [guid(1), guid(2)]) {
      expect((await sandbox.call('PUT', `/users/${id}/manager/$ref`, { '@odata.id': reference(manager) })).status).toBe(
        204,
      );
      expect((await sandbox.get(`/users/${id}/manager?$select=id`)).body['id']).toBe(manager);
    }
    expect((await sandbox.get(`/users/${id}/manager?$select=id`)).body['@odata.type']).toBe(
      '#microsoft.graph.orgContact',
    );
    expect((await sandbox.call('DELETE', `/users/${id}/manager/$ref`)).status).toBe(204);
    expect((await sandbox.call('DELETE', `/users/${id}/manager/$ref`)).status).toBe(404);
    expect((await sandbox.get(`/users/${id}/manager`)).status).toBe(404);
  });

  test('an absent manager is 404, a strange reference 400', async () => {
    const id = await createUser(sandbox);
    const put = async (url: unknown): Promise<number> =>
      (await sandbox.call('PUT', `/users/${id}/manager/$ref`, { '@odata.id': url })).status;
    expect(await put(reference(guid(999)))).toBe(404);
    expect(await put('https://evil.example/v1.0/users/x')).toBe(400);
    expect(await put(reference('not-a-guid'))).toBe(400);
    expect(await put(undefined)).toBe(400);
    expect(await put(`${sandbox.url}/v1.0/users/${guid(1)}`)).toBe(204);
  });

  test('a deleted manager does not show, and a restored one does', async () => {
    const boss = await createUser(sandbox);
    const id = await createUser(sandbox);
    await sandbox.call('PUT', `/users/${id}/manager/$ref`, { '@odata.id': reference(boss) });
    await sandbox.call('DELETE', `/users/${boss}`);
    expect((await sandbox.get(`/users/${id}/manager`)).status).toBe(404);
    await sandbox.call('POST', `/directory/deletedItems/${boss}/restore`);
    expect((await sandbox.get(`/users/${id}/manager?$select=id`)).body['id']).toBe(boss);
  });

  test('one user expands it as well', async () => {
    const id = await createUser(sandbox);
    await sandbox.call('PUT', `/users/${id}/manager/$ref`, { '@odata.id': reference(guid(1)) });
    const { body } = await sandbox.get(`/users/${id}?$select=id&$expand=manager($select=id,displayName)`);
    expect(body).toMatchObject({
      id,
      manager: { '@odata.type': '#microsoft.graph.user', id: guid(1), displayName: 'Boss' },
    });
  });
});
