import type { SourceObject } from '../../../src/model/source.ts';
import type { ImportedSource } from '../../../src/model/space.ts';
import type { Value } from '../../../src/model/value.ts';
import { connectorSpace } from '../../../src/space/index.ts';
import { BASE, dnOf, guidBytes, guidOf } from './identity.ts';

type Given = Readonly<Record<string, Value | undefined>>;

export interface SourceParts {
  readonly dn?: string;
  readonly type?: string;
  readonly guid?: string;
  /** Attributes beside the ordinary ones; undefined takes an ordinary one away. */
  readonly with?: Given;
}

/** A source object of any type with just what is given. */
export function sourceObject(name: string, parts: SourceParts = {}): SourceObject {
  const guid = parts.guid ?? guidOf(name);
  const dn = parts.dn ?? dnOf(name);
  const given = { objectGUID: guidBytes(guid), dn, cn: name, ...parts.with };
  const attributes = new Map<string, Value>();
  for (const [key, value] of Object.entries<Value | undefined>(given))
    if (value !== undefined) attributes.set(key, value);
  return { type: parts.type ?? 'user', anchor: guid, dn, attributes };
}

/** An enabled person: `ada` is ada@contoso.com, CN=ada,OU=Staff. */
export function person(name: string, parts: SourceParts = {}): SourceObject {
  const ordinary: Given = {
    sAMAccountName: name,
    userPrincipalName: `${name}@contoso.com`,
    displayName: name,
    userAccountControl: 512,
  };
  return sourceObject(name, { ...parts, with: { ...ordinary, ...parts.with } });
}

/** A security group with members named by the names of people, groups, or DNs. */
export function team(name: string, members: readonly string[] = [], parts: SourceParts = {}): SourceObject {
  const references = members.map((member) => ({ dn: member.includes('=') ? member : dnOf(member) }));
  return sourceObject(name, {
    ...parts,
    type: 'group',
    with: {
      sAMAccountName: name,
      displayName: name,
      groupType: -2147483646,
      ...(references.length === 0 ? {} : { member: references }),
      ...parts.with,
    },
  });
}

export function reference(name: string): { readonly dn: string } {
  return { dn: name.includes('=') ? name : dnOf(name) };
}

/** What a connector read, as the engine gets it. */
export function imported(objects: readonly SourceObject[], connector = 'corp', partition = BASE): ImportedSource {
  const space = connectorSpace(connector);
  for (const object of objects) space.put(object);
  return {
    space,
    summary: {
      origin: `${connector}.ldif`,
      partitions: [partition],
      readAt: 0,
      parameters: new Map([['Domain.FQDN', 'corp.contoso.com']]),
      partitionParameters: new Map(),
      diagnostics: [],
    },
  };
}
