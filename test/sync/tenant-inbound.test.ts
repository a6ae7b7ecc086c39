import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { notWritable } from '../../src/app/registry.ts';
import type { Json } from '../../src/kernel/canonical-json.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import { explainSource } from '../../src/sync/explain.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf, workspaceOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { imported, person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger, tenantOf } from '../support/world/tenant.ts';

interface FromTenant {
  readonly flows: string;
  readonly more?: string;
  readonly type?: string;
  readonly precedence?: number;
}

const fromTenant = ({ flows, more = '', type = 'user', precedence = 300 }: FromTenant): string => `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: kept-${precedence} }
spec:
  from: { connector: entra, type: ${type} }
  to: { metaverse: ${type === 'user' ? 'person' : 'group'} }
  precedence: ${precedence}
  ${more}
  flows: ${flows}
`;

const toTenant = (flows: string, more = '', type = 'user'): string => `
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: more-out-${type} }
spec:
  from: { metaverse: ${type === 'user' ? 'person' : 'group'} }
  to: { connector: entra, type: ${type} }
  precedence: ${type === 'user' ? 190 : 191}
  ${more}
  flows: ${flows}
`;

const extension = `extension_6f0c1a528f0a4a579d572f4e9b6f1d33_badge`;

/** The country of the directory, else what somebody set in the cloud. */
const KEPT = `${fromTenant({ flows: '{ usageLocation: usageLocation }' })}${toTenant("{ usageLocation: '=IIF(IsPresent([co]),[co],[usageLocation])' }")}
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: country }
spec:
  from: { connectors: [corp], type: user }
  to: { metaverse: person }
  precedence: 20
  flows: { co: co }
`;

let kept: RuleSet;
beforeAll(async () => {
  kept = await rulesOf({ documents: KEPT });
});

const wantedOf = (rules: RuleSet, objects: Parameters<typeof tenantOf>[0], given = {}, attribute = 'usageLocation') =>
  planOf({
    rules,
    source: [person('ada', { with: given })],
    tenant: objects ?? {},
  }).population.desired[0]?.attributes.get(attribute)?.value;

test('a value that was set in the cloud stays while the directory has none, and loses against the one it has', () => {
  const objects = [ourUser('ada', { attributes: { usageLocation: 'SE' } })];
  expect(wantedOf(kept, { objects })).toBe('SE');
  expect(wantedOf(kept, { objects }, { co: 'NO' })).toBe('NO');
  expect(planOf({ rules: kept, source: [person('ada')], tenant: { objects } }).told).toEqual([]);
  const changed = planOf({ rules: kept, source: [person('ada', { with: { co: 'NO' } })], tenant: { objects } });
  expect(changed.told).toEqual(['update ada']);
});

test('the lineage of a value from the tenant names the rule that read it', () => {
  const rules = `${fromTenant({ flows: '{ usageLocation: usageLocation, info: department }' })}${toTenant('{ usageLocation: usageLocation, officeLocation: info }')}`;
  return rulesOf({ documents: rules }).then((both) => {
    const objects = [ourUser('ada', { attributes: { department: 'R', usageLocation: 'SE' } })];
    const source = [person('ada', { with: { department: 'R' } })];
    const { body } = planOf({ rules: both, source, tenant: { objects } });
    const [change] = body.operations.flatMap((one) => (one.kind === 'update' ? one.changes : []));
    expect(change).toMatchObject({ attribute: 'officeLocation', before: null, after: 'R' });
    expect(change?.why.map((one) => [one.rule, one.flow])).toEqual([
      ['more-out-user', 'info'],
      ['kept-300', 'department'],
    ]);
  });
});

