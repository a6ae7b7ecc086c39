import { expect, test } from 'vitest';
import { signaturesOf } from '../../src/model/signature.ts';
import type { UpdateObject } from '../../src/model/plan.ts';

function update(
  name: string,
  changes: readonly { attribute: string; before: string | boolean; after: string | boolean; rule?: string }[],
): UpdateObject {
  return {
    kind: 'update',
    id: `update:${name}`,
    after: [],
    object: { type: 'user', key: `corp/${name}`, id: name, name },
    from: `CN=${name}`,
    mark: 'mark',
    changes: changes.map(({ rule = 'people', ...change }) => ({
      ...change,
      why: [{ rule, at: 'rules.yaml:1', flow: change.attribute, losers: [] }],
    })),
  };
}

const moved = { attribute: 'department', before: 'IT', after: 'Digital' };

test('the same change of many people is one signature; everybody in it is counted once', () => {
  const operations = ['ada', 'bob', 'cid'].map((name) => update(name, [moved]));
  const [found, ...others] = signaturesOf(operations);
  expect(found).toMatchObject({ attribute: 'department', before: 'IT', after: 'Digital', objects: 3, rule: 'people' });
  expect(others).toEqual([]);
});

test('values that nobody shares stand together, with what they agree on', () => {
  const operations = ['ada', 'bob'].map((name) => update(name, [{ ...moved, after: name }]));
  const [found] = signaturesOf(operations);
  expect(found).toMatchObject({ before: 'IT', objects: 2 });
  expect(found).not.toHaveProperty('after');
});

test('the class of a change goes by its rule, not by its values', () => {
  const [one, two, other] = signaturesOf([
    update('ada', [moved]),
    update('bob', [moved]),
    update('cid', [{ ...moved, before: 'R&D' }]),
    update('dan', [{ ...moved, rule: 'others' }]),
  ]);
  expect(one?.digest).toBe(two?.digest);
  expect(other?.digest).not.toBe(one?.digest);
});

test('an account that is switched off and one that is switched on are no one class', () => {
  const off = { attribute: 'accountEnabled', before: true, after: false };
  const on = { attribute: 'accountEnabled', before: false, after: true };
  const [one, two] = signaturesOf([update('ada', [off]), update('bob', [on])]);
  expect(one?.digest).not.toBe(two?.digest);
});
