import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GraphFault } from '../../src/sandbox/faults.ts';
import { compileFilter } from '../../src/sandbox/odata/filter.ts';
import { userSchema } from '../../src/sandbox/schema/user.ts';
import { Store } from '../../src/sandbox/store/store.ts';
import { advanced, allPages, domain, guid, seedFile, startSandbox, type Body, type RunningSandbox } from './support.ts';

const count = 250;
let sandbox: RunningSandbox;

/** Person n: even numbers are enabled, every fifth has no department, n < 10 are synchronised. */
function person(n: number): Body {
  return {
    '@odata.type': '#microsoft.graph.user',
    id: guid(n),
    displayName: `Person ${n}`,
    userPrincipalName: `person${n}@${domain}`,
    mailNickname: `person${n}`,
    accountEnabled: n % 2 === 0,
    userType: 'Member',
    ...(n % 5 === 0 ? {} : { department: n % 3 === 0 ? 'Sales' : "O'Hara & Co" }),
    ...(n < 10 ? { onPremisesSyncEnabled: true, onPremisesSecurityIdentifier: `S-1-5-21-${n}` } : {}),
    onPremisesImmutableId: n === 7 ? 'ab+/cd==' : `anchor${n}`,
    proxyAddresses: [`SMTP:person${n}@fabrikam.com`, `smtp:p${n}@fabrikam.com`],
    createdDateTime: `2026-01-01T00:00:${String(n % 60).padStart(2, '0')}Z`,
    companyName: n === 1 ? 'Contoso' : 'Fabrikam',
    ...(n === 3 ? { onPremisesExtensionAttributes: { extensionAttribute5: 'five' } } : {}),
    ...(n === 4 ? { assignedLicenses: [{ skuId: guid(4000), disabledPlans: [] }] } : {}),
    ...(n > 1 ? { manager: guid(1) } : {}),
  };
}

beforeAll(async () => {
  const lines = Array.from({ length: count }, (_, index) => person(index + 1));
  const groups = [
    {
      '@odata.type': '#microsoft.graph.group',
      id: guid(5001),
      displayName: 'Team',
      groupTypes: ['Unified'],
      mailEnabled: true,
      mailNickname: 'team',
    },
    {
      '@odata.type': '#microsoft.graph.group',
      id: guid(5002),
      displayName: 'Sec',
      groupTypes: [],
      securityEnabled: true,
      mailNickname: 'sec',
    },
  ];
  sandbox = await startSandbox(['--seed', seedFile([...lines, ...groups]), '--no-throttle']);
});
afterAll(async () => {
  await sandbox.stop();
});

describe('pages', () => {
  test.each([
    ['', [100, 100, 50]],
    ['?$top=999', [250]],
    ['?$top=250', [250]],
    ['?$top=125', [125, 125]],
    ['?top=249', [249, 1]],
  ])('/users%s', async (query, sizes) => {
    const pages = await allPages(sandbox, `/users${query}`);
    expect(pages.map((page) => page.length)).toEqual(sizes);
    expect(pages.flat().map((user) => user['id'])).toEqual(
      Array.from({ length: count }, (_, index) => guid(index + 1)),
    );
  });

  test.each(['0', '1000', '-1', 'x', '', '1.5', '99999999999'])('$top=%s is refused', async (top) => {
    expect((await sandbox.get(`/users?$top=${top}`)).status).toBe(400);
  });

  test('the text for a page that is too large', async () => {
    const { body } = await sandbox.get('/users?$top=1000');
    expect(body.error?.message).toBe("Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.");
  });

  test('a link keeps the query and is good for nothing else', async () => {
    const { body } = await sandbox.get('/users?$top=10&$select=id&$filter=accountEnabled eq true');
    const link = body['@odata.nextLink'] as string;
    expect(link.startsWith(`${sandbox.url}/v1.0/users?`)).toBe(true);
    expect((await sandbox.get(link)).body.value).toHaveLength(10);
    expect((await sandbox.get(link.replace('/users?', '/groups?'))).status).toBe(400);
    for (const changed of [link.replace('$top=10', '$top=11'), link.replace(/skiptoken=.*/, 'skiptoken=abc')]) {
      const reply = await sandbox.get(changed);
      expect(reply).toMatchObject({ status: 400, body: { error: { code: 'Directory_ExpiredPageToken' } } });
    }
  });

  test('an object deleted or made between two pages moves no other', async () => {
    const first = await sandbox.get('/users?$top=200&$select=id');
    const victim = first.body.value?.[20]?.['id'] as string;
    await sandbox.call('DELETE', `/users/${victim}`);
    const second = await sandbox.get(first.body['@odata.nextLink'] as string);
    expect(second.body.value?.[0]?.['id']).toBe(guid(201));
    await sandbox.call('POST', `/directory/deletedItems/${victim}/restore`);
    expect((await allPages(sandbox, '/users?$top=999&$select=id'))[0]?.[20]?.['id']).toBe(victim);
  });

  test.each([
    ['$skip=1', 400],
    ['$foo=1', 400],
    ['$top=1&$top=2', 400],
    ['$filter=%zz', 400],
    ['$search="x"', 400],
    ['$orderby=displayName', 501],
    ['unknown=1', 200],
    ['', 200],
  ])('?%s gives %i', async (query, status) => {
    expect((await sandbox.get(`/users?${query}`)).status).toBe(status);
  });
});

