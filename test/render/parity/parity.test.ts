import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { ParityReport } from '../../../src/model/parity.ts';
import {
  parityJsonPieces,
  renderParity,
  renderParityHtml,
  renderParityMarkdown,
  renderParityVerdict,
} from '../../../src/render/index.ts';
import { alone, difference, reportOf } from './reports.ts';
import { listOf } from '../page-lists.ts';

const PLAIN = { colour: false };
const jsonOf = (report: ParityReport): string => [...parityJsonPieces(report, [])].join('');

const schemas = join(import.meta.dirname, '../../../schemas');
const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(join(schemas, `${name}.schema.json`), 'utf8')) as object;
const ajv = new Ajv2020({ discriminator: true, strict: true, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(schemaOf('output-parts'));
const fits = ajv.compile(schemaOf('parity'));

const departments = ['ada', 'bob', 'cy', 'dee'].map((name) =>
  difference(`${name}@contoso.com`, 'department', { tenant: 'IT', rules: 'I.T.' }),
);

describe('text', () => {
  test('says what is not explained with rule, values and names, and the verdict last', () => {
    const upn = difference(
      'eve@contoso.onmicrosoft.com',
      'userPrincipalName',
      { tenant: 'eve@contoso.onmicrosoft.com', rules: 'eve@corp.local' },
      { class: 'serviceUpn' },
    );
    const gone = alone('fay', {
      side: 'onlyThere',
      reason: 'filteredOut',
      detail: 'staff, OU=Test excluded (filters.yaml:14)',
    });
    expect(renderParity(reportOf([...departments, upn], [gone], { unexplained: 5, explained: 1 }), PLAIN))
      .toMatchInlineSnapshot(`
      "Parity of contoso with Contoso (5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10)
      Read from corp: corp.ldif
      1,100 users and 98 groups paired: 1,100 by anchor, 98 by security identifier; 7,012 memberships compared

      Not explained
             1  user: only the tenant has (filtered out: staff, OU=Test excluded (filters.yaml:14))
                fay  CN=fay,DC=contoso,DC=com
             4  user department: another value
                rules/people.yaml:14  user-out: department
                ada@contoso.com  "IT" -> "I.T."
                bob@contoso.com  "IT" -> "I.T."
                cy@contoso.com  "IT" -> "I.T."
                and 1 more

      Explained
             1  user userPrincipalName: another value (the service made the sign-in name: the suffix is not verified)
                rules/people.yaml:14  user-out: department
                eve@contoso.onmicrosoft.com  "eve@contoso.onmicrosoft.com" -> "eve@corp.local"

      Not compared
        of users, no rule writes proxyAddresses 900
        2 attributes that Entra Connect writes by default and Graph does not show

      1,204 identities, 20,451 attributes compared, 5 unexplained.
      "
    `);
  });

  test('says of a whole one just that', () => {
    const text = renderParity(reportOf([]), PLAIN);
    expect(text).not.toMatch(/explained\n/i);
    expect(text.trimEnd().split('\n').at(-1)).toBe('1,204 identities, 20,451 attributes compared, 0 unexplained.');
    expect(renderParityVerdict(reportOf([]), PLAIN)).toBe(
      '1,204 identities, 20,451 attributes compared, 0 unexplained.\n',
    );
  });

  test('shows sixty groups, and how many there are', () => {
    const many = Array.from({ length: 70 }, (_, index) => difference('ada', `a${index}`, { tenant: 'x', rules: 'y' }));
    const text = renderParity(reportOf(many), PLAIN);
    expect(text.match(/: another value/g)).toHaveLength(60);
    expect(text).toContain('  and 10 groups more: see --format json');
  });

  test('members are told by their names', () => {
    const members = [
      difference('Red', 'members', { tenant: null, rules: 'ada' }, { kind: 'added' }),
      difference('Red', 'members', { tenant: 'bob', rules: null }, { kind: 'removed', note: 'out of sight' }),
    ];
    const text = renderParity(reportOf(members), PLAIN);
    expect(text).toContain('Red + ada\n');
    expect(text).toContain('Red - bob  (out of sight)\n');
  });
});

describe('JSON', () => {
  test('keeps to its schema and holds every difference', () => {
    const report = reportOf(departments, [
      alone('fay'),
      alone('guy', { reason: 'held', hold: 'softDeleted', detail: 'x' }),
    ]);
    const document = JSON.parse(jsonOf(report)) as {
      readonly groups: readonly { readonly count: number; readonly differences: readonly object[] }[];
      readonly unpaired: readonly { readonly objects: readonly object[] }[];
    };
    expect(fits(document), JSON.stringify(fits.errors)).toBe(true);
    expect(document.groups.map(({ count, differences }) => [count, differences])).toEqual([[4, departments]]);
    expect(document.unpaired.flatMap(({ objects }) => objects)).toHaveLength(2);
  });

  test('is one document of none, of one and of more than a piece', () => {
    for (const number of [0, 1, 1200]) {
      const many = Array.from({ length: number }, (_, index) =>
        difference(`p${index}`, 'city', { tenant: 'x', rules: 'y' }),
      );
      const document = JSON.parse(jsonOf(reportOf(many))) as {
        readonly groups: readonly { readonly differences: unknown[] }[];
      };
      expect(document.groups.flatMap(({ differences }) => differences)).toHaveLength(number);
      expect(fits(document), JSON.stringify(fits.errors)).toBe(true);
    }
  });
});

describe('HTML', () => {
  test('opens groups, and holds both values and the lineage of an identity', () => {
    const html = renderParityHtml(reportOf(departments, [alone('fay')]));
    expect(html).toContain('4 differences</span>');
    expect(html).toContain('1 identity</span>');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).toContain('<title>contoso with Contoso - Parity</title>');
    expect(html.match(/<details/g)?.length).toBeGreaterThanOrEqual(2);
    const { rows } = listOf(html, 'every');
    expect(rows).toHaveLength(5);
    expect(JSON.stringify(rows)).toContain('rules/people.yaml:14 user-out: department');
    expect(JSON.stringify(rows)).toContain('I.T.');
  });

  test('a group shows a hundred, and all stand under identities', () => {
    const many = Array.from({ length: 250 }, (_, index) =>
      difference(`p${index}`, 'city', { tenant: 'x', rules: 'y' }),
    );
    const html = renderParityHtml(reportOf(many));
    expect(html).toContain('The first 100 of 250');
    expect(listOf(html, 'every').rows).toHaveLength(250);
  });

  test('of a whole one says so', () => {
    const html = renderParityHtml(reportOf([]));
    expect(html).toContain('No identity differs.');
    expect(html).toContain('The rules give what the tenant holds');
  });
});

describe('Markdown', () => {
  test('has the verdict and a row for each group', () => {
    const text = renderParityMarkdown(reportOf(departments, [alone('fay')]));
    expect(text.split('\n').slice(0, 5)).toEqual([
      '<!-- Made by Lockstep. -->',
      '',
      '# Parity of contoso with Contoso',
      '',
      '**1,204 identities, 20,451 attributes compared, 5 unexplained.**',
    ]);
    expect(text).toContain('| 1 | user: only the rules want | the tenant has nothing of it | fay |');
    expect(text).toContain('| 4 | user department: another value | rules/people.yaml:14 `department` |');
  });
});

const HOSTILE: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<!--<img src=x onerror=alert(1)>',
  '| a | **b** | [c](javascript:alert(1)) `d`',
  '\u001b[31mred\u0000',
  'user\u202egnp.exe',
  'first\nsecond\u2028third',
  '__proto__',
  '"quoted" \'single\' \\',
  'x'.repeat(5000),
  '',
];

