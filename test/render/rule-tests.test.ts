import { describe, expect, test } from 'vitest';
import type { Coverage } from '../../src/model/coverage.ts';
import type { RuleTestReport } from '../../src/model/rule-test-report.ts';
import { renderRules, renderRuleTests, renderRuleTestsJson, renderRuleTestsJunit } from '../../src/render/index.ts';

const HOSTILE = ']]><!-- &amp; "x" \'y\' </failure>\u0000\u001b[31m\u202e\ud800\uffff\nnext';

function reportAbout(text: string): RuleTestReport {
  const at = { file: `${text}.yaml`, line: 3, column: 7 };
  const failure = {
    at,
    of: text,
    subject: text,
    expected: { kind: 'value', value: text },
    got: { kind: 'words', text },
    why: [{ rule: text, at: `${text}:1`, says: text }],
  } as const;
  return {
    workspace: text,
    cases: [
      { test: text, name: 'fine', at, passed: true, mustFail: false, failures: [] },
      { test: text, name: text, at, passed: false, mustFail: false, failures: [failure] },
    ],
  };
}

const view = { colour: false, width: 120, quiet: false };

/** Walks XML as a parser would: every tag closes the one that is open, and nothing stands where it may not. */
function tagsOf(xml: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const attribute = /\s[a-z]+="(?:[^<>&"]|&(?:amp|lt|gt|quot|apos);)*"/.source;
  const token = new RegExp(
    `<\\?xml[^?]*\\?>|<(/?)([a-z]+)((?:${attribute})*)(/?)>|(?:[^<>&]|&(?:amp|lt|gt|quot|apos);)+`,
    'y',
  );
  while (token.lastIndex < xml.length) {
    const start = token.lastIndex;
    const found = token.exec(xml);
    if (found === null) throw new Error(`not XML at ${xml.slice(start, start + 40)}`);
    const [, closing, name, , empty] = found;
    if (name === undefined) continue;
    if (closing === '/') expect(open.pop()).toBe(name);
    else seen.push(name);
    if (closing === '' && empty === '') open.push(name);
  }
  expect(open).toEqual([]);
  return seen;
}

describe('JUnit', () => {
  test('is XML whatever a case is called and whatever it got', () => {
    const xml = renderRuleTestsJunit(reportAbout(HOSTILE));
    expect(tagsOf(xml)).toEqual(['testsuites', 'testsuite', 'testcase', 'testcase', 'failure']);
    expect(xml).not.toContain(']]>');
    // What XML 1.0 takes: tab, line end, and everything from U+0020 but half pairs, U+FFFE and U+FFFF.
    expect(/[^\t\n\u0020-\ud7ff\ue000-\ufffd]/.exec(xml)).toBe(null);
    expect(xml).toContain('\\u0000\\u001b[31m\\u202e\\ud800\\uffff\\nnext');
  });

  test('counts', () => {
    const xml = renderRuleTestsJunit(reportAbout('t'));
    expect(xml).toContain('<testsuites name="t" tests="2" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<testcase classname="t" name="fine" file="t.yaml" line="3"/>');
    expect(xml).toContain('message="t: t: expected &quot;t&quot;, got t"');
  });
});

describe('text', () => {
  test('names what failed and who gave it, and counts', () => {
    expect(renderRuleTests(reportAbout('t'), view)).toBe(`FAIL  t: t
  --> t.yaml:3:7
  t: t
    expected  "t"
    got       t
    by        t (t:1)  t

2 cases of 1 rule test: 1 passed, 1 failed.
`);
  });

  test('shows nothing that moves the cursor', () => {
    const text = renderRuleTests(reportAbout(HOSTILE), view);
    expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(text.replaceAll('\n', ''))).toBe(null);
  });

  test('a megabyte is cut', () => {
    expect(renderRuleTests(reportAbout('x'.repeat(1_000_000)), view).length).toBeLessThan(10_000);
  });

  test('quietly it is one line, and coloured only where that is wanted', () => {
    expect(renderRuleTests(reportAbout('t'), { ...view, quiet: true })).toBe(
      '2 cases of 1 rule test: 1 passed, 1 failed.\n',
    );
    expect(renderRuleTests(reportAbout('t'), { ...view, colour: true })).toContain('\u001b[');
  });
});