describe('$select', () => {
  test('answers exactly what is asked for, in the right case', async () => {
    const { body } = await sandbox.get(`/users/${guid(1)}?$select=ID,ACCOUNTENABLED,employeeid,ProxyAddresses`);
    expect(body).toEqual({
      '@odata.context': expect.stringContaining('#users(') as string,
      id: guid(1),
      accountEnabled: false,
      employeeId: null,
      proxyAddresses: ['SMTP:person1@fabrikam.com', 'smtp:p1@fabrikam.com'],
    });
  });

  test('refuses an unknown property, and nothing', async () => {
    const reply = await sandbox.get('/users?$select=id,shoeSize');
    expect(reply.status).toBe(400);
    expect(reply.body.error?.message).toContain(
      "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'",
    );
    expect((await sandbox.get('/users?$select=id,,mail')).status).toBe(400);
  });

  test('properties kept in SharePoint cannot be listed', async () => {
    expect(await sandbox.get('/users?$select=id,aboutMe')).toMatchObject({
      status: 501,
      body: { error: { code: 'NotImplemented' } },
    });
  });
});

describe('$expand', () => {
  test('the manager of each user, in pages of 100', async () => {
    const pages = await allPages(sandbox, '/users?$select=id&$expand=manager($select=id)&$top=999');
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50]);
    expect(pages[0]?.[0]).toEqual({ id: guid(1) });
    expect(pages[0]?.[1]).toEqual({ id: guid(2), manager: { '@odata.type': '#microsoft.graph.user', id: guid(1) } });
  });

  test.each([
    ['/users?$expand=memberOf', {}],
    ['/users?$expand=manager($levels=2)', {}],
    ['/users?$expand=manager&$count=true', advanced],
    ['/groups?$expand=members', {}],
  ])('%s is refused', async (path, headers) => {
    expect(await sandbox.get(path, headers)).toMatchObject({
      status: 400,
      body: { error: { code: 'Request_UnsupportedQuery' } },
    });
  });
});