test.each<[string, readonly ReturnType<typeof ourUser>[]]>([
  ['nobody', []],
  ['a stranger with the anchor', [stranger('ada', { anchor: userAnchor('ada'), attributes: { usageLocation: 'SE' } })]],
  [
    'the mark of another workspace',
    [ourUser('ada', { mark: markOf('ada', { workspace: 'x' }), attributes: { usageLocation: 'SE' } })],
  ],
  ['an unreadable mark', [ourUser('ada', { mark: 'unreadable', attributes: { usageLocation: 'SE' } })]],
  [
    'two with one mark',
    [
      ourUser('ada', { attributes: { usageLocation: 'SE' } }),
      ourUser('ada', { id: 'twin', name: 'twin@contoso.com', attributes: { usageLocation: 'SE' } }),
    ],
  ],
])('only what is ours by its one mark is read: %s', (_name, objects) => {
  expect(wantedOf(kept, { objects })).toBeUndefined();
});

test('a rule that joins by the anchor reads those without a mark, too, and takes nobody over', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({
      flows: `{ cloudAnchor: '="User_" & [id]', cloudSourceAnchor: onPremisesImmutableId, cloudMastered: '=IsNullOrEmpty([onPremisesSyncEnabled])' }`,
      more: 'join: [{ onPremisesImmutableId: sourceAnchor }]',
    })}${toTenant(`{ officeLocation: cloudAnchor, city: cloudSourceAnchor, state: '=IIF([cloudMastered],"cloud",NULL)' }`)}`,
  });
  const candidate = stranger('ada', { anchor: userAnchor('ada') });
  const { told, holds, population } = planOf({ rules, source: [person('ada')], tenant: { objects: [candidate] } });
  expect({ told, holds }).toEqual({ told: [], holds: ['candidate ada update'] });
  const values = ['officeLocation', 'city', 'state'].map((name) => population.desired[0]?.attributes.get(name)?.value);
  expect(values).toEqual(['User_id-ada', userAnchor('ada'), 'cloud']);
});

test('groups are read by their mark', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ info: classification }', type: 'group' })}${toTenant('{ classification: info }', '', 'group')}`,
  });
  const objects = [ourGroup('red', { attributes: { classification: 'secret' } })];
  const { told, population } = planOf({ rules, source: [team('red')], tenant: { objects } });
  expect(told).toEqual([]);
  expect(population.desired[0]?.attributes.get('classification')?.value).toBe('secret');
});

test('what rules read of the tenant is asked of it, extensions included', async () => {
  const { tenantRequest } = await workspaceOf(
    `apiVersion: lockstep/v1alpha1
kind: Topology
metadata: { name: contoso }
spec:
  tenant: { type: sandbox, id: 5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10 }
  connectors: [{ name: corp, type: ldif, path: ./corp.ldif }]
  ownerMark: { applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33 }
  directoryExtensions:
    - applicationId: 6f0c1a52-8f0a-4a57-9d57-2f4e9b6f1d33
      extensions: [{ name: ${extension.split('_')[2] ?? ''}, on: [user] }]
---
${fromTenant({
  flows: `{ usageLocation: usageLocation, info: ${extension}, cloudAnchor: '="User_" & [id]' }`,
  more: 'scope: { all: [{ createdDateTime: { isNotNull } }] }',
})}`,
  );
  expect(tenantRequest.attributes.user).toEqual(
    ['accountEnabled', 'createdDateTime', extension, 'mail', 'proxyAddresses', 'usageLocation'].toSorted(),
  );
});

test('the scope of such a rule asks the object of the tenant', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ usageLocation: usageLocation }', more: 'scope: { all: [{ usageLocation: { equal: SE } }] }' })}${toTenant('{ usageLocation: usageLocation }')}`,
  });
  const of = (usageLocation: string) =>
    wantedOf(rules, { objects: [ourUser('ada', { attributes: { usageLocation } })] });
  expect([of('SE'), of('NO')]).toEqual(['SE', undefined]);
});

test('what would change again each time it is written is held, and never written', async () => {
  const rules = await rulesOf({
    documents: fromTenant({ flows: `{ title: '=[jobTitle] & "!"' }`, precedence: 10 }),
  });
  const objects = [ourUser('ada', { attributes: { jobTitle: 'Boss' } })];
  const { told, holds, population } = planOf({ rules, source: [person('ada')], tenant: { objects } });
  expect({ told, holds }).toEqual({ told: [], holds: ['evaluationFailed ada nothing'] });
  expect(population.failed[0]?.message).toMatch(/^jobTitle: what the rules read of the tenant would change it again/);
  expect(population.failed[0]?.at).toMatch(/^user-out \(rules\.yaml:\d+\)$/);
});

