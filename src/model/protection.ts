import { foldCase } from '../kernel/text.ts';
import type { HoldReason } from './plan.ts';
import type { Policy } from './policy.ts';
import type { TenantFacts, TenantObject } from './tenant.ts';

/** Why an object that carries our mark is not written all the same; undefined when it may be. */
export type WriteTest = (object: TenantObject) => { readonly reason: HoldReason; readonly detail: string } | undefined;

/**
 * What is never written, whatever the rules want: objects that others master, guests, people and groups with
 * privileges, protected objects, and kinds that Graph or the tenant keep to themselves.
 */
export function writeTest(facts: TenantFacts, policy: Policy): WriteTest {
  const users = new Set<string>();
  const groups = new Set<string>();
  for (const one of policy.protect) {
    if ('userPrincipalName' in one) users.add(foldCase(one.userPrincipalName));
    else if ('group' in one) groups.add(foldCase(one.group));
  }
  return (object) => {
    if (object.mastery === 'otherEngine')
      return { reason: 'masteredElsewhere', detail: 'another sync engine writes it' };
    if (object.mastery === 'formerlySynced') {
      return { reason: 'formerlySynced', detail: 'it was synchronized and not converted' };
    }
    if (object.guest) return { reason: 'guest', detail: 'it is a guest of another organization' };
    const named = object.type === 'user' ? users : groups;
    if (named.has(foldCase(object.name)) || named.has(foldCase(object.id))) {
      return { reason: 'protected', detail: 'the policy protects it' };
    }
    const role = (object.type === 'user' ? facts.privilegedUsers : facts.privilegedGroups).get(object.id);
    if (object.roleAssignable) return { reason: 'roleAssignable', detail: role ?? 'roles can be assigned to it' };
    if (role !== undefined) return { reason: 'privileged', detail: role };
    if (object.dynamicMembership)
      return { reason: 'dynamicMembership', detail: 'a rule of the tenant decides its members' };
    if (object.managementRestricted) {
      return { reason: 'managementRestricted', detail: 'it is in a restricted administrative unit' };
    }
    if (object.mailEnabled) return { reason: 'mailEnabled', detail: 'Graph cannot change mail-enabled groups' };
    return undefined;
  };
}
