import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { Value } from '../../src/model/value.ts';
import { guidOf, sidBytes } from '../support/world/identity.ts';
import { planOf, populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, reference, sourceObject, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser } from '../support/world/tenant.ts';

const inbound = (name: string, connector: string, precedence: number, spec: string, types = 'user person'): string => {
  const [type = '', target = ''] = types.split(' ');
  return `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { connectors: [${connector}], type: ${type} }
  to: { metaverse: ${target} }
  precedence: ${precedence}
${spec.replace(/^/gm, '  ')}
`;
};
const key = (connector: string, name: string) => `${connector}/${guidOf(name)}`;

const PERSON = `link: provision
flows:
  userPrincipalName: userPrincipalName
  displayName: displayName
  sourceAnchor: '=ConvertToBase64([objectGUID])'`;

const OUT = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: out }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 200
  link: provision
  flows: { userPrincipalName: userPrincipalName, displayName: displayName }
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: groups-out }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 201
  link: provision
  flows: { displayName: displayName, members: member }
`;

/** Two forests that were built alike: their DNs are the same, and the objects are not. */
const BASE = 'DC=lab,DC=local';
const dn = (name: string) => `CN=${name},${BASE}`;
const inLab = (forest: string, name: string, given: Readonly<Record<string, Value>> = {}): SourceObject =>
  person(`${forest}-${name}`, { dn: dn(name), with: given });

describe('two forests with the same names', () => {
  const sources = (here: readonly SourceObject[], there: readonly SourceObject[]) => [
    imported(here, 'corp', BASE),
    imported(there, 'second', BASE),
  ];
  const bosses = ['corp', 'second'].map((forest) => inLab(forest, 'boss'));
  const [here, there] = [bosses.slice(0, 1), bosses.slice(1)];
  const join = 'link: join\njoin: [{ employeeID: employeeID }]';
  const managerOf = async (documents: string, first: Record<string, Value>, second: Record<string, Value>) => {
    const rules = await rulesOf({ connectors: ['corp', 'second'], documents });
    const ada = inLab('corp', 'ada', { employeeID: '1', ...first });
    const other = sourceObject('other', { type: 'contact', dn: dn('other'), with: { employeeID: '1', ...second } });
    const { desired } = populationOf(rules, sources([ada, ...here], [other, ...there]));
    return desired.find((one) => one.key === key('corp', 'corp-ada'))?.manager;
  };
  const boss = reference(dn('boss'));

  test('the manager is the one of the forest that says so', async () => {
    const documents = inbound('other', 'second', 90, `${join}\nflows: { manager: manager }`, 'contact person');
    expect(await managerOf(documents, {}, { manager: boss })).toEqual({
      kind: 'desired',
      key: key('second', 'second-boss'),
    });
    expect(await managerOf(documents, { manager: boss }, {})).toEqual({
      kind: 'desired',
      key: key('corp', 'corp-boss'),
    });
  });

  const ASSISTANT = `
apiVersion: lockstep/v1alpha1
kind: Metaverse
metadata: { name: more }
spec: { types: { person: { attributes: { aide: { syntax: reference } } } } }
---
${inbound('aide', 'corp', 91, 'flows: { aide: assistant }')}`;

  test('what other attributes refer to plays no part', async () => {
    const documents = [
      inbound('other', 'second', 90, `${join}\nflows: { manager: manager }`, 'contact person'),
      ASSISTANT,
      `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: assisted }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  flows: { city: '=IIF(IsPresent([aide]),"yes","no")', manager: manager }
`,
    ].join('---');
    expect(await managerOf(documents, { assistant: boss }, { manager: boss })).toEqual({
      kind: 'desired',
      key: key('second', 'second-boss'),
    });
  });

  test('of two attributes that may give it the first decides', async () => {
    const documents = [
      inbound('other', 'second', 90, `${join}\nflows: { manager: manager }`, 'contact person'),
      ASSISTANT,
      `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: fallback }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  flows: { manager: '=IIF(IsPresent([manager]),[manager],[aide])' }
