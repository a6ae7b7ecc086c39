import { markKey } from '../model/tenant.ts';
import { immutableIdOfGuid } from '../kernel/guid.ts';
import type { DesiredObject, DesiredPopulation } from '../model/desired.ts';
import { parseDn } from '../model/dn.ts';
import type { ImportedSource } from '../model/space.ts';
import type { TenantObject, TenantPopulation } from '../model/tenant.ts';
import type { Nameable } from './find-object.ts';

const OTHER_NAMES = ['sAMAccountName', 'mail', 'displayName', 'cn', 'mailNickname'];

/** Objects of sources by what the directory calls them. */
export function nameablesOfSources(sources: readonly ImportedSource[]): readonly Nameable[] {
  return sources.flatMap(({ space }) =>
    [...space.objects()].map(({ object, dnKey }) => {
      const key = `${space.connector}/${object.anchor}`;
      const text = (name: string): readonly string[] => texts(object.attributes.get(name));
      return {
        key,
        identity: key,
        label: object.dn,
        dn: dnKey,
        identifiers: [key, object.anchor, immutableIdOfGuid(object.anchor) ?? object.anchor],
        names: text('userPrincipalName'),
        otherNames: [...OTHER_NAMES.flatMap(text), parseDn(object.dn)[0]?.value ?? object.dn],
      };
    }),
  );
}

/** Objects of sources and tenant, each by what both sides call it. */
export function nameablesOf(
  sources: readonly ImportedSource[],
  population: DesiredPopulation,
  tenant: TenantPopulation,
  workspace: string,
): readonly Nameable[] {
  const desired = new Map(population.desired.flatMap((one) => [one.key, ...one.joinedKeys].map((key) => [key, one])));
  const inSource = nameablesOfSources(sources).map((one) => named(one, desired.get(one.key)));
  const byKey = new Map(inSource.map((one) => [one.key, one]));
  const byAnchor = new Map(
    population.desired.flatMap((one) =>
      [one.anchor, ...one.otherAnchors].map((anchor): [string, string] => [`${one.type}/${anchor}`, one.key]),
    ),
  );
  const inTenant = tenant.objects.map((object) => {
    const sourceKey = markKey(object, workspace) ?? byAnchor.get(`${object.type}/${object.anchor ?? ''}`);
    return ofTenant(object, sourceKey === undefined ? undefined : byKey.get(sourceKey));
  });
  return [...inSource, ...inTenant];
}

function named(one: Nameable, desired: DesiredObject | undefined): Nameable {
  if (desired === undefined) return one;
  return {
    ...one,
    identity: desired.key,
    identifiers: [...one.identifiers, desired.anchor],
    names: [...one.names, desired.name],
  };
}

/** A tenant object is a way to call its source object, where there is one. */
function ofTenant(object: TenantObject, source: Nameable | undefined): Nameable {
  const key = source?.key ?? `tenant/${object.id}`;
  const { mark } = object;
  const marked =
    typeof mark === 'object' && source === undefined ? [`${mark.connector}/${mark.anchor}`, mark.anchor] : [];
  return {
    key,
    identity: source?.identity ?? key,
    label: source?.label ?? object.name,
    ...(source?.dn === undefined ? {} : { dn: source.dn }),
    identifiers: [key, object.id, ...(object.anchor === undefined ? [] : [object.anchor]), ...marked],
    names: [object.name],
    otherNames: ['mail', 'displayName'].flatMap((name) => texts(object.attributes.get(name))),
  };
}

function texts(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}
