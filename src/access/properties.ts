import type { Json } from '../kernel/canonical-json.ts';
import { foldCase } from '../kernel/text.ts';
import type { TenantObject } from '../model/tenant.ts';
import type { Known } from './membership-rule/index.ts';

/**
 * Names of rules that are not those of Graph (learn.microsoft.com: "Manage rules for dynamic membership groups",
 * supported properties; "user resource type").
 */
const GRAPH_NAMES = new Map([
  ['facsimiletelephonenumber', 'faxnumber'],
  ['mobile', 'mobilephone'],
  ['physicaldeliveryofficename', 'officelocation'],
  ['telephonenumber', 'businessphones'],
]);

/** Stands for the licences that groups give: no attribute that could be written. */
export const LICENCES = 'its licences';

/** The folded name in Graph of a property of a rule (folded, too). */
export function graphNameOf(property: string): string {
  return GRAPH_NAMES.get(property) ?? property;
}

/** A person before or after a plan: attributes by their folded names. */
export interface Person {
  /** Absent while it is still to be created. */
  readonly object?: TenantObject;
  /** Folded names of what was read or is written; of a new user also what nobody else sets. */
  readonly isRead: (name: string) => boolean;
  readonly values: ReadonlyMap<string, Json>;
  /** Folded names of what a plan writes; absent before it. */
  readonly written?: ReadonlySet<string>;
}

/** Of a property, as far as it is known. */
export function knownOf(person: Person, property: string): Known {
  const name = graphNameOf(property);
  const value = person.values.get(name);
  if (value !== undefined) return known(name, value);
  const identity = identityOf(person, name);
  if (identity !== undefined) return identity;
  if (person.isRead(name)) return { kind: 'null' };
  const since = FOLLOWS.get(name)?.find((source) => person.written?.has(source));
  return since === undefined ? { kind: 'unread' } : { kind: 'unread', since };
}

/**
 * What the tenant changes by itself when another attribute is written (learn.microsoft.com: "How the proxyAddresses
 * attribute is populated in Microsoft Entra ID"); plans follow licences, and those some groups.
 */
const FOLLOWS: ReadonlyMap<string, readonly string[]> = new Map([
  ['proxyaddresses', ['mail', 'userprincipalname', 'mailnickname']],
  ['mail', ['userprincipalname', 'mailnickname']],
  ['sipproxyaddress', ['userprincipalname']],
  ['assignedplans', [LICENCES]],
]);

/** Folded names of all that may change when these are written. */
export function withFollowers(written: ReadonlySet<string>): ReadonlySet<string> {
  const followers = [...FOLLOWS].filter(([, sources]) => sources.some((source) => written.has(source)));
  return new Set([...written, ...followers.map(([name]) => name)]);
}

/** What is read of every user, whatever the rules write. */
function identityOf({ object }: Person, name: string): Known | undefined {
  switch (name) {
    case 'objectid':
      return object === undefined ? { kind: 'present' } : { kind: 'text', text: object.id };
    case 'userprincipalname':
      return object === undefined ? undefined : { kind: 'text', text: object.name };
    case 'onpremisessecurityidentifier':
      return object?.sid === undefined ? { kind: 'null' } : { kind: 'text', text: object.sid };
    case 'dirsyncenabled':
      return object?.mastery === 'otherEngine' ? { kind: 'boolean', boolean: true } : { kind: 'null' };
    case 'usertype':
      // Whoever is no guest may be a member or, of old, neither.
      return object?.guest === true ? { kind: 'text', text: 'Guest' } : undefined;
    default:
      return undefined;
  }
}

function known(name: string, value: Json): Known {
  if (value === null) return { kind: 'null' };
  if (typeof value === 'boolean') return { kind: 'boolean', boolean: value };
  if (Array.isArray(value)) {
    const texts = value.filter((one) => typeof one === 'string');
    if (texts.length < value.length) return { kind: 'unread' };
    // Graph has a list for what rules take for one text.
    const [only] = texts;
    if (name === 'businessphones') return only === undefined ? { kind: 'null' } : { kind: 'text', text: only };
    return { kind: 'list', texts };
  }
  return typeof value === 'string' ? { kind: 'text', text: value } : { kind: 'unread' };
}

/** Folds the names of attributes. */
export function foldedNames(attributes: Iterable<readonly [string, Json]>): ReadonlyMap<string, Json> {
  return new Map([...attributes].map(([name, value]) => [foldCase(name), value]));
}

/** What a tenant sets by itself, sooner or later, on a user who is created without it. */
const SET_BY_THE_TENANT = new Set([
  'assignedplans',
  'createddatetime',
  'mail',
  'proxyaddresses',
  'passwordpolicies',
  'sipproxyaddress',
  'usertype',
  'usagelocation',
  'preferredlanguage',
]);

export function isSetByTheTenant(name: string): boolean {
  return SET_BY_THE_TENANT.has(name);
}
