import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPlanMarkdown, stickyMarker, visible } from '../../../src/render/index.ts';
import { prose } from '../../../src/render/forge/inline.ts';
import { hazardCounts } from '../../../src/model/hazard.ts';
import { documentSizes } from '../../../src/render/forge/ladder.ts';
import { plan as anyPlan } from '../../support/run/plans.ts';
import { change, planOf, remove, update, user } from '../plans.ts';
import { expectHarmless, LINK_BASE, texts } from './harmless.ts';
import { isBalanced, parsed } from './parsed.ts';
import { HOSTILE_NAMES, planAbout, scenarios } from './scenarios.ts';

describe('hostile values', () => {
  test.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    '%j changes nothing but what is shown',
    (_, name) => {
      const markdown = renderPlanMarkdown(planAbout(name), { linkBase: LINK_BASE });
      expectHarmless(markdown);
      expect(markdown.split('\n')[0]).toBe(stickyMarker('plan', name));
    },
  );

  test('any text stands in the document as it is, and means nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const markdown = renderPlanMarkdown(planAbout(text), { linkBase: LINK_BASE });
        expectHarmless(markdown);
        const shown = visible(text.slice(0, 90))
          .slice(0, 60)
          .replace(/`{40,}.*|[\\"].*|<!-- lockstep:.*/s, '');
        expect(parsed(markdown).text).toContain(shown);
      }),
      { numRuns: 400 },
    );
  });

  test('any plan keeps to what the renderer makes', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expectHarmless(renderPlanMarkdown(plan, { linkBase: LINK_BASE, size: 'summary' }));
      }),
      { numRuns: 300 },
    );
  });

  test('words of a finding that look like a mention, an issue or a commit stand in code', () => {
    const detail = 'Group (team) of @octocat, see #12 and GH-3: 3f9c2a1d went. Fixes contoso/x#4';
    const finding = { code: 'SAFE001', blocks: true, detail, policyKey: 'x', operations: [], count: 2 };
    const markdown = renderPlanMarkdown(planOf({ findings: [finding] }), {});
    expect(markdown).toContain('Group (team) of `@octocat`, see `#12` and `GH-3: 3f9c2a1d` went. Fixes `contoso/x#4`.');
    expectHarmless(markdown);
  });
});

test.each([
  ['1. first', '`1`. first'],
  ['10.', '`10`.'],
  ['in 3 of 10.', 'in 3 of 10.'],
  ['# x', '`#` x'],
  ['', ''],
])('the sentence %j begins nothing', (text, shown) => {
  expect(prose(text)).toBe(shown);
});

describe('size', () => {
  const long = (unit: string): string => unit.repeat(10_000);

  test.each(['\u{1f600}', '\u{10ffff}', '`', '"', '<', '\u0301', 'x '])('ten thousand %j in every place', (unit) => {
    for (const size of ['comment', 'summary'] as const) {
      const { operations, held, census } = planAbout(long(unit)).body;
      const many = Array.from({ length: 300 }, (_, index) =>
        operations.map((one) => ({
          ...one,
          id: `${one.id} ${index}`,
          ...('object' in one ? { object: { ...one.object, key: String(index) } } : {}),
        })),
      ).flat();
      const findings = Array.from({ length: 300 }, (_, index) => ({
        code: `${index}${long(unit)}`,
        blocks: true,
        detail: long(unit),
        policyKey: long(unit),
        operations: [],
        count: 1,
      }));
      const { envelope } = planAbout(long(unit));
      const sources = Array.from({ length: 300 }, () => ({
        connector: long(unit),
        origin: long(unit),
        readAt: long(unit),
      }));
      const notCarried = Array.from({ length: 300 }, () => ({ type: long(unit), count: 1, reason: long(unit) }));
      const plan = {
        envelope: { ...envelope, sources },
        findings,
        body: {
          operations: many,
          held: Array.from({ length: 300 }, () => held).flat(),
          census: { ...census, notCarried },
        },
        hazards: [],
      };
      const markdown = renderPlanMarkdown(plan, { size, linkBase: LINK_BASE });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(documentSizes[size]);
      expectHarmless(markdown);
    }
  });

  test('grows with what is to be said, up to the limit and not beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 60 }), (people, length) => {
        const operations = Array.from({ length: people }, (_, index) =>
          update(user(`${index}${'n'.repeat(length)}`), [
            change('title', `${index}`, `${index} ${'v'.repeat(length)}`),
          ]),
        );
        const comment = renderPlanMarkdown(planOf({ operations }), {});
        expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
        expect(isBalanced(parsed(comment).html)).toBe(true);
        const inFull = comment.match(/^- user /gm)?.length ?? 0;
        if (inFull !== people) expect(comment).toContain(`shown 0 of ${people} objects`);
      }),
      { numRuns: 40 },
    );
  });
});

