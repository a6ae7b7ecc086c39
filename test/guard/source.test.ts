import { expect, test } from 'vitest';
import { guardApply, guardPlan, isAllowed } from '../../src/guard/index.ts';
import type { DesiredPopulation } from '../../src/model/desired.ts';
import type { Operation } from '../../src/model/plan.ts';
import type { TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { markOf, ourUser, strangeGroup, stranger, tenantOf } from '../support/world/tenant.ts';
import { bodyOf, change, groups, operations, policyOf, users } from './bodies.ts';

interface Parts {
  readonly objects?: readonly TenantObject[];
  readonly list?: readonly Operation[];
  /** Names of the source objects in sight. */
  readonly inSight?: readonly string[];
  readonly population?: Partial<DesiredPopulation>;
  readonly facts?: Partial<TenantFacts>;
  readonly connectors?: readonly string[];
}

function input({ objects = [], list = [], inSight = [], population = {}, facts = {}, connectors = ['corp'] }: Parts) {
  const undesired = inSight.map((name) => ({
    key: `corp/${guidOf(name)}`,
    sourceType: 'user',
    dn: name,
    reason: { kind: 'outOfScope' } as const,
  }));
  return {
    body: bodyOf(list),
    tenant: tenantOf({ objects, facts }),
    policy: policyOf([]),
    workspace: 'contoso',
    now: 0,
    population: { desired: [], failed: [], undesired, source: new Map([['corp/user', 1]]), ...population },
    connectors,
    reviewed: new Set<string>(),
    pins: [],
    emptyInclusions: [],
  };
}

const codesOf = (parts: Parts) => guardPlan(input(parts)).map((one) => one.code);
const names = (count: number) => Array.from({ length: count }, (_, index) => `u${index}`);

test('an empty source blocks, each connector for itself', () => {
  expect(codesOf({ population: { source: new Map() } })).toEqual(['SAFE006']);
  expect(codesOf({ population: { source: new Map([['corp/user', 0]]) } })).toEqual(['SAFE006']);
  expect(codesOf({ connectors: ['corp', 'second'] })).toEqual(['SAFE006']);
  expect(codesOf({ connectors: ['cor'] })).toEqual(['SAFE006']);
  expect(codesOf({})).toEqual([]);
});

test.each([
  [20, 18, []],
  [20, 17, ['SAFE007']],
  [21, 18, []],
  [21, 17, ['SAFE007']],
  [1, 0, []],
  [2, 0, ['SAFE007']],
])('of %d marked objects %d in sight: %j', (marked, seen, codes) => {
  expect(codesOf({ objects: users(marked), inSight: names(seen) })).toEqual(codes);
});

test('a source that lost its groups alone is seen', () => {
  expect(codesOf({ objects: [...users(90), ...groups(10)], inSight: names(90) })).toEqual(['SAFE007']);
});

test('who is leaving already is not missed twice; strangers are not missed at all', () => {
  const leaving = users(10, 'l', { mark: markOf('l', { leavingSince: '2026-11-01' }) });
  const foreign = users(10, 'f', { mark: markOf('f', { workspace: 'fabrikam' }) });
  expect(codesOf({ objects: [...users(2), ...leaving, ...foreign], inSight: names(2) })).toEqual([]);
});

test('failed and joined objects are in sight', () => {
  const failed = [0, 1].map((index) => ({
    type: undefined,
    key: `corp/${guidOf(`u${index}`)}`,
    dn: '',
    message: '',
    at: '',
  }));
  expect(codesOf({ objects: users(2), population: { failed } })).toEqual([]);
  const joinedKeys = [0, 1].map((index) => `corp/${guidOf(`u${index}`)}`);
  const desired = [
    { key: 'other/x', joinedKeys, anchor: 'x', otherAnchors: [], type: 'user' },
  ] as unknown as DesiredPopulation['desired'];
  expect(codesOf({ objects: users(2), population: { desired } })).toEqual([]);
});

const holders = (count: number) => users(count, 'u', { attributes: { department: 'R' } });
const clears = (count: number) => operations('update', count, { changes: [change('department', null)] });

test.each([
  [10, 2, []],
  [10, 3, ['SAFE008']],
  [11, 3, []],
  [1, 1, []],
  [2, 2, ['SAFE008']],
])('an attribute of %d people cleared on %d: %j', (have, lose, codes) => {
  const objects = [...holders(have), ...users(100, 'w')];
  expect(
    codesOf({
      objects,
      list: clears(lose),
      inSight: [...names(have), ...Array.from({ length: 100 }, (_, index) => `w${index}`)],
    }),
  ).toEqual(codes);
});

test('a manager lost by everybody is an attribute lost', () => {
  const objects = users(10, 'u', { manager: 'id-boss' });
  const list = operations('update', 3).map(
    (one) => ({ ...one, kind: 'setManager', manager: null }) as unknown as Operation,
  );
  expect(codesOf({ objects, list, inSight: names(10) })).toEqual(['SAFE008']);
});

test('a lost attribute blocks at apply as well, where the source is not at hand', () => {
  const { body, tenant, policy, workspace } = input({ objects: holders(10), list: clears(3) });
  const findings = guardApply({ body, tenant, policy, workspace, now: 0 });
  expect(findings.map((one) => [one.code, one.policyKey])).toEqual([['SAFE008', 'source.maximumAttributeLossPercent']]);
  expect(isAllowed(findings)).toBe(false);
});

const ada = {
  type: 'user',
  key: 'corp/x',
  joinedKeys: [],
  anchor: userAnchor('ada'),
  otherAnchors: ['other'],
} as unknown as DesiredPopulation['desired'][number];

test.each<[name: string, facts: Partial<TenantFacts>, objects: readonly TenantObject[], codes: readonly string[]]>([
  ['defined', {}, [stranger('ada', { anchor: userAnchor('ada') })], []],
  ['not defined, nobody there', { markDefined: false }, [stranger('eve', { anchor: 'E' })], []],
  [
    'not defined, an anchor of ours',
    { markDefined: false },
    [stranger('ada', { anchor: userAnchor('ada') })],
    ['SAFE009'],
  ],
  ['not defined, another anchor of ours', { markDefined: false }, [stranger('ada', { anchor: 'other' })], ['SAFE009']],
  [
    'not defined, the anchor is synced',
    { markDefined: false },
    [stranger('ada', { anchor: userAnchor('ada'), mastery: 'otherEngine' })],
    [],
  ],
  ['not defined, a group has it', { markDefined: false }, [strangeGroup('ada', { anchor: userAnchor('ada') })], []],
])('the mark is %s', (_name, facts, objects, codes) => {
  expect(codesOf({ facts, objects, population: { desired: [ada] } })).toEqual(codes);
});

test('findings stand in one order', () => {
  const parts = {
    objects: [...users(20), ...groups(20), ourUser('x', { attributes: { department: 'R' } })],
    list: clears(3),
    connectors: ['second', 'corp', 'third'],
  };
  expect(codesOf(parts)).toEqual(['SAFE006', 'SAFE006', 'SAFE007', 'SAFE007', 'SAFE008']);
});
