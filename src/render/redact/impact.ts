import type { Json } from '../../kernel/canonical-json.ts';
import { compareText } from '../../kernel/text.ts';
import type {
  CauseLine,
  FindingChange,
  FindingsCompared,
  HazardChange,
  HazardOfIdentity,
  Impact,
  ImpactChange,
  ImpactGroup,
  ImpactKind,
  ImpactOutcome,
  ImpactReport,
  ImpactRevision,
} from '../../model/impact.ts';
import { findingDetail } from './findings.ts';
import { showsName } from './plan.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { each, keep, treated, within } from './treatments.ts';
import type { Treatments } from './treatments.ts';

/** A report that shows no person. Lines of the rules stay, and so do the names of groups. */
export function redactedImpact(report: ImpactReport, hide: Pseudonyms): ImpactReport {
  return treated(report, whole, hide);
}

type Told = Pick<ImpactChange, 'kind' | 'type' | 'attribute'>;

function told(value: Json, hide: Pseudonyms, { kind, type, attribute }: Told): Json {
  if (referenceOf(kind) !== undefined || (kind === 'heldAppears' && attribute !== undefined)) {
    return typeof value === 'string' ? reference(value, hide, kind) : hide.value(value);
  }
  return showsName(type, attribute) ? value : hide.value(value);
}

/** Kinds whose values are the names of others. */
function referenceOf(kind: ImpactKind): 'user' | 'member' | undefined {
  if (kind === 'managerChanged') return 'user';
  return kind === 'membershipLost' || kind === 'membershipGained' ? 'member' : undefined;
}

/** A member may be a person or a group; only people have names to sign in with. */
function reference(name: string, hide: Pseudonyms, kind: ImpactKind): string {
  return hide.person(name.includes('@') ? 'user' : (referenceOf(kind) ?? 'member'), name);
}

const causeLine: Treatments<CauseLine> = { side: keep, at: keep, text: keep };

const change: Treatments<ImpactChange> = {
  kind: keep,
  type: keep,
  key: (text, hide, { type }) => (type === 'group' ? text : hide.of('key', text)),
  name: (text, hide, { type }) => (type === 'group' ? text : hide.person('user', text)),
  dn: (text, hide) => hide.of('dn', text),
  attribute: keep,
  operation: keep,
  hold: keep,
  role: keep,
  before: told,
  after: told,
  createOnly: keep,
  detail: (text, hide) => hide.detail(text),
  cause: each(causeLine),
};

const group: Treatments<ImpactGroup> = {
  kind: keep,
  type: keep,
  attribute: keep,
  operation: keep,
  hold: keep,
  createOnly: keep,
  cause: each(causeLine),
  before: told,
  after: told,
  identities: keep,
  privileged: keep,
  // By pseudonym: the order of names would tell something of them.
  changes: (list, hide) =>
    list
      .map((one) => treated(one, change, hide))
      .sort(
        (a, b) =>
          Number(b.role !== undefined) - Number(a.role !== undefined) ||
          compareText(a.name, b.name) ||
          compareText(a.key, b.key) ||
          compareText(JSON.stringify([a.before, a.after]), JSON.stringify([b.before, b.after])),
      ),
};

const finding: Treatments<FindingChange> = {
  kind: keep,
  code: keep,
  blocks: keep,
  policyKey: keep,
  before: findingDetail,
  after: findingDetail,
};

const findings: Treatments<FindingsCompared> = {
  blocked: within({ base: keep, head: keep }),
  same: keep,
  changes: each(finding),
};

const befallen: Treatments<HazardOfIdentity> = {
  key: (text, hide, { type }) => (type === 'group' ? text : hide.of('key', text)),
  type: keep,
  name: (text, hide, { type }) => (type === 'group' ? text : hide.person('user', text)),
  group: keep,
  detail: (text, hide) => hide.detail(text),
  people: keep,
  role: keep,
};

const hazard: Treatments<HazardChange> = {
  kind: keep,
  hazard: keep,
  people: keep,
  identities: (list, hide) =>
    list
      .map((one) => treated(one, befallen, hide))
      .sort(
        (a, b) =>
          Number(b.role !== undefined) - Number(a.role !== undefined) ||
          compareText(a.name, b.name) ||
          compareText(JSON.stringify(a), JSON.stringify(b)),
      ),
};

const impact: Treatments<Impact> = {
  identities: keep,
  wanted: within({ base: keep, head: keep }),
  groups: each(group),
  operations: each({ kind: keep, base: keep, head: keep }),
  findings: within(findings),
  hazards: each(hazard),
};

const outcomes: {
  readonly [Kind in ImpactOutcome['kind']]: Treatments<Extract<ImpactOutcome, { readonly kind: Kind }>>;
} = {
  sameRules: { kind: keep },
  unknown: { kind: keep, wanted: keep, failed: keep },
  compared: { kind: keep, impact: within(impact) },
};

const revision: Treatments<ImpactRevision> = { ref: keep, commit: keep, dirty: keep, rulesDigest: keep };

const whole: Treatments<ImpactReport> = {
  workspace: keep,
  base: within(revision),
  head: within(revision),
  asOf: keep,
  sources: each({ connector: keep, origin: keep, readAt: keep }),
  packs: keep,
  outcome: (outcome, hide) => treated(outcome, outcomes[outcome.kind] as unknown as Treatments<ImpactOutcome>, hide),
};