`,
    ].join('---');
    const second = { kind: 'desired', key: key('second', 'second-boss') };
    expect(await managerOf(documents, { assistant: boss }, { manager: boss })).toEqual(second);
    expect(await managerOf(documents, { assistant: boss }, {})).toEqual({
      kind: 'desired',
      key: key('corp', 'corp-boss'),
    });
  });

  test('members that both give are each of their own forest', async () => {
    const groups = (name: string, connector: string, precedence: number, head: string) =>
      inbound(
        name,
        connector,
        precedence,
        `${head}\nflows:\n  info: info\n  member: { from: member, merge: merge }`,
        'group group',
      );
    const rules = await rulesOf({
      ordinary: false,
      connectors: ['corp', 'second'],
      documents: [
        inbound('people', 'corp, second', 70, PERSON),
        groups('crew', 'corp', 80, 'link: provision'),
        groups('far-crew', 'second', 81, 'link: join\njoin: [{ info: info }]'),
        inbound(
          'names',
          'corp',
          82,
          `flows: { displayName: displayName, sourceAnchor: '=ConvertToBase64([objectGUID])' }`,
          'group group',
        ),
        OUT,
      ].join('---'),
    });
    const crew = (forest: string, members: readonly string[]) =>
      team(`${forest}-crew`, members, { dn: dn('crew'), with: { info: '1', displayName: 'crew' } });
    const eve = inLab('second', 'eve');
    const { desired } = populationOf(
      rules,
      sources([crew('corp', [dn('boss')]), ...here], [crew('second', [dn('eve')]), eve, ...there]),
    );
    expect(desired.find(({ type }) => type === 'group')?.members).toEqual([
      { kind: 'desired', key: key('corp', 'corp-boss') },
      { kind: 'desired', key: key('second', 'second-eve') },
    ]);
  });
});

describe('a member from another forest who is not wanted', () => {
  const FOREST = 'DC=fabrikam,DC=com';
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await rulesOf({
      topology:
        '  extends: [lockstep/default@1]\n  signIn: { newUsers: externalPassword }\n  matching: { people: mail }',
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
  const mail = 'ada@contoso.com';
  // Filtered out there, and her other account fails here.
  const eve = person('eve', {
    dn: `CN=eve,${FOREST}`,
    with: { mail, objectSid: sidBytes(1104), adminDescription: 'User_1', userAccountControl: 514 },
  });
  const ada = person('ada', { with: { mail, userAccountControl: undefined } });
  const sources = () => [imported([ada, foreign, team('crew', [foreign.dn])]), imported([eve], 'fabrikam', FOREST)];

  test('leads to everything that may have been made of the person', () => {
    const crew = populationOf(rules, sources()).desired.find(({ type }) => type === 'group');
    expect(crew?.members).toEqual([
      {
        kind: 'notDesired',
        key: key('corp', 'fsp'),
        dn: foreign.dn,
        otherKeys: [key('corp', 'ada'), key('fabrikam', 'eve')],
      },
    ]);
  });

  test.each([
    ['of the account here', markOf('ada')],
    ['of the account there', markOf('eve', { connector: 'fabrikam' })],
  ])('stays a member under the mark %s', (_name, mark) => {
    const objects = [ourUser('ada', { mark, attributes: { accountEnabled: false } }), ourGroup('crew')];
    const { told } = planOf({ rules, sources: sources(), tenant: { objects, members: { 'id-crew': ['id-ada'] } } });
    expect(told.filter((one) => one.startsWith('crew'))).toEqual([]);
  });

  test('the directory says why such objects are not carried: somebody everywhere, or nobody here', () => {
    const named = (name: string) =>
      sourceObject(name, {
        type: 'foreignSecurityPrincipal',
        dn: `CN=${name},CN=ForeignSecurityPrincipals,DC=corp,DC=contoso,DC=com`,
        with: { cn: name },
      });
    const names = ['S-1-5-11', 'S-1-5-21-9-9-9-9'];
    const { undesired } = populationOf(rules, [imported(names.map(named)), imported([], 'fabrikam', FOREST)]);
    const why = new Map(undesired.map(({ dn: of, reason }) => [of, 'detail' in reason ? reason.detail : undefined]));
    expect(why.get(named('S-1-5-11').dn)).toContain('well known');
    expect(why.get(named('S-1-5-21-9-9-9-9').dn)).toContain('no person or group');
  });
});

test('a manager that is a text and no reference is an error, never nobody', async () => {
  const objects = [ourUser('ada', { manager: 'id-bob' }), ourUser('bob')];
  const source = [person('ada', { with: { manager: 'CN=boss,DC=corp' } }), person('bob')];
  const plan = planOf({ rules: await rulesOf(), source, tenant: { objects } });
  expect(plan.population.failed.map(({ message }) => message)).toEqual(['manager is no reference']);
  expect(plan.told).toEqual([]);
});
