import { codes } from '../kernel/codes/index.ts';
import type { Diagnostic } from '../kernel/diagnostic.ts';
import { positionAt } from '../kernel/position.ts';
import type { SourceRange } from '../kernel/position.ts';

/** Diagnostics for machines: one document, places as numbers. */
export function renderDiagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ format: 'lockstep-diagnostics', version: 1, diagnostics: diagnostics.map(diagnosticJson) }, null, 2)}\n`;
}

export function diagnosticJson(one: Diagnostic): object {
  const entry = codes[one.code];
  return {
    code: one.code,
    severity: one.severity,
    summary: entry.summary,
    detail: one.detail,
    why: entry.why,
    help: one.help ?? entry.fix,
    ...(one.subject === undefined ? {} : { subject: one.subject }),
    ...(one.range === undefined ? {} : { range: rangeJson(one.range) }),
  };
}

function rangeJson(range: SourceRange): object {
  return {
    file: range.source.path,
    start: positionAt(range.source, range.start),
    end: positionAt(range.source, range.end),
  };
}
