import type { ImpactChange, Impact } from '../model/impact.ts';
import { causesOf } from './cause/index.ts';
import { findingsCompared } from './findings.ts';
import { groupsOf } from './group.ts';
import type { ImpactInput } from './input.ts';
import { pairUp, standingsOf } from './pair.ts';
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
  return {
    identities: new Set(changes.map(({ key }) => key)).size,
    wanted: { base: base.population.desired.length, head: head.population.desired.length },
    groups: groupsOf(changes),
    ...(plans === undefined ? {} : { operations: operationCounts(plans) }),
    ...(base.findings === undefined || head.findings === undefined
      ? {}
      : { findings: findingsCompared({ base: base.findings, head: head.findings }) }),
  };
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
