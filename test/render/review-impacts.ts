import type { CauseLine, ImpactChange, ImpactGroup, ImpactOutcome, ImpactReport } from '../../src/model/impact.ts';
import { HOSTILE_NAMES } from './review-plans.ts';

const LINE: CauseLine = {
  side: 'head',
  at: 'rules/people.yaml:14',
  text: '    - department: =Replace([department],"IT","Digital")',
};
const GONE: CauseLine = { side: 'base', at: 'rules/people.yaml:14', text: '    - department: department' };
const SCOPE: CauseLine = { side: 'head', at: 'filters.yaml:6', text: '  excludeBelow: [OU=Contractors]' };

function change(index: number, parts: Partial<ImpactChange> = {}): ImpactChange {
  return {
    kind: 'changed',
    type: 'user',
    key: `corp/${String(index)}`,
    name: `person${String(index)}@contoso.com`,
    dn: `CN=Person ${String(index)},OU=Team ${String(index % 40)},DC=corp,DC=contoso,DC=com`,
    attribute: 'department',
    before: 'IT',
    after: 'Digital',
    cause: [LINE, GONE],
    ...parts,
  };
}

export function groupOf(changes: readonly [ImpactChange, ...ImpactChange[]]): ImpactGroup {
  const [{ kind, type, attribute, cause, before, after }] = changes;
  const agreed = changes.every((one) => one.before === before && one.after === after);
  return {
    kind,
    cause,
    identities: new Set(changes.map(({ key }) => key)).size,
    changes,
    ...(type === undefined ? {} : { type }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(agreed ? { before, after } : {}),
  };
}

export function impactReport(outcome: ImpactOutcome): ImpactReport {
  return {
    workspace: 'contoso',
    base: { ref: 'main', commit: '0123456789', dirty: false, rulesDigest: 'a' },
    head: { ref: 'working tree', commit: '0123456', dirty: true, rulesDigest: 'b' },
    asOf: '2026-11-22T00:00:00.000Z',
    sources: [{ connector: 'corp', origin: 'corp.ldif', readAt: '2026-11-22T00:00:00.000Z' }],
    outcome,
  };
}

function compared(groups: readonly ImpactGroup[]): ImpactReport {
  const identities = new Set(groups.flatMap(({ changes }) => changes.map(({ key }) => key))).size;
  const operations = [{ kind: 'update', base: 0, head: identities }] as const;
  return impactReport({
    kind: 'compared',
    impact: { identities, wanted: { base: 5000, head: 4997 }, groups, operations },
  });
}

/** Three leave, ten get another name, all the others another department. */
export function impactOn(size: number): ImpactReport {
  const index = Array.from({ length: size }, (_, at) => at);
  const leaving = index
    .slice(0, 3)
    .map((at) =>
      change(at, { kind: 'leavesScope', before: null, after: null, cause: [SCOPE], detail: 'no filter takes it' }),
    );
  const renamed = index.slice(3, 13).map((at) =>
    change(at, {
      kind: 'renamed',
      attribute: 'userPrincipalName',
      before: `person.${String(at)}@contoso.com`,
      after: `person${String(at)}@contoso.com`,
    }),
  );
  const moved = index.slice(3).map((at) => change(at));
  return compared([leaving, renamed, moved].flatMap((all) => (isSome(all) ? [groupOf(all)] : [])));
}

function isSome<Item>(all: readonly Item[]): all is readonly [Item, ...Item[]] {
  return all.length > 0;
}

export function hostileImpact(name: string): ImpactReport {
  const cause: readonly CauseLine[] = [{ side: 'base', at: `${name}:1`, text: name }];
  const parts = {
    name,
    dn: `CN=${name},OU=${name}`,
    attribute: name,
    before: name,
    after: `${name} more`,
    detail: name,
    cause,
  };
  const report = compared([
    groupOf([change(1, { ...parts, kind: 'renamed' })]),
    groupOf([change(1, parts), change(2, parts)]),
    groupOf([change(3, { ...parts, before: [name, 'a'], after: [name] })]),
    groupOf([change(4, { ...parts, kind: 'membershipLost', after: null, cause: [] })]),
  ]);
  const revision = { ref: name, commit: name, dirty: true };
  return { ...report, workspace: name, base: revision, head: revision, asOf: name };
}

export const reviewImpacts = {
  none: () => compared([]),
  'of three identities': () => impactOn(3),
  'of 3,000 identities': () => impactOn(3000),
  'of the same rules': () => impactReport({ kind: 'sameRules' }),
  'against an invalid base': () => impactReport({ kind: 'unknown', wanted: 12, failed: 1 }),
  'of hostile names': () => hostileImpact(HOSTILE_NAMES.join(' ')),
};
