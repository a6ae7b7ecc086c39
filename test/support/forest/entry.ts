import { escapeValue } from './dn.ts';
import { guidBytes, sidBytes } from './identifiers.ts';
import { accountSid } from './plan.ts';
import type { ForestPlan } from './plan.ts';
import { random } from './random.ts';

export type Value = string | number | Uint8Array;

/** One directory object, as a reader of the directory gets it. */
export interface Entry {
  readonly dn: string;
  readonly attributes: readonly (readonly [name: string, values: readonly Value[]])[];
  /** Links to objects that come later in the file: an empty directory takes them only afterwards. */
  readonly forward: readonly (readonly [name: string, dn: string])[];
  /** Whether an ordinary administrator can add the object to a fresh domain. */
  readonly addable: boolean;
}

interface Body {
  readonly classes: readonly string[];
  readonly category: string;
  readonly guid: Uint8Array;
  readonly ordinal: number;
  readonly relativeId?: number;
  readonly fields: Readonly<Record<string, Value | readonly Value[] | undefined>>;
}

/** The value of the first RDN goes into `cn` or `ou` and into `name`. */
export function entry(
  plan: ForestPlan,
  name: readonly [type: 'CN' | 'OU', value: string, parent: string],
  body: Body,
  links: Pick<Entry, 'forward' | 'addable'> = { forward: [], addable: true },
): Entry {
  const [type, value, parent] = name;
  const dn = `${type}=${escapeValue(value)},${parent}`;
  const created = stamp(plan, body.ordinal);
  const sid = body.relativeId === undefined ? undefined : sidBytes(accountSid(plan, body.relativeId));
  const fields: Body['fields'] = {
    objectClass: body.classes,
    [type.toLowerCase()]: value,
    distinguishedName: dn,
    instanceType: 4,
    whenCreated: created,
    whenChanged: created,
    uSNCreated: 12_000 + body.ordinal,
    uSNChanged: 12_000 + 2 * body.ordinal,
    name: value,
    objectGUID: body.guid,
    objectSid: sid,
    objectCategory: `CN=${body.category},CN=Schema,CN=Configuration,${plan.base}`,
    ...body.fields,
  };
  return { dn, attributes: present(fields), ...links };
}

function present(fields: Body['fields']): [string, readonly Value[]][] {
  return Object.entries(fields).flatMap(([name, value]): [string, readonly Value[]][] => {
    if (value === undefined) return [];
    const values = isList(value) ? value : [value];
    return values.length === 0 ? [] : [[name, values]];
  });
}

function isList(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value);
}

export function fixedGuid(plan: ForestPlan, purpose: string, index = 0): Uint8Array {
  return guidBytes(plan.seed, purpose, index);
}

/** Generalized time as Active Directory prints it. */
function stamp(plan: ForestPlan, ordinal: number): string {
  const seconds = random(plan.seed, 'created', ordinal).below(5 * 365 * 24 * 3600);
  const iso = new Date(Date.UTC(2019, 0, 1) + seconds * 1000).toISOString();
  return `${iso.slice(0, 19).replaceAll(/[-:T]/g, '')}.0Z`;
}
