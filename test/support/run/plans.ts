import fc from 'fast-check';
import type {
  AttributeChange,
  Census,
  Finding,
  Held,
  ObjectRef,
  Operation,
  Plan,
  PlanBody,
  PlanEnvelope,
  Why,
} from '../../../src/model/plan.ts';
import type { Consent } from '../../../src/model/consent.ts';
import { hazards } from '../../../src/model/hazard.ts';
import type { HazardFound } from '../../../src/model/hazard.ts';
import { EXTENSION_TYPES } from '../../../src/model/directory-extension.ts';
import { bodyDigest } from '../../../src/planfile/index.ts';

/** Plans of every shape that the types allow, for properties. */

/** Texts that are hard on files: every control character, separators of lines, both halves of a surrogate pair. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', ' ', '\n', '\r\n', '\u2028', '\u2029', '\u0085', '\u0000', '\ufeff', '\ufffd', '😀', '__proto__'),
);
const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const count = fc.nat(1000);
const type = fc.constantFrom('user', 'group');

const why: fc.Arbitrary<Why> = fc.record({
  rule: text,
  at: text,
  flow: text,
  losers: fc.array(text, { maxLength: 2 }),
});

const json = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
  fc.array(text, { maxLength: 3 }),
);

const change: fc.Arbitrary<AttributeChange> = fc.record({
  attribute: text,
  before: json,
  after: json,
  why: fc.array(why, { maxLength: 2 }),
});
const changes = fc.array(change, { maxLength: 3 });

const object: fc.Arbitrary<ObjectRef> = fc.record(
  { type, key: text, id: text, name: text },
  { requiredKeys: ['type', 'key', 'name'] },
);
const someone = fc.option(object, { nil: null });
const base = { id, after: fc.array(id, { maxLength: 2 }) };

const maybeText = fc.option(text, { nil: null });
const evidence = fc.array(fc.constantFrom('mark' as const, 'anchor' as const, 'mail' as const), { minLength: 1 });
const takeOver = {
  ...base,
  object: fc.record({ type, key: text, id: text, name: text }),
  from: text,
  evidence,
  pair: text,
};

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    ...base,
    kind: fc.constant('defineExtension' as const),
    name: text,
    targets: fc.array(type),
    applicationId: text,
    dataType: fc.constantFrom(...EXTENSION_TYPES),
    multiValued: fc.boolean(),
  }),
  fc.record({ ...base, kind: fc.constant('create' as const), object, from: text, anchor: text, mark: text, changes }),
  fc.record(
    { ...base, kind: fc.constant('update' as const), object, from: text, mark: text, newMark: text, changes },
    { requiredKeys: ['id', 'after', 'kind', 'object', 'from', 'mark', 'changes'] },
  ),
  fc.record({
    ...base,
    kind: fc.constant('leave' as const),
    object,
    reason: text,
    mark: text,
    newMark: text,
    changes,
    deleteAfter: fc.constantFrom('2026-11-22', '2027-01-01'),
    licences: count,
  }),
  fc.record({ ...base, kind: fc.constant('delete' as const), object, reason: text, mark: text, licences: count }),
  fc.record({ ...takeOver, kind: fc.constant('adopt' as const), mark: text, anchor: text, anchorBefore: maybeText }),
  fc.record({
    ...takeOver,
    kind: fc.constant('reanchor' as const),
    mark: text,
    markBefore: maybeText,
    anchor: text,
    anchorBefore: maybeText,
  }),
  fc.record({
    ...takeOver,
    kind: fc.constant('restore' as const),
    mark: maybeText,
    anchor: maybeText,
    deletedAt: fc.constant('2026-11-12T06:00:00Z'),
    consent: text,
  }),
  fc.record({
    ...base,
    kind: fc.constant('setManager' as const),
    object,
    mark: text,
    before: someone,
    manager: someone,
    why: fc.array(why, { maxLength: 2 }),
  }),
  fc.record({
    ...base,
    kind: fc.constantFrom('addMember' as const, 'removeMember' as const),
    object,
    mark: text,
    member: object,
  }),
);

const held: fc.Arbitrary<Held> = fc.record(
  {
    kind: fc.constant('held' as const),
    object,
    from: text,
    reason: fc.constantFrom('candidate' as const, 'nameTaken' as const),
    detail: text,
    microsoftError: fc.constantFrom('InvalidSoftMatch' as const, 'SourceAnchor attribute has changed' as const),
    would: fc.constantFrom('create' as const, 'nothing' as const),
    candidates: fc.array(
      fc.record({ id: text, name: text, evidence, by: fc.constantFrom('adopt' as const, 'restore' as const) }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    changes,
  },
  { requiredKeys: ['kind', 'object', 'reason', 'detail', 'would', 'changes'] },
);

const counts = fc.dictionary(fc.oneof(fc.constant('__proto__'), fc.string({ maxLength: 6 })), count, {
  maxKeys: 3,
  noNullPrototype: true,
});

const censusParts = {
  kind: fc.constant('census' as const),
  inScope: count,
  unchanged: count,
  changed: count,
  held: count,
  filteredOut: count,
  marked: counts,
  source: counts,
  notCarried: fc.array(fc.record({ type: text, count, reason: text }), { maxLength: 2 }),
};
const waiting = fc.record({ count: fc.integer({ min: 1, max: 1000 }), next: fc.constant('2026-12-22') });
const census: fc.Arbitrary<Census> = fc.oneof(fc.record(censusParts), fc.record({ ...censusParts, waiting }));

export const body: fc.Arbitrary<PlanBody> = fc.record({
  operations: fc.uniqueArray(operation, { maxLength: 6, selector: (one) => one.id }),
  held: fc.array(held, { maxLength: 3 }),
  census,
});

const consent: fc.Arbitrary<Consent> = fc.oneof(
  fc.record({ by: fc.constant('flag' as const), maximum: count }),
  fc.record({ by: fc.constant('approval' as const), maximum: count, approval: text }),
);

const finding: fc.Arbitrary<Finding> = fc.record(
  {
    code: fc.constantFrom('SAFE001', 'SAFE010'),
    blocks: fc.boolean(),
    detail: text,
    policyKey: text,
    operations: fc.array(text, { maxLength: 2 }),
    count,
    hazard: fc.constantFrom(...hazards),
    consent,
    heldBack: fc.constant(true as const),
  },
  { requiredKeys: ['code', 'blocks', 'detail', 'policyKey', 'operations', 'count'] },
);

const hazard: fc.Arbitrary<HazardFound> = fc.record(
  { hazard: fc.constantFrom(...hazards), operation: text, detail: text, people: count },
  { requiredKeys: ['hazard', 'operation'] },
);

const instant = fc.constantFrom('2026-11-22T14:03:02.000Z', '2027-01-01T00:00:00.999Z');

const envelope: fc.Arbitrary<Omit<PlanEnvelope, 'bodyDigest'>> = fc.record(
  {
    format: fc.constant('lockstep-plan' as const),
    version: fc.constant(1 as const),
    tool: text,
    runId: fc.stringMatching(/^[0-9A-Za-z-]{1,64}$/),
    createdAt: instant,
    expiresAt: instant,
    asOf: instant,
    workspace: text,
    tenantId: text,
    tenantName: text,
    rulesDigest: fc.stringMatching(/^[0-9a-f]{64}$/),
    revision: text,
    derivedFrom: fc.stringMatching(/^[0-9a-f]{64}$/),
    sources: fc.array(fc.record({ connector: text, origin: text, readAt: instant }), { maxLength: 2 }),
  },
  {
    requiredKeys: [
      'format',
      'version',
      'tool',
      'runId',
      'createdAt',
      'expiresAt',
      'asOf',
      'workspace',
      'tenantId',
      'tenantName',
      'rulesDigest',
      'sources',
    ],
  },
);

export const plan: fc.Arbitrary<Plan> = fc
  .record({
    envelope,
    body,
    findings: fc.array(finding, { maxLength: 2 }),
    hazards: fc.array(hazard, { maxLength: 2 }),
  })
  .map((parts) => ({ ...parts, envelope: { ...parts.envelope, bodyDigest: bodyDigest(parts.body) } }));

/** A small plan that has every kind of line. */
export const samplePlan: Plan = sealed({
  operations: [
    {
      kind: 'create',
      id: 'create:corp/a',
      after: [],
      object: { type: 'user', key: 'corp/a', name: 'ada@contoso.com' },
      from: 'CN=Ada\u2028Lovelace,DC=corp',
      anchor: 'AAAA',
      mark: 'v1;contoso;corp;a;',
      changes: [
        {
          attribute: 'displayName',
          before: null,
          after: 'Ada \ufffd Łovelace',
          why: [{ rule: 'r', at: 'rules.yaml:3', flow: 'displayName', losers: [] }],
        },
      ],
    },
    {
      kind: 'delete',
      id: 'delete:corp/b',
      after: ['create:corp/a'],
      object: { type: 'user', key: 'corp/b', id: 'b', name: 'bob@contoso.com' },
      reason: 'no longer in the source',
      mark: 'v1;contoso;corp;b;2026-01-01',
      licences: 1,
    },
  ],
  held: [],
  census: {
    kind: 'census',
    inScope: 1,
    unchanged: 0,
    changed: 2,
    held: 0,
    filteredOut: 0,
    marked: { 'corp/user': 1 },
    source: { 'corp/user': 1 },
    notCarried: [],
  },
});

function sealed(content: PlanBody): Plan {
  return {
    envelope: {
      format: 'lockstep-plan',
      version: 1,
      tool: '0.1.0',
      runId: 'run-1',
      createdAt: '2026-11-22T14:03:02.000Z',
      expiresAt: '2026-11-23T14:03:02.000Z',
      asOf: '2026-11-22T14:03:02.000Z',
      workspace: 'contoso',
      tenantId: '5d1e1c2a-0000-4000-8000-000000000001',
      tenantName: 'Contoso',
      rulesDigest: 'ab'.repeat(32),
      sources: [],
      bodyDigest: bodyDigest(content),
    },
    body: content,
    findings: [{ code: 'SAFE001', blocks: true, detail: 'many', policyKey: 'limits', operations: [], count: 3 }],
    hazards: [{ hazard: 'DELETES_USER', operation: 'delete:corp/b' }],
  };
}
