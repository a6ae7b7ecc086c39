import { wallSeconds, type Clock } from './clock.ts';
import { faults } from './faults.ts';
import type { Query } from './odata/query.ts';

/**
 * The limits of the identity and access service.
 * https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits
 */
const limits = {
  small: { users: 50, units: 3500 },
  medium: { users: 500, units: 5000 },
  large: { units: 8000 },
  unitWindow: 10_000,
  applicationWrites: { count: 3000, window: 150_000 },
  tenantWrites: { count: 18_000, window: 300_000 },
} as const;

/** The cost of a read in resource units where it is not one. */
const readCosts: ReadonlyMap<string, number> = new Map([
  ['/users', 2],
  ['/applications', 2],
  ['/applications/{id}/extensionProperties', 2],
  ['/applications/{appId=}/extensionProperties', 2],
  ['/groups/{id}/members', 3],
  ['/groups/{id}/transitiveMembers', 5],
]);

interface Bucket {
  readonly scope: string;
  readonly reason: string;
  capacity: number;
  readonly window: number;
  used: number;
  at: number;
}

/** Counts what an application uses; refuses it with 429 beyond the limits. */
export interface Throttle {
  /** Charges a request; returns the headers that tell of it. */
  charge(method: string, pattern: string, query: Query): Readonly<Record<string, string>>;
}

/** A throttle that counts the cost of requests and never refuses. */
export function withoutLimits(): Throttle {
  return { charge: (method, pattern, query) => ({ 'x-ms-resource-unit': String(unitsOf(method, pattern, query)) }) };
}

/** A throttle with the limits of a tenant of the given size. Each limit is a bucket that drains evenly. */
export function createThrottle(clock: Clock, users: () => number, scopeSuffix: string): Throttle {
  const bucket = (scope: string, reason: string, capacity: number, window: number): Bucket => ({
    scope: `${scope}/${scopeSuffix}`,
    reason,
    capacity,
    window,
    used: 0,
    at: clock.now(),
  });
  const { applicationWrites, tenantWrites, unitWindow } = limits;
  const units = bucket('Tenant_Application/ReadWrite', 'ResourceUnitLimitExceeded', 0, unitWindow);
  const writes = [
    bucket('Tenant_Application/Write', 'WriteLimitExceeded', applicationWrites.count, applicationWrites.window),
    bucket('Tenant/Write', 'WriteLimitExceeded', tenantWrites.count, tenantWrites.window),
  ];
  return {
    charge(method, pattern, query) {
      const cost = unitsOf(method, pattern, query);
      units.capacity = unitCapacity(users());
      const charges = [
        { bucket: units, cost },
        ...(method === 'GET' ? [] : writes.map((each) => ({ bucket: each, cost: 1 }))),
      ];
      const now = clock.now();
      for (const { bucket: each } of charges) drain(each, now);
      const full = charges.find(({ bucket: each, cost: amount }) => each.used + amount > each.capacity);
      if (full !== undefined) throw refusal(clock, full.bucket, full.cost);
      for (const { bucket: each, cost: amount } of charges) each.used += amount;
      return { 'x-ms-resource-unit': String(cost), ...nearLimit(charges.map((each) => each.bucket)) };
    },
  };
}

function unitCapacity(users: number): number {
  if (users < limits.small.users) return limits.small.units;
  return users <= limits.medium.users ? limits.medium.units : limits.large.units;
}

function drain(bucket: Bucket, now: number): void {
  bucket.used = Math.max(0, bucket.used - ((now - bucket.at) / bucket.window) * bucket.capacity);
  bucket.at = now;
}

function refusal(clock: Clock, bucket: Bucket, cost: number): Error {
  const wait = ((bucket.used + cost - bucket.capacity) / bucket.capacity) * bucket.window;
  return faults.tooManyRequests(wallSeconds(clock, wait), {
    'x-ms-throttle-scope': bucket.scope,
    'x-ms-throttle-information': bucket.reason,
    'x-ms-throttle-limit-percentage': '1.0',
  });
}

/** The share of the limit is told from 0.8 on. */
function nearLimit(buckets: readonly Bucket[]): Readonly<Record<string, string>> {
  const share = Math.max(...buckets.map((bucket) => bucket.used / bucket.capacity));
  return share < 0.8 ? {} : { 'x-ms-throttle-limit-percentage': share.toFixed(1) };
}

function unitsOf(method: string, pattern: string, query: Query): number {
  if (method !== 'GET') return 1;
  const base = readCosts.get(pattern) ?? 1;
  const selected = query.select === undefined ? 0 : -1;
  const expanded = query.expand === undefined ? 0 : 1;
  const small = query.top !== undefined && query.top < 20 ? -1 : 0;
  return Math.max(1, base + selected + expanded + small);
}
