import { compareText } from '../kernel/text.ts';
import { hazards } from '../model/hazard.ts';
import type { HazardFound } from '../model/hazard.ts';
import type { HazardChange, HazardOfIdentity } from '../model/impact.ts';
import type { Operation, PlanBody } from '../model/plan.ts';

/** A plan with what it may do to people. */
export interface HazardousPlan {
  readonly body: Pick<PlanBody, 'operations'>;
  readonly hazards: readonly HazardFound[];
}

/** Directory role of an identity, by its key; undefined where it holds none. */
export type RoleOf = (key: string) => string | undefined;

/**
 * What one of the two plans may do to people and the other does not: a hazard is the same where it befalls the same
 * identity in the same words. Another role, another name or other numbers are another hazard: one goes, one comes.
 */
export function hazardsCompared(base: HazardousPlan, head: HazardousPlan, roleOf: RoleOf): readonly HazardChange[] {
  const [before, after] = [saidOf(base, roleOf), saidOf(head, roleOf)];
  return [...without('added', after, before), ...without('removed', before, after)];
}

interface Said {
  readonly hazard: HazardFound['hazard'];
  readonly identity: HazardOfIdentity;
}

/** By all that is said. */
function saidOf({ body, hazards: found }: HazardousPlan, roleOf: RoleOf): ReadonlyMap<string, Said> {
  const operations = new Map(body.operations.map((one) => [one.id, one]));
  const all = new Map<string, Said>();
  for (const one of found) {
    const operation = operations.get(one.operation);
    if (operation === undefined || operation.kind === 'defineExtension') continue;
    const identity = identityOf(operation, one, roleOf);
    const { key, group, detail, people } = identity;
    all.set(JSON.stringify([one.hazard, key, group ?? null, detail ?? null, people ?? null]), {
      hazard: one.hazard,
      identity,
    });
  }
  return all;
}

/** Whom it befalls: of a membership the member. */
function identityOf(
  operation: Exclude<Operation, { kind: 'defineExtension' }>,
  { detail, people }: HazardFound,
  roleOf: RoleOf,
): HazardOfIdentity {
  const ofMember = operation.kind === 'addMember' || operation.kind === 'removeMember';
  const { type, key, name } = ofMember ? operation.member : operation.object;
  const role = roleOf(key);
  return {
    key,
    type,
    name,
    ...(ofMember ? { group: operation.object.name } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(people === undefined ? {} : { people }),
    ...(role === undefined ? {} : { role }),
  };
}

function without(
  kind: HazardChange['kind'],
  those: ReadonlyMap<string, Said>,
  others: ReadonlyMap<string, Said>,
): readonly HazardChange[] {
  const left = [...those].filter(([words]) => !others.has(words));
  const by = Map.groupBy(left, ([, { hazard }]) => hazard);
  return hazards.flatMap((hazard): readonly HazardChange[] => {
    const said = by.get(hazard);
    if (said === undefined) return [];
    const identities = said.sort(inOrder).map(([, { identity }]) => identity);
    return [{ kind, hazard, people: identities.reduce((sum, { people = 1 }) => sum + people, 0), identities }];
  });
}

/** Who holds a directory role first, then by name. */
function inOrder(
  [aWords, { identity: a }]: readonly [string, Said],
  [bWords, { identity: b }]: readonly [string, Said],
): number {
  return (
    Number(b.role !== undefined) - Number(a.role !== undefined) ||
    compareText(a.name, b.name) ||
    compareText(aWords, bWords)
  );
}
