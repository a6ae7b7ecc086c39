import type { Json } from '../../kernel/canonical-json.ts';
import { formatMark, parseMark } from '../../model/mark.ts';
import type { DeletedObject, MarkFound, Mastery, TenantObject, TenantType } from '../../model/tenant.ts';
import type { SnapshotLine } from './line.ts';

/** What most objects are not; a line names those that one is. */
const FLAGS = ['guest', 'dynamicMembership', 'roleAssignable', 'managementRestricted', 'mailEnabled'] as const;

/** Of a dynamic group, who is in it and whether the tenant looks. */
const RULES = ['membershipRule', 'membershipRuleProcessingState'] as const;

export function lineOfObject(object: TenantObject): SnapshotLine {
  const line: Record<string, Json> = { ...identityOf(object), attributes: Object.fromEntries(object.attributes) };
  if (object.mastery !== 'cloud') line['mastery'] = object.mastery;
  if (object.sid !== undefined) line['sid'] = object.sid;
  for (const flag of FLAGS) if (object[flag]) line[flag] = true;
  for (const name of RULES) if (object[name] !== undefined) line[name] = object[name];
  if (object.licences > 0) line['licences'] = object.licences;
  if (object.manager !== undefined) line['manager'] = object.manager;
  return { kind: object.type, id: object.id, ...line };
}

const FLAGS_OF_DELETED = ['guest', 'dynamicMembership', 'roleAssignable', 'mailEnabled'] as const;

const DELETED = { user: 'deletedUser', group: 'deletedGroup' } as const satisfies Record<TenantType, string>;

export function lineOfDeleted(object: DeletedObject): SnapshotLine {
  const line: Record<string, Json> = { ...identityOf(object) };
  if (object.deletedAt !== undefined) line['deletedAt'] = object.deletedAt;
  if (object.mastery !== undefined) line['mastery'] = object.mastery;
  for (const flag of FLAGS_OF_DELETED) if (object[flag] === true) line[flag] = true;
  return { kind: DELETED[object.type], id: object.id, ...line };
}

function identityOf({ name, anchor, mark }: DeletedObject): Record<string, Json> {
  return {
    name,
    ...(anchor === undefined ? {} : { anchor }),
    ...(mark === undefined ? {} : { mark: mark === 'unreadable' ? mark : formatMark(mark) }),
  };
}

/** The object of a line that has the right shape, but for its mark: undefined when that is none. */
export function objectOfLine(line: SnapshotLine, type: TenantType): TenantObject | undefined {
  const mark = markOf(line);
  if (mark === 'none') return undefined;
  const [sid, manager] = [line['sid'], line['manager']] as readonly (string | undefined)[];
  return {
    type,
    ...namesOf(line),
    mark,
    mastery: (line['mastery'] as Mastery | undefined) ?? 'cloud',
    guest: line['guest'] === true,
    dynamicMembership: line['dynamicMembership'] === true,
    roleAssignable: line['roleAssignable'] === true,
    managementRestricted: line['managementRestricted'] === true,
    mailEnabled: line['mailEnabled'] === true,
    licences: (line['licences'] as number | undefined) ?? 0,
    attributes: new Map(Object.entries(line['attributes'] as Readonly<Record<string, Json>>)),
    ...(sid === undefined ? {} : { sid }),
    ...(manager === undefined ? {} : { manager }),
    ...Object.fromEntries(RULES.flatMap((name) => (line[name] === undefined ? [] : [[name, line[name]]]))),
  };
}

export function deletedOfLine(line: SnapshotLine, type: TenantType): DeletedObject | undefined {
  const mark = markOf(line);
  if (mark === 'none') return undefined;
  const [mastery, deletedAt] = [line['mastery'] as Mastery | undefined, line['deletedAt'] as string | undefined];
  const flags = FLAGS_OF_DELETED.filter((flag) => line[flag] === true).map((flag) => [flag, true] as const);
  return {
    type,
    ...namesOf(line),
    mark,
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(mastery === undefined ? {} : { mastery }),
    ...Object.fromEntries(flags),
  };
}

function namesOf(line: SnapshotLine): Pick<DeletedObject, 'id' | 'name' | 'anchor'> {
  const anchor = line['anchor'] as string | undefined;
  return { id: line.id, name: line['name'] as string, ...(anchor === undefined ? {} : { anchor }) };
}

function markOf(line: SnapshotLine): MarkFound | 'none' {
  const mark = line['mark'] as string | undefined;
  if (mark === undefined || mark === 'unreadable') return mark;
  return parseMark(mark) ?? 'none';
}
