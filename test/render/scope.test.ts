import { describe, expect, test } from 'vitest';
import { renderScopes, scopesJson } from '../../src/render/index.ts';
import { clauseWords } from '../../src/render/scope/clause-words.ts';
import { filterWords } from '../../src/render/scope/filter-words.ts';
import { dnKey } from '../../src/model/dn.ts';
import type { Rule, ScopeClause, ScopeOperator, ScopingFilter } from '../../src/model/rule-set.ts';

const source = { source: { path: 'f.yaml', text: 'name' }, start: 0, end: 4 };
const clause = (
  attribute: string,
  operator: ScopeOperator,
  ...comparands: ScopeClause['comparands'][number][]
): ScopeClause => ({
  attribute,
  operator,
  comparands,
  source,
});

describe('every operator in words', () => {
  const rows: readonly (readonly [ScopeClause, string])[] = [
    [clause('c', 'equal', 'NO'), 'whose c is NO'],
    [clause('c', 'notEqual', 'NO'), 'whose c is not NO'],
    [clause('logonCount', 'lessThan', 3), 'whose logonCount is less than 3'],
    [clause('logonCount', 'lessThanOrEqual', 3), 'whose logonCount is at most 3'],
    [clause('logonCount', 'greaterThan', 3), 'whose logonCount is greater than 3'],
    [clause('logonCount', 'greaterThanOrEqual', 3n), 'whose logonCount is at least 3'],
    [clause('department', 'contains', 'R&D'), 'whose department contains "R&D"'],
    [clause('department', 'notContains', 'Test'), 'whose department does not contain Test'],
    [clause('cn', 'startsWith', 'svc-'), 'whose cn begins with svc-'],
    [clause('cn', 'notStartsWith', 'svc'), 'whose cn does not begin with svc'],
    [clause('dn', 'endsWith', 'OU=Staff,DC=corp'), 'whose dn ends with "OU=Staff,DC=corp"'],
    [clause('dn', 'notEndsWith', 'x'), 'whose dn does not end with x'],
    [clause('mail', 'isNull'), 'whose mail is absent'],
    [clause('mail', 'isNotNull'), 'whose mail is present'],
    [
      clause('employeeType', 'in', 'Employee', 'Contractor', 'On loan'),
      'whose employeeType is Employee, Contractor or "On loan"',
    ],
    [clause('employeeType', 'notIn', 'Test', 'Service'), 'whose employeeType is not Test or Service'],
    [clause('userAccountControl', 'bitSet', 512), 'whose userAccountControl has the bit 512'],
    [clause('userAccountControl', 'bitNotSet', 514), 'whose userAccountControl does not have any of the bits 2, 512'],
    [clause('memberOf', 'memberOf', 'CN=VPN,DC=corp'), 'that are members of "CN=VPN,DC=corp"'],
    [clause('memberOf', 'notMemberOf', 'CN=VPN,DC=corp'), 'that are not members of "CN=VPN,DC=corp"'],
  ];

  test.each(rows)('%o', (given, words) => {
    expect(clauseWords(given)).toBe(words);
  });

  test('all twenty are here', () => {
    expect(new Set(rows.map(([{ operator }]) => operator)).size).toBe(20);
  });

  test('values cannot pretend to be words, nor move the cursor', () => {
    expect(clauseWords(clause('c', 'equal', 'NO or "SE"'))).toBe('whose c is "NO or \\"SE\\""');
    expect(clauseWords(clause('c', 'equal', '\u001b[2J'))).toBe('whose c is "\\u001b[2J"');
    expect(clauseWords(clause('c', 'equal', true))).toBe('whose c is true');
    expect(clauseWords(clause('groupType', 'bitSet', -2147483648))).toBe(
      'whose groupType has one of the bits -2147483648',
    );
  });
});

