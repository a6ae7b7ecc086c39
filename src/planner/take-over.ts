import { formatMark } from '../model/mark.ts';
import type { RestoreObject, TakeOver } from '../model/plan.ts';
import { placeOfPair } from './pairs.ts';
import { refOf } from './standing.ts';
import type { Standing } from './standing.ts';

/** The operation that makes an object of the tenant ours: mark and anchor, and nothing else. */
export function takeOverOf(
  standing: Extract<Standing, { kind: 'takenOver' }>,
  workspace: string,
  after: readonly string[],
): TakeOver {
  const { desired, object, how, pair, evidence } = standing;
  const base = {
    id: takeOverId(standing),
    after,
    object: refOf(desired, object),
    from: desired.dn,
    mark: formatMark({ workspace, connector: desired.connector, anchor: desired.guid }),
    anchor: desired.anchor,
    anchorBefore: object.anchor ?? null,
    evidence,
    ...(pair.consent === undefined ? {} : { consent: pair.consent }),
    pair: placeOfPair(pair),
  };
  if (how === 'adopt') return { kind: 'adopt', ...base };
  return { kind: 'reanchor', ...base, markBefore: typeof object.mark === 'object' ? formatMark(object.mark) : null };
}

export function takeOverId({ how, desired }: Extract<Standing, { kind: 'takenOver' }>): string {
  return `${how}:${desired.key}`;
}

/**
 * The restore alone: what the object holds besides its name and its anchor is not known while it lies in the bin. The
 * next plan sees it whole, and adopts and updates it.
 */
export function restoreOf({
  desired,
  deleted,
  deletedAt,
  pair,
  evidence,
}: Extract<Standing, { kind: 'restored' }>): RestoreObject {
  return {
    kind: 'restore',
    id: `restore:${desired.key}`,
    after: [],
    object: { type: desired.type, key: desired.key, id: deleted.id, name: deleted.name },
    from: desired.dn,
    mark: typeof deleted.mark === 'object' ? formatMark(deleted.mark) : null,
    anchor: deleted.anchor ?? null,
    deletedAt,
    evidence,
    ...(pair.consent === undefined ? {} : { consent: pair.consent }),
    pair: placeOfPair(pair),
  };
}
