import { EXTENSION_TARGETS, isExtensionName } from '../../model/directory-extension.ts';
import { extensionPrefix } from '../../model/mark.ts';
import type { Lacking, SnapshotHead, TenantSnapshotHead } from '../../model/snapshot.ts';
import type { ImportRequest } from '../../model/source.ts';
import type { TenantRequest, TenantType } from '../../model/tenant.ts';

/** Attributes by object type that were read when the snapshot was made. */
export function heldBy(head: SnapshotHead): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(Object.entries(head.attributes).map(([type, names]) => [type, new Set(names)]));
}

export function lackingOfSource(head: SnapshotHead, request: ImportRequest): readonly Lacking[] {
  return lackingOf(heldBy(head), request.attributes);
}

export function lackingOfTenant(head: TenantSnapshotHead, request: TenantRequest): readonly Lacking[] {
  const held = new Map(heldBy(head));
  const wanted = (['user', 'group'] as const).map((type) => {
    const names = request.attributes[type];
    const unknown = names.filter((name) => isExtensionName(name) && applicationOf(head, name) === undefined);
    const present = held.get(type);
    if (present !== undefined) held.set(type, present.difference(new Set(unknown)));
    return [type, names.filter((name) => !isUndefined(head, type, name))] as const;
  });
  const lacking = lackingOf(held, wanted);
  return request.managers && !head.managers ? [...lacking, { type: 'user', attribute: 'manager' }] : lacking;
}

/** The application of a directory extension, when it was asked what it defines. */
function applicationOf({ extensionApplications = [] }: TenantSnapshotHead, name: string) {
  return extensionApplications.find(({ applicationId }) => name.startsWith(extensionPrefix(applicationId)));
}

/** A directory extension that is not defined for a type is set on no object of it: there was nothing to read. */
function isUndefined(head: TenantSnapshotHead, type: TenantType, name: string): boolean {
  const application = applicationOf(head, name);
  if (application === undefined) return false;
  const target = EXTENSION_TARGETS[type];
  return !application.defines.some((one) => one.name === name && one.targets.includes(target));
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
