import type { CaseFailure, CaseReport, RuleTestReport } from '../../model/rule-test-report.ts';
import { brief } from '../escape.ts';
import { placeText } from '../explanation/places.ts';
import { fileLine, shownText } from './report.ts';

const VALUE = 400;

/**
 * Rule tests as JUnit XML, as CI systems read it: a suite for each document. Times are left out: cases take none, and
 * equal runs give equal files.
 */
export function renderRuleTestsJunit({ workspace, cases }: RuleTestReport): string {
  const suites = Map.groupBy(cases, ({ test }) => test);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: workspace, ...totals(cases) })}>`,
    ...[...suites].flatMap(([test, own]) => [
      `  <testsuite${attributes({ name: test, ...totals(own), file: own[0]?.at.file ?? '' })}>`,
      ...own.flatMap(caseLines),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function totals(cases: readonly CaseReport[]): Readonly<Record<string, string>> {
  const failures = cases.filter(({ passed }) => !passed).length;
  return { tests: String(cases.length), failures: String(failures), errors: '0', skipped: '0' };
}

function caseLines({ test, name, at, failures }: CaseReport): readonly string[] {
  const head = `    <testcase${attributes({ classname: test, name, file: at.file, line: String(at.line) })}`;
  if (failures.length === 0) return [`${head}/>`];
  return [`${head}>`, ...failures.map(failureLine), '    </testcase>'];
}

function failureLine({ at, of, subject, expected, got, why }: CaseFailure): string {
  const message = `${of === undefined ? '' : `${of}: `}${subject}: expected ${shownText(expected, VALUE)}, got ${shownText(got, VALUE)}`;
  const by = why.map(({ rule, at: place, says }) => `by ${placeText(rule, place)} ${says}`.trim());
  return `      <failure${attributes({ message, type: subject })}>${[fileLine(at), ...by].map(xmlText).join('\n')}</failure>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(value)}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** What XML 1.0 cannot hold even as a reference: U+FFFE and U+FFFF; control characters and half pairs are visible by now. */
const FORBIDDEN = /[\ufffe\uffff]/g;

/** Text for XML: everything that cannot be seen as an escape, and no character that could end or begin markup. */
function xmlText(text: string): string {
  return brief(text, 2000)
    .replace(FORBIDDEN, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
