import { describe, expect, test } from 'vitest';
import { tenantSchema } from '../../src/app/registry.ts';
import { causesOf } from '../../src/cause/index.ts';
import type { CauseInput } from '../../src/cause/causes.ts';
import { causeLookup } from '../../src/model/cause.ts';
import type { Held, Operation, PlanBody, UpdateObject } from '../../src/model/plan.ts';
import type { OperationResult } from '../../src/model/report.ts';
import type { TenantPopulation } from '../../src/model/tenant.ts';
import { guidOf } from '../support/world/identity.ts';
import { markText, ourGroup, ourUser, tenantOf } from '../support/world/tenant.ts';
import { baselineOf, TOOL } from './world.ts';

const RULES = 'a'.repeat(64);
const OTHER = 'b'.repeat(64);
const key = (name: string) => `corp/${guidOf(name)}`;
const user = (name: string) => ({ type: 'user', key: key(name), id: `id-${name}`, name }) as const;
const group = { type: 'group', key: key('team'), id: 'id-team', name: 'team' } as const;
const noCensus = { kind: 'census', inScope: 0, unchanged: 0, changed: 0, held: 0, filteredOut: 0 } as const;

function bodyOf(operations: readonly Operation[], held: readonly Held[] = []): PlanBody {
  return { operations, held, census: { ...noCensus, marked: {}, source: {}, notCarried: [] } };
}

function update(attribute: string, before: string | boolean | null, after: string | boolean | null): UpdateObject {
  const changes = [{ attribute, before, after, why: [] }];
  return { kind: 'update', id: 'update:ada', after: [], object: user('ada'), from: '', mark: markText('ada'), changes };
}

const tenant = tenantOf({
  objects: [ourUser('ada', { attributes: { department: 'IT' }, manager: 'id-bob' }), ourUser('bob'), ourGroup('team')],
  members: { 'id-team': ['id-ada'] },
});
const inStep = baselineOf({ rules: { digest: RULES }, tenant, body: bodyOf([]), results: [] });

function causeOf(operation: Operation, more: Partial<CauseInput> = {}): string {
  const input = { body: bodyOf([operation]), baseline: inStep, rulesDigest: RULES, tool: TOOL, schema: tenantSchema };
  return causeLookup(causesOf({ ...input, ...more }))(operation.id);
}

const base = (operations: readonly Operation[], rulesDigest = RULES) => ({
  base: { body: bodyOf(operations), rulesDigest },
});
const edit = update('department', 'IT', 'Digital');
const without = (input: Partial<CauseInput>): Partial<CauseInput> =>
  ({ baseline: undefined, ...input }) as Partial<CauseInput>;

describe('an attribute', () => {
  test.each<[what: string, operation: Operation, more: Partial<CauseInput>, cause: string]>([
    ['as it was left, by the same rules', edit, {}, 'source'],
    ['otherwise than it was left', update('department', 'Sales', 'Digital'), {}, 'drift'],
    ['otherwise, and the rules have changed', update('department', 'Sales', 'X'), { rulesDigest: OTHER }, 'drift'],
    ['set where nothing was', update('jobTitle', 'Boss', null), {}, 'drift'],
    ['the same but for its case, to the directory', update('mail', null, 'a@contoso.com'), {}, 'source'],
    ['by other rules, and no base', edit, { rulesDigest: OTHER }, 'unknown'],
    ['by other rules, and the base asks for it, too', edit, { rulesDigest: OTHER, ...base([edit]) }, 'source'],
    ['by other rules, and the base does not', edit, { rulesDigest: OTHER, ...base([]) }, 'rule'],
    [
      'the base asks for another value',
      edit,
      { rulesDigest: OTHER, ...base([update('department', 'IT', 'X')]) },
      'rule',
    ],
    ['a base that is not the one of the run', edit, { rulesDigest: OTHER, ...base([edit], 'c'.repeat(64)) }, 'unknown'],
    ['not written by those rules', update('companyName', null, 'X'), { rulesDigest: OTHER }, 'rule'],
    ['not written by the same rules', update('companyName', null, 'X'), {}, 'unknown'],
    ['by another version of the tool', edit, { tool: '9.9.9' }, 'unknown'],
    ['nothing noted, the base lacks it', edit, without(base([])), 'rule'],
    ['nothing noted, the base has it', edit, without(base([edit])), 'unknown'],
    ['nothing noted, and no base', edit, without({}), 'unknown'],
  ])('%s', (_what, operation, more, cause) => {
    expect(causeOf(operation, more)).toBe(cause);
  });

  test('each of several has its own', () => {
    const changes = [...edit.changes, ...update('jobTitle', 'Boss', null).changes];
    const body = bodyOf([{ ...edit, changes }]);
    expect(causesOf({ body, baseline: inStep, rulesDigest: RULES, tool: TOOL, schema: tenantSchema })).toEqual([
      { operation: edit.id, attribute: 'department', cause: 'source' },
      { operation: edit.id, attribute: 'jobTitle', cause: 'drift' },
    ]);
  });
});

