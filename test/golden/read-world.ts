import { readFile } from 'node:fs/promises';
import { environment } from '../../src/app/registry.ts';
import { ldifConnector } from '../../src/connectors/ldif/index.ts';
import { silent } from '../../src/kernel/ports.ts';
import type { Hazard } from '../../src/model/hazard.ts';
import type { OwnerMark } from '../../src/model/mark.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { ImportedSource } from '../../src/model/space.ts';
import type { DeletedObject, MarkFound, TenantFacts, TenantObject } from '../../src/model/tenant.ts';
import { loadWorkspace } from '../../src/rules/index.ts';
import type { LoadedWorkspace } from '../../src/rules/index.ts';
import { connectorSpace } from '../../src/space/index.ts';
import { groupAnchor, userAnchor } from '../support/world/identity.ts';
import { markOf, strangeGroup, stranger } from '../support/world/tenant.ts';
import type { ObjectParts, TenantParts } from '../support/world/tenant.ts';

export interface Expected {
  readonly told: readonly string[];
  readonly held: readonly string[];
  readonly blocked: readonly string[];
  /** `operation: cause`, or `operation attribute: cause`; of a case that has a run before. */
  readonly causes?: readonly string[];
}

export const AS_OF = '2026-11-22T08:00:00.000Z';

export async function readRules(
  folder: string,
): Promise<{ readonly workspace: LoadedWorkspace; readonly ruleSet: RuleSet }> {
  const workspace = await loadWorkspace(folder, environment);
  const { ruleSet } = workspace;
  if (ruleSet === undefined) throw new Error(workspace.diagnostics.map((one) => `${one.code} ${one.detail}`).join('\n'));
  return { workspace, ruleSet };
}

/** Every connector of the topology, in its order, from where its file lies. */
export async function importLdifs(
  workspace: LoadedWorkspace,
  place: (path: string) => string,
): Promise<readonly { readonly imported: ImportedSource; readonly path: string }[]> {
  const clock = { now: () => Date.parse(AS_OF), sleep: () => Promise.resolve() };
  const context = { signal: new AbortController().signal, clock, progress: silent };
  const sources: { imported: ImportedSource; path: string }[] = [];
  for (const settings of workspace.settings?.connectors ?? []) {
    if (settings.type !== 'ldif') throw new Error(`${settings.name} is no ldif`);
    const space = connectorSpace(settings.name);
    const connector = ldifConnector({ settings, path: place(settings.path) });
    const summary = await connector.import(workspace.requests.get(settings.name)!, space, context);
    sources.push({ imported: { space, summary }, path: settings.path });
  }
  return sources;
}

/** One line of a tenant: what is expected, facts, or an object. Marks and anchors are named by the source object. */
export interface TenantLine extends Omit<ObjectParts, 'mark' | 'anchor'> {
  readonly expect?: Expected;
  /** Hazards that are consented to, with how many of each. */
  readonly allow?: Readonly<Partial<Record<Hazard, number>>>;
  readonly facts?: FactsLine;
  readonly user?: string;
  readonly group?: string;
  readonly mark?: string | (Partial<OwnerMark> & { readonly of: string });
  readonly anchor?: string | { readonly text: string };
  /** Ids. */
  readonly members?: readonly string[];
}

type FactsLine = Omit<Partial<TenantFacts>, 'privilegedUsers' | 'privilegedGroups' | 'domains' | 'deleted' | 'grantingGroups' | 'applications'> & {
  /** Names by id of the group. */
  readonly applications?: Readonly<Record<string, readonly string[]>>;
  readonly privilegedUsers?: Readonly<Record<string, string>>;
  readonly privilegedGroups?: Readonly<Record<string, string>>;
  /** Verified ones. */
  readonly domains?: readonly string[];
  /** Verified ones, too. */
  readonly federatedDomains?: readonly string[];
  readonly deleted?: readonly DeletedObject[];
};

export async function tenantLines(path: string): Promise<readonly TenantLine[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as TenantLine);
}

export function tenantParts(lines: readonly TenantLine[]): TenantParts {
  const objects = lines.flatMap((line) => objectOf(line) ?? []);
  const facts = lines.find((line) => line.facts !== undefined)?.facts;
  const members = lines.flatMap(({ group, id, members: ids }) => (group === undefined || ids === undefined ? [] : [[id ?? `id-${group}`, ids] as const]));
  return { objects, members: Object.fromEntries(members), ...(facts === undefined ? {} : { facts: factsOf(facts) }) };
}

function objectOf(line: TenantLine): TenantObject | undefined {
  const { user, group, mark, anchor, ...parts } = line;
  const named = anchor === undefined ? {} : { anchor: anchorOf(anchor, group !== undefined) };
  if (user !== undefined) return stranger(user, { ...parts, mark: foundMark(mark), ...named });
  if (group !== undefined) return strangeGroup(group, { ...parts, mark: foundMark(mark), ...named });
  return undefined;
}

function foundMark(mark: TenantLine['mark']): MarkFound {
  if (mark === undefined || mark === 'unreadable') return mark;
  if (typeof mark === 'string') return markOf(mark);
  const { of, ...parts } = mark;
  return markOf(of, parts);
}

function anchorOf(anchor: NonNullable<TenantLine['anchor']>, ofGroup: boolean): string {
  if (typeof anchor !== 'string') return anchor.text;
  return ofGroup ? groupAnchor(anchor) : userAnchor(anchor);
}

function factsOf({ privilegedUsers = {}, privilegedGroups = {}, applications = {}, domains, federatedDomains = [], deleted = [], ...facts }: FactsLine): Partial<TenantFacts> {
  return {
    ...facts,
    privilegedUsers: new Map(Object.entries(privilegedUsers)),
    privilegedGroups: new Map(Object.entries(privilegedGroups)),
    applications: new Map(Object.entries(applications)),
    grantingGroups: new Set(Object.keys(applications)),
    deleted: deleted.map((one) => ({
      deletedAt: '2026-11-12T06:00:00Z',
      ...one,
      ...(one.anchor === undefined ? {} : { anchor: userAnchor(one.anchor) }),
    })),
    ...(domains === undefined
      ? {}
      : {
          domains: [...domains, ...federatedDomains].map((name) => ({
            name,
            verified: true,
            federated: federatedDomains.includes(name),
            initial: false,
          })),
        }),
  };
}
