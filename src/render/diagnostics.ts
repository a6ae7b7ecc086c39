import { codes } from '../kernel/codes/index.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { lineText, placeOf, positionAt } from '../kernel/position.ts';
import type { SourceRange } from '../kernel/position.ts';
import { visible, visibleLines } from './escape.ts';
import { painter } from './paint.ts';
import type { Paint } from './paint.ts';
import { cut, displayWidth } from './width.ts';
import { count } from './words.ts';

const MOST = 100;
const SHOWN_COLUMNS = 160;

export interface DiagnosticView {
  readonly colour: boolean;
}

/** Diagnostics for people: what is wrong, where in their text, why it matters and what to do. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], view: DiagnosticView): string {
  const paint = painter(view.colour);
  const shown = diagnostics.slice(0, MOST).map((one) => `${block(one, paint).join('\n')}\n`);
  const more = diagnostics.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${count(more, 'diagnostic')} more.\n`] : [])].join('\n');
}

/** `2 errors, 1 warning`, or `no problem`. */
export function diagnosticCount(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ];
  return parts.length === 0 ? 'no problem' : parts.join(', ');
}

function block(one: Diagnostic, paint: Paint): readonly string[] {
  const entry = codes[one.code];
  const place = one.range === undefined ? one.subject : placeOf(one.range);
  return [
    `${paint(one.severity, `${one.severity} ${one.code}`)}: ${paint('strong', entry.summary)}`,
    ...(place === undefined ? [] : [`  ${paint('dim', '-->')} ${cut(visible(place), SHOWN_COLUMNS)}`]),
    ...(one.range === undefined ? [] : excerpt(one.range, one.severity, paint)),
    ...visibleLines(one.detail).map((line) => `  ${line}`),
    ...(one.range === undefined || one.subject === undefined ? [] : [`  Concerns: ${visible(one.subject)}`]),
    `  Why: ${entry.why}`,
    ...visibleLines(one.help ?? entry.fix).map((line, index) => `  ${index === 0 ? 'Help: ' : '      '}${line}`),
  ];
}

/** The line of the user's text with a mark under the part that is meant. */
function excerpt(range: SourceRange, severity: Diagnostic['severity'], paint: Paint): readonly string[] {
  const { line, column } = positionAt(range.source, range.start);
  const whole = lineText(range.source, line);
  // A line may be very long: what is shown begins near the mark.
  const from = column > SHOWN_COLUMNS / 2 ? column - 1 - SHOWN_COLUMNS / 4 : 0;
  const prefix = (from > 0 ? '…' : '') + visible(whole.slice(from, column - 1));
  const marked = visible(whole.slice(column - 1, column - 1 + Math.min(range.end - range.start, SHOWN_COLUMNS)));
  const suffix = visible(whole.slice(column - 1 + (range.end - range.start)).slice(0, SHOWN_COLUMNS));
  const gutter = ' '.repeat(String(line).length);
  const carets = '^'.repeat(Math.max(1, Math.min(displayWidth(marked), SHOWN_COLUMNS)));
  return [
    paint('dim', `${gutter} |`),
    `${paint('dim', `${line} |`)} ${cut(prefix + marked + suffix, SHOWN_COLUMNS)}`,
    `${paint('dim', `${gutter} |`)} ${' '.repeat(displayWidth(prefix))}${paint(severity, carets)}`,
  ];
}
