import { beforeAll, describe, expect, test } from 'vitest';
import type { DesiredPopulation } from '../../src/model/desired.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { guidOf, sidBytes } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, sourceObject } from '../support/world/sources.ts';
import { markOf, ourUser } from '../support/world/tenant.ts';

const FOREST = 'DC=fabrikam,DC=com';
const key = (connector: string, name: string) => `${connector}/${guidOf(name)}`;
const mail = 'ada@contoso.com';

const detailOf = ({ undesired }: DesiredPopulation, of: string): string | undefined => {
  const reason = undesired.find((one) => one.key === of)?.reason;
  return reason !== undefined && 'detail' in reason ? reason.detail : undefined;
};

describe('several accounts of one forest for one person', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await rulesOf({
      topology: '  extends: [lockstep/default@1]\n  matching: { people: mail }',
      connectors: ['corp', 'fabrikam'],
      ordinary: false,
    });
  });
  const sid = 'S-1-5-21-1-2-3-1104';
  const foreign = sourceObject('fsp', {
    type: 'foreignSecurityPrincipal',
    dn: `CN=${sid},CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com`,
    with: { cn: sid },
  });
  const ada = person('ada', { with: { mail, objectSid: sidBytes(1104) } });
  const account = (name: string): SourceObject =>
    person(name, { dn: `CN=${name},${FOREST}`, with: { mail, userAccountControl: 514 } });
  const torn = (...names: readonly string[]) =>
    populationOf(rules, [imported([ada, foreign]), imported(names.map(account), 'fabrikam', FOREST)]);

  test.each([
    [['x1', 'x2'], 2, ''],
    [['x1', 'x2', 'x3'], 3, ''],
    [['x1', 'x2', 'x3', 'x4', 'x5'], 3, ' and 2 more'],
  ])('%j: all are held, and told of each other', (names, shown, more) => {
    const { failed } = torn(...names);
    expect(failed.map((one) => one.key)).toEqual(
      [key('corp', 'ada'), ...names.map((one) => key('fabrikam', one))].sort(),
    );
    for (const { message } of failed) {
      expect(message.match(/CN=x\d,/g)).toHaveLength(shown);
      if (more === '') expect(message).not.toContain(' more');
      else expect(message).toMatch(new RegExp(`${more}$`));
    }
  });

  test('what only points at the person has not failed: it is not carried, for the same reason', () => {
    const population = torn('x1', 'x2');
    expect(detailOf(population, key('corp', 'fsp'))).toMatch(/^several objects join one identity/);
    expect(population.failed.map((one) => one.key)).not.toContain(key('corp', 'fsp'));
  });
});

const joining = (name: string, precedence: number, spec: string): string => `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { connectors: [fabrikam], type: user }
  to: { metaverse: person }
  precedence: ${precedence}
${spec.replace(/^/gm, '  ')}
`;

const PEOPLE = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: people }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 100
  link: provision
  flows:
    displayName: displayName
    employeeID: employeeID
    sourceAnchor: '=ConvertToBase64([objectGUID])'
    userPrincipalName: userPrincipalName
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 200
  link: provision
  flows: { userPrincipalName: userPrincipalName, displayName: displayName, department: department }
`;

const there = (name: string, given: Readonly<Record<string, Value>> = {}) =>
  sourceObject(name, { dn: `CN=${name},${FOREST}`, with: given });

async function populationWith(documents: string, first: readonly SourceObject[], second: readonly SourceObject[]) {
  const rules = await rulesOf({ ordinary: false, connectors: ['corp', 'fabrikam'], documents: PEOPLE + documents });
  return populationOf(rules, [imported(first), imported(second, 'fabrikam', FOREST)]);
}

describe('why an object is not carried', () => {
  test('it has nothing to be joined by: each attribute is named, once', async () => {
    const documents = joining(
      'made',
      90,
      `link: provision
join:
  - { employeeID: employeeID, mail: displayName }
  - { mail: displayName }
