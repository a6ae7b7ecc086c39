import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/kernel/diagnostic.ts';
import type { ImpactReport } from '../../../src/model/impact.ts';
import type { Plan } from '../../../src/model/plan.ts';
import {
  impactHtmlPieces,
  impactJsonPieces,
  planHtmlPieces,
  planJsonPieces,
  planLinePieces,
  redaction,
  renderImpact,
  renderImpactMarkdown,
  renderPlan,
  renderPlanMarkdown,
} from '../../../src/render/index.ts';
import { hmacOf } from '../../../src/render/redact/pseudonyms.ts';
import { plan as anyPlan } from '../../support/run/plans.ts';
import { change, create, group, held, leave, member, planOf, setManager, update, user } from '../plans.ts';
import { groupOf, impactReport } from '../review-impacts.ts';
import { planted } from './canaries.ts';
import { impactReport as anyImpact } from './impacts.ts';
import { impactStandings, planStandings } from './standings.ts';

const KEY = new Uint8Array(32).fill(7);
const shown = redaction(KEY);

function formatsOfPlan(plan: Plan): Readonly<Record<string, string>> {
  return {
    text: renderPlan(plan, { colour: false, width: 120, full: true }),
    json: [...planJsonPieces(plan)].join(''),
    jsonl: [...planLinePieces(plan)].join(''),
    markdown: renderPlanMarkdown(plan, {}),
    html: [...planHtmlPieces(plan)].join(''),
  };
}

function formatsOfImpact(report: ImpactReport): Readonly<Record<string, string>> {
  return {
    text: renderImpact(report, { colour: false }),
    json: [...impactJsonPieces(report, [])].join(''),
    markdown: renderImpactMarkdown(report, [], {}),
    html: [...impactHtmlPieces(report)].join(''),
  };
}

/** What the whole one shows of these, and the redacted one does not. */
function missing(canaries: readonly string[], redacted = '', whole = ''): readonly string[] {
  return canaries.filter((canary) => whole.includes(canary) && !redacted.includes(canary));
}

describe('nothing of a person is in any format, whatever the plan', () => {
  test('of a plan', () => {
    fc.assert(
      fc.property(anyPlan, (one) => {
        const { whole, personal, public: open } = planted(one, planStandings);
        const formats = formatsOfPlan(shown.plan(whole));
        for (const text of Object.values(formats))
          expect(personal.filter((canary) => text.includes(canary))).toEqual([]);
        expect(missing(open, formats['json'], formatsOfPlan(whole)['json'])).toEqual([]);
        // The canaries are where a reader would find them.
        const full = formatsOfPlan(whole)['json'] ?? '';
        expect(personal.filter((canary) => !full.includes(canary))).toEqual([]);
      }),
    );
  });

  test('of an impact report', () => {
    fc.assert(
      fc.property(anyImpact, (one) => {
        const { whole, personal, public: open } = planted(one, impactStandings);
        const formats = formatsOfImpact(shown.impact(whole));
        for (const text of Object.values(formats))
          expect(personal.filter((canary) => text.includes(canary))).toEqual([]);
        expect(missing(open, formats['json'], formatsOfImpact(whole)['json'])).toEqual([]);
      }),
    );
  });

  test('of what has a field that nobody thought of', () => {
    const one = { ...planOf({}), photo: 'canary', findings: [{ code: 'SAFE001', photo: 'canary' }] } as unknown as Plan;
    expect(JSON.stringify(shown.plan(one))).not.toContain('canary');
  });
});

