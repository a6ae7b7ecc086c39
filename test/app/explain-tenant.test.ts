import { beforeAll, expect, test } from 'vitest';
import { explainTenant } from '../../src/app/explain-tenant.ts';
import { narrowed } from '../../src/app/narrow-explanation.ts';
import { notWritable } from '../../src/app/registry.ts';
import { DiagnosticError } from '../../src/kernel/diagnostic.ts';
import type { Explanation } from '../../src/model/explanation.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { SourceObject } from '../../src/model/source.ts';
import type { TenantObject } from '../../src/model/tenant.ts';
import { explainSource } from '../../src/sync/explain.ts';
import { guidOf, userAnchor } from '../support/world/identity.ts';
import { planOf } from '../support/world/plan.ts';
import { rulesOf } from '../support/world/rules.ts';
import { imported, person, reference, team } from '../support/world/sources.ts';
import { markOf, ourGroup, ourUser, stranger } from '../support/world/tenant.ts';

let ruleSet: RuleSet;
beforeAll(async () => {
  ruleSet = await rulesOf();
});

function explained(key: string, source: readonly SourceObject[], objects: readonly TenantObject[]): Explanation {
  const sources = [imported(source)];
  const { population, tenant, body, findings, hazards } = planOf({ rules: ruleSet, sources, tenant: { objects } });
  const ports = { asOf: Date.parse('2026-11-22'), random: () => (length: number) => new Uint8Array(length) };
  const told = explainSource({ ruleSet, sources, target: 'entra', ports, notWritable, population }, key);
  const computed = { population, tenant, body, findings, hazards, sources, facts: tenant.facts, diagnostics: [] };
  const inTenant = explainTenant(computed, { ruleSet, key, source: told });
  return {
    asOf: '2026-11-22',
    ...(told === undefined ? {} : { source: told }),
    ...(inTenant === undefined ? {} : { tenant: inTenant }),
  };
}

const key = (name: string) => `corp/${guidOf(name)}`;
const ada = person('ada', { with: { department: 'R', manager: reference('bob') } });
const bob = person('bob');

test('ours: what the tenant holds, and what changes by the words of the plan', () => {
  const { tenant } = explained(
    key('ada'),
    [ada, bob],
    [ourUser('ada', { attributes: { department: 'S' } }), ourUser('bob')],
  );
  expect(tenant?.standing).toEqual({ kind: 'ours' });
  expect(tenant?.operations.map((one) => one.kind)).toEqual(['update', 'setManager']);
  const attribute = (name: string) => tenant?.attributes.find((one) => one.attribute === name);
  expect(attribute('department')).toMatchObject({ present: 'S', change: { before: 'S', after: 'R' } });
  expect(attribute('manager')).toMatchObject({ present: null, change: { before: null, after: 'bob@contoso.com' } });
  expect(attribute('displayName')).toEqual({ attribute: 'displayName', present: 'ada' });
});

test('new, and held', () => {
  const fresh = explained(key('ada'), [ada, bob], []).tenant;
  expect([fresh?.standing.kind, fresh?.object, fresh?.operations[0]?.kind]).toEqual(['new', undefined, 'create']);
  const candidate = explained(key('ada'), [ada], [stranger('ada', { anchor: userAnchor('ada') })]).tenant;
  expect(candidate?.standing).toMatchObject({ kind: 'held', reason: 'candidate' });
  expect(candidate?.attributes.find((one) => one.attribute === 'department')).toMatchObject({
    held: { reason: 'candidate' },
  });
  const guarded = explained(key('ada'), [ada], [ourUser('ada', { mastery: 'otherEngine' })]).tenant;
  expect(guarded?.standing).toMatchObject({ kind: 'guarded', reason: 'masteredElsewhere' });
});

test('marked and gone from the source: it leaves', () => {
  const { source, tenant } = explained('tenant/id-gone', [], [ourUser('gone')]);
  expect([source, tenant?.standing.kind, tenant?.operations.map((one) => one.kind)]).toEqual([
    undefined,
    'leaving',
    ['leave'],
  ]);
});

test.each([
  [{}, 'it carries no owner mark'],
  [{ mark: 'unreadable' } as const, 'its owner mark cannot be read'],
  [{ mark: markOf('x', { workspace: 'fabrikam' }) }, 'its owner mark names the workspace fabrikam'],
])('not ours: %j', (parts, detail) => {
  const { tenant } = explained('tenant/id-x', [], [stranger('x', parts)]);
  expect([tenant?.standing, tenant?.operations]).toEqual([{ kind: 'notOurs', detail }, []]);
});

test('a group and the memberships of a person', () => {
  const objects = [ourUser('ada'), ourGroup('team')];
  const source = [person('ada'), team('team', ['ada'])];
  expect(explained(key('team'), source, objects).tenant?.operations.map((one) => one.kind)).toEqual(['addMember']);
  expect(explained(key('ada'), source, objects).tenant?.operations.map((one) => one.kind)).toEqual(['addMember']);
});

test('nothing of it anywhere in the tenant', () => {
  const nameless = person('ada', { with: { userPrincipalName: undefined } });
  expect(explained(key('ada'), [nameless], []).tenant).toBeUndefined();
});

test('one attribute: its flows and those that fed it, whatever the case', () => {
  const whole = explained(key('ada'), [ada], [ourUser('ada')]);
  const names = ({ source, tenant }: Explanation) => [
    source?.attributes.map((one) => one.attribute),
    source?.identity?.inbound.map((one) => one.attribute),
    source?.identity?.outbound.map((one) => one.attribute),
    tenant?.attributes.map((one) => one.attribute),
  ];
  expect(names(narrowed(whole, 'JOBTITLE'))).toEqual([['title'], ['title'], ['jobTitle'], ['jobTitle']]);
  expect(names(narrowed(whole, 'title'))).toEqual([['title'], ['title'], ['jobTitle'], ['jobTitle']]);
  expect(() => narrowed(whole, 'titel')).toThrow(DiagnosticError);
});
