import type { Json } from '../../kernel/canonical-json.ts';
import type { Candidate } from '../../model/adoption.ts';
import type { CauseBasis, CauseFound } from '../../model/cause.ts';
import type { Consent } from '../../model/consent.ts';
import type { HazardFound } from '../../model/hazard.ts';
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
} from '../../model/plan.ts';
import type { TenantType } from '../../model/tenant.ts';
import { findingDetail } from './findings.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { each, keep, treated, within } from './treatments.ts';
import type { Treatment, Treatments } from './treatments.ts';

/**
 * A plan that shows no person: for reading, since apply would find none of them. What stays is of the rules (names,
 * places, flows), of groups (their names and ids), of no person (counts, days, roles), or a yes or no.
 */
export function redactedPlan(plan: Plan, hide: Pseudonyms): Plan {
  return treated(plan, wholePlan, hide);
}

const why: Treatments<Why> = { rule: keep, at: keep, flow: keep, losers: keep };

const anObject: Treatment<ObjectRef, unknown> = (one, hide) =>
  treated(one, one.type === 'group' ? group : person, hide);
const maybeAnObject: Treatment<ObjectRef | null, unknown> = (one, hide) =>
  one === null ? null : anObject(one, hide, undefined);
const person: Treatments<ObjectRef> = {
  type: keep,
  key: (text, hide) => hide.of('key', text),
  id: (text, hide) => hide.of('id', text),
  name: (text, hide) => hide.person('user', text),
};
const group: Treatments<ObjectRef> = { type: keep, key: keep, id: keep, name: keep };

const change: Treatments<AttributeChange> = { attribute: keep, before: hidden, after: hidden, why: each(why) };
const nameChange: Treatments<AttributeChange> = { ...change, before: asItIs, after: asItIs };

function hidden(value: Json, hide: Pseudonyms): Json {
  return hide.value(value);
}

function asItIs(value: Json): Json {
  return value;
}

/** The name of a group is no secret of one person; its other values may be. */
export function showsName(type: TenantType | undefined, attribute: string | undefined): boolean {
  return type === 'group' && attribute === 'displayName';
}

const changes: Treatment<readonly AttributeChange[], { readonly object: ObjectRef }> = (list, hide, { object }) =>
  list.map((one) => treated(one, showsName(object.type, one.attribute) ? nameChange : change, hide));

const operationId = (text: string, hide: Pseudonyms): string => hide.of('operation', text);
const operationIds = (list: readonly string[], hide: Pseudonyms): readonly string[] =>
  list.map((one) => operationId(one, hide));
const dn = (text: string, hide: Pseudonyms): string => hide.of('dn', text);
const mark = (text: string, hide: Pseudonyms): string => hide.of('mark', text);
const anchor = (text: string, hide: Pseudonyms): string => hide.of('anchor', text);
const reason = (text: string, hide: Pseudonyms): string => hide.of('reason', text);
const maybe =
  (treat: (text: string, hide: Pseudonyms) => string) =>
  (text: string | null, hide: Pseudonyms): string | null =>
    text === null ? null : treat(text, hide);

const operation = { id: operationId, after: operationIds };
const takeOver = {
  ...operation,
  object: anObject,
  from: dn,
  mark,
  anchor,
  anchorBefore: maybe(anchor),
  evidence: keep,
  consent: keep,
  pair: keep,
};
const membership = {
  ...operation,
  kind: keep,
  object: anObject,
  mark,
  member: anObject,
};

/** One table for each kind of operation. */
const operations: { readonly [Kind in Operation['kind']]: Treatments<Extract<Operation, { readonly kind: Kind }>> } = {
  defineExtension: {
    ...operation,
    kind: keep,
    name: keep,
    targets: keep,
    applicationId: keep,
    dataType: keep,
    multiValued: keep,
  },
  create: { ...operation, kind: keep, object: anObject, from: dn, anchor, mark, changes },
  update: { ...operation, kind: keep, object: anObject, from: dn, mark, newMark: mark, changes },
  adopt: { ...takeOver, kind: keep },
  reanchor: { ...takeOver, kind: keep, markBefore: maybe(mark) },
  restore: {
    ...operation,
    kind: keep,
    object: anObject,
    from: dn,
    mark: maybe(mark),
    anchor: maybe(anchor),
    deletedAt: keep,
    evidence: keep,
    consent: keep,
    pair: keep,
  },
  leave: {
    ...operation,
    kind: keep,
    object: anObject,
    reason,
    mark,
    newMark: mark,
    changes,
    deleteAfter: keep,
    licences: keep,
  },
  delete: { ...operation, kind: keep, object: anObject, reason, mark, licences: keep },
  setManager: {
    ...operation,
    kind: keep,
    object: anObject,
    mark,
    before: maybeAnObject,
    manager: maybeAnObject,
    why: each(why),
  },
  addMember: membership,
  removeMember: membership,
};

function shownOperation(one: Operation, hide: Pseudonyms): Operation {
  // The table that its kind names is that of its type.
  return treated(one, operations[one.kind] as unknown as Treatments<Operation>, hide);
}

const candidate: Treatments<Candidate> = {
  id: (text, hide) => hide.of('id', text),
  name: (text, hide) => hide.person('user', text),
  evidence: keep,
  by: keep,
  from: anchor,
  to: anchor,
  was: (text, hide) => hide.of('key', text),
  deletedAt: keep,
  consent: keep,
  alsoFor: (list, hide) => list.map((one) => dn(one, hide)),
};

const held: Treatments<Held> = {
  kind: keep,
  object: anObject,
  from: dn,
  reason: keep,
  detail: (text, hide) => hide.detail(text),
  microsoftError: keep,
  would: keep,
  candidates: each(candidate),
  changes,
};

const census: Treatments<Census> = {
  kind: keep,
  inScope: keep,
  unchanged: keep,
  changed: keep,
  held: keep,
  filteredOut: keep,
  marked: keep,
  source: keep,
  notCarried: each({ type: keep, count: keep, reason: keep }),
  waiting: within({ count: keep, next: keep }),
};

const body: Treatments<PlanBody> = {
  operations: (list, hide) => list.map((one) => shownOperation(one, hide)),
  held: each(held),
  census: within(census),
};

const envelope: Treatments<PlanEnvelope> = {
  format: keep,
  version: keep,
  tool: keep,
  runId: keep,
  createdAt: keep,
  expiresAt: keep,
  asOf: keep,
  workspace: keep,
  tenantId: keep,
  tenantName: keep,
  rulesDigest: keep,
  revision: keep,
  sources: each({ connector: keep, origin: keep, readAt: keep }),
  bodyDigest: keep,
  derivedFrom: keep,
};

const consent: Treatments<Consent> = { by: keep, maximum: keep, approval: keep };
const finding: Treatments<Finding> = {
  code: keep,
  blocks: keep,
  detail: findingDetail,
  policyKey: keep,
  operations: operationIds,
  count: keep,
  hazard: keep,
  consent: within(consent),
  heldBack: keep,
};
const hazard: Treatments<HazardFound> = {
  hazard: keep,
  operation: operationId,
  detail: (text, hide) => hide.detail(text),
  people: keep,
};
const cause: Treatments<CauseFound> = { operation: operationId, attribute: keep, cause: keep };
const causeBasis: Treatments<CauseBasis> = { baseline: within({ runId: keep, at: keep }), base: keep, gaps: keep };

const wholePlan: Treatments<Plan> = {
  envelope: within(envelope),
  body: within(body),
  findings: each(finding),
  hazards: each(hazard),
  causes: each(cause),
  causeBasis: within(causeBasis),
};
