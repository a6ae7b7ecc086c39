import type { ImpactChange, Impact } from '../model/impact.ts';
import { causesOf } from './cause/index.ts';
import { findingsCompared } from './findings.ts';
import { groupsOf } from './group.ts';
import type { ImpactInput } from './input.ts';
import { hazardsCompared } from './hazards.ts';
import type { RoleOf } from './hazards.ts';
import { pairUp, standingsOf } from './pair.ts';
import type { Pair } from './pair.ts';
import { heldChanges, operationChanges, operationCounts } from './plan-changes.ts';
import { failureChanges } from './failures.ts';
import { identityChanges, scopeChanges } from './identities.ts';
import { nameIndex } from './names.ts';

export type { ChangedLines, ChangedText, ImpactInput, ImpactSide } from './input.ts';

/**
 * Compares what two configurations give for the same data. Pure; the same inputs give the same impact. Cost grows
 * linearly with identities, their attributes and their memberships.
 */
export function impactOf(input: ImpactInput): Impact {
  const found = { base: standingsOf(input.base.population), head: standingsOf(input.head.population) };
  const paired = pairUp(found.base, found.head);
  const causes = causesOf(input, found);
  const names = nameIndex(found, paired.pairs);
  const changes: ImpactChange[] = [];
  for (const one of scopeChanges(paired, found, causes)) changes.push(one);
  for (const one of failureChanges(input, found, causes)) changes.push(one);
  for (const pair of paired.pairs) {
    for (const one of identityChanges(pair, { schema: input.schema, found, causes, names })) changes.push(one);
  }
  const { base, head } = input;
  const plans = base.body === undefined || head.body === undefined ? undefined : { base: base.body, head: head.body };
  const told = changes.length;
  if (plans !== undefined) {
    const known = causesByIdentity(changes.slice(0, told));
    for (const one of operationChanges(plans, known)) changes.push(one);
    for (const one of heldChanges(plans, known)) changes.push(one);
  }
  const roleOf = rolesOf(input.roles, paired.pairs);
  return {
    identities: new Set(changes.map(({ key }) => key)).size,
    wanted: { base: base.population.desired.length, head: head.population.desired.length },
    groups: groupsOf(input.roles === undefined ? changes : changes.map((one) => withRole(one, roleOf))),
    ...(plans === undefined ? {} : { operations: operationCounts(plans) }),
    ...(base.findings === undefined || head.findings === undefined
      ? {}
      : { findings: findingsCompared({ base: base.findings, head: head.findings }) }),
    ...hazardsOf(input, roleOf),
  };
}

function hazardsOf({ base, head }: ImpactInput, roleOf: RoleOf): Pick<Impact, 'hazards'> {
  if (base.body === undefined || head.body === undefined) return {};
  if (base.hazards === undefined || head.hazards === undefined) return {};
  const [before, after] = [
    { body: base.body, hazards: base.hazards },
    { body: head.body, hazards: head.hazards },
  ];
  return { hazards: hazardsCompared(before, after, roleOf) };
}

/** Who is known by another key under one of the two is the same person. */
function rolesOf(roles: ImpactInput['roles'] = new Map(), pairs: readonly Pair[]): RoleOf {
  const more = new Map<string, string>();
  for (const { base, head } of pairs) {
    if (base.key === head.key) continue;
    const role = roles.get(base.key) ?? roles.get(head.key);
    if (role === undefined) continue;
    more.set(base.key, role);
    more.set(head.key, role);
  }
  return (key) => roles.get(key) ?? more.get(key);
}

function withRole(change: ImpactChange, roleOf: RoleOf): ImpactChange {
  const role = roleOf(change.key);
  return role === undefined ? change : { ...change, role };
}

function causesByIdentity(changes: readonly ImpactChange[]): ReadonlyMap<string, readonly ImpactChange[]> {
  const byKey = new Map<string, ImpactChange[]>();
  for (const one of changes) {
    const list = byKey.get(one.key);
    if (list === undefined) byKey.set(one.key, [one]);
    else list.push(one);
  }
  return byKey;
}