test('a value that follows from another one that is written comes in the same plan', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ info: department }' })}${toTenant('{ officeLocation: info }')}`,
  });
  const tenant = tenantOf({ objects: [ourUser('ada', { attributes: { department: 'old' } })] });
  const source = [person('ada', { with: { department: 'new' } })];
  const first = planOf({ rules, source, tenant });
  const changes = first.body.operations.flatMap((one) => (one.kind === 'update' ? one.changes : []));
  expect(changes.map(({ attribute, after }) => [attribute, after])).toEqual([
    ['department', 'new'],
    ['officeLocation', 'new'],
  ]);
  expect(planOf({ rules, source, tenant: applied(tenant, first.body) }).told).toEqual([]);
});

test('what is set only where the tenant has nothing is set there, and then left alone', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ usageLocation: usageLocation }' })}${toTenant(`{ usageLocation: '=IIF(IsPresent([usageLocation]),IgnoreThisFlow,"US")' }`)}`,
  });
  const source = [person('ada', { with: { department: 'R' } })];
  const tenant = tenantOf({ objects: [ourUser('ada')] });
  const first = planOf({ rules, source, tenant });
  const changes = first.body.operations.flatMap((one) => (one.kind === 'update' ? one.changes : []));
  expect(changes.map(({ attribute, after }) => [attribute, after])).toEqual([
    ['department', 'R'],
    ['usageLocation', 'US'],
  ]);
  expect(changes[1]?.why[0]?.rule).toBe('more-out-user');
  expect(planOf({ rules, source, tenant: applied(tenant, first.body) }).told).toEqual([]);
  const own = tenantOf({ objects: [ourUser('ada', { attributes: { usageLocation: 'SE', department: 'R' } })] });
  expect(planOf({ rules, source, tenant: own }).told).toEqual([]);
});

test('what leaves scope only by its own write is held, not disabled', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ info: department }' })}---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: untouched }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 150
  link: joinNoFlow
  scope: { all: [{ info: { equal: R } }] }
