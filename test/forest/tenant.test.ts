import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { expectedUser, ownerMarkProperty, userInScope } from '../support/forest/expected.ts';
import { guidText } from '../support/forest/identifiers.ts';
import { firstOf } from '../support/forest/person-cases.ts';
import { personAt } from '../support/forest/person.ts';
import { examplePlan } from '../support/forest/plan.ts';
import { tenant } from '../support/forest/tenant.ts';
import type { GraphObject } from '../support/forest/tenant-person.ts';

const objects = [...tenant(examplePlan)];
const people = Array.from({ length: examplePlan.users }, (_, index) => personAt(examplePlan, index));
const byMark = new Map(users().map((user) => [String(user[ownerMarkProperty]).split(';')[3], user]));

describe('the tenant of the example', () => {
  test('is what stands in the example workspace', () => {
    const example = new URL('../../config/example/tenant.ndjson', import.meta.url);
    expect(readFileSync(example, 'utf8') === objects.map((one) => `${JSON.stringify(one)}\n`).join('')).toBe(true);
  });

  test('gives each object an id of its own, and names no object that it lacks', () => {
    const ids = new Set(objects.map(({ id }) => id));
    expect(ids.size).toBe(objects.length);
    for (const object of objects) for (const id of referencesOf(object)) expect(ids).toContain(id);
  });

  test('has marks that agree with the anchors', () => {
    const marked = objects.filter((object) => object[ownerMarkProperty] !== undefined);
    expect(marked.length).toBeGreaterThan(220);
    for (const object of marked) {
      const mark = /^v1;contoso;corp;([0-9a-f-]{36});(\d{4}-\d\d-\d\d)?$/.exec(String(object[ownerMarkProperty]));
      const anchor = object['onPremisesImmutableId'] ?? object['uniqueName'];
      const guid = String(anchor).startsWith('lockstep-contoso-')
        ? String(anchor).slice('lockstep-contoso-'.length)
        : guidText(Buffer.from(String(anchor), 'base64'));
      expect(mark?.[1]).toBe(guid);
    }
  });

  test('gives each user a principal name of its own', () => {
    const names = users().map((user) => (user['userPrincipalName'] as string).toLowerCase());
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('the first plan of the example is small', () => {
  const inScope = people.filter(userInScope);
  const held = users().filter((user) => user['onPremisesSyncEnabled'] === true);

  test('a handful to create', () => {
    const anchors = new Set(users().map((user) => user['onPremisesImmutableId']));
    const creates = inScope.filter(({ guid }) => !anchors.has(Buffer.from(guid).toString('base64')));
    expect(inScope.length).toBeGreaterThan(200);
    expect(creates.length).toBeGreaterThanOrEqual(3);
    expect(creates.length).toBeLessThanOrEqual(10);
  });

  test('a handful to update, of each kind', () => {
    const fields = people.flatMap(differences);
    for (const field of ['department', 'jobTitle', 'displayName', 'surname', 'userPrincipalName']) {
      expect(fields).toContain(field);
    }
    expect(people.filter((person) => differences(person).length > 0).length).toBeLessThanOrEqual(16);
  });

  test('two to disable, one mastered elsewhere, one privileged', () => {
    const leaving = people.filter((person) => !userInScope(person) && byMark.has(guidText(person.guid)));
    expect(leaving.map(({ awkward }) => awkward)).toEqual(['moved to OU=Test', 'moved to OU=Test']);
    expect(held).toHaveLength(1);
    const privileged = personAt(examplePlan, firstOf(0, 'privileged, with a difference'));
    expect(differences(privileged)).toEqual(['department']);
  });
});

function users(): GraphObject[] {
  return objects.filter((object) => object['@odata.type'] === '#microsoft.graph.user');
}

function differences(person: (typeof people)[number]): string[] {
  const user = byMark.get(guidText(person.guid));
  if (user === undefined) return [];
  const expected = Object.entries(expectedUser(person));
  return expected.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(user[name])).map(([name]) => name);
}

function referencesOf(object: GraphObject): string[] {
  const single = ['manager', 'principalId', 'resourceId'].flatMap((name) => object[name] ?? []);
  return [...single, ...((object['members'] ?? []) as string[])] as string[];
}