const ada = user('ada@contoso.com');
const bob = user('bob@contoso.com');
const staff = group('All Staff');
const made = planOf({
  operations: [
    create(bob, [change('displayName', null, 'Bob Babbage'), change('accountEnabled', null, true)]),
    update(ada, [change('department', 'IT', 'Digital'), change('otherMails', ['a@x.de', 'b@x.de'], ['a@x.de'])]),
    update(staff, [change('displayName', 'Staff', 'All Staff'), change('description', 'of Ada', null)]),
    setManager(bob, null, ada),
    member('addMember', staff, ada),
    leave(user('eve@contoso.com'), 'CN=Eve left', 1),
  ],
  held: [held(ada, 'nameTaken', 'bob@contoso.com has it', [change('mail', 'x', 'y')])],
  findings: [
    {
      code: 'SAFE001',
      blocks: true,
      detail: '3 of 10; the limit is 2.',
      policyKey: 'limits',
      operations: [],
      count: 3,
    },
    { code: 'SAFE012', blocks: true, detail: 'The first is CN=Ada.', policyKey: '', operations: [], count: 1 },
    { code: 'other', blocks: false, detail: 'CN=Ada', policyKey: '', operations: [], count: 1 },
  ],
});

describe('a redacted plan', () => {
  const { operations, held: left } = shown.plan(made).body;
  const json = JSON.stringify(shown.plan(made));
  const one = <Kind extends string>(kind: Kind) =>
    operations.filter(
      (operation): operation is Extract<(typeof operations)[number], { kind: Kind }> => operation.kind === kind,
    );

  test('shows one person under one name, wherever she is met, and whatever the case of her name', () => {
    const names = new Set([
      one('update')[0]?.object.name,
      one('setManager')[0]?.manager?.name,
      one('addMember')[0]?.member.name,
    ]);
    expect([...names]).toEqual([expect.stringMatching(/^user-[0-9a-f]{16}$/)]);
    const shouted = shown.plan(planOf({ operations: [create(user('ADA@contoso.com'), [])] })).body.operations;
    expect(shouted).toMatchObject([{ object: { name: [...names][0] } }]);
    expect(left[0]?.object.name).toBe([...names][0]);
  });

  test('shows groups by their names, and no other value of them', () => {
    expect(one('addMember')[0]?.object).toEqual(staff);
    expect(one('update')[1]?.changes).toMatchObject([
      { attribute: 'displayName', before: 'Staff', after: 'All Staff' },
      { attribute: 'description', before: expect.stringMatching(/^value-/) as string, after: null },
    ]);
  });

  test('shows which values are the same, which are nothing, and what is a yes or no', () => {
    expect(one('create')[0]?.changes).toMatchObject([{ before: null }, { attribute: 'accountEnabled', after: true }]);
    const [department, mails] = one('update')[0]?.changes ?? [];
    expect(department?.before).not.toBe(department?.after);
    expect((mails?.before as string[])[0]).toBe((mails?.after as string[])[0]);
    expect(mails?.before).toHaveLength(2);
  });

  test('keeps details that count, and withholds those that may name somebody', () => {
    expect(shown.plan(made).findings.map(({ detail }) => detail)).toEqual([
      '3 of 10; the limit is 2.',
      expect.stringMatching(/^The rules fail for more objects than the policy allows; withheld: detail-[0-9a-f]{16}$/),
      expect.stringMatching(/^withheld: detail-[0-9a-f]{16}$/),
    ]);
    expect(left[0]?.detail).toMatch(/^withheld: detail-[0-9a-f]{16}$/);
    expect(one('leave')[0]?.reason).toMatch(/^reason-[0-9a-f]{16}$/);
  });

  test('holds together: what refers to an operation still does', () => {
    const ids = new Set(operations.map(({ id }) => id));
    expect(ids.size).toBe(made.body.operations.length);
    const after = planOf({
      operations: made.body.operations.map((each, at, all) => ({ ...each, after: at === 0 ? [] : [all[0]?.id ?? ''] })),
    });
    const redacted = shown.plan(after).body.operations;
    expect(redacted.slice(1).every((each) => each.after[0] === redacted[0]?.id)).toBe(true);
  });

  test('holds no name, mail address or DN', () => {
    expect(json).not.toMatch(/ada@|bob@|eve|babbage|CN=|x\.de/i);
  });
});

