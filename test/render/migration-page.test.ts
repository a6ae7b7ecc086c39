import { describe, expect, test } from 'vitest';
import type { MigratedFlow, MigratedRule, Migration } from '../../src/model/migration.ts';
import { renderMigration, renderMigrationHtml, renderMigrationMarkdown } from '../../src/render/index.ts';

const flows: readonly MigratedFlow[] = [
  { target: 'cn', carried: 'same', reason: '' },
  { target: 'sn', carried: 'same', reason: '' },
  { target: 'photo', carried: 'notWritable', reason: 'Graph takes none' },
  { target: 'info', carried: 'decision', reason: 'Who reads it?' },
];

function rule(name: string, more: Partial<MigratedRule> = {}): MigratedRule {
  return {
    name,
    connector: name,
    direction: 'inbound',
    standard: false,
    carried: 'same',
    reason: '',
    origin: 'export/a.xml:1',
    flows: [],
    ...more,
  };
}

function migration(more: Partial<Migration> = {}): Migration {
  return { rules: [], settings: [], files: new Map(), ...more };
}

/** Text of a page without its tags, its style and its script. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

describe('the page of a migration', () => {
  const whole = migration({
    rules: [
      rule('Mine', {
        carried: 'decision',
        reason: 'It is unclear.',
        advice: 'Look at it.',
        file: 'rules/mine.yaml',
        flows,
      }),
      rule('Theirs', { standard: true, carried: 'renamed' }),
    ],
    settings: [
      { name: 'threshold', value: '500', carried: 'decision', reason: 'It differs.', advice: 'Write a Policy.' },
      { name: 'anchor', value: '', carried: 'same', reason: 'As before.' },
    ],
  });

  test('says what the Markdown says', () => {
    const page = textOf(renderMigrationHtml(whole));
    for (const words of [
      'Mine',
      'It is unclear.',
      'Look at it.',
      'rules/mine.yaml',
      'export/a.xml:1',
      'cn, sn the same',
      'photo Graph cannot write it Graph takes none.',
      'info needs a decision Who reads it?',
      'Theirs',
      'the same after renaming',
      'threshold 500 needs a decision It differs. Write a Policy.',
      'anchor the same As before.',
    ]) {
      expect(page).toContain(words);
    }
    expect(page.indexOf('info needs')).toBeLessThan(page.indexOf('photo Graph'));
    expect(renderMigrationMarkdown(whole)).toContain('It is unclear.');
    expect(renderMigration(whole)).toContain('threshold = 500: Write a Policy.');
  });

  test('counts rules, flows and settings by outcome', () => {
    const page = textOf(renderMigrationHtml(whole));
    expect(page).toContain(
      'the same 0 2 1 the same after renaming 1 0 0 Graph cannot write it 0 1 0 needs a decision 1 1 1',
    );
    expect(page).toContain('flows are the same 2');
    expect(page).toContain('flow needs a decision 1');
  });

  test('finds a rule by its outcome and by those of its flows', () => {
    const kinds = [...renderMigrationHtml(whole).matchAll(/data-kinds="([^"]*)"/g)].map(([, text]) =>
      text!.replaceAll('&quot;', '"'),
    );
    expect(kinds.map((text) => JSON.parse(text) as unknown)).toEqual([
      ['needs a decision', 'the same', 'Graph cannot write it'],
      ['the same after renaming'],
    ]);
  });

  test('opens what somebody has to do, and no more', () => {
    expect(renderMigrationHtml(whole).match(/<details open>|<details>/g)).toEqual(['<details open>', '<details>']);
  });

  test('has no chapter without anything in it', () => {
    expect(renderMigrationHtml(migration()).match(/<h2/g)).toHaveLength(1);
  });

  test.each(['</script><b>x', '"><img src=x>', '\u202e\u0000\n', 'x'.repeat(10_000)])('shows %j as text', (name) => {
    const named = (text: string): string =>
      renderMigrationHtml(
        migration({
          rules: [
            rule(text, {
              reason: text,
              advice: text,
              file: text,
              origin: text,
              flows: [{ target: text, carried: 'same', reason: text }],
            }),
          ],
          settings: [{ name: text, value: text, carried: 'same', reason: text, advice: text }],
        }),
      );
    const tags = (page: string) => page.match(/<\/?[a-z][a-z0-9]*/g);
    expect(tags(named(name))).toEqual(tags(named('plain')));
    expect(named(name).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
