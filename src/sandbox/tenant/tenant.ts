import { isoTime, type Clock } from '../clock.ts';
import { text, type Entity } from '../store/entity.ts';
import type { Mutation } from '../store/mutation.ts';
import type { Store } from '../store/store.ts';

/** What the operator of the sandbox decided about the tenant and its one application. */
export interface TenantOptions {
  readonly clientId: string;
  /** The application permissions that an administrator granted. */
  readonly permissions: ReadonlySet<string>;
  /** Whether the tenant has the licence for Privileged Identity Management. */
  readonly pim: boolean;
}

/** The tenant as handlers see it. */
export interface Tenant {
  readonly id: string;
  readonly origin: string;
  readonly store: Store;
  readonly clock: Clock;
  readonly options: TenantOptions;
  /** Journals a checked change, then applies it. */
  commit(mutations: readonly Mutation[]): void;
}

/** The present time of the tenant in Graph's form. */
export function presentTime(tenant: Tenant): string {
  return isoTime(tenant.clock.now());
}

/** A verified domain of the tenant by its name. */
export function verifiedDomain(store: Store, name: string): Entity | undefined {
  const domain = store.find('domain', name.toLowerCase());
  return domain?.properties['isVerified'] === true ? domain : undefined;
}

/** The name of the domain that new addresses get. */
export function defaultDomain(store: Store): string {
  for (const domain of store.live('domain').from(0)) {
    if (domain.properties['isDefault'] === true) return domain.id;
  }
  throw new Error('the tenant has no default domain');
}

/** The application's own service principal. */
export function ownServicePrincipal(tenant: Tenant): Entity | undefined {
  const id = tenant.store.holder(`servicePrincipal.appId:${tenant.options.clientId.toLowerCase()}`);
  return id === undefined ? undefined : tenant.store.find('servicePrincipal', id);
}

/** Tells whether an application is the one that calls. */
export function isOwnApplication(tenant: Tenant, application: Entity): boolean {
  return text(application, 'appId')?.toLowerCase() === tenant.options.clientId.toLowerCase();
}
