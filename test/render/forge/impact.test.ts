import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diagnostic } from '../../../src/kernel/diagnostic.ts';
import { renderImpactMarkdown, stickyMarker } from '../../../src/render/index.ts';
import { documentSizes } from '../../../src/render/forge/ladder.ts';
import { expectHarmless, LINK_BASE, texts } from './harmless.ts';
import {
  comparedImpact,
  impactAbout,
  impactChange,
  impactGroup,
  impactReport,
  impactScenarios,
} from './impact-scenarios.ts';
import { HOSTILE_NAMES } from './scenarios.ts';

function diagnosticAbout(text: string) {
  const source = { path: text, text };
  return diagnostic('CLI001', {
    detail: text,
    subject: text,
    help: text,
    range: { source, start: 0, end: text.length },
  });
}

describe('hostile values', () => {
  test.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    '%j changes nothing but what is shown',
    (_, name) => {
      const markdown = renderImpactMarkdown(impactAbout(name), [diagnosticAbout(name)], { linkBase: LINK_BASE });
      expectHarmless(markdown);
      expect(markdown.split('\n')[0]).toBe(stickyMarker('impact', name));
    },
  );

  test('any text means nothing', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expectHarmless(renderImpactMarkdown(impactAbout(text), [diagnosticAbout(text)], { linkBase: LINK_BASE }));
      }),
      { numRuns: 300 },
    );
  });
});

describe('size', () => {
  test.each(['\u{1f600}', '\u{10ffff}', '`', '"', '<', '\u0301', 'x '])('ten thousand %j in every place', (unit) => {
    const text = unit.repeat(10_000);
    const about = impactAbout(text);
    const { outcome } = about;
    if (outcome.kind !== 'compared') throw new Error('made above');
    const groups = Array.from({ length: 100 }, () => outcome.impact.groups).flat();
    const report = { ...about, outcome: { ...outcome, impact: { ...outcome.impact, groups } } };
    const diagnostics = Array.from({ length: 200 }, () => diagnosticAbout(text));
    for (const size of ['comment', 'summary'] as const) {
      const markdown = renderImpactMarkdown(report, diagnostics, { size, linkBase: LINK_BASE });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(documentSizes[size]);
      expect(markdown).toContain('Shown 60 of 500 groups');
      expectHarmless(markdown);
    }
  });

  test.each([0, 1, 5, 6, 20, 21, 400, 5_000])('%i changes of one kind', (changes) => {
    const group = impactGroup(
      Array.from({ length: changes }, (_, index) =>
        impactChange({ name: `p${index}`, before: 'a', after: `${index}` }),
      ),
    );
    const comment = renderImpactMarkdown(comparedImpact([group]), [], {});
    const shown = comment.match(/^- `p\d+`/gm)?.length ?? 0;
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
    if (shown !== changes) expect(comment).toContain(`Shown ${shown} of 5,000 changes.`);
    else expect(comment).not.toContain('Shown');
  });
});

describe('what reviewers meet', () => {
  test.each(Object.entries(impactScenarios))('%s', async (name, make) => {
    const comment = renderImpactMarkdown(make(), [], { linkBase: LINK_BASE });
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
    expectHarmless(comment);
    await expect(comment).toMatchFileSnapshot(`golden/impact-${name}.md`);
  });

  test('a base that is not valid: what is wrong there, and no number that could be taken for none', () => {
    const error = diagnostic('CLI001', { detail: 'The key `scpoe` of base is unknown.' });
    const report = impactReport({ kind: 'unknown', wanted: 3, failed: 1 });
    const comment = renderImpactMarkdown(report, [error], {});
    expect(comment.split('\n')[2]).toBe('### Impact on `contoso`: unknown, the base is not valid');
    expect(comment).toContain('> [!WARNING]\n');
    expect(comment).toContain(
      'The key ``` `scpoe` ``` of base is unknown.'.replace('``` `scpoe` ```', '`` `scpoe` ``'),
    );
    expectHarmless(comment);
  });

  test('a line of head is a link, one of base is none: it stands in another commit', () => {
    const cause = [
      { side: 'head', at: 'a.yaml:3', text: 'x' },
      { side: 'base', at: 'b.yaml:4', text: 'y' },
    ] as const;
    const comment = renderImpactMarkdown(comparedImpact([impactGroup([impactChange({ cause })])]), [], {
      linkBase: LINK_BASE,
    });
    expect(comment).toContain(
      `Because of [\`a.yaml:3\`](${LINK_BASE}a.yaml#L3): \`x\`\\\n\`b.yaml:4\`, removed: \`y\`\n`,
    );
  });
});
