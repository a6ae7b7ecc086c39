import fc from 'fast-check';
import type { ImpactChange, ImpactGroup, ImpactReport } from '../../../src/model/impact.ts';

/** Impact reports of every shape that the types allow, for properties. */
const text = fc.string({ minLength: 1, maxLength: 6 });
const count = fc.nat(50);
const kind = fc.constantFrom(
  ...(['leavesScope', 'operationAppears', 'renamed', 'membershipLost', 'membershipGained', 'heldAppears'] as const),
  ...(['managerChanged', 'changed', 'set', 'cleared', 'errorAppears'] as const),
);
const value = fc.oneof(text, fc.constant(null), fc.boolean(), fc.integer(), fc.array(text, { maxLength: 2 }));
const cause = fc.array(fc.record({ side: fc.constantFrom('base', 'head'), at: text, text }), { maxLength: 2 });
const common = {
  kind,
  type: fc.constantFrom('user', 'group'),
  attribute: text,
  operation: fc.constant('update' as const),
  hold: fc.constant('nameTaken' as const),
  createOnly: fc.constant(true as const),
  cause,
};

const change: fc.Arbitrary<ImpactChange> = fc.record(
  { ...common, key: text, name: text, dn: text, before: value, after: value, detail: text, role: text },
  { requiredKeys: ['kind', 'key', 'name', 'before', 'after', 'cause'] },
);
const group: fc.Arbitrary<ImpactGroup> = fc.record(
  {
    ...common,
    before: value,
    after: value,
    identities: count,
    privileged: count,
    changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ['kind', 'cause', 'identities', 'changes'] },
);
const sides = fc.record({ base: count, head: count });
const finding = fc.record({
  kind: fc.constant('changes' as const),
  code: fc.constant('SAFE001'),
  blocks: fc.boolean(),
  policyKey: text,
  before: text,
  after: text,
});
const identity = fc.record(
  {
    key: text,
    type: fc.constantFrom('user', 'group'),
    name: text,
    group: text,
    detail: text,
    people: count,
    role: text,
  },
  { requiredKeys: ['key', 'type', 'name'] },
);
const hazard = fc.record({
  kind: fc.constantFrom('added', 'removed'),
  hazard: fc.constantFrom('GRANTS_PRIVILEGE', 'UPN_CHANGE'),
  people: count,
  identities: fc.array(identity, { minLength: 1, maxLength: 3 }),
});
const impact = fc.record(
  {
    identities: count,
    wanted: sides,
    groups: fc.array(group, { maxLength: 4 }),
    operations: fc.array(fc.record({ kind: fc.constant('update' as const), base: count, head: count })),
    findings: fc.record({
      blocked: fc.record({ base: fc.boolean(), head: fc.boolean() }),
      same: count,
      changes: fc.array(finding, { maxLength: 2 }),
    }),
    hazards: fc.array(hazard, { maxLength: 2 }),
  },
  { requiredKeys: ['identities', 'wanted', 'groups'] },
);
const revision = fc.record(
  { ref: text, commit: text, dirty: fc.boolean(), rulesDigest: fc.constant('ab'.repeat(32)) },
  { requiredKeys: ['ref', 'dirty'] },
);

export const impactReport: fc.Arbitrary<ImpactReport> = fc.record(
  {
    workspace: text,
    base: revision,
    head: revision,
    asOf: fc.constant('2026-11-22T00:00:00.000Z'),
    sources: fc.array(fc.record({ connector: text, origin: text, readAt: fc.constant('2026-11-22T00:00:00.000Z') }), {
      maxLength: 1,
    }),
    packs: fc.array(text, { maxLength: 1 }),
    outcome: fc.oneof(
      fc.record({ kind: fc.constant('sameRules' as const) }),
      fc.record({ kind: fc.constant('unknown' as const), wanted: count, failed: count }),
      { arbitrary: fc.record({ kind: fc.constant('compared' as const), impact }), weight: 6 },
    ),
  },
  { requiredKeys: ['workspace', 'base', 'head', 'asOf', 'sources', 'outcome'] },
);
