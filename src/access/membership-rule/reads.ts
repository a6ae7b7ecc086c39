import { foldCase } from '../../kernel/text.ts';
import { assertNever } from '../../kernel/invariant.ts';
import { groupsNamed } from './evaluate.ts';
import type { Condition, MembershipRule, Property } from './syntax.ts';

/** What the answer of a rule depends on. */
export interface Reads {
  /** Folded names of properties of the user; `manager` for direct reports. */
  readonly properties: ReadonlySet<string>;
  /** Ids of the groups that it asks for, in lower case. */
  readonly groups: ReadonlySet<string>;
  /** It is about devices, which Lockstep does not write. */
  readonly devices: boolean;
}

export function readsOf(rule: MembershipRule): Reads {
  const reads = { properties: new Set<string>(), groups: new Set<string>(), devices: false };
  if (rule.kind === 'directReports') reads.properties.add('manager');
  else collect(rule, reads);
  return reads;
}

interface Collected {
  readonly properties: Set<string>;
  readonly groups: Set<string>;
  devices: boolean;
}

function collect(condition: Condition, reads: Collected): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const part of condition.parts) collect(part, reads);
      return;
    case 'not':
      collect(condition.part, reads);
      return;
    case 'compare':
      note(condition.property, reads);
      return;
    case 'any':
    case 'all':
      note(condition.property, reads);
      for (const group of groupsNamed(condition) ?? []) reads.groups.add(group);
      collect(condition.part, reads);
      return;
    default:
      assertNever(condition);
  }
}

function note({ object, name }: Property, reads: Collected): void {
  const folded = foldCase(object);
  if (folded === 'user') reads.properties.add(foldCase(name));
  else if (folded === 'device') reads.devices = true;
}