describe('$filter', () => {
  const ids = (...numbers: number[]): string[] => numbers.map(guid);
  const upTo = (keep: (n: number) => boolean): string[] =>
    Array.from({ length: count }, (_, index) => index + 1)
      .filter(keep)
      .map(guid);
  const found: readonly (readonly [filter: string, expected: string[], advanced?: true])[] = [
    [`userPrincipalName eq 'PERSON7@${domain}'`, ids(7)],
    [`id eq '${guid(9)}'`, ids(9)],
    ['accountEnabled eq true', upTo((n) => n % 2 === 0)],
    ["department eq 'sales'", upTo((n) => n % 3 === 0 && n % 5 !== 0)],
    ["department eq 'O''Hara & Co'", upTo((n) => n % 3 !== 0 && n % 5 !== 0)],
    ["startsWith(displayName,'Person 24')", ids(24, 240, 241, 242, 243, 244, 245, 246, 247, 248, 249)],
    ["startswith(displayName, 'person 24') and accountEnabled eq false", ids(241, 243, 245, 247, 249)],
    [`userPrincipalName in ('person1@${domain}','nobody@x','person2@${domain}')`, ids(1, 2)],
    ["(displayName eq 'Person 1' or displayName eq 'Person 2') and accountEnabled eq true", ids(2)],
    ["displayName eq 'Person 1' or displayName eq 'Person 2' and accountEnabled eq true", ids(1, 2)],
    ['onPremisesSyncEnabled eq true', upTo((n) => n < 10)],
    ["onPremisesSecurityIdentifier eq 'S-1-5-21-4'", ids(4)],
    ["proxyAddresses/any(p:p eq 'smtp:P12@fabrikam.com')", ids(12)],
    ["proxyAddresses/any(x:startsWith(x,'smtp:p25'))", ids(25, 250)],
    [`assignedLicenses/any(s:s/skuId eq ${guid(4000)})`, ids(4)],
    ['createdDateTime ge 2026-01-01T00:00:59Z', ids(59, 119, 179, 239)],
    ['createdDateTime le 2026-01-01T01:00:00%2B01:00', ids(60, 120, 180, 240)],
    ["department eq 'nothing'", []],
    ["department ne 'Sales'", upTo((n) => n % 3 !== 0 || n % 5 === 0), true],
    ['department eq null', upTo((n) => n % 5 === 0), true],
    ["not(startsWith(displayName,'Person'))", [], true],
    ["onPremisesImmutableId eq 'ab%2B/cd=='", ids(7), true],
    ["onPremisesImmutableId eq 'AB%2B/cd=='", [], true],
    ["companyName eq 'Contoso'", ids(1), true],
    [`endsWith(userPrincipalName,'n11@${domain}')`, ids(11), true],
    ["proxyAddresses/any(p:endsWith(p,':p13@fabrikam.com'))", ids(13), true],
    ["onPremisesExtensionAttributes/extensionAttribute5 eq 'five'", ids(3), true],
    ['otherMails/$count eq 0', upTo(() => true), true],
    ['proxyAddresses/$count eq 0', [], true],
  ];
  test.each(found.map(([filter, expected, needs]) => [filter, expected, needs === true] as const))(
    '%s',
    async (filter, expected, needsAdvanced) => {
      const query = `/users?$top=999&$select=id&$filter=${filter.replaceAll('&', '%26')}`;
      if (needsAdvanced) {
        for (const [path, headers] of [
          [query, {}],
          [query, advanced],
          [`${query}&$count=true`, {}],
        ] as const) {
          const refused = await sandbox.get(path, headers);
          expect(refused).toMatchObject({ status: 400, body: { error: { code: 'Request_UnsupportedQuery' } } });
        }
      }
      const pages = await allPages(
        sandbox,
        needsAdvanced ? `${query}&$count=true` : query,
        needsAdvanced ? advanced : {},
      );
      expect(pages.flat().map((user) => user['id'])).toEqual(expected);
    },
  );

  const refused: readonly string[] = [
    'displayName',
    'displayName eq',
    "displayName eq 'x",
    "displayName = 'x'",
    "displayName eq 'x' and",
    "(displayName eq 'x'",
    "displayName eq 'x')",
    'displayName eq x',
    'displayName eq true',
    "accountEnabled eq 'true'",
    "shoeSize eq '43'",
    "extension_00000000000000000000000000000000_x eq 'x'",
    "contains(displayName,'x')",
    "displayName gt 'a'",
    "streetAddress/number eq '1'",
    "proxyAddresses eq 'x'",
    "proxyAddresses/all(p:p eq 'x')",
    "proxyAddresses/any(p:q eq 'x')",
    "displayName/any(p:p eq 'x')",
    "aboutMe eq 'x'",
    "endsWith(displayName,'x')",
    'onPremisesSecurityIdentifier eq null',
    'usageLocation eq null',
    `displayName in (${Array.from({ length: 16 }, (_, index) => `'${index}'`).join(',')})`,
    Array.from({ length: 16 }, (_, index) => `displayName eq '${index}'`).join(' or '),
    `${'('.repeat(2000)}displayName eq 'x'${')'.repeat(2000)}`,
    `${'not '.repeat(1000)}displayName eq 'x'`,
    '',
  ];
  test.each(refused)('%s is refused', async (filter) => {
    const reply = await sandbox.get(`/users?$filter=${encodeURIComponent(filter)}`);
    expect(reply.status).toBe(400);
    expect(reply.body.error?.message).toBeTruthy();
  });

  test('fifteen alternatives are allowed', async () => {
    const filter = Array.from({ length: 15 }, (_, index) => `displayName eq 'Person ${index + 1}'`).join(' or ');
    expect((await sandbox.get(`/users?$filter=${filter}`)).body.value).toHaveLength(15);
  });

  test('groups are found by type and name', async () => {
    const unified = await sandbox.get("/groups?$select=id&$filter=groupTypes/any(c:c eq 'Unified')");
    expect(unified.body.value).toEqual([{ id: guid(5001) }]);
    expect((await sandbox.get("/groups?$select=id&$filter=displayName eq 'sec'")).body.value).toEqual([
      { id: guid(5002) },
    ]);
    expect((await sandbox.get("/groups?$filter=NOT groupTypes/any(c:c eq 'Unified')")).status).toBe(400);
    const rest = await sandbox.get(
      "/groups?$select=id&$count=true&$filter=NOT groupTypes/any(c:c eq 'Unified')",
      advanced,
    );
    expect(rest.body.value).toEqual([{ id: guid(5002) }]);
  });

  test('a plus sign that is not encoded is a space', async () => {
    const { body } = await sandbox.get("/users?$count=true&$filter=onPremisesImmutableId eq 'ab+/cd=='", advanced);
    expect(body.value).toEqual([]);
  });

  const pieces = fc.constantFrom(
    'displayName',
    'accountEnabled',
    'proxyAddresses',
    'onPremisesExtensionAttributes',
    'createdDateTime',
    'assignedLicenses',
    'id',
    'eq',
    'ne',
    'ge',
    'le',
    'gt',
    'in',
    'and',
    'or',
    'not',
    '(',
    ')',
    ',',
    '/',
    ':',
    "'x'",
    "''",
    'true',
    'null',
    '1',
    '-1.5',
    'any',
    'all',
    'p',
    '$count',
    'startsWith',
    'endsWith',
    '2026-01-01T00:00:00Z',
    guid(1),
    '__proto__',
    'constructor',
    'toString',
  );
  const atom = fc.constantFrom(
    "displayName eq 'x'",
    "proxyAddresses/any(p:p eq 'x')",
    'accountEnabled ne true',
    "department in ('x','y')",
    'city eq null',
    "startsWith(mail,'x')",
  );
  const sound = fc
    .array(fc.tuple(fc.constantFrom('', 'not ', '('), atom, fc.constantFrom(' and ', ' or ')), {
      minLength: 1,
      maxLength: 5,
    })
    .map((parts) =>
      parts
        .map(
          ([before, inner, word], index) =>
            `${before}${inner}${before === '(' ? ')' : ''}${index + 1 < parts.length ? word : ''}`,
        )
        .join(''),
    );
  const cut = fc
    .tuple(sound, fc.nat(80), fc.nat(3))
    .map(([filter, at, length]) => filter.slice(0, at) + filter.slice(at + length));
  const anyFilter = fc.oneof(
    sound,
    cut,
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(pieces, { maxLength: 14 }).map((list) => list.join(' ')),
    fc.array(pieces, { maxLength: 8 }).map((list) => list.join('')),
  );

  test('any text is a filter or is refused: over HTTPS', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, fc.boolean(), async (filter, eventual) => {
        const path = `/users?$top=1&$filter=${encodeURIComponent(filter.toWellFormed())}${eventual ? '&$count=true' : ''}`;
        const { status } = await sandbox.get(path, eventual ? advanced : {});
        expect([200, 400]).toContain(status);
      }),
      { numRuns: 300, seed: 4711 },
    );
  });

  test('any text is a filter or is refused: the compiler alone', () => {
    const store = new Store();
    const object = { kind: 'user', id: guid(1), sequence: 1, properties: person(4) as never } as const;
    let compiled = 0;
    fc.assert(
      fc.property(anyFilter, (filter) => {
        try {
          const keep = compileFilter(filter, store, userSchema, true);
          compiled += 1;
          expect(typeof keep(object)).toBe('boolean');
        } catch (error) {
          expect(error).toBeInstanceOf(GraphFault);
          expect((error as GraphFault).status).toBe(400);
        }
      }),
      { numRuns: 20_000, seed: 4711 },
    );
    expect(compiled).toBeGreaterThan(4000);
  });

  test('the operators agree with a plain reading of them', () => {
    const store = new Store();
    const value = fc.string({ unit: fc.constantFrom('a', 'B', "'", 'ß', ' '), minLength: 1, maxLength: 3 });
    const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    fc.assert(
      fc.property(value, fc.option(value), value, (wanted, own, other) => {
        const object = {
          kind: 'user',
          id: guid(1),
          sequence: 1,
          properties: own === null ? {} : { department: own },
        } as const;
        const matches = (filter: string): boolean => compileFilter(filter, store, userSchema, true)(object);
        const same = own?.toLowerCase() === wanted.toLowerCase();
        expect(matches(`department eq ${quote(wanted)}`)).toBe(same);
        expect(matches(`department ne ${quote(wanted)}`)).toBe(!same);
        expect(matches(`not (department eq ${quote(wanted)})`)).toBe(!same);
        expect(matches(`department in (${quote(wanted)},${quote(other)})`)).toBe(
          same || own?.toLowerCase() === other.toLowerCase(),
        );
        expect(matches('department eq null')).toBe(own === null);
      }),
      { seed: 4711 },
    );
  });
});

