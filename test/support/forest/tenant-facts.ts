// The tenant itself, its applications, roles and administrative units.

import { initialDomain, ownerMarkApplication, ownerMarkProperty, verifiedDomains } from './expected.ts';
import { tenantId } from './identifiers.ts';
import { firstOf } from './person-cases.ts';
import type { ForestPlan } from './plan.ts';
import { groupId } from './tenant-group.ts';
import { cloudUserId } from './tenant-own.ts';
import { inTenant, personId } from './tenant-person.ts';
import type { GraphObject } from './tenant-person.ts';

const TENANT = '5d1e1c2a-6f1b-4c0e-9f0a-3c6f6f2b7a10';
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';
const USER_ADMINISTRATOR = 'fe930be7-5e62-47db-91af-98c3a49a38b1';

export function* organization(): Generator<GraphObject> {
  yield {
    '@odata.type': '#microsoft.graph.organization',
    id: TENANT,
    displayName: 'Contoso',
    countryLetterCode: 'NO',
    onPremisesSyncEnabled: null,
    verifiedDomains: verifiedDomains.map((name) => ({
      name,
      type: 'Managed',
      isDefault: name !== initialDomain,
      isInitial: name === initialDomain,
      capabilities: 'Email, OfficeCommunicationsOnline',
    })),
  };
  for (const name of verifiedDomains) {
    yield {
      '@odata.type': '#microsoft.graph.domain',
      id: name,
      authenticationType: 'Managed',
      isVerified: true,
      isDefault: name !== initialDomain,
      isInitial: name === initialDomain,
      isRoot: true,
      supportedServices: ['Email', 'OfficeCommunicationsOnline'],
    };
  }
}

export function* applications(plan: ForestPlan): Generator<GraphObject> {
  const expenses = tenantId(plan.seed, 'expenses principal', 0);
  const role = tenantId(plan.seed, 'expenses role', 0);
  yield {
    '@odata.type': '#microsoft.graph.application',
    id: tenantId(plan.seed, 'application', 0),
    appId: ownerMarkApplication,
    displayName: 'Lockstep',
    extensionProperties: [{ name: ownerMarkProperty, dataType: 'String', targetObjects: ['User', 'Group'] }],
  };
  yield principal(tenantId(plan.seed, 'principal', 0), ownerMarkApplication, 'Lockstep', []);
  yield principal(expenses, tenantId(plan.seed, 'expenses', 0), 'Expenses', [
    { id: role, value: 'Expenses.Submit', displayName: 'Submit', isEnabled: true, allowedMemberTypes: ['User'] },
  ]);
  yield {
    '@odata.type': '#microsoft.graph.appRoleAssignment',
    id: tenantId(plan.seed, 'expenses grant', 0),
    principalId: groupId(plan, 0),
    principalType: 'Group',
    resourceId: expenses,
    appRoleId: role,
  };
}

function principal(id: string, appId: string, displayName: string, appRoles: readonly object[]): GraphObject {
  return { '@odata.type': '#microsoft.graph.servicePrincipal', id, appId, displayName, appRoles };
}

/** Privilege in its four forms: assigned, eligible, through a group, and through an administrative unit. */
export function* privileges(plan: ForestPlan): Generator<GraphObject> {
  const holder = ours(plan, 'privileged, with a difference');
  const eligible = ours(plan, 'eligible for a privileged role');
  const throughGroup = ours(plan, 'member of a role-assignable group');
  const breakGlass = cloudUserId(plan, 'breakglass@contoso.onmicrosoft.com');
  const admin = cloudUserId(plan, 'cloud.admin@contoso.onmicrosoft.com');
  const operators = tenantId(plan.seed, 'role-assignable group', 0);
  yield {
    ...cloudGroup(operators, 'Tier 0 Operators', [admin, ...throughGroup]),
    isAssignableToRole: true,
  };
  yield {
    ...cloudGroup(tenantId(plan.seed, 'dynamic group', 0), 'Everybody in Norway', [...holder, ...eligible]),
    groupTypes: ['DynamicMembership'],
    membershipRule: 'user.country -eq "Norway"',
    membershipRuleProcessingState: 'On',
  };
  yield* role(plan, GLOBAL_ADMINISTRATOR, 'Global Administrator', [breakGlass, ...holder]);
  yield* role(plan, USER_ADMINISTRATOR, 'User Administrator', [operators]);
  for (const principalId of eligible) {
    yield {
      '@odata.type': '#microsoft.graph.unifiedRoleEligibilityScheduleInstance',
      id: tenantId(plan.seed, 'eligibility', 0),
      principalId,
      roleDefinitionId: USER_ADMINISTRATOR,
      directoryScopeId: '/',
      memberType: 'Direct',
    };
  }
  yield unit(plan, 'Restricted', true, [breakGlass]);
  yield unit(plan, 'Nordics', false, eligible);
}

/** No one in a forest too small to hold the case. */
function ours(plan: ForestPlan, name: string): string[] {
  const index = firstOf(0, name);
  return inTenant(plan, index) ? [personId(plan, index)] : [];
}

function* role(plan: ForestPlan, template: string, name: string, members: readonly string[]): Generator<GraphObject> {
  yield {
    '@odata.type': '#microsoft.graph.directoryRole',
    id: tenantId(plan.seed, `role ${template}`, 0),
    roleTemplateId: template,
    displayName: name,
    members,
  };
  for (const [nth, principalId] of members.entries()) {
    yield {
      '@odata.type': '#microsoft.graph.unifiedRoleAssignment',
      id: tenantId(plan.seed, `assignment ${template}`, nth),
      principalId,
      roleDefinitionId: template,
      directoryScopeId: '/',
    };
  }
}

function cloudGroup(id: string, displayName: string, members: readonly string[]): GraphObject {
  return {
    '@odata.type': '#microsoft.graph.group',
    id,
    displayName,
    mailEnabled: false,
    mailNickname: displayName.replaceAll(' ', ''),
    securityEnabled: true,
    groupTypes: [],
    members,
  };
}

function unit(plan: ForestPlan, displayName: string, restricted: boolean, members: readonly string[]): GraphObject {
  return {
    '@odata.type': '#microsoft.graph.administrativeUnit',
    id: tenantId(plan.seed, `unit ${displayName}`, 0),
    displayName,
    isMemberManagementRestricted: restricted,
    members,
  };
}
