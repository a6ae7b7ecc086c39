import type { Documentation } from '../../model/documentation.ts';
import { markdownBlock, markdownCode, markdownText, markdownTable } from '../markdown.ts';
import { count } from '../words.ts';
import { wordParts } from '../word-parts.ts';
import type { AttributeView, ContributionView, WriterView } from './attribute-view.ts';
import type { ChangeView, PartView } from './change-view.ts';
import { mermaidOf } from './mermaid.ts';
import type { RuleView } from './rule-view.ts';
import { docsView } from './view.ts';
import type { DocsView } from './view.ts';

/** A documentation in Markdown, as forges show it. Names may hold markup: it is shown, not obeyed. */
export function renderDocsMarkdown(documentation: Documentation): string {
  const view = docsView(documentation);
  const { connectors, filters, rules, policy } = view;
  return [
    '<!-- Made by Lockstep. -->',
    `# ${markdownText(view.workspace)}`,
    'What Lockstep is told to do, rule by rule.',
    ...changesChapter(view),
    '## Topology',
    `\`\`\`mermaid\n${mermaidOf(view.picture)}\n\`\`\``,
    markdownTable(
      ['Connector', 'Type', 'Connects'],
      connectors.map(({ name, type, words }) => [markdownCode(name), markdownText(type), markdownText(words)]),
    ),
    view.decisions.map(({ name, words }) => `- ${name} ${markdownText(words)}.`).join('\n'),
    '## Filters',
    filters.length === 0
      ? 'There is none: every object takes part.'
      : filters
          .map(({ name, connectors: of, at, words }) => {
            const places = of.map(markdownCode).join(', ');
            return `- ${markdownCode(name)} of ${places} (${markdownText(at)}) ${markdownText(words)}.`;
          })
          .join('\n'),
    '## Rules',
    'By precedence: of two rules that give an attribute a value, the one with the lower number wins.',
    ...rules.map(ruleText),
    '## Where attributes come from',
    'For each attribute of the tenant the rules that write it, by precedence, and what they read.',
    ...attributeChapters(view.attributes),
    '## Policy',
    markdownTable(
      ['', 'What holds'],
      policy.map(({ name, words }) => [markdownText(name), markdownText(words)]),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function ruleText(rule: RuleView): string {
  const { direction, from, to, at, own, link, scope, join, flows } = rule;
  const facts = [
    `${direction}, ${markdownText(from)} to ${markdownText(to)}; ${markdownText(at)}${own ? '' : ', of a pack'}`,
    `Scope: ${markdownText(scope)}.`,
    `Link: ${markdownText(link)}.`,
    ...join.map((words, index) => `Join ${String(index + 1)}: ${markdownText(words)}.`),
  ];
  const flowed = flows.map(({ target, says, notes }) => {
    const special = notes.length === 0 ? '' : ` (${notes.join('; ')})`;
    return `  - ${markdownCode(target)}${special}:${saysMarkdown(says, '    ')}`;
  });
  return [
    `### ${String(rule.precedence)} ${markdownText(rule.rule)}`,
    ...(rule.description === undefined ? [] : [markdownText(rule.description)]),
    [...facts.map((fact) => `- ${fact}`), ...(flowed.length === 0 ? [] : ['- Flows:', ...flowed])].join('\n'),
  ].join('\n\n');
}

/** A flow: on its line, or as a block below it. */
function saysMarkdown(says: string, indent: string): string {
  return says.includes('\n') ? `\n\n${markdownBlock(says, indent)}\n` : ` ${markdownCode(says)}`;
}

function attributeChapters(attributes: readonly AttributeView[]): readonly string[] {
  const chapters = new Map<string, AttributeView[]>();
  for (const one of attributes) {
    const title = `${one.type} of ${one.connector}`;
    chapters.set(title, [...(chapters.get(title) ?? []), one]);
  }
  return [...chapters].flatMap(([title, all]) => [
    `### ${markdownText(title)}`,
    ...all.map(({ attribute, writers }) =>
      [`#### ${markdownText(attribute)}`, writers.map(writerText).join('\n')].join('\n\n'),
    ),
  ]);
}

function writerText({ rule, precedence, condition, says, reads }: WriterView): string {
  const whom = condition === '' ? '' : ` for those ${markdownText(condition)}`;
  return [
    `- ${String(precedence)} ${markdownCode(rule)}${whom}:${saysMarkdown(says, '  ')}`,
    ...reads.map(({ attribute, contributions }) => {
      const none = contributions.length === 0 ? ', to which no rule contributes' : '';
      return [`  - ${markdownCode(attribute)} of the metaverse${none}`, ...contributions.map(contributionText)].join(
        '\n',
      );
    }),
  ].join('\n');
}

function contributionText({ rule, precedence, connectors, types, condition, says }: ContributionView): string {
  const whom = `${types.join(', ')} of ${connectors.join(', ')}${condition === '' ? '' : ` ${condition}`}`;
  return `    - ${String(precedence)} ${markdownCode(rule)}, ${markdownText(whom)}:${saysMarkdown(says, '      ')}`;
}

function changesChapter({ comparison }: DocsView): readonly string[] {
  if (comparison === undefined) return [];
  const { ref, changes } = comparison;
  const title = `## What differs from ${markdownText(ref)}`;
  if (changes.length === 0) return [title, 'Nothing: every rule, filter, connector and limit says the same.'];
  return [title, `${count(changes.length, 'difference')}.`, ...changes.map(changeText)];
}

function changeText({ of, name, change, parts }: ChangeView): string {
  const title = of === name ? of : `${of} ${name}`;
  const rows = parts.map((part) => [markdownText(part.part), ...sides(part)]);
  return [`### ${change}: ${markdownText(title)}`, markdownTable(['Part', 'Before', 'Now'], rows)].join('\n\n');
}

/** Words that went and came, marked. */
function sides({ before, after }: PartView): readonly [string, string] {
  if (before === undefined || after === undefined) return [marked(before ?? ''), marked(after ?? '')];
  const parts = wordParts(before, after);
  const side = (skip: 'gone' | 'new', tag: 'del' | 'ins'): string =>
    parts
      .filter(({ kind }) => kind !== skip)
      .map(({ kind, text }) => (kind === 'same' ? marked(text) : `<${tag}>${marked(text)}</${tag}>`))
      .join('');
  return [side('new', 'del'), side('gone', 'ins')];
}

/** Line breaks stay line breaks in a cell. */
function marked(text: string): string {
  return text.split(/\r?\n/).map(markdownText).join('<br>');
}
