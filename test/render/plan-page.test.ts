import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { planHtmlPieces } from '../../src/render/index.ts';
import { objectRows } from '../../src/render/plan/html-objects.ts';
import { subjectsOf } from '../../src/render/plan/subject.ts';
import { listOf } from './page-lists.ts';
import { strangeTags, unseen } from './page-tags.ts';
import { change, create, group, held, member, planOf, update, user, why } from './plans.ts';
import {
  blockedPlan,
  HOSTILE_NAMES,
  hostilePlan,
  manyChanges,
  massDelete,
  reviewPlans,
  threeChanges,
} from './review-plans.ts';

const page = (plan: Plan): string => [...planHtmlPieces(plan)].join('');
const verdictOf = (html: string): readonly string[] => {
  const [, standing = '', words = ''] = /<div class="verdict (\w+)"><p><strong>(.*?)<\/strong>/.exec(html) ?? [];
  return [standing, words];
};

describe('the verdict', () => {
  test.each([
    ['nothing to do', reviewPlans['without changes'](), 'good', 'Nothing to do.'],
    ['changes', threeChanges(), 'note', '3 objects change, and nothing is blocked.'],
    ['people who leave', manyChanges(1000), 'caution', '1,000 objects change, and nothing is blocked.'],
    ['a blocked plan', blockedPlan(), 'danger', 'Blocked by SAFE003: nothing will be written.'],
  ])('of %s', (_, plan, standing, words) => {
    expect(verdictOf(page(plan))).toEqual([standing, words]);
  });

  test('what blocks is said first, with what to do, and what only warns after it', () => {
    const html = page(planOf({ findings: [{ ...massDelete, code: 'SAFE001', blocks: false }, massDelete] }));
    expect(html.indexOf('id="blocked"')).toBeLessThan(html.indexOf('id="findings"'));
    expect(html).toContain('1,800 of 2,000 users of corp would be deleted; the limit is 5.');
    expect(html).toMatch(/<dt>What to do<\/dt><dd>\w/);
    expect(html).toContain('limits.delete in the Policy');
  });

  test('an unknown code of another version stops no page', () => {
    expect(page(planOf({ findings: [{ ...massDelete, code: 'SAFE999' }] }))).toContain('SAFE999');
  });
});

describe('changes that are the same for many', () => {
  const moved = (names: readonly string[], before: string, after: string) =>
    names.map((name) => update(user(name), [change('department', before, after)]));

  test('are one, with how many people, the words that differ and the line that gave the value', () => {
    const html = page(planOf({ operations: moved(['ada', 'bob', 'cyd'], 'IT Desk', 'Digital Desk') }));
    expect(html.match(/id="signature-\d+"/g)).toEqual(['id="signature-0"']);
    expect(html).toContain('<span class="badge note">3 users</span> department: <bdi>');
    expect(html).toContain('<del>IT</del> Desk');
    expect(html).toContain('<ins>Digital</ins> Desk');
    expect(html).toContain('<span class="soft">contractors.yaml:14</span>');
  });

  test('come by risk, then by how many', () => {
    const html = page(
      planOf({
        operations: [
          ...moved(['a', 'b', 'c'], 'x', 'y'),
          ...moved(['d', 'e', 'f', 'g'], 'x', 'z'),
          update(user('h'), [change('userPrincipalName', 'h@a', 'h@b')]),
          update(user('i'), [change('accountEnabled', true, false)]),
        ],
      }),
    );
    const order = [...html.matchAll(/<summary><span class="badge \w+">(\d+) users?<\/span> (?:<bdi>)?(\w+)/g)];
    expect(order.map(([, number, what]) => `${number!} ${what!}`)).toEqual([
      '1 disabled',
      '1 userPrincipalName',
      '4 department',
      '3 department',
    ]);
  });

  test('lead to their people in the list, each under a label of its own', () => {
    const byTwoRules = ['a', 'b'].map((rule, index) =>
      update(user(rule), [{ ...change('city', 'x', 'y'), why: [why(rule, `r.yaml:${String(index)}`, 'city')] }]),
    );
    const html = page(planOf({ operations: byTwoRules }));
    const labels = [...html.matchAll(/data-value="([^"]*)"/g)].map(([, label]) => label);
    expect(new Set(labels).size).toBe(2);
    const { columns, rows } = listOf(html, 'every');
    const said = rows.map((row) => row[columns.indexOf('Change')]);
    expect(said.map((label) => String(label).replaceAll('"', '&quot;').replaceAll('>', '&gt;')).sort()).toEqual(
      labels.toSorted(),
    );
  });

  test('beyond three hundred the rest is counted', () => {
    const operations = Array.from({ length: 700 }, (_, index) =>
      update(user(`p${String(index)}`), [change(`attribute${String(index % 350)}`, 'a', 'b')]),
    );
    const html = page(planOf({ operations }));
    expect(html.match(/id="signature-\d+"/g)).toHaveLength(300);
    expect(html).toContain('Shown 300 of 350 changes, the gravest first.');
    expect(listOf(html, 'every').rows).toHaveLength(700);
  });
});

