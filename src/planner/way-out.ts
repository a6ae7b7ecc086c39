import type { Candidate } from '../model/adoption.ts';
import type { AdoptionTest } from '../model/adoptable.ts';
import type { DesiredObject } from '../model/desired.ts';
import type { HoldReason } from '../model/plan.ts';
import type { DeletedObject, TenantObject } from '../model/tenant.ts';
import type { AdoptionContext } from './adoption.ts';
import { candidateOf, candidatesText } from './candidates.ts';
import { evidenceBetween, identifiersOfDeleted, identifiersOfDesired } from './evidence.ts';
import type { Match } from './match.ts';
import { markKey } from '../model/tenant.ts';

/** Why an object without a pair is held, and the pairs that a person could write. Without a reason it is new. */
export interface WayOut {
  readonly reason: HoldReason | undefined;
  readonly detail: string;
  readonly object: TenantObject | undefined;
  readonly candidates: readonly Candidate[];
}

export type WayOutContext = AdoptionContext & { readonly adoptable: AdoptionTest };

export function wayOut(
  desired: DesiredObject,
  match: Exclude<Match, { kind: 'ours' }>,
  context: WayOutContext,
): WayOut {
  const found = context.search.of(desired).map((one) => candidateOf(desired, one));
  if (match.kind === 'new') {
    const [only, ...others] = found;
    const object = only === undefined || others.length > 0 ? undefined : context.index.byId.get(only.id);
    const reason = found.length === 0 ? undefined : 'candidate';
    return { reason, detail: candidatesText(found), object, candidates: found };
  }
  const candidates = [...found, ...reanchorings(desired, match, context), ...restorations(desired, match, context)];
  const detail = match.reason === 'candidate' && found.length > 0 ? candidatesText(found) : match.detail;
  return { reason: match.reason, detail, object: match.object, candidates };
}

/** What carries our mark and another anchor, or the anchor and our mark of somebody who is gone. */
function reanchorings(
  desired: DesiredObject,
  match: Exclude<Match, { kind: 'ours' }>,
  context: WayOutContext,
): readonly Candidate[] {
  const object = match.kind === 'held' ? match.object : undefined;
  const { index, workspace, wanted, claims, search, adoptable } = context;
  const key = object === undefined ? undefined : markKey(object, workspace);
  if (object?.anchor === undefined || key === undefined || object.type !== 'user' || desired.type !== 'user') return [];
  if ((index.byMark.get(key)?.length ?? 0) > 1) return [];
  const same = key === desired.key;
  if (!same && !desired.joinedKeys.includes(key) && wanted.has(key)) return [];
  if ((claims.get(`user/${object.anchor}`) ?? []).some((one) => one !== desired)) return [];
  const anchors = [desired.anchor, ...desired.otherAnchors].map((anchor) => `user/${anchor}`);
  if (anchors.some((anchor) => index.byAnchor.get(anchor)?.some((one) => one !== object))) return [];
  const verdict = adoptable(object);
  const evidence = [...(same ? (['mark'] as const) : []), ...search.evidence(desired, object)];
  if (verdict.kind === 'never' || evidence.length === 0) return [];
  return [
    {
      id: object.id,
      name: object.name,
      evidence,
      by: 'reanchor',
      from: object.anchor,
      to: desired.anchor,
      ...(same ? {} : { was: key }),
      ...(verdict.kind === 'consent' ? { consent: verdict.consent } : {}),
    },
  ];
}

/** What lies in the bin with our mark, or with the anchor and no mark. */
function restorations(
  desired: DesiredObject,
  match: Exclude<Match, { kind: 'ours' }>,
  { deletedBy, workspace, adoptable }: WayOutContext,
): readonly Candidate[] {
  if (match.kind !== 'held' || match.reason !== 'softDeleted') return [];
  const source = identifiersOfDesired(desired);
  const candidate = (object: DeletedObject): readonly Candidate[] => {
    const marked = markKey(object, workspace) === desired.key;
    const anchored = object.anchor === desired.anchor;
    if (object.type !== desired.type || !(marked || (anchored && object.mark === undefined))) return [];
    const verdict = adoptable(object);
    if (verdict.kind === 'never' || object.deletedAt === undefined) return [];
    return [
      {
        id: object.id,
        name: object.name,
        deletedAt: object.deletedAt,
        evidence: [...(marked ? (['mark'] as const) : []), ...evidenceBetween(source, identifiersOfDeleted(object))],
        by: 'restore',
        ...(verdict.kind === 'consent' ? { consent: verdict.consent } : {}),
      },
    ];
  };
  const anchor = `${desired.type}/${desired.anchor}`;
  const binned = new Set([desired.key, anchor].flatMap((name) => deletedBy.get(name) ?? []));
  return [...binned].flatMap(candidate);
}
