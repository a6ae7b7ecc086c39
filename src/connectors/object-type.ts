import { containerTypes } from '../model/container.ts';

/** Most specific first: a computer is also a user, and so is an inetOrgPerson (MS-ADSC). */
const bySpecificity = [
  'computer',
  'inetOrgPerson',
  'user',
  'group',
  'contact',
  'foreignSecurityPrincipal',
  'msDS-Device',
  ...containerTypes,
];

const rankOfClass: ReadonlyMap<string, number> = new Map(bySpecificity.map((name, rank) => [name.toLowerCase(), rank]));

/** The type of an object with these classes, in any order and case; undefined when it is of no known type. */
export function objectType(classes: Iterable<string>): string | undefined {
  let best = bySpecificity.length;
  for (const name of classes) best = Math.min(best, rankOfClass.get(name.toLowerCase()) ?? best);
  return bySpecificity[best];
}
