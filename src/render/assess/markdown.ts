import type { AssessedFeature, Assessment, Situation } from '../../model/assessment.ts';
import { markdownTable, markdownText } from '../markdown.ts';
import {
  byMissing,
  evidenceWords,
  featuresWith,
  inputRows,
  situationTitles,
  standingWords,
  verdictMeanings,
  verdictWords,
} from './words.ts';

/** The assessment as a document, in Markdown. Names may hold markup: it is shown, not obeyed. */
export function renderAssessmentMarkdown(assessment: Assessment): string {
  const { situations, next } = assessment;
  return [
    '# Assessment',
    inputRows(assessment)
      .map(([name, text]) => `- ${name}: ${markdownText(text)}`)
      .join('\n'),
    '## Situation',
    markdownTable(['Situation', '', 'Because'], situations.map(situationRow)),
    ...chapter('In use', featuresWith(assessment, 'inUse').map(featureText)),
    ...chapter('Not known whether in use', [list([...byMissing(featuresWith(assessment, 'unknown'))].map(openText))]),
    ...chapter('Not in use', [list(featuresWith(assessment, 'notInUse').map(shortText))]),
    '## Verdicts',
    list(
      Object.entries(verdictMeanings).map(
        ([verdict, meaning]) => `**${verdictWords[verdict as keyof typeof verdictWords]}**: ${meaning}`,
      ),
    ),
    '## Next',
    list(next.map(({ line, why }) => `${markdownText(line)}: ${markdownText(why)}`)),
  ]
    .join('\n\n')
    .concat('\n');
}

function chapter(title: string, parts: readonly string[]): readonly string[] {
  const present = parts.filter((part) => part !== '');
  return present.length === 0 ? [] : [`## ${title}`, ...present];
}

function list(lines: readonly string[]): string {
  return lines.map((text) => `- ${text}`).join('\n');
}

function situationRow({ kind, standing, evidence, missing }: Situation): readonly string[] {
  const because = [...evidenceWords(evidence), ...(missing === undefined ? [] : [`missing: ${missing}`])];
  return [situationTitles[kind], `**${standingWords[standing]}**`, because.map(markdownText).join('<br>')];
}

function featureText({ title, verdict, evidence, fact, source, next }: AssessedFeature): string {
  return [
    `### ${markdownText(title)}: ${verdictWords[verdict]}`,
    `${markdownText(fact)} ([source](${source}))\\\n**Next:** ${markdownText(next)}`,
    list(evidenceWords(evidence).map(markdownText)),
  ].join('\n\n');
}

function openText([missing, features]: readonly [string, readonly AssessedFeature[]]): string {
  return `${features.map(shortText).join('; ')}. Missing: ${markdownText(missing)}`;
}

function shortText({ title, verdict }: AssessedFeature): string {
  return `${markdownText(title)}: ${verdictWords[verdict]}`;
}
