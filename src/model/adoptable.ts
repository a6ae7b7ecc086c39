import type { HoldReason } from './plan.ts';
import type { Policy } from './policy.ts';
import { writeTest } from './protection.ts';
import type { DeletedObject, TenantFacts, TenantObject } from './tenant.ts';

/** May an object without an owner become the workspace's own? `consent`: only by a pair that names this. */
export type Adoptability =
  | { readonly kind: 'free' }
  | { readonly kind: 'consent'; readonly consent: string }
  | { readonly kind: 'never'; readonly reason: HoldReason; readonly detail: string };

export type AdoptionTest = (object: TenantObject | DeletedObject) => Adoptability;

/** What the consent for a group says that holds no role and grants applications or licences. */
export const GRANTS_ACCESS = 'grants access';

const NOBODY: ReadonlyMap<string, string> = new Map();

/**
 * What is never written is never taken over, consent or not. Objects that another engine wrote and that were not
 * converted are not, either: that engine may match them again, and Graph refuses some of their attributes for good
 * (learn.microsoft.com: "Source of Authority"); once converted they are ordinary.
 */
export function adoptionTest(facts: TenantFacts, policy: Policy): AdoptionTest {
  const mayWrite = writeTest({ ...facts, privilegedUsers: NOBODY, privilegedGroups: NOBODY }, policy);
  const rolesProtected = policy.protect.some((one) => 'role' in one);
  return (found) => {
    const object = whole(found);
    const refusal = mayWrite(object);
    if (refusal !== undefined) return { kind: 'never', ...refusal };
    if (object.type === 'group' && object.attributes.has('mail')) {
      return { kind: 'never', reason: 'mailEnabled', detail: 'it has a mail address: it is no plain security group' };
    }
    const role = (object.type === 'user' ? facts.privilegedUsers : facts.privilegedGroups).get(object.id);
    if (role !== undefined && rolesProtected) {
      return { kind: 'never', reason: 'protected', detail: `the policy protects who holds a role (${role})` };
    }
    const grants = object.type === 'group' && facts.grantingGroups.has(object.id);
    const consent = [...(role === undefined ? [] : [role]), ...(grants ? [GRANTS_ACCESS] : [])].join(', ');
    return consent === '' ? { kind: 'free' } : { kind: 'consent', consent };
  };
}

/** A deleted object as what it would be again. The name of a guest says that it is one. */
function whole(object: TenantObject | DeletedObject): TenantObject {
  const { mastery = 'cloud', guest, dynamicMembership, roleAssignable, mailEnabled } = object;
  return {
    managementRestricted: false,
    licences: 0,
    attributes: new Map(),
    ...object,
    mastery,
    guest: guest === true || (object.type === 'user' && /#ext#/i.test(object.name)),
    dynamicMembership: dynamicMembership === true,
    roleAssignable: roleAssignable === true,
    mailEnabled: mailEnabled === true,
  };
}

/** Is what the pair says what the object needs? Words are compared without regard to case. */
export function isConsentGiven(adoptable: Adoptability, consent: string | undefined): boolean {
  if (adoptable.kind === 'never') return false;
  return adoptable.kind === 'free' || adoptable.consent.toLowerCase() === consent?.trim().toLowerCase();
}
