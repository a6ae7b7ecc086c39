import { carriedKinds } from '../../../src/model/migration.ts';
import type { Migration } from '../../../src/model/migration.ts';
import { documentWorkspace } from '../../../src/app/index.ts';
import {
  impactHtmlPieces,
  planHtmlPieces,
  renderDocsHtml,
  renderMigrationHtml,
  renderParityHtml,
} from '../../../src/render/index.ts';
import { list } from '../../../src/render/html/list.ts';
import { lines, markup } from '../../../src/render/html/markup.ts';
import { renderPage } from '../../../src/render/html/page.ts';
import { badge, code, facts, filtered, group, table, tiles, wordDifference } from '../../../src/render/html/parts.ts';
import { documentationOf, direct, expression, filter, flow, rule } from '../../render/documentations.ts';
import { alone, difference, reportOf } from '../../render/parity/reports.ts';
import { reviewImpacts } from '../../render/review-impacts.ts';
import { reviewPlans } from '../../render/review-plans.ts';
import { EXAMPLE } from '../../support/run/tenant-process.ts';
import { worldIn } from '../../support/run/world.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)>\u202e"\'\u0000';

/** A page of every piece there is, with a list of `size` rows. */
export function everyPiece(size: number): string {
  const standings = ['good', 'note', 'caution', 'danger', 'quiet'] as const;
  const rules = standings.map((standing) => ({
    kinds: [standing],
    body: group(
      markup`Rule ${standing} ${badge(standing, standing)}`,
      facts([
        ['Name', HOSTILE],
        ['Expression', code('=IIF(IsNullOrEmpty([c]),\n  "NO",[c])')],
        ['Change', markup`${wordDifference('[givenName] & [sn]', 'Left([givenName],3) & [sn]')}`],
      ]),
      { id: `rule-${standing}` },
    ),
  }));
  const rows = Array.from({ length: size }, (_, index) => ({
    cells: [
      index === 7 ? HOSTILE : `person${index}@contoso.com`,
      index % 3 === 0 ? 'group' : 'user',
      index % 7 === 0 ? (['danger', 'delete'] as const) : (['note', 'update'] as const),
      (index * 7919) % 10_007,
      'contractors.yaml:14',
    ],
    ...(index % 7 === 0 ? {} : { detail: [['displayName', 'Ada', `Ada ${index}`]] }),
  }));
  return renderPage({
    title: HOSTILE,
    kind: 'Every piece',
    lead: 'What pages are made of.',
    facts: [['Rules', '3f9c2a1']],
    summary: tiles(standings.map((standing, index) => ({ label: standing, value: index * 999, standing }))),
    sections: [
      {
        id: 'table',
        title: 'Table',
        count: 1,
        body: markup`<p>${lines('Words.')}</p>${table('What is what', [{ title: 'Name' }, { title: 'Rules', number: true }], [[HOSTILE, 1204]])}`,
      },
      { id: 'rules', title: 'Rules', body: filtered('f', 'rules', rules, { label: 'Outcome', options: standings }) },
      {
        id: 'objects',
        title: 'Objects',
        count: size,
        body: list({
          id: 'o',
          noun: 'objects',
          columns: [
            { title: 'Name' },
            { title: 'Type', choose: true },
            { title: 'Change', choose: true },
            { title: 'Values', look: 'number' },
            { title: 'Rule', look: 'code' },
          ],
          detailColumns: [{ title: 'Attribute' }, { title: 'Before' }, { title: 'After' }],
          rows,
        }),
      },
    ],
  });
}

const withDifferences = documentationOf({
  comparison: {
    ref: 'main',
    before: undefined,
    rules: [
      {
        name: HOSTILE,
        before: rule(HOSTILE, {
          flows: [flow('cn', expression(`[cn] & "${HOSTILE}"`, 'cn')), flow('sn', direct('sn'))],
        }),
        after: rule(HOSTILE, { flows: [flow('cn', expression('[cn] & "x"', 'cn'))] }),
      },
      { name: 'gone', before: rule('gone') },
    ],
    filters: [{ name: 'new', after: filter('new', 'OU=Staff,DC=corp') }],
  },
});

const migration: Migration = {
  rules: [false, true].flatMap((standard) =>
    carriedKinds.map((carried) => ({
      name: `${carried} ${HOSTILE}`,
      connector: 'corp',
      direction: 'inbound' as const,
      standard,
      carried,
      reason: 'So it is.',
      origin: 'export/a.xml:1',
      ...(carried === 'decision' ? { advice: 'Look at it.', file: 'rules/a.yaml' } : {}),
      flows: [...new Set(['same' as const, carried])].map((kind) => ({
        target: `${kind}Attribute`,
        carried: kind,
        reason: HOSTILE,
      })),
    })),
  ),
  settings: carriedKinds.map((carried) => ({ name: carried, value: HOSTILE, carried, reason: 'So it is.' })),
  files: new Map(),
};

const parity = reportOf(
  [
    ...['ada', 'bob', HOSTILE].map((name) => difference(name, 'department', { tenant: 'R&D', rules: HOSTILE })),
    difference('cy', 'mail', { tenant: 'cy@contoso.com', rules: null }, { kind: 'set' }),
    difference('dee', 'userPrincipalName', { tenant: 'd@x', rules: 'd@y' }, { class: 'serviceUpn', note: HOSTILE }),
  ],
  [alone('eve'), alone(HOSTILE, { side: 'onlyThere', reason: 'filteredOut', detail: HOSTILE })],
);

/** The pages that the product makes, by name. A new kind of page belongs here. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'every piece': () => everyPiece(250),
  documentation: async () =>
    renderDocsHtml((await documentWorkspace(worldIn(EXAMPLE), { workspace: EXAMPLE })).documentation),
  'documentation with differences': () => renderDocsHtml(withDifferences),
  'migration report': () => renderMigrationHtml(migration),
  parity: () => renderParityHtml(parity),
  'parity without differences': () => renderParityHtml(reportOf([])),
  ...Object.fromEntries(
    Object.entries(reviewPlans).map(([name, made]) => [`plan ${name}`, () => [...planHtmlPieces(made())].join('')]),
  ),
  ...Object.fromEntries(
    Object.entries(reviewImpacts).map(([name, made]) => [
      `impact ${name}`,
      () => [...impactHtmlPieces(made())].join(''),
    ]),
  ),
};
