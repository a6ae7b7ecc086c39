import { compareText } from '../../../kernel/text.ts';
import type { DeletedObject, TenantObject, TenantType } from '../../../model/tenant.ts';
import { convertDeleted, converter } from '../convert.ts';
import { collectionPath } from '../paths.ts';
import { readPages } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Selection } from './selection.ts';

const READINGS = {
  user: { what: 'the users', permission: 'User.Read.All' },
  group: { what: 'the groups', permission: 'Group.Read.All' },
} as const;

/** Graph takes 1 to 999 (learn.microsoft.com: "Paging Microsoft Graph data in your app"). */
const PAGE = 999;

/**
 * All objects of one type by id. An object that moved between two pages while they were read is met twice, and its
 * later state stands.
 *
 * Managers come with the users: an `$expand` makes pages smaller (about 100), so 100,000 users take 1,000 requests
 * instead of 101. The other ways are worse: one request for each user is 100,000, and a delta query cannot be told
 * from a changed one half-way.
 */
export async function readObjects(
  reader: Reader,
  type: TenantType,
  selection: Selection,
  markName: string,
  managers: boolean,
): Promise<ReadonlyMap<string, TenantObject>> {
  const convert = converter(type, selection, markName);
  const expand = managers && type === 'user' ? '&$expand=manager($select=id)' : '';
  const path = `${collectionPath(type)}?$select=${selection.select.join(',')}${expand}&$top=${PAGE}`;
  const objects = new Map<string, TenantObject>();
  const stage = READINGS[type].what;
  await readPages(reader, path, READINGS[type], (item) => {
    objects.set(item.id, convert(item));
    if (objects.size % PAGE === 0) reader.context.progress(stage, objects.size);
  });
  reader.context.progress(stage, objects.size);
  return objects;
}

/** Names and anchors, and what tells which objects must not come back by our hand. */
const OF_DELETED: Readonly<Record<TenantType, readonly string[]>> = {
  user: ['userPrincipalName', 'onPremisesImmutableId', 'onPremisesSyncEnabled', 'userType'],
  group: ['displayName', 'uniqueName', 'onPremisesSyncEnabled', 'groupTypes', 'mailEnabled', 'isAssignableToRole'],
};

/** What lies in the bin: a name or an anchor there may still be in the way. */
export async function readDeleted(
  reader: Reader,
  type: TenantType,
  markName: string | undefined,
): Promise<readonly DeletedObject[]> {
  const select = ['id', 'deletedDateTime', ...OF_DELETED[type], ...(markName === undefined ? [] : [markName])].join(
    ',',
  );
  const path = `/directory/deletedItems/microsoft.graph.${type}?$select=${select}&$top=${PAGE}`;
  const reading = { what: `the deleted ${type}s`, permission: READINGS[type].permission };
  const deleted: DeletedObject[] = [];
  await readPages(reader, path, reading, (item) => {
    deleted.push(convertDeleted(type, item, markName ?? ''));
  });
  return deleted.sort((a, b) => compareText(a.id, b.id));
}
