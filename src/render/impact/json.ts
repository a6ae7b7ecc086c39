import type { Diagnostic } from '../../kernel/diagnostic.ts';
import type { HazardChange, ImpactOutcome, ImpactReport } from '../../model/impact.ts';
import { diagnosticJson } from '../diagnostics-json.ts';

const AT_ONCE = 500;

/** A report for programs, in pieces: that of a large tenant is longer than a string can be. One group to a line. */
export function* impactJsonPieces(report: ImpactReport, diagnostics: readonly Diagnostic[]): Generator<string> {
  const { outcome, packs = [], ...about } = report;
  const told = { verdict: verdictJson(outcome), diagnostics: diagnostics.map(diagnosticJson) };
  const head = JSON.stringify({ format: 'lockstep-impact', version: 1, ...about, packs, ...told }, null, 2);
  const groups = outcome.kind === 'compared' ? outcome.impact.groups : [];
  yield head.slice(0, -2);
  if (outcome.kind === 'compared' && outcome.impact.hazards !== undefined) yield* hazardPieces(outcome.impact.hazards);
  yield ',\n  "groups": [';
  for (const [index, { changes, ...group }] of groups.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify({ ...group, count: changes.length }).slice(0, -1)},"changes":[`;
    for (let from = 0; from < changes.length; from += AT_ONCE) {
      const texts = changes.slice(from, from + AT_ONCE).map(({ key, name, dn, role, before, after, detail }) => {
        const privileged = role === undefined ? {} : { role };
        const optional = {
          ...privileged,
          ...(dn === undefined ? {} : { dn }),
          ...(detail === undefined ? {} : { detail }),
        };
        return `\n      ${JSON.stringify({ key, name, before, after, ...optional })}`;
      });
      yield `${from === 0 ? '' : ','}${texts.join(',')}`;
    }
    yield '\n    ]}';
  }
  yield `${groups.length > 0 ? '\n  ' : ''}]\n}\n`;
}

/** One hazard to a line, and one identity. */
function* hazardPieces(hazards: readonly HazardChange[]): Generator<string> {
  yield ',\n  "hazards": [';
  for (const [index, { identities, ...hazard }] of hazards.entries()) {
    yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(hazard).slice(0, -1)},"identities":[`;
    for (let from = 0; from < identities.length; from += AT_ONCE) {
      const texts = identities.slice(from, from + AT_ONCE).map((one) => `\n      ${JSON.stringify(one)}`);
      yield `${from === 0 ? '' : ','}${texts.join(',')}`;
    }
    yield '\n    ]}';
  }
  yield `${hazards.length > 0 ? '\n  ' : ''}]`;
}

function verdictJson(outcome: ImpactOutcome): object {
  switch (outcome.kind) {
    case 'sameRules':
      return { outcome: outcome.kind };
    case 'unknown':
      return { outcome: outcome.kind, wanted: { head: outcome.wanted }, failed: outcome.failed };
    case 'compared': {
      const { identities, wanted, operations, findings } = outcome.impact;
      const ofPlans = {
        ...(operations === undefined ? {} : { operations }),
        ...(findings === undefined ? {} : { findings }),
      };
      return { outcome: outcome.kind, identities, wanted, ...ofPlans };
    }
  }
}
