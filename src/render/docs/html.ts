import type { Documentation } from '../../model/documentation.ts';
import { markup, nothing } from '../html/markup.ts';
import type { Html, HtmlPart } from '../html/markup.ts';
import { renderPage } from '../html/page.ts';
import type { PageSection } from '../html/page.ts';
import { code, badge, facts, filtered, group, table, tiles, wordDifference } from '../html/parts.ts';
import type { Standing } from '../html/parts.ts';
import type { ChangeView, PartView } from './change-view.ts';
import { drawingOf } from './drawing.ts';
import { attributesHtml, ruleLink, rulesHtml } from './html-rules.ts';
import { docsView } from './view.ts';
import type { DocsView } from './view.ts';

/** A documentation as a page that needs nothing but itself. */
export function renderDocsHtml(documentation: Documentation): string {
  const view = docsView(documentation);
  const { workspace, rules, filters, attributes, policy, comparison } = view;
  return renderPage({
    title: workspace,
    kind: 'Documentation',
    lead: 'What Lockstep is told to do, rule by rule.',
    summary: tiles([
      {
        label: view.connectors.length === 1 ? 'connector' : 'connectors',
        value: view.connectors.length,
        standing: 'note',
      },
      { label: filters.length === 1 ? 'filter' : 'filters', value: filters.length, standing: 'note' },
      { label: 'rules of this workspace', value: rules.filter(({ own }) => own).length, standing: 'note' },
      { label: 'rules of packs', value: rules.filter(({ own }) => !own).length, standing: 'quiet' },
      { label: 'attributes written', value: attributes.length, standing: 'note' },
      ...(comparison === undefined
        ? []
        : [
            {
              label: `${comparison.changes.length === 1 ? 'difference' : 'differences'} from ${comparison.ref}`,
              value: comparison.changes.length,
              standing: 'caution' as const,
            },
          ]),
    ]),
    sections: [
      ...changesSection(view),
      { id: 'topology', title: 'Topology', body: topologyHtml(view) },
      { id: 'filters', title: 'Filters', count: filters.length, body: filtersHtml(view) },
      { id: 'rules', title: 'Rules', count: rules.length, body: rulesHtml(rules) },
      {
        id: 'attributes',
        title: 'Where attributes come from',
        count: attributes.length,
        body: attributesHtml(attributes),
      },
      {
        id: 'policy',
        title: 'Policy',
        body: table(
          'What stops a plan, and what becomes of those who leave',
          [{ title: 'What' }, { title: 'What holds' }],
          policy.map(({ name, words }) => [name, words]),
        ),
      },
    ],
  });
}

function topologyHtml({ picture, connectors, decisions }: DocsView): Html {
  return markup`${drawingOf(picture)}
${table(
  'What is connected',
  [{ title: 'Connector' }, { title: 'Type' }, { title: 'Connects' }],
  connectors.map(({ name, type, words }) => [name, type, words]),
)}
${facts(decisions.map(({ name, words }) => [name, words]))}`;
}

function filtersHtml({ filters }: DocsView): Html {
  if (filters.length === 0) return markup`<p>There is none: every object takes part.</p>`;
  return table(
    'Which objects take part at all',
    [{ title: 'Filter' }, { title: 'Of' }, { title: 'Says' }, { title: 'Where' }],
    filters.map(({ name, connectors, words, at }) => [name, connectors.join(', '), words, code(at)]),
  );
}

const STANDINGS: Readonly<Record<ChangeView['change'], Standing>> = {
  added: 'good',
  removed: 'danger',
  changed: 'caution',
};

function changesSection({ comparison }: DocsView): readonly PageSection[] {
  if (comparison === undefined) return [];
  const { ref, changes } = comparison;
  const items = changes.map((one) => ({ kinds: [one.change], body: changeHtml(one, ref) }));
  const options = ['added', 'changed', 'removed'];
  const body =
    changes.length === 0
      ? markup`<p>Nothing: every rule, filter, connector and limit says the same.</p>`
      : filtered('differences', 'differences', items, { label: 'Only', options });
  return [{ id: 'changes', title: `What differs from ${ref}`, count: changes.length, body }];
}

function changeHtml({ of, name, change, parts }: ChangeView, ref: string): Html {
  const title = of === name ? of : `${of} ${name}`;
  const summary = markup`${badge(STANDINGS[change], change)} <strong>${title}</strong>`;
  const now = of === 'rule' && change !== 'removed' ? markup`<p>As it is now: ${ruleLink(name)}</p>` : nothing;
  const heads = [{ title: 'Part' }, { title: `At ${ref}` }, { title: 'Now' }];
  return group(
    summary,
    markup`${now}${table(
      `What differs in ${title}`,
      heads,
      parts.map((part) => [part.part, ...sides(part)]),
    )}`,
    { open: change === 'changed' },
  );
}

function sides({ before, after, code: isCode }: PartView): readonly HtmlPart[] {
  if (before !== undefined && after !== undefined) return wordDifference(before, after, isCode ? 'code' : 'prose');
  return [before, after].map((text) => (text === undefined ? nothing : isCode ? code(text) : text));
}