const relation = { after: [], object: group, mark: markText('team') };
const manager = (before: string | null, after: string): Operation => ({
  ...{ kind: 'setManager', id: 'manager', after: [], object: user('ada'), mark: markText('ada'), why: [] },
  before: before === null ? null : user(before),
  manager: user(after),
});
const leave = (mark: string): Operation => ({
  ...{ kind: 'leave', id: 'leave', after: [], object: user('ada'), reason: '', mark, licences: 0 },
  ...{ newMark: markText('ada', { leavingSince: '2026-11-22' }), deleteAfter: '2026-12-22', changes: [] },
});
const create = (name: string): Operation => ({
  ...{ kind: 'create', id: 'create', after: [], from: '', anchor: '', mark: markText(name), changes: [] },
  object: { type: 'user', key: key(name), name },
});

test.each<[what: string, operation: Operation, cause: string]>([
  ['a member that was not there', { ...relation, kind: 'addMember', id: 'm', member: user('bob') }, 'source'],
  ['a member that was there', { ...relation, kind: 'addMember', id: 'm', member: user('ada') }, 'drift'],
  ['a member to remove that was there', { ...relation, kind: 'removeMember', id: 'm', member: user('ada') }, 'source'],
  ['one that was not', { ...relation, kind: 'removeMember', id: 'm', member: user('bob') }, 'drift'],
  ['the manager that was', manager('bob', 'ada'), 'source'],
  ['another manager', manager('ada', 'bob'), 'drift'],
  ['no manager any more', manager(null, 'bob'), 'drift'],
  ['a leaver', leave(markText('ada')), 'source'],
  ['a leaver whose mark somebody changed', leave(markText('ada', { leavingSince: '2026-01-01' })), 'drift'],
  ['somebody new', create('cy'), 'source'],
  ['somebody who was there', create('ada'), 'drift'],
])('%s', (_what, operation, cause) => {
  expect(causeOf(operation)).toBe(cause);
});

describe('what a run left open is no ground', () => {
  const after = (
    operation: Operation,
    status: 'done' | 'failed' | 'unknown' | 'skipped',
    at: TenantPopulation = tenant,
  ) => {
    const outcome = { status, code: 'x', message: 'x' } as OperationResult['outcome'];
    return baselineOf({
      rules: { digest: RULES },
      tenant: at,
      body: bodyOf([operation]),
      results: [{ operation: operation.id, outcome }],
    });
  };
  test.each([
    ['done', update('department', 'Digital', 'X'), 'source'],
    ['done', edit, 'drift'],
    ['failed', edit, 'unknown'],
    ['failed', update('department', 'Digital', 'X'), 'unknown'],
    ['unknown', edit, 'unknown'],
    ['skipped', edit, 'unknown'],
    ['skipped', update('department', 'Sales', 'Digital'), 'drift'],
  ] as const)('%s: then %j', (status, next, cause) => {
    expect(causeOf(next, { baseline: after(edit, status) })).toBe(cause);
  });

  test('what is held', () => {
    const held: Held = {
      kind: 'held',
      object: user('ada'),
      reason: 'nameTaken',
      detail: '',
      would: 'update',
      changes: edit.changes,
    };
    const baseline = baselineOf({ rules: { digest: RULES }, tenant, body: bodyOf([], [held]), results: [] });
    expect(causeOf(edit, { baseline })).toBe('unknown');
    expect(causeOf(update('department', 'Sales', 'Digital'), { baseline })).toBe('drift');
    expect(causeOf(update('jobTitle', null, 'Boss'), { baseline })).toBe('source');
  });

  test('who was to be created, and was not', () => {
    expect(causeOf(create('cy'), { baseline: after(create('cy'), 'failed') })).toBe('unknown');
  });
});
