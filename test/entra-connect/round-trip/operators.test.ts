import { expect, test } from 'vitest';
import { sourceObject } from '../../support/world/sources.ts';
import type { MadeRule } from '../export.ts';
import { bothWays, withFiles } from './both-ways.ts';
import { BITS, filesOf, NUMBERS, ORDERS, TEXT_OPERATORS } from './server.ts';

type Clause = readonly [attribute: string, operator: string, value: string];

const FRAGMENTS = ['staff', 'ST', 'af', 'FF', 'Zulu ', '5'];
const BASE = 'DC=corp,DC=example';
const GROUP = `CN=Hired,${BASE}`;

function every(attribute: string, operators: readonly string[], values: readonly string[]): readonly Clause[] {
  return operators.flatMap((operator) => values.map((value): Clause => [attribute, operator, value]));
}

const OF_TEXTS = [...TEXT_OPERATORS, 'ISNULL', 'ISNOTNULL'];

const INBOUND = [
  ...every('title', OF_TEXTS, FRAGMENTS),
  ...every('countryCode', [...ORDERS, ...BITS, 'ISIN', 'ISNOTIN'], NUMBERS),
  ...every('isCriticalSystemObject', ['EQUAL', 'NOTEQUAL'], ['TRUE', 'False']),
  ...every('', ['ISMEMBEROF', 'ISNOTMEMBEROF'], [GROUP, GROUP.toLowerCase()]),
];
// Of an attribute that is there, and of one that nothing gives.
const OUTBOUND = [...every('title', OF_TEXTS, FRAGMENTS), ...every('nobodyGivesIt', OF_TEXTS, ['x'])];

/** People with every value that the clauses ask for, and with near ones. */
function objects() {
  const titles = [undefined, 'Staff', 'STAFF', 'Stiff', 'af', 'Zulu', 'zulu ', '5', '50', 'b'];
  const codes = [undefined, 0, 1, 2, 3, 9, 10, 512, 50_000, -1, -2_147_483_648, 9_007_199_254_740_993n];
  const people = codes.map((countryCode, index) => {
    const name = `p${index}`;
    const title = titles[index % titles.length];
    const isCriticalSystemObject = [undefined, true, false][index % 3];
    return sourceObject(name, {
      dn: `CN=${name},${BASE}`,
      with: { userPrincipalName: `${name}@contoso.com`, title, countryCode, isCriticalSystemObject },
    });
  });
  const member = people.flatMap(({ dn }, index) => (index % 2 === 0 ? [{ dn }] : []));
  return [...people, sourceObject('Hired', { type: 'group', dn: GROUP, with: { member } })];
}

/** A rule for each clause, which marks those whom it has in scope with an attribute of their own. */
function rules(): readonly MadeRule[] {
  const marks = (clause: Clause, name: string): MadeRule => ({
    name,
    scope: [[clause]],
    flows: [{ dest: name, constant: clause.join(' ') }],
  });
  const extension = `extension_${'0'.repeat(32)}`;
  return [
    { name: 'People', link: 'Provision', flows: [{ dest: 'title', attr: 'title' }] },
    ...INBOUND.map((clause, index) => marks(clause, `in${index}`)),
    ...OUTBOUND.map((clause, index): MadeRule => ({
      ...marks(clause, `${extension}_out${index}`),
      direction: 'Outbound',
    })),
  ];
}

test('every operator has in scope whom it had', { timeout: 60_000 }, async () => {
  const populations = [{ corp: objects(), lab: [] }];
  const { silences, errors, carried, product, direct } = await withFiles(filesOf(rules()), (folder) =>
    bothWays(folder, populations),
  );
  expect({ silences, errors }).toEqual({ silences: [], errors: [] });
  expect(carried).toHaveLength(3 + rules().length);
  expect(product).toEqual(direct);
});
