import type { TraceStep } from '../../model/evaluation-trace.ts';
import type { AttributeExplanation, CandidateExplanation, CandidateStanding } from '../../model/explanation.ts';
import { brief } from '../escape.ts';
import type { Paint, Tone } from '../paint.ts';
import { columnWidth, displayWidth, pad } from '../width.ts';
import { placeText, precedenceText } from './places.ts';
import { stepLines } from './step-lines.ts';
import { outcomeText, resultText } from './values.ts';

const FLOW = 400;

interface StandingText {
  readonly word: string;
  readonly tone: Tone;
}

const STANDINGS: Readonly<Record<CandidateStanding, StandingText>> = {
  wins: { word: 'wins', tone: 'add' },
  contributes: { word: 'contributes', tone: 'add' },
  passes: { word: 'nothing', tone: 'dim' },
  ignored: { word: 'ignored', tone: 'dim' },
  outranked: { word: 'outranked', tone: 'dim' },
  fails: { word: 'fails', tone: 'error' },
};

const WORD = Math.max(...Object.values(STANDINGS).map(({ word }) => word.length));

export interface FlowStyle {
  readonly title: string;
  readonly width: number;
  /** Every step of every expression, and flows that gave nothing. */
  readonly full: boolean;
  readonly paint: Paint;
}

/** Attributes with the flows that may set them; those of which there is nothing to tell are named in one line. */
export function flowLines(attributes: readonly AttributeExplanation[], style: FlowStyle): readonly string[] {
  if (attributes.length === 0) return [];
  const { paint, title, full } = style;
  const told = full ? attributes : attributes.filter((one) => !isSilent(one));
  const silent = attributes.filter((one) => !told.includes(one)).map((one) => brief(one.attribute));
  return [
    paint('strong', title),
    ...told.flatMap((one) => attributeLines(one, style)),
    ...(silent.length === 0 ? [] : wrapped(`Every flow gives nothing: ${silent.join(', ')}`, style.width, '    ')),
  ];
}

function isSilent({ candidates }: AttributeExplanation): boolean {
  return candidates.every(({ standing }) => standing === 'passes');
}

function attributeLines(one: AttributeExplanation, style: FlowStyle): readonly string[] {
  const { paint, width } = style;
  const merged = one.merge === 'update' ? '' : '  (merged)';
  const rules = columnWidth(
    one.candidates.map((candidate) => candidatePlace(candidate)),
    64,
  );
  return [
    `  ${paint('strong', brief(one.attribute))} = ${resultText(one.result, Math.max(60, width - 30))}${merged}`,
    ...one.candidates.flatMap((candidate) => candidateLines(candidate, rules, style)),
  ];
}

function candidateLines(candidate: CandidateExplanation, rules: number, style: FlowStyle): readonly string[] {
  const { paint, width, full } = style;
  const { word, tone } = STANDINGS[candidate.standing];
  const head = `    ${paint(tone, word.padEnd(WORD))} ${precedenceText(candidate.precedence)}  ${pad(candidatePlace(candidate), rules)}`;
  const flow = flowText(candidate.flow);
  const gives = givesText(candidate, Math.max(40, width - 30));
  const oneLine = `${head}  ${flow}${gives}`;
  const indent = ' '.repeat(8 + WORD);
  const lines = displayWidth(oneLine) <= width ? [oneLine] : [head.trimEnd(), `${indent}${flow}${gives}`];
  const steps = full || (candidate.standing !== 'outranked' && isTelling(candidate.steps));
  return [...lines, ...(steps ? stepLines(candidate.steps, `${indent}  `, width, paint) : [])];
}

/** What wins is the value that stands above; what does not has to say what it gave. */
function givesText({ outcome, standing, applyOnce }: CandidateExplanation, width: number): string {
  const once = applyOnce ? '  (once, at creation)' : '';
  if ((standing === 'wins' && outcome.kind === 'value') || standing === 'passes' || standing === 'ignored') return once;
  return `  -> ${outcomeText(outcome, width)}${once}`;
}

function candidatePlace({ rule, at, from }: CandidateExplanation): string {
  return `${placeText(rule, at)}${from === undefined ? '' : ` of ${brief(from)}`}`;
}

/** Expressions are written on several lines; here they stand on one. */
function flowText(flow: string): string {
  return brief(flow.replace(/\s*\n\s*/g, ' '), FLOW);
}

/** Whether an expression was more than a look at attributes, which are listed anyway. */
function isTelling(root: TraceStep | undefined): boolean {
  return root?.steps.some((step) => step.failed || step.steps.length > 0) === true;
}

/** Words on lines of a width; a comma ends a word. */
export function wrapped(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > width - 2) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? (lines.length === 0 ? '  ' : indent) + word : `${line} ${word}`;
  }
  return [...lines, line];
}