describe('what reviewers meet', () => {
  test.each(Object.entries(scenarios))('%s', async (name, make) => {
    const plan = make();
    const before = process.cpuUsage();
    const comment = renderPlanMarkdown(plan, { linkBase: LINK_BASE });
    const summary = renderPlanMarkdown(plan, { linkBase: LINK_BASE, size: 'summary' });
    // Of the processor: a machine that does other things, too, takes its time.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(20);
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_000_000);
    expectHarmless(comment);
    await expect(comment).toMatchFileSnapshot(`golden/plan-${name}.md`);
  });
});

describe('verdict', () => {
  const head = (markdown: string): string => markdown.split('\n')[2] ?? '';

  test('says in the first line whether there is anything to do, and whether it may be done', () => {
    const few = Object.entries(scenarios).filter(([name]) => name !== 'three-hundred-thousand');
    const heads = few.map(([name, make]) => [name, head(renderPlanMarkdown(make(), {}))]);
    expect(Object.fromEntries(heads)).toEqual({
      'no-change': '### Plan for `contoso`: nothing to do',
      'three-changes': '### Plan for `contoso`: 4 objects change',
      'three-thousand': '### Plan for `contoso`: 3,113 objects change',
      'mass-delete-blocked': '### Plan for `contoso`: blocked, nothing of 1,204 changes will be written',
      'hostile-names': '### Plan for `contoso`: 20 objects change',
      hazardous: '### Plan for `contoso`: blocked, nothing of 134 changes will be written',
      'few-hazards': '### Plan for `contoso`: blocked, nothing of 4 changes will be written',
    });
  });
});

describe('hazards', () => {
  test('of any plan are told by name, with their code, the gravest first', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const markdown = renderPlanMarkdown(plan, { size: 'summary' });
        const told = [...markdown.matchAll(/^- \*\*[^*]+\*\* \(`([A-Z_]+)`\)/gm)].map(([, hazard]) => hazard);
        expect(told).toEqual([...hazardCounts(plan.hazards).keys()]);
      }),
    );
  });

  test('that are too many for the room are counted, and none of their kinds is left out', () => {
    const operations = Array.from({ length: 3000 }, (_, index) =>
      remove(user(`${index}${'n'.repeat(900)}`), 'It is no longer in the source.'),
    );
    const found = operations.flatMap(({ id }) => [
      { hazard: 'DELETES_USER' as const, operation: id, detail: 'd'.repeat(900) },
      { hazard: 'DELETES_MAILBOX' as const, operation: id, detail: 'd'.repeat(900) },
    ]);
    const comment = renderPlanMarkdown(planOf({ operations, hazards: found }), {});
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(documentSizes.comment);
    expect(comment).toContain('- **3,000 accounts with licences deleted** (`DELETES_MAILBOX`)');
    expect(comment).toContain('- **3,000 users deleted** (`DELETES_USER`)');
    expect(comment).toMatch(/ {2}- shown (5|20) of 3,000/);
  });
});

describe('marker', () => {
  test('is one HTML comment, whatever the workspace is called, and differs by kind and name', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.constantFrom('-->', '--!>', '>', '->', '--', 'a'.repeat(900))), (name) => {
        const marker = stickyMarker('plan', name);
        expect(marker).toMatch(/^<!-- lockstep:plan workspace=[\w.%:-]+ -->$/);
        expect(marker.slice(4, -3)).not.toMatch(/--|>/);
        expect(stickyMarker('impact', name)).not.toBe(marker);
        expect(stickyMarker('plan', `${name}!`)).not.toBe(marker);
      }),
    );
  });

  test.each([
    ['contoso', 'contoso'],
    ['Contoso GmbH & Co', 'Contoso%20GmbH%20%26%20Co'],
    ['a--b', 'a%2D-b'],
  ])('%s', (name, encoded) => {
    expect(stickyMarker('impact', name)).toBe(`<!-- lockstep:impact workspace=${encoded} -->`);
  });
});

describe('links', () => {
  const placed = (at: string, linkBase?: string): string => {
    const plan = planOf({ operations: [update(user('ada'), [change('title', 'a', 'b', at)])] });
    const line = renderPlanMarkdown(plan, linkBase === undefined ? {} : { linkBase })
      .split('\n')
      .find((one) => one.includes('`title`'));
    return line?.replace('  - `title`: `"a"` → `"b"` ', '') ?? '';
  };

  test.each([
    ['rules/a b.yaml:3', 'https://x.example/r', '([`rules/a b.yaml:3`](https://x.example/r/rules/a%20b.yaml#L3))'],
    ['rules/(a).yaml:3', 'https://x.example/r/', '([`rules/(a).yaml:3`](https://x.example/r/rules/%28a%29.yaml#L3))'],
    ['../a.yaml:3', 'https://x.example/', '(`../a.yaml:3`)'],
    ['/etc/a.yaml:3', 'https://x.example/', '(`/etc/a.yaml:3`)'],
    ['a.yaml', 'https://x.example/', '(`a.yaml`)'],
    ['a.yaml:3', undefined, '(`a.yaml:3`)'],
  ])('%s', (at, base, shown) => {
    expect(placed(at, base)).toBe(shown);
  });
});
