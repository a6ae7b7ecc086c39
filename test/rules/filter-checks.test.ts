import { expect, test } from 'vitest';
import { load, rule, topology } from './workspace.ts';

const people = (types: string, connectors = 'corp') =>
  rule(
    'r',
    `from: { connectors: [${connectors}], type: ${types} }\nto: { metaverse: person }\nprecedence: 40\nlink: provision\n`,
  );
const filterOf = (objects: string) =>
  `apiVersion: lockstep/v1alpha1\nkind: ScopingFilter\nmetadata: { name: f }\nspec:\n  connectors: [corp]\n  objects: { ${objects} }\n`;
const CLAUSE = '{ all: [{ mail: { isNotNull: } }] }';

test.each([
  ['users alone are filtered', '[user, inetOrgPerson]', `user: ${CLAUSE}`, ['CFG054']],
  ['both are filtered', '[user, inetOrgPerson]', `user: ${CLAUSE}, inetOrgPerson: ${CLAUSE}`, []],
  ['all of the others take part', '[user, inetOrgPerson]', `user: ${CLAUSE}, inetOrgPerson: { all: [] }`, []],
  ['no rule reads the others', 'user', `user: ${CLAUSE}`, []],
  ['groups alone are filtered', '[user, inetOrgPerson]', `group: ${CLAUSE}`, []],
])('%s', async (_, types, objects, codes) => {
  const { diagnostics, ruleSet } = await load({
    'lockstep.yaml': topology,
    'r.yaml': people(types),
    'f.yaml': filterOf(objects),
  });
  expect(diagnostics.map((one) => one.code)).toEqual(codes);
  // A warning: what the author may have meant all the same is carried out.
  expect(ruleSet).toBeDefined();
});

test('a filter of another connector is not meant', async () => {
  const files = {
    'lockstep.yaml': topology,
    'r.yaml': people('[user, inetOrgPerson]', 'lab'),
    'f.yaml': filterOf(`user: ${CLAUSE}`),
  };
  expect((await load(files)).diagnostics).toEqual([]);
});
