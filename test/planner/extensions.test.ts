import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DefinedExtension, ExtensionApplication } from '../../src/model/directory-extension.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { TenantFacts } from '../../src/model/tenant.ts';
import { generatedWorld } from '../support/world/generated.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { applied } from '../support/world/simulate.ts';
import { person, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser } from '../support/world/tenant.ts';

const APP = '0a0b0c0d-1111-4222-8333-444455556666';
const PREFIX = `extension_${APP.replaceAll('-', '')}_`;
const TITLE = `${PREFIX}title`;
const TAGS = `${PREFIX}tags`;

const TOPOLOGY = `  signIn: { newUsers: externalPassword }
  directoryExtensions:
    - applicationId: ${APP}
      extensions:
        - { name: title, on: [user, group] }
        - { name: tags, on: [user], multiValued: true }`;
const FLOWS = `
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: extensions }
spec:
  from: { metaverse: person }
  to: { connector: entra, type: user }
  precedence: 300
  flows:
    ${TITLE}: department
    ${TAGS}: '=Split([title],",")'
---
apiVersion: lockstep/v1alpha1
kind: SyncRule
metadata: { name: group-extensions }
spec:
  from: { metaverse: group }
  to: { connector: entra, type: group }
  precedence: 310
  flows: { ${TITLE}: description }
`;

let rules: RuleSet;
beforeAll(async () => {
  rules = await rulesOf({ topology: TOPOLOGY, documents: FLOWS });
});

const title: DefinedExtension = { name: TITLE, dataType: 'String', multiValued: false, targets: ['Group', 'User'] };
const tags: DefinedExtension = { name: TAGS, dataType: 'String', multiValued: true, targets: ['User'] };

function defining(...properties: readonly DefinedExtension[]): Partial<TenantFacts> {
  return { extensionApplications: [{ applicationId: APP, id: 'id-app', defines: properties }] };
}

const ada = (parts: Record<string, unknown> = {}) => person('ada', { with: { department: 'R', ...parts } });
const present = { department: 'R', [TITLE]: 'R' };

/** Operations as `id <- what it waits for: attribute=value`. */
function shown(operations: readonly Operation[]): readonly string[] {
  return operations.map((one) => {
    const changes = 'changes' in one ? one.changes : [];
    const values = changes.filter(({ attribute }) => attribute.startsWith('extension_') || changes.length < 4);
    const waits = one.after.map((id) => ` <- ${id}`).join('');
    return `${one.id}${waits} ${values.map((v) => `${v.attribute}=${JSON.stringify(v.after)}`).join(' ')}`
      .replaceAll(PREFIX, '#')
      .replace(/corp\/[0-9a-f-]+/g, 'ada')
      .trim();
  });
}

describe('a declared extension', () => {
  test('that the tenant lacks is defined, and who is new waits for it', () => {
    const { body } = planOf({ rules, source: [ada()], tenant: { facts: defining() } });
    expect(body.operations.slice(0, 2)).toEqual([
      {
        kind: 'defineExtension',
        id: `define:${TAGS}`,
        after: [],
        name: TAGS,
        targets: ['user'],
        applicationId: 'id-app',
        dataType: 'String',
        multiValued: true,
      },
      expect.objectContaining({ id: `define:${TITLE}`, targets: ['user', 'group'], multiValued: false }),
    ]);
    expect(shown(body.operations.slice(2))).toEqual([`create:ada <- define:#title #title="R"`]);
  });

  test('that nobody has a value of is defined all the same', () => {
    const { told } = planOf({ rules, tenant: { facts: defining(title) } });
    expect(told).toEqual([`define ${TAGS}`]);
  });

  test('is never deleted', () => {
    const other = { ...title, name: `${PREFIX}other` };
    expect(planOf({ rules, tenant: { facts: defining(title, tags, other) } }).told).toEqual([]);
  });

  test('waits in a request of its own: a disable does not wait for a definition', () => {
    const tenant = { objects: [ourUser('ada', { attributes: { department: 'R' } })], facts: defining(tags) };
    const source = [ada({ userAccountControl: 514 })];
    expect(shown(planOf({ rules, source, tenant }).body.operations)).toEqual([
      'define:#title',
      'update:ada accountEnabled=false',
      'update:ada:extensions <- update:ada <- define:#title #title="R"',
    ]);
  });

  test('alone is one update that waits', () => {
    const tenant = { objects: [ourUser('ada', { attributes: { department: 'R' } })], facts: defining(tags) };
    expect(shown(planOf({ rules, source: [ada()], tenant }).body.operations)).toEqual([
      'define:#title',
      'update:ada <- define:#title #title="R"',
    ]);
  });

  test('of one who returns waits behind the mark', () => {
    const mark = markOf('ada', { leavingSince: '2026-11-01' });
    const tenant = { objects: [ourUser('ada', { mark, attributes: { department: 'R' } })], facts: defining(tags) };
    const { body } = planOf({ rules, source: [ada()], tenant });
    expect(shown(body.operations)).toEqual([
      'define:#title',
      'update:ada',
      'update:ada:extensions <- update:ada <- define:#title #title="R"',
    ]);
    expect(
      planOf({ rules, source: [ada()], tenant: applied(planOf({ rules, source: [ada()], tenant }).tenant, body) }).told,
    ).toEqual([]);
  });
});

