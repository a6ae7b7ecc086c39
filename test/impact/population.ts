import { guidBytes, guidOf } from '../support/world/identity.ts';

const UNITS = ['North', 'South', 'West'];
const KINDS = ['Employee', 'Employee', 'Contractor', 'Former'];
const BASE = 'DC=corp,DC=contoso,DC=com';

/** A generator that says the same each time: a linear congruence (Numerical Recipes). */
function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A directory of people and groups, as LDIF. */
export function ldifOf(people: number, groups: number, seed: number): string {
  const next = sequence(seed);
  const dnOf = (index: number) => `CN=P${index},OU=${UNITS[index % UNITS.length] ?? ''},${BASE}`;
  const records = Array.from({ length: people }, (_, index) => [
    `dn: ${dnOf(index)}`,
    'objectClass: user',
    `objectCategory: CN=Person,CN=Schema,CN=Configuration,${BASE}`,
    `objectGUID:: ${Buffer.from(guidBytes(guidOf(`P${index}`))).toString('base64')}`,
    `sAMAccountName: p${index}`,
    `userPrincipalName: p${index}@corp.local`,
    `displayName: Person ${index}`,
    ...(index % 4 === 0 ? [] : [`mail: p${index}@corp.local`]),
    `userAccountControl: ${next(6) === 0 ? 514 : 512}`,
    `employeeType: ${KINDS[next(KINDS.length)] ?? ''}`,
    ...(next(5) === 0 ? [] : [`department: D${next(5)}`]),
    ...(next(5) === 0 ? [] : [`title: T${next(4)}`]),
    ...(next(3) === 0 ? [] : [`company: C${next(3)}`]),
    ...(next(3) === 0 ? [] : [`manager: ${dnOf(next(people))}`]),
  ]);
  const teams = Array.from({ length: groups }, (_, index) => [
    `dn: CN=G${index},OU=West,${BASE}`,
    'objectClass: group',
    `objectGUID:: ${Buffer.from(guidBytes(guidOf(`G${index}`))).toString('base64')}`,
    `sAMAccountName: g${index}`,
    `displayName: Group ${index}`,
    'groupType: -2147483646',
    ...[...new Set(Array.from({ length: next(12) }, () => next(people)))].map((member) => `member: ${dnOf(member)}`),
  ]);
  return `${[...records, ...teams].map((record) => record.join('\n')).join('\n\n')}\n\n`;
}