describe.each(HOSTILE)('a hostile name or value: %j', (text) => {
  const report: ParityReport = {
    ...reportOf(
      [
        difference(
          text,
          'department',
          { tenant: text, rules: 'x' },
          { note: text, why: [{ rule: text, at: text, flow: text, losers: [] }] },
        ),
        difference(text, 'members', { tenant: text, rules: null }, { kind: 'removed' }),
      ],
      [alone(text, { detail: text, side: 'onlyThere', reason: 'outOfScope' })],
      {
        notCompared: {
          attributes: [{ type: 'user', attribute: text, objects: 1 }],
          notExposed: [],
          references: { count: 1, samples: [text] },
          leftAlone: 1,
          cloudOnly: 1,
        },
      },
    ),
    workspace: text,
    tenantName: text,
    sources: [{ connector: text, origin: text, readAt: text }],
  };

  test('moves nothing on a terminal', () => {
    const shown = renderParity(report, PLAIN);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2028]/);
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThan(12_000);
  });

  test('is no markup in a page', () => {
    const html = renderParityHtml(report);
    const tags = html.replace(/<script type="application\/json"[^>]*>[^<]*<\/script>/g, '').match(/<(script|img)\b/g);
    expect(tags).toEqual(['<script']);
    expect(html).not.toContain('\u202e');
  });

  test('is no markup in Markdown, and breaks no row', () => {
    const markdown = renderParityMarkdown(report);
    const prose = markdown.replace(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
    expect(prose).not.toMatch(/(?<!\\)<(?!!-- Made by Lockstep\. -->|br>)/);
    expect(prose).not.toMatch(/(?<!\\)\[c\]/);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('| '))) {
      expect(row.match(/(?<!\\)\|/g), row).toHaveLength(5);
    }
  });

  test('comes back from JSON as it is', () => {
    const document = JSON.parse(jsonOf(report)) as ParityReport & {
      readonly groups: readonly { readonly differences: readonly { readonly identity: { readonly name: string } }[] }[];
    };
    expect(fits(document), JSON.stringify(fits.errors)).toBe(true);
    expect(document.groups[0]?.differences[0]?.identity.name).toBe(text);
  });
});
