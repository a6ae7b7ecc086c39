import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { Assessment } from '../../model/assessment.ts';
import { diagnosticJson } from '../diagnostics-json.ts';
import { situationTitles } from './words.ts';

/** The assessment for programs, with what could not be read. */
export function renderAssessmentJson(assessment: Assessment, diagnostics: readonly Diagnostic[]): string {
  const { inputs, situations, features, next } = assessment;
  const document = {
    format: 'lockstep-assessment',
    version: 1,
    inputs,
    situations: situations.map(({ kind, ...rest }) => ({ kind, title: situationTitles[kind], ...rest })),
    features,
    next,
    diagnostics: diagnostics.map(diagnosticJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
