import type { DesiredObject, FailedObject } from '../model/desired.ts';
import type { ImpactChange } from '../model/impact.ts';
import type { Causes, Found } from './cause/index.ts';
import type { ImpactInput } from './input.ts';
import type { Standing } from './pair.ts';

/** Source objects whose rules fail under one of the two, or for another reason under each. */
export function* failureChanges({ base, head }: ImpactInput, found: Found, causes: Causes): Generator<ImpactChange> {
  for (const failure of head.population.failed) {
    const before = found.base.of(failure.key);
    if (before.kind === 'failed' && before.failure.message === failure.message) continue;
    if (isToldByAnchor(before, found.head)) continue;
    yield {
      kind: 'errorAppears',
      ...subjectOf(failure, before),
      before: before.kind === 'failed' ? before.failure.message : null,
      after: failure.message,
      cause: causes.failed(failure, 'head'),
    };
  }
  for (const failure of base.population.failed) {
    const now = found.head.of(failure.key);
    if (now.kind === 'failed' || isToldByAnchor(now, found.base)) continue;
    const subject = subjectOf(failure, now);
    const cause = causes.failed(failure, 'base');
    yield { kind: 'errorDisappears', ...subject, before: failure.message, after: null, cause };
    // While it was held nothing befell it: what is in the tenant leaves now.
    if (now.kind !== 'refused') continue;
    const { detail } = now.object.reason;
    yield {
      kind: 'leavesScope',
      ...subject,
      before: null,
      after: null,
      ...(detail === undefined ? {} : { detail }),
      cause,
    };
  }
}

/** An identity of several source objects fails as one, and is told under the key that it is known by. */
function isToldByAnchor(standing: Standing, same: Found['base']): boolean {
  return standing.kind === 'joined' && same.of(standing.object.key).kind === 'failed';
}

function subjectOf(
  { key, dn, type }: FailedObject,
  elsewhere: Standing,
): Pick<ImpactChange, 'type' | 'key' | 'name' | 'dn'> {
  const known: DesiredObject | undefined = elsewhere.kind === 'wanted' ? elsewhere.object : undefined;
  const kind = type ?? known?.type;
  return { ...(kind === undefined ? {} : { type: kind }), key, name: known?.name ?? dn, dn };
}
