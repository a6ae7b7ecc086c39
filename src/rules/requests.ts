import { attributesRead } from '../model/flow-reads.ts';
import { compareText } from '../kernel/text.ts';
import { containerTypes } from '../model/container.ts';
import type { Pin } from '../model/pin.ts';
import type { Rule, Scope, ScopingFilter } from '../model/rule-set.ts';
import type { ImportRequest } from '../model/source.ts';
import type { Schema } from '../model/schema.ts';
import type { TenantRequest, TenantType } from '../model/tenant.ts';
import { TENANT } from './topology.ts';

/** What the engine itself needs of every object: what it is, and what it is known by. */
const ALWAYS = ['objectClass', 'objectGUID', 'objectSid'];

/** People may be known in the tenant by this anchor, whichever one the rules flow: both are looked up. */
const ALWAYS_OF_PEOPLE = [...ALWAYS, 'mS-DS-ConsistencyGuid'];
const PEOPLE = new Set(['user', 'inetOrgPerson']);

/** What the planner needs of tenant objects whatever rules write: who is enabled, and who holds which address. */
const ALWAYS_OF_TENANT: Readonly<Record<TenantType, readonly string[]>> = {
  user: ['accountEnabled', 'mail', 'proxyAddresses'],
  group: ['mail', 'proxyAddresses'],
};

/** What to read of each connector: the attributes that its rules and its filter name, by object type. */
export function importRequests(
  connectors: Iterable<string>,
  rules: readonly Rule[],
  filters: readonly ScopingFilter[],
  pins: readonly Pin[] = [],
  declared: Schema = new Map(),
): ReadonlyMap<string, ImportRequest> {
  const requests = new Map<string, ImportRequest>();
  for (const connector of connectors) {
    const named = new Map<string, Set<string>>();
    for (const rule of rules) {
      if (rule.direction !== 'inbound' || !rule.connectors.includes(connector)) continue;
      add(named, rule.sourceType, [
        ...scopeAttributes(rule.scope, named),
        ...joinAttributes(rule),
        ...rule.flows.flatMap(attributesRead),
      ]);
    }
    for (const filter of filters) {
      if (!filter.connectors.includes(connector)) continue;
      for (const [type, scope] of filter.objects) add(named, type, scopeAttributes(scope, named));
    }
    const request = {
      attributes: new Map([...named].map(([type, names]) => [type, [...names].sort(compareText)])),
      ...(declared.size === 0 ? {} : { declared }),
    };
    const followed = pins.some((pin) => pin.connector === connector && pin.of === 'container');
    requests.set(connector, followed ? withContainers(request) : request);
  }
  return requests;
}

/** The request with all containers, to look up by name or by objectGUID. */
export function withContainers(request: ImportRequest): ImportRequest {
  const { attributes } = request;
  return {
    ...request,
    attributes: new Map([...attributes, ...containerTypes.map((type) => [type, OF_CONTAINERS] as const)]),
  };
}

const OF_CONTAINERS: readonly string[] = ['objectClass', 'objectGUID'];

function add(named: Map<string, Set<string>>, type: string, attributes: readonly string[]): void {
  const names = named.get(type) ?? new Set(PEOPLE.has(type) ? ALWAYS_OF_PEOPLE : ALWAYS);
  for (const attribute of attributes) names.add(attribute);
  named.set(type, names);
}

/** Membership is known from the groups, not from the members: their `member` is read instead. */
function scopeAttributes(scope: Scope, named: Map<string, Set<string>>): readonly string[] {
  return scope.flat().flatMap(({ attribute, operator }) => {
    if (operator !== 'memberOf' && operator !== 'notMemberOf') return [attribute];
    add(named, 'group', ['member']);
    return [];
  });
}

function joinAttributes(rule: Rule): readonly string[] {
  return rule.join.flat().map(({ from }) => from);
}

/** What to read of the tenant: the attributes that rules write or read there, and what the planner needs. Managers and members are read apart. */
export function tenantRequest(rules: readonly Rule[], tenant: Schema): TenantRequest {
  const outbound = rules.filter((rule) => rule.direction === 'outbound');
  return {
    attributes: {
      user: sorted([...written(outbound, 'user', tenant), ...readOfTenant(rules, 'user')]),
      group: sorted([...written(outbound, 'group', tenant), ...readOfTenant(rules, 'group')]),
    },
    managers: outbound.some((rule) => rule.flows.some((flow) => flow.target === 'manager')),
  };
}

function written(rules: readonly Rule[], type: TenantType, tenant: Schema): readonly string[] {
  const names = rules
    .filter((rule) => rule.targetType === type)
    .flatMap((rule) => rule.flows.map((flow) => flow.target))
    .filter((name) => tenant.get(type)?.attributes.get(name)?.syntax !== 'reference');
  return [...ALWAYS_OF_TENANT[type], ...names];
}

/** What every object of the tenant is known by, whatever is asked for. */
const KNOWN_BY: ReadonlySet<string> = new Set(['id', 'onPremisesImmutableId', 'uniqueName']);

/** What inbound rules read of the tenant. */
export function readOfTenant(rules: readonly Rule[], type: string): readonly string[] {
  const reading = rules.filter((rule) => isOfTenant(rule) && rule.sourceType === type);
  const names = reading.flatMap(({ scope, flows }) => [
    ...scope.flat().map(({ attribute }) => attribute),
    ...flows.flatMap(attributesRead),
  ]);
  return names.filter((name) => !KNOWN_BY.has(name));
}

function isOfTenant({ direction, connectors }: Rule): boolean {
  return direction === 'inbound' && connectors.includes(TENANT);
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort(compareText);
}