describe('the list of objects', () => {
  test('has both values, the flow that won with its line, and those that lost', () => {
    const { rows } = listOf(page(threeChanges()), 'every');
    const ada = rows.find(([name]) => name === 'ada@contoso.com')!;
    expect(ada).toEqual(
      expect.arrayContaining([
        'department',
        '"IT Service Desk and Operations"',
        '"Digital Service Desk and Operations"',
        [
          'rules/people.yaml:14 department-names: =Replace([department],"IT","Digital")',
          'lockstep/default@1:9 person-to-entra-user: department',
        ],
        'lockstep/default@1:user-common (lockstep/default@1:31)',
      ]),
    );
    expect(ada).toEqual(expect.arrayContaining(['manager', '(not set)', '"grace@contoso.com"']));
  });

  test('names the container, escaped commas and all', () => {
    const operation = {
      ...update(user('ada'), [change('city', 'a', 'b')]),
      from: 'CN=Lovelace\\, Ada,OU=A\\,B,DC=corp',
    };
    const { columns, rows } = listOf(page(planOf({ operations: [operation] })), 'every');
    expect(rows[0]![columns.indexOf('Container')]).toBe('OU=A\\,B,DC=corp');
  });

  test('has hazards and causes where the plan knows them, and no column where it does not', () => {
    const { columns } = listOf(page(threeChanges()), 'every');
    expect(columns).not.toContain('Hazard');
    expect(columns).not.toContain('Cause');
    const html = page(manyChanges(600));
    const known = listOf(html, 'every');
    const left = known.rows.find(([name]) => name === 'person0@contoso.com')!;
    expect(left[known.columns.indexOf('Hazard')]).toBe('disables a user');
    expect(left[known.columns.indexOf('Cause')]).toBe('rules');
    expect(html).toContain('DISABLES_USER');
  });

  test('comes with the gravest first', () => {
    const { columns, rows } = listOf(page(manyChanges(3000)), 'every');
    const what = rows.map((row) => row[columns.indexOf('What')]);
    expect([...new Set(what)]).toEqual(['leave', 'new sign-in name', 'update', 'create']);
  });

  test('says of a large group how many members it does not show', () => {
    const all = group('All Staff');
    const operations = Array.from({ length: 250 }, (_, index) => member('addMember', all, user(`p${String(index)}`)));
    const { rows } = listOf(page(planOf({ operations })), 'every');
    expect(rows).toHaveLength(1);
    expect(rows[0]!.filter((cell) => cell === 'member added')).toHaveLength(201);
    expect(rows[0]).toContain('and 50 more: see --format json');
  });

  test('holds no more attributes than a browser bears, and says so of the rest', () => {
    const changes = Array.from({ length: 10 }, (_, index) => change(`a${String(index)}`, null, 'x'));
    const operations = Array.from({ length: 6 }, (_, index) => create(user(`p${String(index)}`), changes));
    const rows = [...objectRows(subjectsOf(operations), [], { hazards: [], causes: [] }, 50)];
    expect(rows.map(({ detail }) => detail?.length)).toEqual([10, 10, 10, 10, 10, 1]);
    expect(rows[5]!.detail).toEqual([['10 lines', '', 'not on this page: see --object, or --format json', '', '']]);
  });
});

test('what is held is told by reason, with what would change it and what would be done', () => {
  const html = page(
    planOf({ held: [held(user('ada'), 'guest', 'of fabrikam'), held(user('bob'), 'privileged', 'Global Reader')] }),
  );
  expect(html).toContain('Guests belong to their home organisation.');
  const { rows } = listOf(html, 'left');
  expect(rows.map((row) => row.slice(0, 5))).toEqual([
    ['ada', 'user', 'guest', 'of fabrikam', 'would be updated'],
    ['bob', 'user', 'holds a directory role', 'Global Reader', 'would be updated'],
  ]);
});

test('the census stands at the end', () => {
  const html = page(planOf({ census: { notCarried: [{ type: 'contact', count: 3, reason: 'no rule' }] } }));
  expect(html).toContain('Of 212 in scope: 208 unchanged, 3 changed, 1 held.');
  expect(html).toMatch(/contact<\/th><td>no rule<\/td><td class="number">3</);
});

describe('whatever a name says', () => {
  test.each(HOSTILE_NAMES)('it is shown as text: %j', (name) => {
    const html = page(hostilePlan(name));
    expect(strangeTags(html)).toEqual([]);
    expect(unseen(html)).toEqual([]);
    expect(listOf(html, 'every').rows.length).toBeGreaterThan(4);
  });

  test('it is shown as text: any', () => {
    const piece = fc.oneof(fc.constantFrom(...HOSTILE_NAMES.slice(0, -1)), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
        const html = page(hostilePlan(pieces.join('')));
        expect(strangeTags(html)).toEqual([]);
        expect(unseen(html)).toEqual([]);
        expect(html.length).toBeLessThan(2_000_000);
      }),
      { numRuns: 60 },
    );
  });
});

test('the same plan gives the same bytes, in pieces of which none is very long', () => {
  const pieces = [...planHtmlPieces(manyChanges(5000))];
  expect(pieces.join('')).toBe(page(manyChanges(5000)));
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(1_000_000);
});
