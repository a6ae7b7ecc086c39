import { expect, test } from 'vitest';
import { dnKey } from '../../src/model/dn.ts';
import type { ScopeClause, ScopingFilter } from '../../src/model/rule-set.ts';
import { compileFilter } from '../../src/sync/filter.ts';
import { person, sourceObject } from '../support/world/sources.ts';

const source = { source: { path: 'filters.yaml', text: 'a\nb' }, start: 2, end: 3 };

function filterOf(
  include: readonly string[],
  exclude: readonly string[] = [],
  clauses: readonly ScopeClause[] = [],
): ScopingFilter {
  const container = (included: boolean) => (dn: string) => ({ dn, key: dnKey(dn), include: included, source });
  return {
    name: 'staff',
    connectors: ['corp'],
    containers: [...include.map(container(true)), ...exclude.map(container(false))],
    objects: new Map(clauses.length === 0 ? [] : [['user', [clauses]]]),
    source,
  };
}

function refused(filter: ScopingFilter, dn: string): string | undefined {
  const object = person('ada', { dn });
  return compileFilter(filter, 'corp')({ object, dnKey: dnKey(dn) }, () => false);
}

test.each<[dn: string, include: readonly string[], exclude: readonly string[], accepted: boolean]>([
  ['CN=a,OU=Staff,DC=x', [], [], true],
  ['CN=a,OU=Staff,DC=x', ['OU=Staff,DC=x'], [], true],
  ['CN=a,OU=Deep,OU=Staff,DC=x', ['ou=STAFF, dc=x'], [], true],
  ['CN=a,OU=Other,DC=x', ['OU=Staff,DC=x'], [], false],
  ['CN=a,DC=x', ['OU=Staff,DC=x'], [], false],
  ['CN=a,OU=Other,DC=x', [], ['OU=Staff,DC=x'], true],
  ['CN=a,OU=Staff,DC=x', [], ['OU=Staff,DC=x'], false],
  // The nearest decides, whichever is listed first.
  ['CN=a,OU=Test,OU=Staff,DC=x', ['OU=Staff,DC=x'], ['OU=Test,OU=Staff,DC=x'], false],
  [
    'CN=a,OU=Good,OU=Test,OU=Staff,DC=x',
    ['OU=Staff,DC=x', 'OU=Good,OU=Test,OU=Staff,DC=x'],
    ['OU=Test,OU=Staff,DC=x'],
    true,
  ],
  ['CN=a,OU=Staff,DC=x', ['OU=Staff,DC=x'], ['DC=x'], true],
  ['CN=a,OU=Staffing,DC=x', ['OU=Staff,DC=x'], [], false],
  // Other spellings of one container.
  ['CN=a,OU=R\\26D\\, x,DC=x', ['OU=R&D\\2C x,DC=x'], [], true],
  ['CN=a,OU=A\\=B,DC=x', [], ['OU=A=B,DC=x'], false],
  // A name that only looks like a container.
  ['CN=a\\,OU=Staff,DC=x', ['OU=Staff,DC=x'], [], false],
  // The container itself is in it; a renamed one is another.
  ['OU=Staff,DC=x', ['OU=Staff,DC=x'], [], true],
  ['CN=a,OU=Personnel,DC=x', ['OU=Staff,DC=x'], [], false],
])('%s with %j less %j: %s', (dn, include, exclude, accepted) => {
  expect(refused(filterOf(include, exclude), dn) === undefined).toBe(accepted);
});

test('the reason names the container, or the clause, and its line', () => {
  const clause: ScopeClause = { attribute: 'employeeType', operator: 'in', comparands: ['Employee', 'Guest'], source };
  expect(refused(filterOf([], ['OU=Test,DC=x']), 'CN=a,OU=Test,DC=x')).toBe(
    'staff, OU=Test,DC=x excluded (filters.yaml:2)',
  );
  expect(refused(filterOf([], [], [clause]), 'CN=a,DC=x')).toBe(
    'staff, employeeType in Employee, Guest fails (filters.yaml:2)',
  );
});

test('a type that is not named is not filtered', () => {
  const clause: ScopeClause = { attribute: 'employeeType', operator: 'isNotNull', comparands: [], source };
  const accepts = compileFilter(filterOf([], [], [clause]), 'corp');
  const group = sourceObject('g', { type: 'group' });
  expect(accepts({ object: group, dnKey: dnKey(group.dn) }, () => false)).toBeUndefined();
  expect(refused(filterOf([], [], [clause]), 'CN=a,DC=x')).toBeDefined();
});
