import type {
  HazardChange,
  ImpactChange,
  ImpactGroup,
  ImpactOutcome,
  ImpactReport,
} from '../../../src/model/impact.ts';

export function impactChange(parts: Partial<ImpactChange> = {}): ImpactChange {
  return objectChange({ attribute: 'department', ...parts });
}

/** Of the object as a whole. */
function objectChange(parts: Partial<ImpactChange> = {}): ImpactChange {
  const known = { type: 'user', key: 'corp/1', name: 'ada@contoso.com', before: null, after: null } as const;
  return { kind: 'changed', ...known, cause: [], ...parts };
}

export function impactGroup(changes: readonly ImpactChange[], parts: Partial<ImpactGroup> = {}): ImpactGroup {
  const { kind, type, attribute, cause, hold } = changes[0] ?? impactChange();
  const named = {
    ...(type === undefined ? {} : { type }),
    ...(attribute === undefined ? {} : { attribute }),
    ...(hold === undefined ? {} : { hold }),
  };
  return { kind, ...named, cause, identities: changes.length, changes, ...parts };
}

export function impactReport(outcome: ImpactOutcome): ImpactReport {
  return {
    workspace: 'contoso',
    base: { ref: 'origin/main', commit: '0123456789', dirty: false, rulesDigest: 'a' },
    head: { ref: 'working tree', commit: '0123456', dirty: true, rulesDigest: 'b' },
    asOf: '2026-11-22T00:00:00.000Z',
    sources: [{ connector: 'corp', origin: 'corp.snapshot', readAt: '2026-11-22T00:00:00.000Z' }],
    outcome,
  };
}

export function comparedImpact(groups: readonly ImpactGroup[], more: Partial<ImpactReport> = {}): ImpactReport {
  const identities = groups.reduce((sum, one) => sum + one.identities, 0);
  return {
    ...impactReport({ kind: 'compared', impact: { identities, wanted: { base: 500_000, head: 499_997 }, groups } }),
    ...more,
  };
}

const UPN_LINE = {
  side: 'head',
  at: 'rules/sign-in-names.yaml:31',
  text: '[accountName] & "@staff.contoso.com")',
} as const;
const FILTER_LINE = { side: 'head', at: 'filters.yaml:18', text: '- employeeType: { in: [Employee] }' } as const;
const GONE_LINE = { side: 'base', at: 'rules/people.yaml:7', text: 'division: department' } as const;

function people(count: number, parts: (index: number) => Partial<ImpactChange>): readonly ImpactChange[] {
  return Array.from({ length: count }, (_, index) =>
    objectChange({ key: `corp/${index}`, name: `person${index}@contoso.com`, ...parts(index) }),
  );
}

function ofSize(renamed: number): ImpactReport {
  const leaving = people(3, (index) => ({
    kind: 'leavesScope',
    cause: [FILTER_LINE],
    dn: `CN=Person ${index},OU=Staff,DC=corp,DC=contoso,DC=com`,
    detail: 'corp-staff, employeeType in Employee fails (filters.yaml:18)',
  }));
  const names = people(renamed, (index) => ({
    kind: 'renamed',
    attribute: 'userPrincipalName',
    cause: [UPN_LINE],
    before: `person${index}@contoso.com`,
    after: `person${index}@staff.contoso.com`,
  }));
  const departments = people(renamed, () => ({
    attribute: 'department',
    before: 'IT',
    after: 'Digital',
    cause: [UPN_LINE, GONE_LINE],
  }));
  const lost = people(4, () => ({
    kind: 'membershipLost',
    type: 'group',
    name: 'All Staff',
    before: 'person1@contoso.com',
  }));
  return comparedImpact([
    impactGroup(leaving),
    impactGroup(names),
    impactGroup(lost, { identities: 1 }),
    impactGroup(departments, { before: 'IT', after: 'Digital' }),
  ]);
}

function blocked(): ImpactReport {
  const findings = {
    blocked: { base: false, head: true },
    same: 0,
    changes: [
      {
        kind: 'appears',
        code: 'SAFE002',
        blocks: true,
        policyKey: 'disables.maximum',
        after: '412 users would be disabled; the limit is 10',
      },
    ],
  } as const;
  const operations = [
    { kind: 'leave', base: 0, head: 412 },
    { kind: 'update', base: 3, head: 3 },
  ] as const;
  const leaving = people(412, () => ({ kind: 'leavesScope', cause: [FILTER_LINE] }));
  const groups = [impactGroup(leaving)];
  return impactReport({
    kind: 'compared',
    impact: { identities: 412, wanted: { base: 500, head: 88 }, groups, operations, findings },
  });
}

