import type { TenantSnapshotHead } from '../../model/snapshot.ts';
import type {
  DeletedObject,
  TenantDomain,
  TenantFacts,
  TenantObject,
  TenantPopulation,
  TenantRequest,
  TenantType,
} from '../../model/tenant.ts';
import type { SnapshotLine } from './line.ts';
import type { LineTaker } from './read-file.ts';
import { deletedOfLine, objectOfLine } from './tenant-object.ts';

export interface TenantCollector extends LineTaker {
  /** What came together; undefined when it is not what the head names. */
  population(head: TenantSnapshotHead): TenantPopulation | undefined;
}

type Basics = Pick<TenantFacts, 'tenantId' | 'displayName' | 'liveSync' | 'markDefined' | 'markApplicationId'>;

const NOT_A_MARK = '/mark is no owner mark';

/** Puts the lines of a tenant together again; of their attributes those that are asked for. */
export function tenantCollector(request: TenantRequest): TenantCollector {
  const objects = new Map<string, TenantObject>();
  const members = new Map<string, readonly string[]>();
  const domains: TenantDomain[] = [];
  const deleted: DeletedObject[] = [];
  const privilegedUsers = new Map<string, string>();
  const privilegedGroups = new Map<string, string>();
  const grantingGroups = new Set<string>();
  const applications = new Map<string, readonly string[]>();
  // A snapshot of before does not say which applications a group grants.
  let saysWhich = true;
  const only = attributeFilter(request);
  const oneText = sharedTexts();
  let basics: Basics | undefined;

  const addObject = (line: SnapshotLine, type: TenantType): string | undefined => {
    const object = objectOfLine(line, type);
    if (object === undefined) return NOT_A_MARK;
    if (objects.has(object.id)) return `${object.id} is there twice`;
    objects.set(object.id, only(object));
    return undefined;
  };
  const addDeleted = (line: SnapshotLine, type: TenantType): string | undefined => {
    const object = deletedOfLine(line, type);
    if (object === undefined) return NOT_A_MARK;
    deleted.push(object);
    return undefined;
  };
  const takers: Readonly<Record<string, (line: SnapshotLine) => string | undefined>> = {
    user: (line) => addObject(line, 'user'),
    group: (line) => addObject(line, 'group'),
    deletedUser: (line) => addDeleted(line, 'user'),
    deletedGroup: (line) => addDeleted(line, 'group'),
    members: (line) => {
      members.set(line.id, (line['members'] as readonly string[]).map(oneText));
      return undefined;
    },
    domain: (line) => {
      domains.push(domainOf(line));
      return undefined;
    },
    facts: (line) => {
      if (basics !== undefined) return 'there are facts of two tenants';
      basics = basicsOf(line);
      return undefined;
    },
    privilegedUser: (line) => {
      privilegedUsers.set(line.id, line['roles'] as string);
      return undefined;
    },
    privilegedGroup: (line) => {
      privilegedGroups.set(line.id, line['roles'] as string);
      return undefined;
    },
    grantingGroup: (line) => {
      grantingGroups.add(line.id);
      const names = line['applications'] as readonly string[] | undefined;
      saysWhich &&= names !== undefined;
      if (names !== undefined && names.length > 0) applications.set(line.id, names);
      return undefined;
    },
  };
  return {
    head: () => undefined,
    line: (line) => takers[line.kind]?.(line),
    population({ tenantId, extensions, extensionApplications }) {
      if (basics?.tenantId !== tenantId) return undefined;
      // As a live read gives them: users before groups.
      const ordered = ofType([...objects.values()]);
      const defined = extensionApplications === undefined ? {} : { extensionApplications };
      const facts = { ...basics, domains, extensions, ...defined, privilegedUsers, privilegedGroups, grantingGroups };
      const granted = saysWhich ? { applications } : {};
      return { facts: { ...facts, ...granted, deleted: ofType(deleted) }, objects: ordered, members };
    },
  };
}

function ofType<T extends { readonly type: TenantType }>(objects: readonly T[]): readonly T[] {
  const users = objects.filter(({ type }) => type === 'user');
  return [...users, ...objects.filter(({ type }) => type === 'group')];
}

function domainOf({ id, verified, federated, initial }: SnapshotLine): TenantDomain {
  return { name: id, verified: verified === true, federated: federated === true, initial: initial === true };
}

function basicsOf(line: SnapshotLine): Basics {
  return {
    tenantId: line.id,
    displayName: line['displayName'] as string,
    liveSync: line['liveSync'] === true,
    markDefined: line['markDefined'] === true,
    markApplicationId: line['markApplicationId'] as string | undefined,
  };
}

/** An object with the attributes and the manager that were asked for: what a live read would have given. */
function attributeFilter(request: TenantRequest): (object: TenantObject) => TenantObject {
  const wanted = { user: new Set(request.attributes.user), group: new Set(request.attributes.group) };
  return ({ manager, ...object }) => {
    const names = wanted[object.type];
    const attributes = new Map([...object.attributes].filter(([name]) => names.has(name)));
    return { ...object, attributes, ...(manager === undefined || !request.managers ? {} : { manager }) };
  };
}

/** Equal texts as one: ten million memberships of a hundred thousand people hold a hundred thousand texts. */
function sharedTexts(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}
