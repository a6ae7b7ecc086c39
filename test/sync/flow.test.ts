import { expect, test } from 'vitest';
import type { SourceObject } from '../../src/model/source.ts';
import { populationOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { BASE } from '../support/world/identity.ts';
import { imported, person } from '../support/world/sources.ts';

/** A rule that gives one attribute of people. */
function inbound(name: string, precedence: number, flow: string): string {
  return `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { connectors: { type: directory }, type: user }
  to: { metaverse: person }
  precedence: ${precedence}
  link: join
  flows: { ${flow} }
`;
}

function outbound(name: string, precedence: number, flow: string): string {
  return `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: ${name} }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: ${precedence}
  link: join
  flows: { ${flow} }
`;
}

async function flowed(documents: readonly string[], attribute: string, ada: SourceObject = person('ada')) {
  const rules = await rulesOf({ documents: documents.join('---') });
  const [desired] = populationOf(rules, [imported([ada])]).desired;
  const contribution = desired?.attributes.get(attribute);
  const name = (flow: number) => rules.flows[flow]?.rule.id;
  if (contribution === undefined) return 'left alone';
  return { value: contribution.value, by: name(contribution.flow), losers: contribution.losers.map(name) };
}

async function inherited(documents: readonly string[], attribute: string, ada = person('ada')) {
  const rules = await rulesOf({ documents: documents.join('---') });
  const [desired] = populationOf(rules, [imported([ada])]).desired;
  const contribution = desired?.metaverse.get(attribute);
  const name = (flow: number) => rules.flows[flow]?.rule.id;
  if (contribution === undefined) return 'left alone';
  return { value: contribution.value, by: name(contribution.flow), losers: contribution.losers.map(name) };
}

const research = person('ada', { with: { department: 'Research' } });

test.each<[name: string, documents: readonly string[], expected: unknown]>([
  [
    'the lower number wins, the others lose by precedence',
    [inbound('late', 120, 'department: \'="late"\''), inbound('early', 90, 'department: \'="early"\'')],
    { value: 'early', by: 'early', losers: ['person-in', 'late'] },
  ],
  [
    'NULL leaves it to the next',
    [inbound('early', 90, "department: '=NULL'")],
    { value: 'Research', by: 'person-in', losers: [] },
  ],
  [
    'an absent attribute does, too',
    [inbound('early', 90, 'department: company')],
    { value: 'Research', by: 'person-in', losers: [] },
  ],
  [
    'AuthoritativeNull leaves it to nobody',
    [inbound('early', 90, "department: '=AuthoritativeNull'")],
    { value: undefined, by: 'early', losers: ['person-in'] },
  ],
  [
    'IgnoreThisFlow is as if it were not there',
    [inbound('early', 90, "department: '=IgnoreThisFlow'")],
    { value: 'Research', by: 'person-in', losers: [] },
  ],
])('inbound: %s', async (_name, documents, expected) => {
  expect(await inherited(documents, 'department', research)).toEqual(expected);
});

test.each<[name: string, documents: readonly string[], ada: SourceObject, expected: unknown]>([
  ['nobody gives a value: cleared', [], person('ada'), { value: undefined, by: 'user-out', losers: [] }],
  [
    'every inbound flow says NULL: cleared',
    [inbound('early', 90, "department: '=NULL'")],
    person('ada'),
    { value: undefined, by: 'user-out', losers: [] },
  ],
  [
    'AuthoritativeNull inbound: cleared',
    [inbound('early', 90, "department: '=AuthoritativeNull'")],
    research,
    { value: undefined, by: 'user-out', losers: [] },
  ],
  [
    'AuthoritativeNull outbound: cleared, and nobody fills it',
    [outbound('first', 190, "department: '=AuthoritativeNull'")],
    research,
    { value: undefined, by: 'first', losers: ['user-out'] },
  ],
  [
    'IgnoreThisFlow outbound leaves it to the next',
    [outbound('first', 190, "department: '=IgnoreThisFlow'")],
    research,
    { value: 'Research', by: 'user-out', losers: [] },
  ],
  [
    'NULL outbound leaves it to the next',
    [outbound('first', 190, "department: '=NULL'")],
    research,
    { value: 'Research', by: 'user-out', losers: [] },
  ],
])('department in the tenant: %s', async (_name, documents, ada, expected) => {
  expect(await flowed(documents, 'department', ada)).toEqual(expected);
});

test('only IgnoreThisFlow outbound: what the tenant has stays', async () => {
  expect(await flowed([outbound('only', 190, "city: '=IgnoreThisFlow'")], 'city')).toBe('left alone');
});

test.each(['city: l', "city: '=IIF(IsPresent([l]), Left([l],64), NULL)'"])(
  'IgnoreThisFlow inbound leaves the tenant alone, through %s',
  async (flow) => {
    const out = outbound('out', 190, flow);
    expect(await flowed([inbound('in', 90, "l: '=IgnoreThisFlow'"), out], 'city')).toBe('left alone');
    expect(await flowed([inbound('in', 90, 'l: l'), out], 'city')).toEqual({ value: undefined, by: 'out', losers: [] });
    const oslo = person('ada', { with: { l: 'Oslo' } });
    expect(await flowed([inbound('in', 90, 'l: l'), out], 'city', oslo)).toEqual({
      value: 'Oslo',
      by: 'out',
      losers: [],
    });
  },
);

test('an attribute that no rule flows is not there', async () => {
  expect(await flowed([], 'city')).toBe('left alone');
});

test('merge unites what every rule gives, once', async () => {
  const given = person('ada', {
    with: { proxyAddresses: ['smtp:a@x', 'SMTP:b@x'], otherTelephone: ['smtp:A@x', 'smtp:a@x'] },
  });
  const merged = (type: string) =>
    inherited(
      [
        inbound('one', 90, `proxyAddresses: { from: proxyAddresses, merge: ${type} }`),
        inbound('two', 91, `proxyAddresses: { from: otherTelephone, merge: ${type} }`),
      ],
      'proxyAddresses',
      given,
    );
  expect(await merged('merge')).toMatchObject({ value: ['SMTP:b@x', 'smtp:a@x', 'smtp:A@x'] });
  expect(await merged('mergeIgnoreCase')).toMatchObject({ value: ['SMTP:b@x', 'smtp:a@x'] });
  expect(await merged('update')).toMatchObject({ value: ['SMTP:b@x', 'smtp:a@x'], by: 'one', losers: ['two'] });
});

test('applyOnce is known by attribute', async () => {
  const rules = await rulesOf({
    documents: outbound('once', 190, 'city: { expression: \'"Oslo"\', applyOnce: true }'),
  });
  const [desired] = populationOf(rules, [imported([person('ada')])]).desired;
  expect([...desired!.once]).toEqual(['city']);
});

test('an object has the parameters of its own domain', async () => {
  const rules = await rulesOf({
    documents: inbound('domain', 90, 'department: \'=%Domain.Netbios%&"/"&%Forest.FQDN%\''),
  });
  const child = `DC=child,${BASE}`;
  const source = imported([person('ada'), person('bob', { dn: `CN=bob,${child}` })]);
  const of = (domain: string) =>
    new Map([
      ['Domain.Netbios', domain],
      ['Forest.FQDN', 'contoso.com'],
    ]);
  const summary = {
    ...source.summary,
    parameters: new Map([['Forest.FQDN', 'contoso.com']]),
    partitionParameters: new Map([
      [BASE, of('CORP')],
      [child, of('CHILD')],
    ]),
  };
  const { desired } = populationOf(rules, [{ ...source, summary }]);
  const departments = desired.map(({ metaverse }) => metaverse.get('department')?.value);
  expect(departments.sort()).toEqual(['CHILD/contoso.com', 'CORP/contoso.com']);
});
