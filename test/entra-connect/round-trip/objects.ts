import fc from 'fast-check';
import type { SourceObject } from '../../../src/model/source.ts';
import type { Value } from '../../../src/model/value.ts';
import { sourceObject } from '../../support/world/sources.ts';

/** Values of attributes and of clauses alike, so that they often meet. */
export const TEXTS = [
  ...[
    'Guest',
    'GUEST',
    'guest ',
    'Staff',
    'staff',
    'Broken',
    'DE',
    'NO',
    'no',
    '5',
    '50',
    '9',
    'true',
    'NULL',
    'ÅS',
    'ås',
  ],
  ...[
    'a@contoso.com',
    'A@contoso.com',
    'b@x',
    '@',
    'Staff: #1',
    "O'Neil",
    '%',
    'x\\y',
    '*',
    '=1',
    ' lead',
    'a  b',
    'Z',
  ],
];

export const GROUPS = ['CN=g1,DC=corp,DC=example', 'cn=G1,dc=corp,dc=example', 'CN=g2,DC=corp,DC=example'];

const PEOPLE = ['p1', 'p2', 'p3', 'p4', 'p5'];

const text = fc.option(fc.constantFrom(...TEXTS), { nil: undefined });
const number = fc.option(fc.constantFrom<Value>(512, 514, 0, 9, 50_000, -2_147_483_648, 9_007_199_254_740_993n), {
  nil: undefined,
});
const values = fc
  .uniqueArray(fc.constantFrom('+47 1', '+49 2 ', 'x', 'X', 'SIP:a', 'smtp:a@x', 'SMTP:a@x'), {
    maxLength: 4,
    // A directory holds no two that differ in case alone, and a set has no first.
    selector: (one) => one.toLowerCase(),
  })
  .map((many) => (many.length === 0 ? undefined : many));
const truth = fc.option(fc.boolean(), { nil: undefined });
const reference = (base: string) =>
  fc.option(
    fc.constantFrom(...PEOPLE).map((name) => ({ dn: `CN=${name},${base}` })),
    { nil: undefined },
  );

function person(name: string, base: string): fc.Arbitrary<SourceObject> {
  return fc
    .record({
      title: text,
      department: text,
      company: text,
      employeeType: text,
      mail: fc.constantFrom(undefined, 'a@contoso.com', 'A@contoso.com', 'b@x', 'c@x', 'd@x'),
      employeeID: fc.constantFrom(undefined, 'E1', 'e1', 'E2', 'E3'),
      c: fc.constantFrom(undefined, 'DE', 'NO', 'no'),
      userAccountControl: number,
      countryCode: number,
      isCriticalSystemObject: truth,
      otherTelephone: values,
      otherMobile: values,
      proxyAddresses: values,
      manager: reference(base),
      ou: fc.constantFrom('OU=Staff,', 'ou=STAFF,', 'OU=Lab,', ''),
    })
    .map(({ ou, ...given }) => {
      const known = { sAMAccountName: name, userPrincipalName: `${name}@contoso.com`, ...given };
      return sourceObject(`${name} ${base}`, { dn: `CN=${name},${ou}${base}`, with: known });
    });
}

/** People of a directory and two groups of them. */
export function population(base: string): fc.Arbitrary<readonly SourceObject[]> {
  return fc
    .tuple(
      fc.tuple(...PEOPLE.map((name) => person(name, base))),
      fc.array(fc.subarray(PEOPLE), { minLength: 2, maxLength: 2 }),
    )
    .map(([people, groups]) => {
      const made = groups.map((members, index) => {
        const member = people.filter((_, at) => members.includes(PEOPLE[at] ?? '')).map(({ dn }) => ({ dn }));
        const dn = `CN=g${index + 1},DC=corp,DC=example`;
        return sourceObject(`g${index} ${base}`, {
          type: 'group',
          dn,
          with: member.length === 0 ? {} : { member },
        });
      });
      return [...people, ...made];
    });
}