describe('pseudonyms', () => {
  const names = (key: Uint8Array) => JSON.stringify(redaction(key).plan(made).body);

  test('are the same in every run with one key, and others with another', () => {
    expect(names(KEY)).toBe(names(new Uint8Array(32).fill(7)));
    const [mine, others] = [names(KEY), names(new Uint8Array(32).fill(8))].map(
      (text) => new Set(text.match(/user-[0-9a-f]{16}/g)),
    );
    expect(mine?.size).toBe(3);
    expect([...(mine ?? [])].filter((name) => others?.has(name))).toEqual([]);
  });

  test('are of HMAC-SHA-256, whatever the key and the text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 150 }), fc.string({ unit: 'binary' }), (key, text) => {
        expect(hmacOf(key)(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
      }),
    );
  });

  test('of 100,000 people are 100,000', { timeout: 120_000 }, () => {
    const people = Array.from({ length: 100_000 }, (_, at) => create(user(`p${String(at)}@contoso.com`), []));
    const { operations } = shown.plan(planOf({ operations: people })).body;
    expect(new Set(operations.map((one) => ('object' in one ? one.object.name : ''))).size).toBe(100_000);
  });
});

describe('a redacted impact report', () => {
  const lost = {
    kind: 'membershipLost',
    type: 'group',
    key: 'corp/g',
    name: 'All Staff',
    attribute: 'members',
    before: 'ada@contoso.com',
    after: null,
    cause: [{ side: 'head', at: 'rules.yaml:3', text: '- department: Digital' }],
  } as const;
  const renamed = {
    ...lost,
    kind: 'renamed',
    type: 'user',
    key: 'corp/1',
    name: 'ada@contoso.com',
    attribute: 'userPrincipalName',
  } as const;
  const told = groupOf([
    lost,
    { ...lost, before: 'Nested Group' },
    { ...lost, key: 'corp/h', name: 'Others', before: 'Ada@contoso.com' },
  ]);
  const impact = { identities: 2, wanted: { base: 1, head: 1 }, groups: [told, groupOf([renamed])] };
  const redacted = shown.impact(impactReport({ kind: 'compared', impact }));
  const groups = redacted.outcome.kind === 'compared' ? redacted.outcome.impact.groups : [];

  test('names people as a plan does, and groups and lines as they are', () => {
    const person = shown.plan(planOf({ operations: [create(ada, [])] })).body.operations[0];
    const name = person?.kind === 'create' ? person.object.name : undefined;
    expect(groups[0]?.changes).toMatchObject([
      { name: 'All Staff', key: 'corp/g', before: expect.stringMatching(/^member-/) as string },
      { name: 'All Staff', before: name, cause: lost.cause },
      { name: 'Others', before: name },
    ]);
    expect(groups[1]?.changes[0]?.name).toBe(name);
  });

  test('has no order that would tell of names', () => {
    const people = Array.from({ length: 50 }, (_, at) => ({
      ...renamed,
      key: `k${String(at)}`,
      name: `p${String(at).padStart(2, '0')}`,
    }));
    const [first, ...others] = people;
    if (first === undefined) throw new Error('nobody');
    const outcome = { kind: 'compared', impact: { ...impact, groups: [groupOf([first, ...others])] } } as const;
    const after = shown.impact(impactReport(outcome)).outcome;
    const names = after.kind === 'compared' ? (after.impact.groups[0]?.changes ?? []).map(({ name }) => name) : [];
    expect(names).toHaveLength(50);
    expect(names).toEqual(names.toSorted());
  });
});

test('diagnostics of data tell their code alone, those of the configuration everything', () => {
  const source = { path: 'people.ldif', text: 'dn: CN=Ada\n' };
  const ofData = diagnostic('SRC024', {
    detail: 'CN=Ada is wrong.',
    subject: 'CN=Ada',
    range: { source, start: 0, end: 3 },
  });
  const ofRules = diagnostic('CFG003', { detail: 'It is wrong.', range: { source, start: 0, end: 3 } });
  expect(shown.diagnostics([ofData, ofRules])).toEqual([
    {
      code: 'SRC024',
      severity: ofData.severity,
      detail: expect.stringMatching(/^The details are withheld: detail-[0-9a-f]{16}\.$/) as string,
    },
    ofRules,
  ]);
});