describe('values', () => {
  test.each<
    [title: string, before: Record<string, unknown>, given: Record<string, unknown>, expected: readonly string[]]
  >([
    ['are set', { department: 'R' }, {}, [`update:ada #title="R"`]],
    ['are changed', { ...present, [TITLE]: 'old' }, {}, [`update:ada #title="R"`]],
    ['stay', present, {}, []],
    ['are told apart by case', { ...present, [TITLE]: 'r' }, {}, [`update:ada #title="R"`]],
    ['are cleared', present, { department: undefined }, ['update:ada department=null #title=null']],
    ['are several', { ...present, jobTitle: 'b,a' }, { title: 'b,a' }, ['update:ada #tags=["a","b"]']],
    ['are a set', { ...present, jobTitle: 'b,a', [TAGS]: ['b', 'a'] }, { title: 'b,a' }, []],
    [
      'lose all',
      { ...present, jobTitle: 'b', [TAGS]: ['b'] },
      { title: undefined },
      ['update:ada #tags=null jobTitle=null'],
    ],
  ])('%s', (_, attributes, given, expected) => {
    const objects = [ourUser('ada', { attributes: attributes as never })];
    const { body } = planOf({ rules, source: [ada(given)], tenant: { objects, facts: defining(title, tags) } });
    expect(shown(body.operations)).toEqual(expected);
    expect(body.held).toEqual([]);
  });

  test('of a group', () => {
    const objects = [ourGroup('red', { attributes: { description: 'R' } })];
    const source = [team('red', [], { with: { description: ['R'] } })];
    const { body } = planOf({ rules, source, tenant: { objects, facts: defining(title, tags) } });
    expect(body.operations).toMatchObject([
      { kind: 'update', changes: [{ attribute: TITLE, before: null, after: 'R' }] },
    ]);
    expect(body.operations[0]).toMatchObject({
      changes: [{ why: [{ rule: 'group-extensions' }, { rule: 'group-in' }] }],
    });
  });

  test('that are too long are held, and the rest goes on', () => {
    const objects = [ourUser('ada', { attributes: present })];
    const source = [ada({ department: 'x'.repeat(64), title: `${'y'.repeat(257)},z` })];
    const { body } = planOf({ rules, source, tenant: { objects, facts: defining(title, tags) } });
    expect(body.held.map((one) => `${one.reason} ${one.changes[0]?.attribute ?? ''}`)).toContain(
      `invalidValue ${TAGS}`,
    );
    expect(body.operations).toMatchObject([{ changes: [{ attribute: 'department' }, { attribute: TITLE }] }]);
  });
});

const UNUSABLE: readonly [title: string, facts: Partial<TenantFacts>, detail: RegExp][] = [
  [
    'another type',
    defining({ ...title, dataType: 'Integer' }, tags),
    /declared as String, the tenant defines it as Integer/,
  ],
  ['several values', defining({ ...title, multiValued: true }, tags), /tenant defines it as String, multi-valued/],
  [
    'other objects',
    defining({ ...title, targets: ['Device', 'Group'] }, tags),
    /for a user, the tenant defines it for Device, Group/,
  ],
  ['no objects', defining({ ...title, targets: [] }, tags), /the tenant defines it for nothing/],
  ['a name in another case', defining({ ...title, name: `${PREFIX}Title` }, tags), /is called .*_Title in the tenant/],
  ['no application', { extensionApplications: [{ applicationId: APP, defines: [] }] }, /no application 0a0b0c0d/],
  ['definitions that were not read', {}, /was not read/],
];

