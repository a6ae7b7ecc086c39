import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ImpactReport } from '../../src/model/impact.ts';
import { impactHtmlPieces } from '../../src/render/index.ts';
import { impactAbout, impactScenarios } from './forge/impact-scenarios.ts';
import { listOf } from './page-lists.ts';
import { strangeTags, unseen } from './page-tags.ts';
import { hostileImpact, impactOn, reviewImpacts } from './review-impacts.ts';
import { HOSTILE_NAMES } from './review-plans.ts';

const page = (report: ImpactReport): string => [...impactHtmlPieces(report)].join('');
const verdictOf = (html: string): readonly string[] => {
  const [, standing = '', words = ''] = /<div class="verdict (\w+)"><p><strong>(.*?)<\/strong>/.exec(html) ?? [];
  return [standing, words];
};

test.each([
  ['none', 'good', 'The rules differ, and nobody is touched: 5,000 identities before, 4,997 after.'],
  ['of the same rules', 'good', 'Both have the same rules: nothing to evaluate, no impact.'],
  [
    'against an invalid base',
    'danger',
    'Unknown against main, which is not valid; head wants 12 identities, 1 cannot be evaluated.',
  ],
  ['of 3,000 identities', 'danger', '3,000 identities are touched, in 3 groups; 5,000 identities before, 4,997 after.'],
] as const)('the verdict: %s', (name, standing, words) => {
  expect(verdictOf(page(reviewImpacts[name]()))).toEqual([standing, words]);
});

test('a page says what the plan may do to people because of the change, and who of them holds a role', () => {
  const html = page(impactScenarios['privileged']?.() ?? impactOn(3));
  expect(html).toContain('<span class="badge danger">added</span> 3 accounts disabled');
  expect(html).toContain('<span class="badge good">taken away</span> 40 losses of access');
  expect(html).toContain('Shown 20 of 30; all of them: --format json.');
  expect(html).toContain('(1 holds a directory role)');
  expect(html).toContain('Holds Global Administrator');
  const hostile = page(impactAbout(HOSTILE_NAMES.join(' ')));
  expect(strangeTags(hostile)).toEqual([]);
});

test('each group says whom, what, both values and the lines, and leads to its people', () => {
  const html = page(impactOn(500));
  expect(html).toContain('<span class="badge danger">3 users</span> leave scope: disabled, and deleted later');
  expect(html).toContain('<span class="badge note">497 users</span> department changed: <bdi>');
  expect(html).toContain('<span class="soft">rules/people.yaml:14</span>');
  expect(html).toContain('rules/people.yaml:14  removed: - department: department');
  expect(html).toContain('Shown 20 of 497.');
  expect(html).toContain('data-value="department changed"');
});

test('each identity stands once, with everything that changes for it and the lines that did it', () => {
  const { columns, rows } = listOf(page(impactOn(20)), 'every');
  expect(rows).toHaveLength(20);
  const renamed = rows.find(([name]) => name === 'person5@contoso.com')!;
  expect(renamed[columns.indexOf('What changes')]).toEqual(['renamed: userPrincipalName', 'department changed']);
  expect(renamed).toEqual(
    expect.arrayContaining(['"person.5@contoso.com"', '"person5@contoso.com"', '"IT"', '"Digital"']),
  );
  expect(renamed[columns.indexOf('Container')]).toBe('OU=Team 5,DC=corp,DC=contoso,DC=com');
  expect(rows.slice(0, 3).map((row) => row[columns.indexOf('What changes')])).toEqual(
    Array(3).fill('leave scope: disabled, and deleted later'),
  );
});

test('a page without identities has no list', () => {
  expect(() => listOf(page(reviewImpacts.none()), 'every')).toThrow('no list');
});

describe('whatever a name says', () => {
  test.each(HOSTILE_NAMES)('it is shown as text: %j', (name) => {
    const html = page(hostileImpact(name));
    expect(strangeTags(html)).toEqual([]);
    expect(unseen(html)).toEqual([]);
    expect(listOf(html, 'every').rows).toHaveLength(4);
  });

  test('it is shown as text: any', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom(...HOSTILE_NAMES.slice(0, -1)), (name, other) => {
        const html = page(hostileImpact(name + other));
        expect(strangeTags(html)).toEqual([]);
        expect(unseen(html)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