`,
  });
  const tenant = { objects: [ourUser('ada', { attributes: { department: 'S' } })] };
  const { told, population } = planOf({ rules, source: [person('ada', { with: { department: 'R' } })], tenant });
  expect(told).toEqual([]);
  expect(population.failed).toHaveLength(1);
});

test('explain shows the object of the tenant, its rules and its flows', () => {
  const sources = [imported([person('ada')])];
  const tenant = tenantOf({ objects: [ourUser('ada', { attributes: { usageLocation: 'SE' } })] });
  const { population } = planOf({ rules: kept, sources, tenant });
  const ports = { asOf: 0, random: () => (length: number) => new Uint8Array(length) };
  const key = `corp/${guidOf('ada')}`;
  const told = explainSource({ ruleSet: kept, sources, tenant, target: 'entra', ports, notWritable, population }, key);
  expect(told?.identity?.tenant).toMatchObject({
    type: 'user',
    id: 'id-ada',
    name: 'ada@contoso.com',
    rules: [{ rule: 'kept-300', inScope: true }],
  });
  const location = told?.identity?.inbound.find((one) => one.attribute === 'usageLocation');
  expect(location?.candidates.map(({ rule, from, standing }) => [rule, from, standing])).toEqual([
    ['kept-300', 'entra/id-ada', 'wins'],
  ]);
});

test('in any world the plan after the apply has nothing to do, whatever is read of the tenant', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: `{ title: department, company: '=UCase([jobTitle])', department: jobTitle }` })}${toTenant('{ officeLocation: company, city: title }')}`,
  });
  fc.assert(
    fc.property(generatedWorld, ({ source, tenant }) => {
      const first = planOf({ rules, source, tenant });
      const after = applied(tenant, first.body);
      const second = planOf({ rules, source, tenant: after });
      const created = new Set(first.body.operations.flatMap((one) => (one.kind === 'create' ? [one.object.key] : [])));
      const frees = first.body.operations.some((one) => one.kind === 'delete');
      // Who was just made is read for the first time.
      const again = second.body.operations.filter(
        (one) => one.kind === 'defineExtension' || !created.has(one.object.key),
      );
      if (!frees) expect(again.map(({ id }) => id)).toEqual([]);
      const third = planOf({ rules, source, tenant: applied(after, second.body) });
      if (!frees) expect(third.told).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

test('without such rules the tenant changes nothing of what is wanted', async () => {
  const rules = await rulesOf();
  const objects = [ourUser('ada', { attributes: { usageLocation: 'SE', department: 'R' } })];
  const wanted = (tenant: Parameters<typeof tenantOf>[0]) =>
    [...planOf({ rules, source: [person('ada')], tenant: tenant ?? {} }).population.desired[0]!.attributes].map(
      ([name, { value }]) => [name, value],
    );
  expect(wanted({ objects })).toEqual(wanted({}));
});

describe('which object of the tenant is read', () => {
  const BOTH = [
    fromTenant({ flows: '{ info: city, company: preferredLanguage }' }),
    fromTenant({ flows: '{ info: description }', type: 'group', precedence: 270 }),
    // Not the object of a person: it has nothing to say of one.
    fromTenant({ flows: '{ info: preferredLanguage }', type: 'group', precedence: 280 }).replace(
      'metaverse: group',
      'metaverse: person',
    ),
  ].join('---');
  const info = async (object: ReturnType<typeof ourUser>) =>
    wantedOf(
      await rulesOf({ documents: `${BOTH}${toTenant('{ officeLocation: info }')}` }),
      { objects: [object] },
      {},
      'officeLocation',
    );

  test('rules for users read users', async () => {
    expect(await info(ourUser('ada', { attributes: { city: 'Lund', preferredLanguage: 'sv' } }))).toBe('Lund');
  });

  test('a group that carries the mark of a person is read by the rules that say so', async () => {
    expect(
      await info(ourGroup('ada', { mark: markOf('ada'), attributes: { preferredLanguage: 'sv', description: 'x' } })),
    ).toBe('sv');
  });
});

describe('a rule that joins by the anchor', () => {
  let rules: RuleSet;
  beforeAll(async () => {
    rules = await rulesOf({
      documents: `${fromTenant({ flows: '{ info: city }', more: 'join: [{ onPremisesImmutableId: sourceAnchor }]' })}${toTenant('{ officeLocation: info }')}`,
    });
  });
  const at = (name: string, city: string, of = name) =>
    stranger(name, { anchor: userAnchor(of), attributes: { city } });

  test.each<[string, readonly ReturnType<typeof stranger>[], string | undefined]>([
    ['one', [at('ada', 'Lund')], 'Lund'],
    ['nobody', [at('eve', 'Lund')], undefined],
    ['two', [at('ada', 'Lund'), at('eve', 'Oslo', 'ada')], undefined],
    ['a group of that name', [ourGroup('x', { mark: undefined, anchor: userAnchor('ada') })], undefined],
  ])('reads who holds it: %s', (_name, objects, value) => {
    expect(wantedOf(rules, { objects }, {}, 'officeLocation')).toBe(value);
  });
});

test.each<[string, Record<string, Json>, unknown]>([
  ['several texts', { businessPhones: ['1', '2'] }, '1,2'],
  ['none', { businessPhones: [] }, 'none'],
  ['nothing', {}, 'none'],
  ['what is no plain value', { businessPhones: [{ number: '1' }] }, 'none'],
  ['null', { businessPhones: null }, 'none'],
])('values of several are read as several: %s', async (_name, attributes, expected) => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ otherTelephone: businessPhones }' })}${toTenant(`{ officeLocation: '=IIF(IsPresent([otherTelephone]),Join([otherTelephone],","),"none")' }`)}`,
  });
  expect(wantedOf(rules, { objects: [ourUser('ada', { attributes })] }, {}, 'officeLocation')).toBe(expected);
});

