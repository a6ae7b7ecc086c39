import { describe, expect, test } from 'vitest';
import type { Documentation, TargetAttribute } from '../../src/model/documentation.ts';
import type { Limit } from '../../src/model/policy.ts';
import { changeViews } from '../../src/render/docs/change-view.ts';
import { mermaidOf } from '../../src/render/docs/mermaid.ts';
import { pictureOf } from '../../src/render/docs/picture.ts';
import { quoted } from '../../src/render/escape.ts';
import { policyLines } from '../../src/render/docs/policy-words.ts';
import { ruleView } from '../../src/render/docs/rule-view.ts';
import { renderDocsHtml, renderDocsJson, renderDocsMarkdown } from '../../src/render/index.ts';
import { markdownBlock, markdownCode, markdownText, markdownTable } from '../../src/render/markdown.ts';
import { direct, documentationOf, equal, expression, filter, flow, rule } from './documentations.ts';

const HOSTILE: readonly string[] = [
  '</script><img src=x onerror=alert(1)>',
  '**bold** _it_ ~~no~~ [x](javascript:y) ![i](http://x) | a | b |',
  '```\n# heading\n```mermaid',
  '@security-team https://evil.example www.evil.example a@b.example',
  '"] --> evil["x"]; click n0 "javascript:alert(1)"; %% end',
  '\u001b[31mred\u0007',
  'user\u202egnp.exe\u2066',
  'first\nsecond\r\nthird\u2028\u0000',
  '<!-- - [ ] $x$ {{y}} ::: <del>',
  '`',
  'x'.repeat(10_000),
];

/** A documentation in which everything that people name has this name. */
function about(name: string): Documentation {
  const join = rule(name, {
    description: name,
    connectors: [name],
    scope: [[equal(name, name)]],
    join: [[{ from: name, to: name, caseSensitive: true }]],
    flows: [flow(name, expression(name, name)), flow('mail', { kind: 'constant', value: name }, { merge: 'merge' })],
  });
  const out = rule(`lockstep/default@1:${name}`, {
    direction: 'outbound',
    connectors: ['entra'],
    sourceType: 'person',
    targetType: 'user',
    precedence: 200.123,
    flows: [flow(name, direct(name), { applyOnce: true })],
  });
  const attribute: TargetAttribute = {
    connector: 'entra',
    type: 'user',
    attribute: name,
    writers: [
      {
        rule: out,
        flow: out.rule.flows[0]!,
        reads: [{ attribute: name, contributions: [{ rule: join, flow: join.rule.flows[0]!, reads: [name] }] }],
      },
    ],
  };
  const plain = documentationOf();
  return {
    ...plain,
    topology: { ...plain.topology, workspace: name, otherEngineDomains: [name] },
    settings: { tenant: { type: 'sandbox', id: name }, connectors: [{ name, type: 'ldif', path: name }] },
    policy: { ...plain.policy, protect: [{ userPrincipalName: name }, { group: name }] },
    filters: [filter(name, `OU=${name},DC=corp`)],
    rules: [join, out],
    attributes: [attribute],
    comparison: {
      ref: name,
      before: plain,
      rules: [{ name, before: rule(name, { flows: [flow(name, direct('cn'))] }), after: join }],
      filters: [{ name, before: filter(name, 'OU=A,DC=corp') }],
    },
  };
}