const domain = 'DC=corp,DC=contoso,DC=com';
function filter(
  include: readonly string[],
  exclude: readonly string[],
  objects: ScopingFilter['objects'] = new Map(),
): ScopingFilter {
  const containers = [...include.map((dn) => [dn, true] as const), ...exclude.map((dn) => [dn, false] as const)];
  return {
    name: 'corp-staff',
    connectors: ['corp'],
    containers: containers.map(([dn, included]) => ({ dn, key: dnKey(dn), include: included, source })),
    objects,
    source,
  };
}

describe('filters', () => {
  test.each([
    [[], [], 'takes objects wherever they lie'],
    [[`OU=Staff,${domain}`], [], `takes objects below OU=Staff (in ${domain})`],
    [
      [`OU=Staff,${domain}`, `OU=Groups,${domain}`],
      [`OU=Test,OU=Staff,${domain}`],
      `takes objects below OU=Staff and OU=Groups except below OU=Test,OU=Staff (in ${domain})`,
    ],
    [[], [`OU=Test,${domain}`], `takes objects wherever they lie except below OU=Test (in ${domain})`],
    [
      [`OU=Staff,${domain}`, `OU=VIP,OU=Test,OU=Staff,${domain}`],
      [`OU=Test,OU=Staff,${domain}`],
      `takes objects below OU=Staff except below OU=Test,OU=Staff but again below OU=VIP,OU=Test,OU=Staff (in ${domain})`,
    ],
    [[`OU=VIP,${domain}`], [domain], `takes objects except below ${domain} but again below OU=VIP,${domain}`],
    [[`OU=A,${domain}`, 'OU=B,DC=lab'], [], `takes objects below OU=A,${domain} and OU=B,DC=lab`],
  ])('%j without %j', (include, exclude, words) => {
    expect(filterWords(filter(include, exclude))).toBe(words);
  });

  test('clauses by type, groups of clauses apart', () => {
    const objects = new Map([
      ['user', [[clause('employeeType', 'in', 'Employee', 'Contractor')]]],
      ['group', [[clause('mail', 'isNotNull'), clause('c', 'equal', 'NO')], [clause('mail', 'isNull')]]],
      ['contact', []],
      ['inetOrgPerson', [[clause('mail', 'isNull')]]],
    ]);
    expect(filterWords(filter([], [], objects))).toBe(
      'takes objects wherever they lie; of users those whose employeeType is Employee or Contractor; ' +
        'of groups those whose mail is present and whose c is NO; or those whose mail is absent; ' +
        'of contacts all; of inetOrgPerson objects those whose mail is absent',
    );
  });
});

describe('the list', () => {
  const rule: Rule = {
    id: 'names',
    direction: 'inbound',
    connectors: ['corp'],
    sourceType: 'user',
    targetType: 'person',
    link: 'join',
    precedence: 1,
    scope: [],
    join: [],
    flows: [],
    source,
  };
  const scoped = {
    filters: [filter([`OU=Staff,${domain}`], [])],
    rules: [
      rule,
      {
        ...rule,
        id: 'out',
        direction: 'outbound' as const,
        sourceType: 'person',
        scope: [[clause('c', 'equal', 'NO')]],
      },
    ],
  };

  test('for people', () => {
    expect(renderScopes(scoped, { colour: false })).toBe(
      [
        'Filters',
        '  corp-staff, filter of corp  f.yaml:1',
        `    takes objects below OU=Staff (in ${domain}).`,
        '',
        'Inbound rules',
        '  names  f.yaml:1',
        '    takes all users.',
        '',
        'Outbound rules',
        '  out  f.yaml:1',
        '    takes people of the metaverse whose c is NO.',
        '',
      ].join('\n'),
    );
  });

  test('for programs', () => {
    expect(scopesJson(scoped)).toMatchObject({
      filters: [{ name: 'corp-staff', connectors: ['corp'], at: 'f.yaml:1' }],
      rules: [{ rule: 'names', words: 'takes all users' }, { rule: 'out' }],
    });
  });
});