describe('$count', () => {
  test('in the first page of an advanced query only', async () => {
    const first = await sandbox.get('/users?$count=true&$top=200', advanced);
    expect(first.body['@odata.count']).toBe(count);
    const second = await sandbox.get(first.body['@odata.nextLink'] as string, advanced);
    expect(second.body).not.toHaveProperty('@odata.count');
    expect(second.body.value).toHaveLength(50);
  });

  test('counts what the filter keeps', async () => {
    const { body } = await sandbox.get('/users?$count=true&$top=1&$filter=accountEnabled eq true', advanced);
    expect(body['@odata.count']).toBe(count / 2);
  });

  test('is passed over without the header', async () => {
    const { body } = await sandbox.get('/users?$count=true');
    expect(body).not.toHaveProperty('@odata.count');
  });

  test('as a segment needs the header', async () => {
    expect((await sandbox.get('/users/$count')).body.error?.message).toBe('$count is not currently supported.');
    expect(await sandbox.get('/users/$count', advanced)).toMatchObject({ status: 200, text: String(count) });
    expect(await sandbox.get('/groups/$count', advanced)).toMatchObject({ status: 200, text: '2' });
  });
});

describe('the envelope', () => {
  test('ids and date come with every answer; the client id of a request comes back', async () => {
    const reply = await sandbox.get(`/users/${guid(999)}`, { 'client-request-id': 'my-own-id' });
    expect(reply.headers.get('client-request-id')).toBe('my-own-id');
    expect(reply.headers.get('request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(Number.isNaN(Date.parse(reply.headers.get('date') ?? ''))).toBe(false);
    expect(reply.body.error).toMatchObject({
      innerError: { 'client-request-id': 'my-own-id', 'request-id': reply.headers.get('request-id') },
    });
  });

  test.each([
    ['GET', '/nothing', 400],
    ['GET', '/users/x/nothing', 400],
    ['POST', '/devices', 405],
    ['PUT', '/users', 405],
    ['GET', '/groups/not-a-guid', 400],
    ['GET', `/groups/${guid(999)}`, 404],
    ['GET', "/users('a", 400],
    ['GET', '/users/nobody', 404],
    ['GET', '/users/%zz', 400],
  ])('%s %s gives %i', async (method, path, status) => {
    expect((await sandbox.call(method, path)).status).toBe(status);
  });

  test('another version of Graph is not served', async () => {
    const reply = await sandbox.raw('GET', '/beta/users', {
      headers: { authorization: `Bearer ${await sandbox.token()}` },
    });
    expect(reply.status).toBe(400);
  });
});
