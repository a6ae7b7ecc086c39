import { expect, test } from 'vitest';
import { dnKey } from '../../src/model/dn.ts';
import { parametersAt } from '../../src/model/parameters.ts';

const of = (name: string) => new Map([['Domain.FQDN', name]]);
const common = new Map([['Forest.FQDN', 'contoso.com']]);
const several = {
  parameters: common,
  partitionParameters: new Map([
    ['DC=contoso,DC=com', of('contoso.com')],
    ['DC=corp,DC=contoso,DC=com', of('corp.contoso.com')],
    ['dc=Fabrikam, dc=com', of('fabrikam.com')],
  ]),
};

test.each([
  ['CN=a,DC=contoso,DC=com', 'contoso.com'],
  ['cn=a,ou=b,dc=CORP,dc=contoso,dc=com', 'corp.contoso.com'],
  ['DC=corp,DC=contoso,DC=com', 'corp.contoso.com'],
  ['CN=a\\,DC=corp,DC=contoso,DC=com', 'contoso.com'],
  ['CN=a,DC=xcorp,DC=contoso,DC=com', 'contoso.com'],
  ['CN=a,DC=fabrikam,DC=com', 'fabrikam.com'],
])('%s is of %s', (dn, domain) => {
  expect(parametersAt(several, dnKey(dn)).get('Domain.FQDN')).toBe(domain);
});

test.each(['CN=a,DC=elsewhere,DC=com', 'DC=com', ''])('%s is of none of them: what is common stands', (dn) => {
  expect(parametersAt(several, dnKey(dn))).toBe(common);
});

test('one domain gives its values to everything', () => {
  const one = { parameters: of('contoso.com'), partitionParameters: new Map() };
  expect(parametersAt(one, dnKey('CN=a,DC=elsewhere'))).toBe(one.parameters);
});
