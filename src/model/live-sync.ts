import { foldCase } from '../kernel/text.ts';
import type { TenantDomain, TenantPopulation, TenantType } from './tenant.ts';

/** Why an object of this type and name must not be created beside another engine; undefined when it may be. */
export type LiveSyncTest = (type: TenantType, name: string) => string | undefined;

/**
 * While another engine syncs into the tenant, a create could make the twin of a person that it is about to bring.
 * Only a topology that names that engine's domains, with every synchronized user inside them, proves there is none.
 */
export function liveSyncTest(
  otherEngineDomains: readonly string[] | undefined,
  tenant: Pick<TenantPopulation, 'facts' | 'objects'>,
): LiveSyncTest {
  if (!tenant.facts.liveSync) return () => undefined;
  if (otherEngineDomains === undefined) {
    return () => 'another sync engine is live and the topology names no otherEngines';
  }
  const domains = new Set(otherEngineDomains.map(foldCase));
  const stray = tenant.objects.find(
    (object) => object.type === 'user' && object.mastery === 'otherEngine' && !domains.has(domainOf(object.name)),
  );
  if (stray !== undefined) return () => `${stray.name} is synchronized and outside the domains of otherEngines`;
  return (type, name) =>
    type === 'user' && domains.has(domainOf(name)) ? `${domainOf(name)} belongs to another sync engine` : undefined;
}

/** The folded part after the last `@`. */
export function domainOf(userPrincipalName: string): string {
  return foldCase(userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1));
}

/** Folded names of the domains whose people sign in with another service. */
export function federatedDomains(domains: readonly TenantDomain[]): ReadonlySet<string> {
  return new Set(domains.filter(({ federated }) => federated).map(({ name }) => foldCase(name)));
}