flows: { department: department }`,
    );
    const population = await populationWith(documents, [], [there('x', { department: 'R' })]);
    expect(detailOf(population, key('fabrikam', 'x'))).toBe('no value of employeeID, mail to join by');
  });

  test('the scopes of rules that would have made somebody of it are told, and those of others are not', async () => {
    const documents = [
      joining(
        'made',
        90,
        'link: provision\nscope: { all: [{ employeeType: { equal: Staff } }] }\nflows: { department: department }',
      ),
      joining(
        'more',
        91,
        'link: join\nscope: { all: [{ title: { equal: Boss } }] }\nflows: { department: department }',
      ),
    ].join('');
    const detail = detailOf(await populationWith(documents, [], [there('x')]), key('fabrikam', 'x'));
    expect(detail).toContain('employeeType');
    expect(detail).not.toContain('title');
  });

  test('containers are no objects of their own: they are in no list', async () => {
    const unit = sourceObject('unit', { type: 'organizationalUnit', dn: `OU=Staff,${FOREST}` });
    const { desired, failed, undesired } = await populationWith('', [person('ada')], [unit, there('x')]);
    expect([...desired, ...failed, ...undesired].map((one) => one.key).toSorted()).toEqual(
      [key('corp', 'ada'), key('fabrikam', 'x')].sort(),
    );
  });
});

describe('a rule that provisions without flows', () => {
  const BARE = joining('bare', 90, 'link: provision\njoin: [{ employeeID: employeeID }]\nflows: {}');
  const ours = (name: string) => ourUser(name, { mark: markOf(name, { connector: 'fabrikam' }) });

  test('makes somebody of an object: where no other rule gives an anchor it is held, and does not leave', async () => {
    const rules = await rulesOf({ ordinary: false, connectors: ['corp', 'fabrikam'], documents: PEOPLE + BARE });
    const sources = [imported([]), imported([there('x', { employeeID: '1' })], 'fabrikam', FOREST)];
    const { told, holds, population } = planOf({ rules, sources, tenant: { objects: [ours('x')] } });
    expect([told, holds]).toEqual([[], ['evaluationFailed x nothing']]);
    expect(population.failed.map((one) => one.key)).toEqual([key('fabrikam', 'x')]);
  });

  test('makes somebody of several that are one: all are held', async () => {
    const documents = BARE + joining('more', 95, 'link: join\njoin: [{ employeeID: employeeID }]\nflows: {}');
    const rules = await rulesOf({ ordinary: false, connectors: ['fabrikam', 'corp'], documents: PEOPLE + documents });
    const people = ['ada', 'bob'].map((name) => person(name, { with: { employeeID: '1' } }));
    const sources = [imported(people), imported([there('x', { employeeID: '1' })], 'fabrikam', FOREST)];
    const plan = planOf({ rules, sources, tenant: { objects: [ours('x')] } });
    expect(plan.told.filter((one) => one.startsWith('leave'))).toEqual([]);
    const { desired, failed, undesired } = plan.population;
    const listed = [...desired, ...failed, ...undesired].map((one) => one.key);
    expect(listed.toSorted()).toEqual([key('corp', 'ada'), key('corp', 'bob'), key('fabrikam', 'x')].sort());
  });
});

describe('whose rules cannot be told', () => {
  const doubt = (name: string, connector: string, precedence: number) =>
    joining(
      name,
      precedence,
      `link: join
join: [{ employeeID: employeeID }]
scope: { all: [{ memberOf: "CN=gone,${FOREST}" }] }
flows: { department: department }`,
    ).replace('connectors: [fabrikam]', `connectors: [${connector}]`);

  test('holds whom it completes, and nobody else', async () => {
    const people = ['ada', 'bob'].map((name) => person(name, { with: { employeeID: name } }));
    const population = await populationWith(doubt('doubt', 'fabrikam', 90), people, [
      there('x', { employeeID: 'ada' }),
    ]);
    expect(population.failed.map((one) => one.key)).toEqual([key('corp', 'ada'), key('fabrikam', 'x')].sort());
    expect(population.failed[0]?.message).toMatch(/^CN=x,.*CN=gone,/);
    expect(population.desired.map((one) => one.key)).toEqual([key('corp', 'bob')]);
  });

  test('of two connectors each looks among the identities of the others', async () => {
    const rules = await rulesOf({
      ordinary: false,
      connectors: ['corp', 'fabrikam', 'third'],
      documents: PEOPLE + doubt('doubt', 'fabrikam', 90) + doubt('doubt3', 'third', 91),
    });
    const people = ['ada', 'bob', 'cy'].map((name) => person(name, { with: { employeeID: name } }));
    const { desired } = populationOf(rules, [
      imported(people),
      imported([there('x', { employeeID: 'ada' })], 'fabrikam', FOREST),
      imported([sourceObject('y', { dn: 'CN=y,DC=third', with: { employeeID: 'bob' } })], 'third', 'DC=third'),
    ]);
    expect(desired.map((one) => one.key)).toEqual([key('corp', 'cy')]);
  });
});
