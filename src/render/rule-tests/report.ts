import type { CaseFailure, CaseReport, Place, RuleTestReport, Shown } from '../../model/rule-test-report.ts';
import { brief } from '../escape.ts';
import { plain } from '../explanation/json.ts';
import { placeText } from '../explanation/places.ts';
import { sourceText } from '../explanation/values.ts';
import { painter } from '../paint.ts';
import type { Paint } from '../paint.ts';
import { count } from '../words.ts';
import { gapLines } from './gaps.ts';

export interface RuleTestView {
  readonly colour: boolean;
  readonly width: number;
  /** The last line only. */
  readonly quiet: boolean;
}

/** What came of rule tests, for people: every case that failed, what was got instead and who gave it, and a count. */
export function renderRuleTests({ cases, coverage }: RuleTestReport, { colour, width, quiet }: RuleTestView): string {
  const paint = painter(colour);
  const failed = cases.filter(({ passed }) => !passed);
  const blocks = quiet
    ? []
    : [
        ...failed.map((one) => caseLines(one, width, paint)),
        ...(coverage === undefined ? [] : gapLines(coverage, width, paint)),
      ];
  return `${[...blocks, [countLine(cases, failed.length, paint)]].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function countLine(cases: readonly CaseReport[], failed: number, paint: Paint): string {
  const tests = new Set(cases.map(({ test }) => test)).size;
  const ran = `${count(cases.length, 'case')} of ${count(tests, 'rule test')}`;
  if (failed === 0) return `${ran}: ${paint('add', 'all passed')}.`;
  return `${ran}: ${count(cases.length - failed, 'passed', 'passed')}, ${paint('error', count(failed, 'failed', 'failed'))}.`;
}

function caseLines({ test, name, failures }: CaseReport, width: number, paint: Paint): readonly string[] {
  const title = `${brief(test)}: ${brief(name)}`;
  return [
    `${paint('error', 'FAIL')}  ${paint('strong', title)}`,
    ...failures.flatMap((failure) => failureLines(failure, width, paint)),
  ];
}

function failureLines(failure: CaseFailure, width: number, paint: Paint): readonly string[] {
  const { at, of, subject, expected, got, why } = failure;
  const room = Math.max(40, width - 16);
  return [
    `  ${paint('dim', '-->')} ${fileLine(at)}`,
    `  ${of === undefined ? '' : `${brief(of)}: `}${brief(subject)}`,
    `    expected  ${paint('add', shownText(expected, room))}`,
    `    got       ${paint('remove', shownText(got, room))}`,
    ...why.map(({ rule, at: place, says }, index) => {
      const what = says === '' ? '' : `  ${brief(says.replace(/\s*\n\s*/g, ' '), 160)}`;
      return `    ${index === 0 ? 'by      ' : '        '}  ${placeText(rule, place)}${paint('dim', what)}`;
    }),
  ];
}

/** `path:line:column`, as editors and CI systems link it. */
export function fileLine({ file, line, column }: Place): string {
  return `${brief(file)}:${line}:${column}`;
}

export function shownText(shown: Shown, width: number): string {
  return shown.kind === 'value' ? sourceText(shown.value, width) : brief(shown.text, Math.max(width, 400));
}

/** The same for machines: one document. */
export function renderRuleTestsJson(report: RuleTestReport): string {
  const failed = report.cases.filter(({ passed }) => !passed).length;
  const counts = { cases: report.cases.length, passed: report.cases.length - failed, failed };
  const document = { format: 'lockstep-rule-test-report', version: 1, counts, ...(plain(report) as object) };
  return `${JSON.stringify(document, null, 2)}\n`;
}