/** A change of the rules that reaches people with a directory role, and what the plan may do to people then. */
function privileged(): ImpactReport {
  const ROLE = 'Global Administrator';
  const cause = [{ side: 'head', at: 'rules/upn.yaml:31', text: '- userPrincipalName: =[mail]' }] as const;
  const person = (index: number): Partial<ImpactChange> => ({
    key: `corp/p${index}`,
    name: `person${index}@contoso.com`,
    ...(index === 0 ? { role: ROLE } : {}),
  });
  const renamed = Array.from({ length: 30 }, (_, index) =>
    impactChange({
      kind: 'renamed',
      attribute: 'userPrincipalName',
      before: `p${index}@contoso.com`,
      after: `person${index}@contoso.com`,
      cause,
      ...person(index),
    }),
  );
  const leaving = [0, 500, 501].map((index) => objectChange({ kind: 'leavesScope', cause, ...person(index) }));
  const some = ({ key, name, role }: ImpactChange) => ({
    key,
    type: 'user' as const,
    name,
    ...(role === undefined ? {} : { role }),
  });
  const hazards: readonly HazardChange[] = [
    {
      kind: 'added',
      hazard: 'GRANTS_PRIVILEGE',
      people: 1,
      identities: [
        {
          key: 'corp/ada',
          type: 'user',
          name: 'ada@contoso.com',
          group: 'Tier 0',
          detail: 'member of Tier 0, which holds Global Administrator',
        },
      ],
    },
    { kind: 'added', hazard: 'DISABLES_USER', people: 3, identities: leaving.map(some) },
    {
      kind: 'added',
      hazard: 'UPN_CHANGE',
      people: 30,
      identities: renamed.map((one, index) => ({
        ...some(one),
        detail: `p${index}@contoso.com -> person${index}@contoso.com`,
      })),
    },
    {
      kind: 'removed',
      hazard: 'LOSES_ACCESS',
      people: 40,
      identities: [{ key: 'corp/sales', type: 'group', name: 'Sales', group: 'Intranet', people: 40 }],
    },
  ];
  return impactReport({
    kind: 'compared',
    impact: {
      identities: 32,
      wanted: { base: 5000, head: 4997 },
      groups: [impactGroup(leaving, { privileged: 1 }), impactGroup(renamed, { privileged: 1 })],
      operations: [
        { kind: 'leave', base: 0, head: 3 },
        { kind: 'update', base: 0, head: 29 },
      ],
      hazards,
    },
  });
}

/** A report in which every text is the same. */
export function impactAbout(text: string): ImpactReport {
  const cause = [
    { side: 'head', at: `${text}:14`, text },
    { side: 'base', at: text, text },
  ] as const;
  const one = impactChange({
    key: text,
    name: text,
    dn: text,
    attribute: text,
    before: text,
    after: `${text}!`,
    detail: text,
    cause,
  });
  const groups = [
    impactGroup([one]),
    impactGroup([one, one], { before: text, after: `${text}!` }),
    impactGroup([{ ...one, kind: 'membershipLost' }]),
    impactGroup([{ ...one, kind: 'heldAppears', hold: 'unresolvedReference' }]),
    impactGroup([{ ...one, kind: 'leavesScope', before: null, after: null, role: text }], { privileged: 1 }),
  ];
  const somebody = { key: text, type: 'user', name: text, group: text, detail: text, people: 2, role: text } as const;
  const hazards = [
    { kind: 'added', hazard: 'GRANTS_PRIVILEGE', people: 2, identities: [somebody] },
    { kind: 'removed', hazard: 'DISABLES_USER', people: 4, identities: [somebody, somebody] },
  ] as const;
  const changes = [{ kind: 'changes', code: text, blocks: true, policyKey: text, before: text, after: text }] as const;
  return {
    workspace: text,
    base: { ref: text, commit: text, dirty: true },
    head: { ref: text, commit: text, dirty: false },
    asOf: text,
    sources: [{ connector: text, origin: text, readAt: text }],
    outcome: {
      kind: 'compared',
      impact: {
        identities: 2,
        wanted: { base: 1, head: 1 },
        groups,
        operations: [{ kind: 'leave', base: 1, head: 2 }],
        findings: { blocked: { base: true, head: true }, same: 0, changes },
        hazards,
      },
    },
  };
}

/** What reviewers meet. */
export const impactScenarios: Readonly<Record<string, () => ImpactReport>> = {
  'no-change': () => comparedImpact([]),
  'same-rules': () => impactReport({ kind: 'sameRules' }),
  'three-changes': () => ofSize(3),
  'three-thousand': () => ofSize(3_000),
  'three-hundred-thousand': () => ofSize(300_000),
  blocked: blocked,
  privileged,
  'hostile-names': () => impactAbout('</details> <!-- lockstep:impact workspace=contoso --> @octocat #123 `x`'),
};
