import { append } from '../../kernel/multimap.ts';
import type {
  AssessedFeature,
  Assessment,
  Evidence,
  Situation,
  SituationKind,
  Verdict,
} from '../../model/assessment.ts';
import { brief, quoted, visible } from '../escape.ts';
import { grouped } from '../words.ts';

export const situationTitles: Readonly<Record<SituationKind, string>> = {
  liveConnect: 'Entra Connect is live',
  cloudSync: 'Cloud Sync is live',
  stagingServer: 'The server is in staging mode',
  formerlySynced: 'Formerly synchronized, and switched off',
  greenfield: 'Greenfield: no other engine, and nothing left of one',
  federated: 'Sign-in is federated',
  otherDirectories: 'Other directories than Active Directory are connected',
  severalTenants: 'Several tenants',
};

export const standingWords: Readonly<Record<Situation['standing'], string>> = {
  holds: 'yes',
  absent: 'no',
  unknown: 'unknown',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
  works: 'works',
  readOnly: 'read-only',
  notAtAll: 'not at all',
  unknown: 'unknown',
};

/** What each verdict means, for those who read it the first time. */
export const verdictMeanings: Readonly<Record<Verdict, string>> = {
  works: 'planned and written',
  readOnly: 'planned and compared, never written',
  notAtAll: 'not carried',
  unknown: 'read-only while another engine masters the objects, else it works: a snapshot of the tenant says which',
};

/** The gravest first: what has to be decided comes before what works. */
const ORDER: readonly Verdict[] = ['notAtAll', 'readOnly', 'unknown', 'works'];

/** Features with this use, the gravest verdict first. */
export function featuresWith({ features }: Assessment, use: AssessedFeature['use']): readonly AssessedFeature[] {
  const those = features.filter((one) => one.use === use);
  return ORDER.flatMap((verdict) => those.filter((one) => one.verdict === verdict));
}

const MOST_EVIDENCE = 4;

/** The evidence in words, each with its place; the rest is counted. `shown` makes one of them fit for the output. */
export function evidenceWords(evidence: readonly Evidence[]): readonly string[] {
  const told = evidence.slice(0, MOST_EVIDENCE).map(evidenceText);
  const more = evidence.length - told.length;
  return more > 0 ? [...told, `and ${grouped(more)} more`] : told;
}

function evidenceText({ text, name, place }: Evidence): string {
  const named = name === undefined ? brief(text) : `${brief(text)} ${quoted(shortened(name))}`;
  return place === undefined ? named : `${named} (${visible(place)})`;
}

/** What was looked at: a name and what stands for it. */
export function inputRows({ inputs }: Assessment): readonly (readonly [string, string])[] {
  const { export: server, tenant, workspace, unread } = inputs;
  return [
    ...(server === undefined ? [] : [['export', visible(server)] as const]),
    ...(tenant === undefined ? [] : [['tenant', visible(tenant)] as const]),
    ...(unread === undefined ? [] : [['tenant', `not read: ${visible(unread)}`] as const]),
    ...(workspace === undefined ? [] : [['workspace', visible(workspace)] as const]),
  ];
}

/** Features by what would tell whether they are in use. */
export function byMissing(features: readonly AssessedFeature[]): ReadonlyMap<string, readonly AssessedFeature[]> {
  const groups = new Map<string, AssessedFeature[]>();
  for (const feature of features) append(groups, feature.missing ?? '', feature);
  return groups;
}

const LONGEST_NAME = 200;

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
