import { compareText } from '../kernel/text.ts';
import { OWNER_MARK_NAME } from '../model/mark.ts';
import type { AssessedTenant } from '../model/assessment.ts';
import type { Mastery, TenantObject, TenantType } from '../model/tenant.ts';

/** An account that a sync engine signs in with, known by the form of its name. */
export interface SyncAccount {
  readonly engine: 'connect' | 'cloudSync';
  readonly name: string;
  /** It holds the role that lets it write. */
  readonly holdsRole: boolean;
}

/** The objects of a tenant by what matters here, counted in one pass. */
export interface Census {
  readonly byMastery: Readonly<Record<TenantType, Readonly<Record<Mastery, number>>>>;
  readonly mailEnabledGroups: number;
  readonly dynamicGroups: number;
  readonly roleAssignableGroups: number;
  /** Users with an anchor and no owner mark: something else than Lockstep gave it to them. */
  readonly anchoredUsers: number;
  /** Objects with an on-premises security identifier, which only a sync engine writes. */
  readonly withSid: number;
  /** Those of them that the cloud masters: converted, or moved with their source of authority. */
  readonly movedToCloud: number;
  readonly syncAccounts: readonly SyncAccount[];
  /** Extension properties of the application that holds the mark, without the mark. */
  readonly extensions: number;
}

export function censusOf({ objects, facts }: AssessedTenant): Census {
  const byMastery = { user: noneOf(), group: noneOf() };
  const syncAccounts: SyncAccount[] = [];
  const counts = {
    mailEnabledGroups: 0,
    dynamicGroups: 0,
    roleAssignableGroups: 0,
    anchoredUsers: 0,
    withSid: 0,
    movedToCloud: 0,
  };
  for (const object of objects) {
    byMastery[object.type][object.mastery]++;
    if (object.mailEnabled) counts.mailEnabledGroups++;
    if (object.dynamicMembership) counts.dynamicGroups++;
    if (object.roleAssignable) counts.roleAssignableGroups++;
    if (object.sid !== undefined) counts.withSid++;
    if (object.mastery === 'movedToCloud' || (object.mastery === 'cloud' && object.sid !== undefined))
      counts.movedToCloud++;
    if (object.type !== 'user') continue;
    if (object.anchor !== undefined && object.mark === undefined) counts.anchoredUsers++;
    const engine = engineOf(object);
    const role = facts.privilegedUsers.get(object.id) ?? '';
    if (engine !== undefined) syncAccounts.push({ engine, name: object.name, holdsRole: role.includes(SYNC_ROLE) });
  }
  syncAccounts.sort((a, b) => compareText(a.name, b.name));
  const extensions = facts.extensions.filter((name) => !name.endsWith(`_${OWNER_MARK_NAME}`)).length;
  return { byMastery, ...counts, syncAccounts, extensions };
}

function noneOf(): Record<Mastery, number> {
  return { cloud: 0, otherEngine: 0, formerlySynced: 0, movedToCloud: 0 };
}

/** learn.microsoft.com: "Microsoft Entra built-in roles". */
const SYNC_ROLE = 'Directory Synchronization Accounts';

/**
 * learn.microsoft.com: "Microsoft Entra Connect: Accounts and permissions" (Sync_server_installation) and "Cloud sync
 * troubleshooting" (ADToAADSyncServiceAccount).
 */
function engineOf({ name }: TenantObject): SyncAccount['engine'] | undefined {
  if (/^Sync_.+_[0-9a-f]{12}@/i.test(name)) return 'connect';
  return /^ADToAADSyncServiceAccount@/i.test(name) ? 'cloudSync' : undefined;
}
