import { expect, test } from 'vitest';
import { signInMoves } from '../../src/guard/sign-in-moves.ts';
import type { ApplyGuardInput } from '../../src/guard/index.ts';
import type { AttributeChange, Operation } from '../../src/model/plan.ts';

const domains = [
  { name: 'Fed.example', federated: true },
  { name: 'other-fed.example', federated: true },
  { name: 'contoso.com', federated: false },
  { name: 'managed.example', federated: false },
];

function told(changes: readonly Partial<AttributeChange>[], parts: Partial<Operation> = {}) {
  const operation = { kind: 'update', id: 'update:x', object: { type: 'user' }, changes, ...parts };
  const input = { body: { operations: [operation] }, tenant: { facts: { domains } } } as unknown as ApplyGuardInput;
  return signInMoves(input).map(({ code, blocks, detail, count }) => [code, blocks, detail, count]);
}

const rename = (before: string | null, after: string | null) => [{ attribute: 'userPrincipalName', before, after }];

test.each([
  ['managed', 'federated', 'a@contoso.com', 'a@fed.example'],
  ['federated', 'managed', 'a@FED.example', 'a@contoso.com'],
])('from a %s domain to a %s one', (kind, to, before, after) => {
  const [found] = told(rename(before, after));
  expect(found?.slice(0, 2)).toEqual(['SAFE024', false]);
  expect(found?.[2]).toMatch(new RegExp(`^Of 1 the sign-in name goes from \\S+ \\(${kind}\\) to \\S+ \\(${to}\\)\\.$`));
  expect(found?.[3]).toBe(1);
});

test.each([
  ['within a domain', rename('a@fed.example', 'b@fed.example')],
  ['between managed domains', rename('a@contoso.com', 'a@managed.example')],
  ['between federated domains, which is held', rename('a@fed.example', 'a@other-fed.example')],
  ['a first name', rename(null, 'a@fed.example')],
  ['another attribute', [{ attribute: 'mail', before: 'a@contoso.com', after: 'a@fed.example' }]],
])('nothing is said of %s', (_what, changes) => {
  expect(told(changes)).toEqual([]);
});

test('nothing is said of whom a plan creates', () => {
  expect(told(rename('a@contoso.com', 'a@fed.example'), { kind: 'create' })).toEqual([]);
});