/** What of a Markdown text is outside of code, with escaped characters taken out. */
function activeMarkdown(text: string): string {
  return text
    .replace(/^( *)(`{3,})text\n[^]*?\n\1\2$/gm, '')
    .replace(/```mermaid\n[^]*?\n```/, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '')
    .replace(/(`+)(?:[^`]|(?!\1)`)+?\1(?!`)/g, '');
}

describe('hostile names', () => {
  test.each(HOSTILE)('mean nothing in Markdown: %j', (name) => {
    const text = renderDocsMarkdown(about(name));
    const active = activeMarkdown(text);
    expect(active.replace(/^<!-- Made by Lockstep\. -->$/m, '').match(/<(?!\/?(?:del|ins)>|br>)/g)).toBeNull();
    expect(active).not.toMatch(/[[\]*_~`$]|https?:\/\/|www\.|@[a-z]/);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  test.each(HOSTILE)('leave tables and headings as they are: %j', (name) => {
    const shape = (text: string) => {
      const shown = activeMarkdown(text).split('\n');
      return {
        headings: shown.filter((line) => /^#+ /.test(line)).map((line) => line.replace(/^(#+).*/, '$1')),
        cells: shown.filter((line) => line.startsWith('|')).map((line) => line.split('|').length),
      };
    };
    expect(shape(renderDocsMarkdown(about(name)))).toEqual(shape(renderDocsMarkdown(about('plain'))));
  });

  test.each(HOSTILE)('stay inside their boxes in Mermaid: %j', (name) => {
    const lines = mermaidOf(pictureOf(about(name))).split('\n');
    expect(lines).toHaveLength(mermaidOf(pictureOf(about('plain'))).split('\n').length);
    for (const line of lines.slice(1)) {
      expect(line).toMatch(/^ {2}n\d+(?:\(?\["(?:[A-Za-z0-9 ]|#\d+;|<br\/>)*"\]\)?| -->\|"[0-9a-z ]+"\| n\d+)$/);
    }
  });

  test.each(HOSTILE)('add no element to the page: %j', (name) => {
    const elements = (page: string) =>
      (page.match(/<[a-z][a-z0-9]*/g) ?? []).filter((tag) => tag !== '<ins' && tag !== '<del' && tag !== '<code');
    expect(elements(renderDocsHtml(about(name)))).toEqual(elements(renderDocsHtml(about('plain'))));
  });
});

describe('Markdown', () => {
  test('code ends where it seems to end', () => {
    expect(['a', '`', 'a``b', ' a ', '', 'a|b'].map(markdownCode)).toEqual([
      '`a`',
      '`` ` ``',
      '```a``b```',
      '`  a  `',
      '`  `',
      '`a\\|b`',
    ]);
    expect(markdownBlock('a\n```\nb', '  ')).toBe('  ````text\n  a\n  ```\n  b\n  ````');
  });

  test('plain text makes no link and no mention', () => {
    expect(markdownText('a@b https://x www.x.y @team 12:30')).toBe('a\\@b https\\://x www\\.x.y \\@team 12:30');
  });

  test('a table has a line of heads', () => {
    expect(markdownTable(['A', 'B'], [['1', '2']])).toBe('| A | B |\n| --- | --- |\n| 1 | 2 |');
  });
});

describe('a rule in words', () => {
  test('says from where to where, whom, and what', () => {
    const view = ruleView(
      rule(
        'names',
        {
          link: 'provision',
          precedence: 119.66666,
          scope: [[equal('c', 'NO')]],
          join: [
            [{ from: 'mail', to: 'mail', caseSensitive: false }],
            [
              { from: 'cn', to: 'cn', caseSensitive: true },
              { from: 'sn', to: 'sn', caseSensitive: false },
            ],
          ],
          flows: [flow('mail', direct('mail'), { applyOnce: true, merge: 'mergeIgnoreCase' })],
        },
        ['user', 'inetOrgPerson'],
      ),
    );
    expect(view).toEqual({
      rule: 'names',
      at: 'rules/f.yaml:1',
      own: true,
      direction: 'inbound',
      precedence: 119.67,
      from: 'user and inetOrgPerson of corp',
      to: 'person of the metaverse',
      link: 'joins, or makes an object in the metaverse where there is none',
      scope: 'takes users and inetOrgPerson objects whose c is NO',
      join: [
        'mail is mail of the metaverse object',
        'cn is cn of the metaverse object, upper and lower case apart and sn is sn of the metaverse object',
      ],
      flows: [
        {
          target: 'mail',
          says: 'mail',
          notes: ['only when the object is created', 'united with other rules, without regard to case'],
        },
      ],
    });
  });

  test.each([
    ['inbound', 'join', 'adds to objects that other rules make or join'],
    ['inbound', 'stickyJoin', 'joins, and keeps whom earlier runs made although no rule makes them any more'],
    ['outbound', 'provision', 'creates an object in the tenant where there is none'],
    ['outbound', 'join', 'adds to objects that other rules create'],
    ['outbound', 'joinNoFlow', 'keeps the object in the tenant as it is, and writes nothing'],
  ] as const)('%s, %s', (direction, link, words) => {
    expect(ruleView(rule('x', { direction, link })).link).toBe(words);
  });
});

describe('a policy in words', () => {
  const { policy } = documentationOf();
  const limit = (one: Limit) => policyLines({ ...policy, limits: [one] })[0];

  test.each<readonly [Limit, string, string]>([
    [{ operation: 'create', count: 1000 }, 'Creating objects', 'blocked beyond 1,000 at a time'],
    [{ operation: 'update', percent: 5 }, 'Updating objects', 'blocked beyond 5% of the objects that carry the mark'],
    [
      { operation: 'delete', type: 'user', count: 50, percent: 2.5 },
      'Deleting users',
      'blocked beyond 50 at a time or 2.5% of the users that carry the mark, whichever is less',
    ],
    [{ operation: 'disable', type: 'user', count: 0 }, 'Disabling users', 'blocked beyond 0 at a time'],
    [{ operation: 'enable', count: 1 }, 'Enabling objects', 'blocked beyond 1 at a time'],
    [
      { operation: 'memberRemove', percent: 10, perGroup: { percent: 30, from: 10 } },
      'Removing members',
      'blocked beyond 10% of all memberships; or beyond 30% of the members of a group of 10 members or more',
    ],
    [
      { operation: 'memberRemove', perGroup: { percent: 30, from: 1 } },
      'Removing members',
      'blocked beyond 30% of the members of a group of 1 member or more',
    ],
    [{ operation: 'clear', count: 2 }, 'Clearing attributes', 'blocked beyond 2 at a time'],
    [{ operation: 'upnChange', count: 2 }, 'Changing sign-in names', 'blocked beyond 2 at a time'],
    [{ operation: 'adopt', count: 2 }, 'Adopting objects', 'blocked beyond 2 at a time'],
    [
      { operation: 'disable', type: 'user', percent: 5, where: { connector: 'corp', group: 'Fin`ance' } },
      `Disabling users of corp and in the group ${quoted('Fin`ance')}`,
      'blocked beyond 5% of the users that carry the mark there',
    ],
    [
      { operation: 'update', count: 3, where: { under: 'OU=Finance,DC=corp' } },
      'Updating objects under OU=Finance,DC=corp',
      'blocked beyond 3 at a time',
    ],
  ])('%o', (one, name, words) => {
    expect(limit(one)).toEqual({ name, words });
  });

  test('says all of it', () => {
    const changed = policyLines({
      ...policy,
      limits: [],
      deletions: { first: 'delete', graceDays: 30 },
      protect: [],
      floors: [
        { kind: 'role', role: 'Global Administrator', atLeast: 2 },
        { kind: 'group', group: 'Break Glass', atLeast: 1 },
      ],
      freezes: [
        {
          name: 'year end',
          time: { kind: 'once', from: Date.UTC(2026, 11, 20), to: Date.UTC(2027, 0, 4) },
          urgentDisables: false,
        },
        {
          name: 'weekend',
          time: { kind: 'weekly', days: [0, 5], from: 960, to: 1440, ahead: -90 },
          urgentDisables: true,
        },
      ],
      rules: [
        { name: 'a', each: 'plan', deny: 'plan.held > 9', severity: 'warn', of: () => ({ denied: false }) },
        {
          name: 'b',
          each: 'operation',
          deny: 'operation.kind == "delete"',
          description: 'Nobody is deleted.',
          severity: 'block',
          of: () => () => ({ denied: false }),
        },
      ],
      evaluation: { maximumFailedPercent: 0 },
      tolerance: 0.05,
      planExpiryHours: 1,
    });
    expect(changed.map(({ name, words }) => `${name}: ${words}`)).toEqual([
      'Leaving: whoever leaves is deleted at once',
      'Never written: nothing but what is protected by itself',
      `The role ${quoted('Global Administrator')}: blocked when a plan would leave it fewer than 2 enabled holders`,
      `The group ${quoted('Break Glass')}: blocked when a plan would leave it fewer than 1 enabled direct member`,
      `Freeze ${quoted('year end')}: nothing is written from 2026-12-20T00:00:00.000Z to 2027-01-04T00:00:00.000Z`,
      `Freeze ${quoted('weekend')}: nothing is written but urgent disables each Sunday, Friday from 16:00 to 24:00 (UTC-01:30)`,
      `Rule ${quoted('a')}: tells of a plan for which this holds: plan.held > 9`,
      `Rule ${quoted('b')}: blocks each operation for which this holds: operation.kind == "delete" (Nobody is deleted.)`,
      'Source that shrank: blocked when more than 10% of the objects of a type are gone, or more than 20% of the values of an attribute',
      'Rules that fail: blocked when they fail for any object in scope',
      'Snapshots: impact warns of one that is older than 168 hours',
      'Plan file: refused after 1 hour',
      'Write quota: apply uses at most 50% of it',
      'Left undone: up to 5% of the operations still count as done',
      'Past runs: remembered for 90 days',
    ]);
  });
});

describe('what differs', () => {
  const before = documentationOf();
  const compared = (more: Partial<Documentation['comparison']>, now: Partial<Documentation> = {}) =>
    changeViews(documentationOf({ ...now, comparison: { ref: 'main', before, rules: [], filters: [], ...more } }));

  test('is nothing where nothing differs, and is not asked for without a commit', () => {
    expect(compared({})).toEqual([]);
    expect(changeViews(documentationOf())).toEqual([]);
    expect(
      renderDocsMarkdown(documentationOf({ comparison: { ref: 'main', before, rules: [], filters: [] } })),
    ).toContain('## What differs from main\n\nNothing: every rule, filter, connector and limit says the same.');
  });

  test('is told part by part, flow by flow', () => {
    const was = rule('names', {
      precedence: 40,
      flows: [flow('a', direct('x')), flow('b', direct('y')), flow('c', direct('z'))],
    });
    const is = rule('names', {
      precedence: 41,
      flows: [flow('a', expression('[x]', 'x')), flow('c', direct('z')), flow('d', direct('w'))],
    });
    expect(compared({ rules: [{ name: 'names', before: was, after: is }] })).toEqual([
      {
        of: 'rule',
        name: 'names',
        change: 'changed',
        parts: [
          { part: 'precedence', code: false, before: '40', after: '41' },
          { part: 'flow a', code: true, before: 'x', after: '=[x]' },
          { part: 'flow d', code: true, after: 'w' },
          { part: 'flow b', code: true, before: 'y' },
        ],
      },
    ]);
  });

  test('tells whole what came and what went', () => {
    const [added, removed] = compared({
      rules: [
        { name: 'a', after: rule('a', { flows: [flow('mail', direct('mail'))] }) },
        { name: 'b', before: rule('b') },
      ],
    });
    expect(added).toMatchObject({
      change: 'added',
      parts: expect.arrayContaining([{ part: 'flow mail', code: true, after: 'mail' }]) as unknown,
    });
    expect(removed).toMatchObject({
      change: 'removed',
      parts: expect.arrayContaining([{ part: 'scope', code: false, before: 'takes all users' }]) as unknown,
    });
  });

  test('is told even where words shorten it', () => {
    const long = (end: string) => rule('a', { scope: [[equal('c', `${'x'.repeat(500)}${end}`)]] });
    const [view] = compared({ rules: [{ name: 'a', before: long('1'), after: long('2') }] });
    expect(view?.parts).toEqual([
      { part: 'the end of a long value', code: false, before: 'differs', after: 'differs' },
    ]);
  });

  test('is told of filters, topology and policy', () => {
    const views = compared(
      { filters: [{ name: 'f', before: filter('f', 'OU=A,DC=x'), after: filter('f', 'OU=B,DC=x') }] },
      {
        topology: { ...before.topology, newUserSignIn: 'externalPassword' },
        policy: { ...before.policy, deletions: { first: 'disable', graceDays: 7 } },
      },
    );
    expect(views.map(({ of, change, parts }) => [of, change, parts.map(({ part }) => part)])).toEqual([
      ['filter', 'changed', ['takes', 'container OU=B,DC=x', 'container OU=A,DC=x']],
      ['topology', 'changed', ['New users']],
      ['policy', 'changed', ['Leaving']],
    ]);
  });

  test('marks the words in Markdown and on the page', () => {
    const [was, is] = ['[sn] & " (A)"', '[sn] & " (B)"'].map((text) =>
      rule('n', { flows: [flow('cn', expression(text, 'sn'))] }),
    );
    const documentation = documentationOf({
      comparison: { ref: 'main', before, filters: [], rules: [{ name: 'n', before: was!, after: is! }] },
    });
    expect(renderDocsMarkdown(documentation)).toContain(
      '| flow cn | \\=\\[sn\\] \\& " \\(<del>A</del>\\)" | \\=\\[sn\\] \\& " \\(<ins>B</ins>\\)" |',
    );
    expect(renderDocsHtml(documentation)).toContain(
      '<code class="difference">=[sn] &amp; &quot; (<ins>B</ins>)&quot;</code>',
    );
  });

  test('is everything where there was no workspace', () => {
    const views = changeViews(
      documentationOf({ comparison: { ref: 'main', before: undefined, rules: [], filters: [] } }),
    );
    expect(views.map(({ of, change }) => [of, change])).toEqual([
      ['topology', 'added'],
      ['policy', 'added'],
    ]);
  });
});

describe('every format', () => {
  test('is the same bytes for the same workspace', () => {
    for (const render of [renderDocsHtml, renderDocsJson, renderDocsMarkdown]) {
      expect(render(about('Ada'))).toBe(render(about('Ada')));
    }
  });

  test('names no secret and no place of one', () => {
    const documentation = documentationOf({
      settings: {
        tenant: { type: 'entra', id: 'tenant-1', auth: { method: 'secret', clientId: 'client-1', secret: 'env:HUSH' } },
        connectors: [
          {
            name: 'corp',
            type: 'activeDirectory',
            domains: [
              { name: 'a.example', servers: ['ldaps://dc1'] },
              { name: 'b.example', servers: [] },
            ],
            bind: { user: 'svc', password: 'file:hush' },
          },
        ],
      },
    });
    for (const render of [renderDocsHtml, renderDocsJson, renderDocsMarkdown]) {
      expect(render(documentation)).not.toMatch(/hush|client-1|svc/i);
      expect(render(documentation)).toContain('the domains a.example and b.example');
    }
  });
});

test('the picture has an arrow for each way that rules flow', () => {
  const rules = [
    rule('in', {}, ['user', 'inetOrgPerson']),
    rule('more'),
    rule('any', { targetType: '*' }),
    rule('out', { direction: 'outbound', connectors: ['entra'], sourceType: 'person', targetType: 'user' }),
    rule('back', { connectors: ['entra'], sourceType: 'user' }),
  ];
  expect(mermaidOf(pictureOf(documentationOf({ rules })))).toBe(
    [
      'flowchart LR',
      '  n0["corp<br/>ldif"]',
      '  n1(["person<br/>metaverse"])',
      '  n2(["any type<br/>metaverse"])',
      '  n3["user<br/>entra"]',
      '  n0 -->|"2 rules"| n1',
      '  n0 -->|"1 rule"| n2',
      '  n1 -->|"1 rule"| n3',
      '  n3 -->|"1 rule"| n1',
    ].join('\n'),
  );
});
