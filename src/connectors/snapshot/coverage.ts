import { extensionPrefix } from '../../model/mark.ts';
import type { Lacking, SnapshotHead, TenantSnapshotHead } from '../../model/snapshot.ts';
import type { ImportRequest } from '../../model/source.ts';
import type { TenantRequest } from '../../model/tenant.ts';

/** Attributes by object type that were read when the snapshot was made. */
export function heldBy(head: SnapshotHead): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(head.attributes).map(([type, names]) => [type, new Set(names)]));
}

export function lackingOfSource(head: SnapshotHead, request: ImportRequest): readonly Lacking[] {
  return lackingOf(heldBy(head), request.attributes);
}

export function lackingOfTenant(head: TenantSnapshotHead, request: TenantRequest): readonly Lacking[] {
  const own = extensionPrefix(head.ownerMarkApplicationId);
  // An extension property that is not defined is set on no object: there was nothing to read.
  const isUndefined = (name: string): boolean => name.startsWith(own) && !head.extensions.includes(name);
  const wanted = Object.entries(request.attributes).map(
    ([type, names]) => [type, names.filter((name) => !isUndefined(name))] as const,
  );
  const lacking = lackingOf(heldBy(head), wanted);
  return request.managers && !head.managers ? [...lacking, { type: 'user', attribute: 'manager' }] : lacking;
}

function lackingOf(
  held: ReadonlyMap<string, ReadonlySet<string>>,
  wanted: Iterable<readonly [type: string, names: readonly string[]]>,
): readonly Lacking[] {
  return [...wanted].flatMap(([type, names]): readonly Lacking[] => {
    const present = held.get(type);
    if (present === undefined) return [{ type }];
    return names.filter((name) => !present.has(name)).map((attribute) => ({ type, attribute }));
  });
}
