import type { AssessedFeature, Assessment, Situation } from '../../model/assessment.ts';
import { visible } from '../escape.ts';
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

/** Columns of the first word of a line, and of what stands below it. */
const FIRST = 12;
const BELOW = ' '.repeat(FIRST + 2);

/** Which situation this is and what works in it, for people. */
export function renderAssessment(assessment: Assessment): string {
  const { situations, next } = assessment;
  const inUse = featuresWith(assessment, 'inUse');
  const open = featuresWith(assessment, 'unknown');
  const unused = featuresWith(assessment, 'notInUse');
  const verdicts = [...new Set(inUse.map(({ verdict }) => verdict))];
  return [
    ...inputRows(assessment).map(([name, text]) => line(name, text)),
    ...chapter('Situation', situations.flatMap(situationLines)),
    ...chapter('In use', inUse.flatMap(featureLines)),
    ...chapter('Not known whether in use', [...byMissing(open)].flatMap(openLines)),
    ...chapter(
      'Not in use',
      unused.map(({ verdict, title }) => line(verdictWords[verdict], title)),
    ),
    ...chapter(
      'Words',
      verdicts.map((verdict) => line(verdictWords[verdict], verdictMeanings[verdict])),
    ),
    ...chapter(
      'Next',
      next.flatMap(({ line: typed, why }) => [`  ${visible(typed)}`, `    ${visible(why)}`]),
    ),
  ]
    .join('\n')
    .concat('\n');
}

function chapter(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function line(first: string, text: string): string {
  return `  ${first.padEnd(FIRST)}${text}`;
}

function situationLines({ kind, standing, evidence, missing }: Situation): readonly string[] {
  return [
    line(standingWords[standing], situationTitles[kind]),
    ...evidenceWords(evidence).map((text) => `${BELOW}- ${text}`),
    ...(missing === undefined ? [] : [`${BELOW}missing: ${visible(missing)}`]),
  ];
}

function featureLines({ title, verdict, evidence, fact, source, next }: AssessedFeature): readonly string[] {
  return [
    line(verdictWords[verdict], title),
    ...evidenceWords(evidence).map((text) => `${BELOW}- ${text}`),
    `${BELOW}${visible(fact)} ${source}`,
    `${BELOW}Next: ${visible(next)}`,
  ];
}

/** Those that lack the same stand together. */
function openLines([missing, features]: readonly [string, readonly AssessedFeature[]]): readonly string[] {
  return [
    ...features.map(({ verdict, title }) => line(verdictWords[verdict], title)),
    `${BELOW}missing: ${visible(missing)}`,
  ];
}
