import { expect, test } from 'vitest';
import { isStale } from '../../src/sync/stale.ts';

const partitions = ['DC=contoso,DC=com', 'DC=sub,DC=contoso,DC=com', 'DC=fabrikam,DC=com'];

test.each<[string, readonly string[] | undefined, boolean]>([
  ['CN=gone,OU=Staff,DC=fabrikam,DC=com', partitions, true],
  ['cn=gone , ou=Staff,dc=CONTOSO,dc=com', partitions, true],
  ['CN=x,DC=elsewhere', partitions, false],
  ['CN=x,DC=notcontoso,DC=com', partitions, false],
  ['CN=S-1-5-21-1-2-3-4,CN=ForeignSecurityPrincipals,DC=contoso,DC=com', partitions, false],
  ['CN=gone,DC=fabrikam,DC=com', [], false],
  ['CN=gone,DC=fabrikam,DC=com', undefined, false],
])('%s, of partitions %o that were read, is the name of nobody: %s', (dn, read, stale) => {
  expect(isStale(dn, read === undefined ? undefined : { partitions: read })).toBe(stale);
});