const NOBODY = { wins: 0, contributes: 0, passes: 0, ignored: 0, outranked: 0, fails: 0 };

function coverageOf(own: boolean, accepts: number, refuses: number): Coverage {
  const clause = {
    attribute: 'title',
    operator: 'equal',
    comparands: ['x'],
    at: 'r.yaml:9',
    holds: accepts,
    fails: refuses,
    accepts,
    refuses,
  } as const;
  const rule = {
    rule: 'r',
    at: 'r.yaml:3',
    own,
    direction: 'inbound',
    connectors: ['corp'],
    sourceType: 'user',
    targetType: 'person',
    link: 'join',
    precedence: 40,
    asked: accepts + refuses,
    accepted: accepts,
    scope: [[clause]],
  } as const;
  const flow = (target: string, standings: Partial<typeof NOBODY>) => ({
    target,
    flow: target,
    at: 'r.yaml:12',
    standings: { ...NOBODY, ...standings },
  });
  return {
    filters: [],
    rules: [{ ...rule, flows: [flow('a', { wins: accepts }), flow('b', { passes: accepts }), flow('c', {})] }],
  };
}

describe('coverage', () => {
  const gaps = (own: boolean, accepts: number, refuses: number): string =>
    renderRuleTests({ workspace: 'w', cases: [], coverage: coverageOf(own, accepts, refuses) }, view);

  test.each([
    [1, 1, []],
    [1, 0, ['no case refused by it']],
    [0, 1, ['no case is in its scope']],
    [0, 0, ['no case is in its scope']],
  ])('accepted %i, refused %i', (accepts, refuses, told) => {
    const text = gaps(true, accepts, refuses);
    for (const one of told) expect(text).toContain(one);
    expect(text.includes('title equal x')).toBe(told[0] === 'no case refused by it');
    expect(text.includes('gives nothing in every case')).toBe(accepts > 0);
    expect(text.includes('never asked')).toBe(accepts > 0);
    expect(text).toContain(
      `Rules of the workspace  ${Math.min(accepts, 1)} of 1 rule, ${Math.min(accepts, 1)} of 3 flows, ${accepts + refuses} of 2 outcomes of clauses`,
    );
  });

  test('of packs there is only the sum', () => {
    const text = gaps(false, 0, 1);
    expect(text).not.toContain('What no case decides');
    expect(text).toContain('Rules of packs          0 of 1 rule, 0 of 3 flows, 1 of 2 outcomes of clauses');
  });
});

test('rules over a population say who matches nobody and what never wins', () => {
  const population = [{ connector: 'corp', origin: 'corp.ldif', readAt: '2026-11-22T00:00:00.000Z', objects: 3 }];
  const text = renderRules(
    { workspace: 'w', population, coverage: coverageOf(true, 2, 0) },
    { colour: false, quiet: false },
  );
  expect(text).toContain('inbound, user of corp -> person in the metaverse, join: 2 of 2 in scope');
  expect(text).toContain('where title equal x  holds 2, fails 0: for all');
  expect(text).toContain('flow  b  gives nothing 2: never wins');
  expect(text).toContain('w: 1 rule by precedence, the lower wins. 0 rules match nobody; 2 flows never won.');
  const none = renderRules(
    { workspace: 'w', population, coverage: coverageOf(true, 0, 2) },
    { colour: false, quiet: false },
  );
  expect(none).toContain('0 of 2 in scope: matches nobody');
  const plain = renderRules(
    { workspace: 'w', population: [], coverage: coverageOf(true, 0, 0) },
    { colour: false, quiet: false },
  );
  expect(plain).toContain('flows a, b, c');
  expect(plain).not.toContain('in scope');
});

test('JSON holds values as they are', () => {
  const document = JSON.parse(renderRuleTestsJson(reportAbout(HOSTILE))) as {
    readonly counts: unknown;
    readonly cases: readonly { readonly name: string }[];
  };
  expect(document.counts).toEqual({ cases: 2, passed: 1, failed: 1 });
  expect(document.cases[1]?.name).toBe(HOSTILE);
});
