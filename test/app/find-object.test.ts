import { expect, test } from 'vitest';
import { findObject } from '../../src/app/find-object.ts';
import { nameablesOf } from '../../src/app/nameables.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject } from '../support/world/sources.ts';
import { ourUser, stranger, tenantOf } from '../support/world/tenant.ts';

const sources = [
  imported([
    person('ada', { with: { displayName: 'Ada Byron', mail: 'a.byron@contoso.com' } }),
    person('bob', { with: { displayName: 'Ada Byron' } }),
    person('eve', { with: { userPrincipalName: undefined } }),
    sourceObject('c', { type: 'contact' }),
  ]),
];
const rules = await rulesOf();
const population = populationOf(rules, sources);
const tenant = tenantOf({
  objects: [
    ourUser('ada', { name: 'old.ada@contoso.com' }),
    stranger('zoe'),
    stranger('twin', { name: 'bob@contoso.com' }),
    ourUser('gone'),
    stranger('anchored', { anchor: userAnchor('bob') }),
  ],
});
const names = nameablesOf(sources, population, tenant, 'contoso');

function refusal(name: string) {
  try {
    return findObject(name, names).key;
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [one] = error.diagnostics;
    return `${one?.code ?? ''} ${one?.help ?? ''}`.trim();
  }
}

const key = (name: string) => `corp/${guidOf(name)}`;

test.each([
  ['the DN', 'CN=ada,OU=Staff,DC=corp,DC=contoso,DC=com', 'ada'],
  ['the DN in another spelling', 'cn=ADA, ou=Staff,dc=corp,dc=contoso,dc=com', 'ada'],
  ['the objectGUID', guidOf('ada'), 'ada'],
  ['the objectGUID in braces and capitals', `{${guidOf('ada').toUpperCase()}}`, 'ada'],
  ['the anchor', userAnchor('ada'), 'ada'],
  ['the key', key('ada'), 'ada'],
  ['the sign-in name, whatever the case', 'ADA@contoso.com', 'ada'],
  ['the sign-in name that the tenant still has', 'old.ada@contoso.com', 'ada'],
  ['the tenant id', 'id-ada', 'ada'],
  ['a mail address', 'a.byron@contoso.com', 'ada'],
  ['an account name', 'eve', 'eve'],
  ['the name of a contact', 'c', 'c'],
  ['the id of a candidate for its anchor', 'id-anchored', 'bob'],
  ['a sign-in name that a stranger has, too: the source comes first', 'bob@contoso.com', 'bob'],
])('%s finds a source object', (_, name, expected) => {
  expect(findObject(name, names).key).toBe(key(expected));
});

test('people of the tenant alone are found by id, name, and the mark of what is gone', () => {
  expect(findObject('zoe@contoso.com', names).key).toBe('tenant/id-zoe');
  expect(findObject('id-twin', names).key).toBe('tenant/id-twin');
  expect(findObject(guidOf('gone'), names).key).toBe('tenant/id-gone');
});

test('several, and none: who may be meant', () => {
  expect(refusal('Ada Byron')).toMatch(/^CLI006 /);
  expect(refusal('adda@contoso.com')).toBe('CLI005 Did you mean ada@contoso.com?');
  expect(refusal('byron@')).toBe('CLI005 Did you mean a.byron@contoso.com?');
  expect(refusal('nothing like it')).toBe('CLI005');
  expect(refusal('=,+=')).toBe('CLI005');
});