test('flags are read as flags', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: `{ info: '=IIF([accountEnabled],"on","off")' }` })}${toTenant('{ officeLocation: info }')}`,
  });
  // Disabled here and there: what is read is what stays.
  const of = (accountEnabled: boolean, userAccountControl: number) =>
    wantedOf(
      rules,
      { objects: [ourUser('ada', { attributes: { accountEnabled } })] },
      { userAccountControl },
      'officeLocation',
    );
  expect([of(true, 512), of(false, 514)]).toEqual(['on', 'off']);
});

test('the name that a group is known by is read, whatever was asked for', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ info: uniqueName }', type: 'group' })}${toTenant('{ classification: info }', '', 'group')}`,
  });
  const { population } = planOf({ rules, source: [team('red')], tenant: { objects: [ourGroup('red')] } });
  expect(population.desired[0]?.attributes.get('classification')?.value).toBe(ourGroup('red').anchor);
});

test('a scope may ask for what no flow reads', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ usageLocation: usageLocation }', more: 'scope: { all: [{ city: { equal: Lund } }] }' })}${toTenant('{ usageLocation: usageLocation }')}`,
  });
  const of = (city: string) =>
    wantedOf(rules, { objects: [ourUser('ada', { attributes: { usageLocation: 'SE', city } })] });
  expect([of('Lund'), of('Oslo')]).toEqual(['SE', undefined]);
});

describe('explain tells of what is settled on', () => {
  const explained = (rules: RuleSet, given: Record<string, string>, attributes: Record<string, Json>) => {
    const sources = [imported([person('ada', { with: given })])];
    const tenant = tenantOf({ objects: [ourUser('ada', { attributes })] });
    const { population } = planOf({ rules, sources, tenant });
    const ports = { asOf: 0, random: () => (length: number) => new Uint8Array(length) };
    const input = { ruleSet: rules, sources, tenant, target: 'entra', ports, notWritable, population };
    return explainSource(input, `corp/${guidOf('ada')}`);
  };

  test('where one value follows from another that is written', async () => {
    const rules = await rulesOf({
      documents: `${fromTenant({ flows: '{ info: department }' })}${toTenant('{ officeLocation: info }')}`,
    });
    const told = explained(rules, { department: 'new' }, { department: 'old' });
    const office = told?.identity?.outbound.find(({ attribute }) => attribute === 'officeLocation');
    expect(office?.result).toMatchObject({ value: 'new' });
  });

  test('and where nothing is, of what led there', async () => {
    const rules = await rulesOf({ documents: fromTenant({ flows: `{ title: '=[jobTitle] & "!"' }`, precedence: 10 }) });
    const told = explained(rules, {}, { jobTitle: 'Boss' });
    expect(told?.verdict).toMatchObject({ kind: 'failed' });
    const title = told?.identity?.outbound.find(({ attribute }) => attribute === 'jobTitle');
    expect(title?.result).toMatchObject({ value: 'Boss!' });
  });
});

test('what flows once is not taken for written on who is there', async () => {
  const once = '{ usageLocation: { constant: US, applyOnce: true }, officeLocation: info }';
  const rules = await rulesOf({ documents: `${fromTenant({ flows: '{ info: usageLocation }' })}${toTenant(once)}` });
  const tenant = tenantOf({ objects: [ourUser('ada')] });
  const { told } = planOf({ rules, source: [person('ada')], tenant });
  expect(told).toEqual([]);
});

test('what follows from a value that is cleared is cleared in the same plan', async () => {
  const rules = await rulesOf({
    documents: `${fromTenant({ flows: '{ info: department }' })}${toTenant('{ officeLocation: info }')}`,
  });
  const tenant = tenantOf({ objects: [ourUser('ada', { attributes: { department: 'old', officeLocation: 'old' } })] });
  const first = planOf({ rules, source: [person('ada')], tenant });
  const changes = first.body.operations.flatMap((one) => (one.kind === 'update' ? one.changes : []));
  expect(changes.map(({ attribute, after }) => [attribute, after])).toEqual([
    ['department', null],
    ['officeLocation', null],
  ]);
  expect(planOf({ rules, source: [person('ada')], tenant: applied(tenant, first.body) }).told).toEqual([]);
});