describe.each(UNUSABLE)('an extension that has %s in the tenant', (_, facts, detail) => {
  test('is held, and nothing else is', () => {
    const objects = [ourUser('ada', { attributes: { department: 'old' } })];
    const { body } = planOf({
      rules,
      source: [ada(), person('bob', { with: { department: 'R' } })],
      tenant: { objects, facts },
    });
    expect(body.held).toHaveLength(2);
    for (const held of body.held) {
      expect(held).toMatchObject({ reason: 'extensionUnusable', changes: [{ attribute: TITLE, after: 'R' }] });
      expect(held.detail).toMatch(detail);
    }
    expect(body.operations.map((one) => one.kind)).toEqual(['create', 'update']);
    expect(JSON.stringify(body.operations)).not.toContain(TITLE);
  });

  test('is not cleared either', () => {
    const objects = [ourUser('ada', { attributes: present })];
    const { body } = planOf({ rules, source: [ada({ department: undefined })], tenant: { objects, facts } });
    expect(body.held.map((one) => one.reason)).toEqual(['extensionUnusable']);
    expect(body.operations).toMatchObject([{ changes: [{ attribute: 'department', after: null }] }]);
  });
});

test('an object takes a hundred values of extensions, the mark among them', async () => {
  const names = Array.from({ length: 100 }, (_, index) => `e${index}`);
  const declared = names.map((name) => `        - { name: ${name}, on: [user] }`).join('\n');
  const flows = names.map((name) => `    ${PREFIX}${name}: department`).join('\n');
  const many = await rulesOf({
    topology: `  signIn: { newUsers: externalPassword }\n  directoryExtensions:\n    - applicationId: ${APP}\n      extensions:\n${declared}`,
    documents: FLOWS.split('---')[0]!.replace(/ {4}extension[^]*/, flows),
  });
  const all = names.map((name) => ({ ...title, name: PREFIX + name }));
  const plan = (values: number) => {
    const attributes = Object.fromEntries(names.slice(0, values).map((name) => [PREFIX + name, 'old']));
    const objects = [ourUser('ada', { attributes: { department: 'R', ...attributes } })];
    return planOf({ rules: many, source: [ada()], tenant: { objects, facts: defining(...all) } });
  };
  const { body } = plan(3);
  expect(body.operations).toEqual([]);
  expect(body.held).toHaveLength(100);
  expect(body.held[0]).toMatchObject({ reason: 'invalidValue', detail: expect.stringContaining('101') as unknown });
  const fewer = planOf({
    rules: {
      ...many,
      rules: many.rules.map((one) => ({ ...one, flows: one.flows.filter(({ target }) => target !== `${PREFIX}e7`) })),
    },
    source: [ada()],
    tenant: { facts: defining(...all) },
  });
  expect(fewer.body.held).toEqual([]);
  expect(fewer.told).toEqual(['create ada']);
});

describe('whatever the world is', () => {
  const definition = fc.constantFrom(
    undefined,
    title,
    { ...title, dataType: 'Boolean' },
    { ...title, targets: ['User'] },
  );
  const application: fc.Arbitrary<ExtensionApplication> = fc
    .record({
      id: fc.constantFrom('id-app', 'id-app', 'id-app', undefined),
      one: definition,
      two: fc.constantFrom(undefined, tags),
    })
    .map(({ id, one, two }) => ({
      applicationId: APP,
      ...(id === undefined ? { defines: [] } : { id, defines: [one, two].filter((each) => each !== undefined) }),
    }));

  test('a plan that was applied leaves nothing to do, and changes no definition', () => {
    fc.assert(
      fc.property(generatedWorld, application, ({ source, tenant: generated }, one) => {
        const tenant = { ...generated, facts: { ...generated.facts, extensionApplications: [one] } };
        const first = planOf({ rules, source, tenant });
        const after = applied(tenant, first.body);
        const second = planOf({ rules, source, tenant: after });
        if (!first.body.operations.some(({ kind }) => kind === 'delete')) expect(second.told).toEqual([]);
        expect(after.facts.extensionApplications![0]!.defines).toEqual(expect.arrayContaining([...one.defines]));
      }),
      { numRuns: 200 },
    );
  });

  test('what writes an extension waits for its definition, and nothing else does', () => {
    fc.assert(
      fc.property(generatedWorld, application, ({ source, tenant: generated }, one) => {
        const tenant = { ...generated, facts: { ...generated.facts, extensionApplications: [one] } };
        const { operations } = planOf({ rules, source, tenant }).body;
        const defined = new Set(operations.flatMap(({ kind, id }) => (kind === 'defineExtension' ? [id] : [])));
        for (const operation of operations) {
          const written = 'changes' in operation ? operation.changes.map(({ attribute }) => `define:${attribute}`) : [];
          const due = written.filter((id) => defined.has(id));
          expect(operation.after.filter((id) => id.startsWith(`define:${PREFIX}`)).toSorted()).toEqual(due.toSorted());
          if (operation.kind === 'update' && due.length > 0) expect(due).toHaveLength(written.length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
