import { foldCase } from '../kernel/text.ts';
import type { TenantObject } from '../model/tenant.ts';
import { parseRule, readsOf } from './membership-rule/index.ts';
import type { MembershipRule, Reads } from './membership-rule/index.ts';
import { graphNameOf } from './properties.ts';
import type { RuleInput } from './rule-input.ts';

/** A dynamic group, with its rule as far as it is understood. */
export interface DynamicGroup {
  readonly node: number;
  readonly name: string;
  readonly rule?: MembershipRule;
  readonly reads?: Reads;
  /** Why its answer cannot be told even where the rule can be evaluated. */
  readonly doubt?: string;
}

/** Those that matter, and those that their rules ask for; none of devices. */
export function dynamicGroups(relevant: ReadonlySet<number>, { tenant, nodes }: RuleInput): readonly DynamicGroup[] {
  const byId = new Map(
    tenant.objects.flatMap((one) => (one.dynamicMembership ? [[foldCase(one.id), one] as const] : [])),
  );
  const groups = new Map<number, DynamicGroup>();
  const open = [...byId.values()].filter(({ id }) => relevant.has(nodes.numberOf(id) ?? -1));
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    const node = nodes.numberOf(object.id) ?? -1;
    if (groups.has(node)) continue;
    const group = dynamicGroup(object, node);
    groups.set(node, group);
    for (const id of group.reads?.groups ?? []) {
      const asked = byId.get(id);
      if (asked !== undefined) open.push(asked);
    }
  }
  return [...groups.values()].filter(({ reads }) => reads?.devices !== true);
}

function dynamicGroup(object: TenantObject, node: number): DynamicGroup {
  const { name, membershipRule, membershipRuleProcessingState: state } = object;
  if (membershipRule === undefined) return { node, name, doubt: `the rule of group ${name} was not read` };
  const parsed = parseRule(membershipRule);
  if (parsed.rule === undefined)
    return { node, name, doubt: `the rule of group ${name} is not understood: ${parsed.why}` };
  const asked = readsOf(parsed.rule);
  const reads = { ...asked, properties: new Set([...asked.properties].map(graphNameOf)) };
  const doubt = doubtOf(name, state, reads);
  return { node, name, rule: parsed.rule, reads, ...(doubt === undefined ? {} : { doubt }) };
}

function doubtOf(name: string, state: string | undefined, { groups }: Reads): string | undefined {
  if (state === undefined) return `whether the rule of group ${name} is paused was not read`;
  if (foldCase(state) !== 'on') return `the rule of group ${name} is paused`;
  // learn.microsoft.com: "Configure dynamic membership groups with the memberOf attribute", preview limitations.
  if (groups.size > 0) return `group ${name} follows the members of other groups, which the tenant does late or never`;
  return undefined;
}
