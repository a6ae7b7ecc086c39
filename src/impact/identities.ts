import type { DesiredObject, ResolvedReference } from '../model/desired.ts';
import type { CauseLine, ImpactChange, ImpactKind } from '../model/impact.ts';
import type { Schema } from '../model/schema.ts';
import { attributeImpacts } from './attributes.ts';
import type { Causes, Found } from './cause/index.ts';
import type { NameIndex } from './names.ts';
import type { Pair, Pairs } from './pair.ts';
import { isOtherManager, memberImpacts } from './references.ts';

/** What names an identity in a change. */
export function subjectOf({ type, key, name, dn }: DesiredObject): Pick<ImpactChange, 'type' | 'key' | 'name' | 'dn'> {
  return { type, key, name, dn };
}

const NOTHING = { before: null, after: null } as const;

/** Identities that one of the two wants; those whose rules fail are told as failures. */
export function* scopeChanges({ onlyBase, onlyHead }: Pairs, found: Found, causes: Causes): Generator<ImpactChange> {
  for (const object of onlyBase) {
    const now = found.head.of(object.key);
    if (now.kind === 'failed') continue;
    const cause = causes.refused(object, 'base');
    const joined = now.kind === 'joined' ? `part of ${now.object.name} now` : undefined;
    const detail = now.kind === 'refused' ? now.object.reason.detail : joined;
    yield {
      kind: 'leavesScope',
      ...subjectOf(object),
      ...NOTHING,
      ...(detail === undefined ? {} : { detail }),
      cause,
    };
  }
  for (const object of onlyHead) {
    if (found.base.of(object.key).kind === 'failed') continue;
    yield { kind: 'entersScope', ...subjectOf(object), ...NOTHING, cause: causes.refused(object, 'head') };
  }
}

interface Context {
  readonly schema: Schema;
  readonly found: Found;
  readonly causes: Causes;
  readonly names: NameIndex;
}

/** Everything that differs for an identity that both want. */
export function* identityChanges(pair: Pair, context: Context): Generator<ImpactChange> {
  const { base, head } = pair;
  const { causes } = context;
  const subject = subjectOf(head);
  if (base.key !== head.key || base.anchor !== head.anchor) {
    const [before, after] = base.anchor === head.anchor ? [base.key, head.key] : [base.anchor, head.anchor];
    yield { kind: 'anchorChanged', ...subject, before, after, cause: causes.anchor(pair) };
  }
  if (base.noFlow !== undefined || head.noFlow !== undefined) {
    yield* noFlowChange(pair, causes);
    return;
  }
  for (const { kind, attribute, before, after, createOnly } of attributeImpacts(pair, context.schema)) {
    const cause = causes.attribute(pair, attribute);
    yield { kind, ...subject, attribute, before, after, ...(createOnly ? { createOnly } : {}), cause };
  }
  if (head.type === 'user') yield* managerChange(pair, context);
  else yield* memberChanges(pair, context);
}

/** A joinNoFlow rule leaves an object alone, whatever it is. */
function* noFlowChange({ base, head }: Pair, causes: Causes): Generator<ImpactChange> {
  if ((base.noFlow === undefined) === (head.noFlow === undefined)) return;
  const kind = head.noFlow === undefined ? 'heldDisappears' : 'heldAppears';
  const detail = `left alone by ${head.noFlow ?? base.noFlow ?? ''}`;
  yield { kind, ...subjectOf(head), ...NOTHING, detail, cause: causes.leftAlone({ base, head }) };
}

function* managerChange(pair: Pair, context: Context): Generator<ImpactChange> {
  const { base, head } = pair;
  const { names, causes } = context;
  if (!isOtherManager(base.manager, head.manager, names.keyOf)) return;
  const shown = (one: ResolvedReference | null | undefined): string | null =>
    one === undefined || one === null ? null : names.nameOf(one);
  const flow = causes.attribute(pair, 'manager');
  const cause = flow.length > 0 ? flow : ofTargets([base.manager, head.manager], context);
  const kind = managerKind(head.manager);
  const values = { before: shown(base.manager), after: shown(head.manager) };
  yield { kind, ...subjectOf(head), attribute: 'manager', ...values, ...unclear(head.manager), cause };
}

/** A manager that is not in the tenant is not written, and the one who is there is kept. */
function managerKind(after: ResolvedReference | null | undefined): ImpactKind {
  if (after === undefined) return 'released';
  if (after === null) return 'cleared';
  return after.kind === 'desired' ? 'managerChanged' : 'heldAppears';
}

function* memberChanges(pair: Pair, context: Context): Generator<ImpactChange> {
  const { base, head } = pair;
  const { names, causes } = context;
  const subject = { ...subjectOf(head), attribute: 'members' };
  const [before, after] = [base.members ?? [], head.members];
  if (after === undefined) {
    if (base.members === undefined) return;
    yield { kind: 'released', ...subject, ...NOTHING, cause: causes.attribute(pair, 'members') };
    return;
  }
  if (base.members === undefined && !after.some(({ kind }) => kind === 'desired')) {
    yield { kind: 'cleared', ...subject, ...NOTHING, cause: causes.attribute(pair, 'members') };
    return;
  }
  let flow: readonly CauseLine[] | undefined;
  for (const { kind, member, former } of memberImpacts(before, after, names.keyOf)) {
    // Who comes into view or goes out of it takes the memberships along.
    const ofMember = former?.kind === member.kind ? [] : ofTargets([former, member], context);
    flow ??= causes.attribute(pair, 'members');
    const cause = ofMember.length > 0 ? ofMember : flow;
    yield { kind, ...subject, ...sideOf(kind, names.nameOf(member)), ...unclear(member), cause };
  }
}

function sideOf(kind: ImpactKind, name: string): Pick<ImpactChange, 'before' | 'after'> {
  return kind === 'membershipLost' ? { before: name, after: null } : { before: null, after: name };
}

function unclear(reference: ResolvedReference | null | undefined): { readonly detail?: string } {
  switch (reference?.kind) {
    case 'notDesired':
      return { detail: 'not wanted in the tenant' };
    case 'unresolved':
      return { detail: 'not in sight' };
    default:
      return {};
  }
}

/** Why what is referred to is wanted under one of the two only. */
function ofTargets(
  references: readonly (ResolvedReference | null | undefined)[],
  { found, causes }: Context,
): readonly CauseLine[] {
  for (const reference of references) {
    if (reference === undefined || reference === null || reference.kind === 'unresolved') continue;
    const [before, now] = [found.base.of(reference.key), found.head.of(reference.key)];
    if (before.kind === 'wanted' && now.kind === 'refused') return causes.refused(before.object, 'base');
    if (now.kind === 'wanted' && before.kind === 'refused') return causes.refused(now.object, 'head');
    if (now.kind === 'failed' && before.kind !== 'failed') return causes.failed(now.failure, 'head');
    if (before.kind === 'failed' && now.kind !== 'failed') return causes.failed(before.failure, 'base');
  }
  return [];
}
