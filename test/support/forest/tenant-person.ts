import { child } from './dn.ts';
import { expectedUser, ownerMark, ownerMarkProperty, userAnchor } from './expected.ts';
import { tenantId } from './identifiers.ts';
import { personAt } from './person.ts';
import type { Person } from './person.ts';
import type { ForestPlan } from './plan.ts';
import { accountSid, rid } from './plan.ts';
import { remembered, standingOf } from './standing.ts';

export type GraphObject = Readonly<Record<string, unknown>> & { readonly '@odata.type': string; readonly id: string };

export function personId(plan: ForestPlan, index: number): string {
  return tenantId(plan.seed, 'person', index);
}

export function inTenant(plan: ForestPlan, index: number): boolean {
  return index < plan.users && standingOf(plan, personAt(plan, index)) !== 'absent';
}

export function personInTenant(plan: ForestPlan, person: Person): GraphObject | undefined {
  const standing = standingOf(plan, person);
  if (standing === 'absent') return undefined;
  const known = remembered(plan, person);
  return {
    '@odata.type': '#microsoft.graph.user',
    id: personId(plan, person.index),
    ...expectedUser(known),
    userType: 'Member',
    proxyAddresses: known.proxies,
    createdDateTime: '2024-03-01T08:00:00Z',
    onPremisesImmutableId: userAnchor(person.guid),
    ...(standing === 'mastered' ? masteredElsewhere(plan, person) : { [ownerMarkProperty]: ownerMark(person.guid) }),
    ...managerIn(plan, known),
  };
}

function managerIn(plan: ForestPlan, { manager }: Person): { manager?: string } {
  return typeof manager === 'number' && inTenant(plan, manager) ? { manager: personId(plan, manager) } : {};
}

/** What a directory synchronization engine, and it alone, leaves on a user. */
function masteredElsewhere(plan: ForestPlan, person: Person): Record<string, unknown> {
  return {
    onPremisesSyncEnabled: true,
    onPremisesLastSyncDateTime: '2026-11-20T05:31:07Z',
    onPremisesDistinguishedName: child('CN', person.cn, `${person.container},${plan.base}`),
    onPremisesDomainName: 'corp.contoso.com',
    onPremisesSamAccountName: person.account,
    onPremisesUserPrincipalName: person.upn,
    onPremisesSecurityIdentifier: `S-1-5-${accountSid(plan, rid(plan, 'user', person.index)).join('-')}`,
  };
}
