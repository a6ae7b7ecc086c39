import { featureKinds } from '../model/assessment.ts';
import type {
  AssessedFeature,
  Assessment,
  AssessmentInput,
  FeatureEntry,
  FeatureKind,
  Situation,
  SituationKind,
  Verdict,
} from '../model/assessment.ts';
import { censusOf } from './census.ts';
import type { Known } from './evidence.ts';
import { featureTable, MASTERED } from './feature-table.ts';
import { nextCommands } from './next-commands.ts';
import { situationsOf } from './situations.ts';
import { uses } from './uses.ts';

/** Which situation this is, and what of the features works in it. What cannot be known is unknown. */
export function assess(input: AssessmentInput): Assessment {
  const known: Known = { ...input, census: input.tenant === undefined ? undefined : censusOf(input.tenant) };
  const situations = situationsOf(known);
  const master = masterOf(known);
  const { unread } = input;
  return {
    inputs: {
      ...(input.export === undefined ? {} : { export: input.export.path }),
      ...(input.tenant === undefined ? {} : { tenant: input.tenant.origin }),
      ...(input.workspace === undefined ? {} : { workspace: input.workspace.folder }),
      ...(unread === undefined ? {} : { unread }),
    },
    situations,
    features: featureKinds.map((kind) => featureOf(kind, known, master)),
    next: nextCommands(known, standing(situations)),
  };
}

/** Does another engine master objects of the tenant? Objects that were not converted count: Graph cannot write them. */
type Master = 'other' | 'none' | 'unknown';

function masterOf({ tenant, census }: Known): Master {
  if (tenant === undefined || census === undefined) return 'unknown';
  const { user, group } = census.byMastery;
  const mastered = user.otherEngine + group.otherEngine + user.formerlySynced + group.formerlySynced;
  return tenant.facts.liveSync || mastered > 0 ? 'other' : 'none';
}

function featureOf(kind: FeatureKind, known: Known, master: Master): AssessedFeature {
  const entry = featureTable[kind];
  const { title, fact, source, next } = entry;
  const verdict = verdictOf(entry, master);
  const text = entry.mastered && verdict === 'readOnly' ? MASTERED : { fact, source, next };
  return { kind, title, verdict, ...uses[kind](known), ...text };
}

function verdictOf({ verdict, mastered }: FeatureEntry, master: Master): Verdict {
  if (!mastered || master === 'none') return verdict;
  return master === 'other' ? 'readOnly' : 'unknown';
}

function standing(situations: readonly Situation[]): ReadonlySet<SituationKind> {
  return new Set(situations.filter((one) => one.standing === 'holds').map(({ kind }) => kind));
}
