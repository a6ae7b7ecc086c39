import { codes } from '../../kernel/codes/index.ts';
import type { Diagnostic, Severity } from '../../kernel/diagnostic.ts';
import type { CaseReport, RuleTestReport } from '../../model/rule-test-report.ts';
import { brief, visible, visibleLines } from '../escape.ts';
import { placeText } from '../explanation/places.ts';
import { shownText } from '../rule-tests/report.ts';
import { count } from '../words.ts';
import { filePlaceOf, gravestFirst, inRepository } from './place.ts';
import type { FilePlace } from './place.ts';

interface Annotation extends FilePlace {
  readonly severity: Severity;
  readonly title: string;
  readonly lines: readonly string[];
}

/** GitHub shows ten errors and ten warnings of a step. */
const MOST = 10;
/** Characters of a message: people read it beside a line of code. */
const LONGEST = 4000;
const VALUE = 400;

/**
 * Diagnostics as workflow commands of GitHub Actions, which show them beside the lines that they are about. The
 * gravest come first, no more of each kind than are shown, and a last line tells how many there are.
 */
export function renderAnnotations(diagnostics: readonly Diagnostic[], workspace: string): string {
  return commandsOf(gravestFirst(diagnostics).map((one) => ofDiagnostic(one, workspace)));
}

/** Failed expectations of rule tests, beside their lines; then the warnings of the workspace. */
export function renderRuleTestAnnotations(
  { cases }: RuleTestReport,
  diagnostics: readonly Diagnostic[],
  workspace: string,
): string {
  const failed = cases.flatMap((one) => ofCase(one, workspace));
  return commandsOf([...failed, ...gravestFirst(diagnostics).map((one) => ofDiagnostic(one, workspace))]);
}

function ofDiagnostic(one: Diagnostic, workspace: string): Annotation {
  const { summary, why, fix } = codes[one.code];
  return {
    ...filePlaceOf(one, workspace),
    severity: one.severity,
    title: `${one.code}: ${summary}`,
    lines: [
      ...visibleLines(one.detail),
      ...(one.subject === undefined ? [] : [`Concerns: ${visible(one.subject)}`]),
      `Why: ${why}`,
      ...visibleLines(`Help: ${one.help ?? fix}`),
    ],
  };
}

function ofCase({ test, name, failures }: CaseReport, workspace: string): readonly Annotation[] {
  return failures.map(({ at, of, subject, expected, got, why }) => {
    const place = { line: at.line, column: at.column };
    return {
      file: inRepository(workspace, at.file),
      region: { start: place, end: place },
      severity: 'error',
      title: brief(`${test}: ${name}`),
      lines: [
        `${of === undefined ? '' : `${brief(of)}: `}${brief(subject)}: expected ${shownText(expected, VALUE)}, got ${shownText(got, VALUE)}`,
        ...why.map(({ rule, at: by, says }) => brief(`by ${placeText(rule, by)} ${says}`, VALUE)),
      ],
    };
  });
}

function commandsOf(annotations: readonly Annotation[]): string {
  const { error = [], warning = [] } = Object.groupBy(annotations, ({ severity }) => severity);
  const shown = [...error.slice(0, MOST), ...warning.slice(0, MOST)];
  const all = `${count(error.length, 'error')}, ${count(warning.length, 'warning')}`;
  const left = annotations.length - shown.length;
  return [...shown.map(commandOf), left === 0 ? `${all}.` : `${all}; ${left} of them not shown here.`, ''].join('\n');
}

/**
 * `::error file=…,line=…::message` (GitHub, workflow commands). A line break would end the command and begin another
 * one, a comma or a colon a property: all are escaped, the percent sign first.
 */
function commandOf({ severity, file, region, title, lines }: Annotation): string {
  const properties: Readonly<Record<string, string | number>> = {
    file,
    ...(region === undefined ? { line: 1 } : placeProperties(region)),
    title,
  };
  const given = Object.entries(properties).map(([name, value]) => `${name}=${propertyText(String(value))}`);
  return `::${severity} ${given.join(',')}::${dataText(lines.join('\n').slice(0, LONGEST).toWellFormed())}`;
}

/** Columns are taken only where the range stays on one line. */
function placeProperties({ start, end }: NonNullable<FilePlace['region']>): Readonly<Record<string, number>> {
  if (end.line !== start.line) return { line: start.line, endLine: end.line };
  return { line: start.line, col: start.column, endColumn: Math.max(end.column, start.column) };
}

function dataText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return dataText(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
