import { describe, expect, test } from 'vitest';
import { codesOf, entryOf, importAll } from '../../conformance/source.ts';
import type { SearchQuestion } from '../../support/fake-ldap/message.ts';
import { withFakeSource } from './fixture.ts';

const people = Array.from({ length: 25 }, (_, index) => entryOf('user', index));
const paged = { entries: people, settings: { pageSize: 10 } } as const;

function pagesOf(requests: readonly { readonly kind: string }[]): SearchQuestion[] {
  return requests.filter((each): each is SearchQuestion => each.kind === 'search' && 'page' in each);
}

describe('paging', () => {
  test('goes on after an empty page that carries a cookie', () =>
    withFakeSource(
      {
        ...paged,
        onSearch: (_, number) => {
          // The second and third page are empty, and what they would have held comes on the fourth.
          return number === 2 || number === 3 ? { do: 'result', code: 0, cookie: Buffer.from('10') } : undefined;
        },
      },
      async ({ connector, server }) => {
        const { objects } = await importAll(connector, { user: [] });
        expect(objects.size).toBe(25);
        expect(pagesOf(server.requests).map(({ page }) => page!.cookie.toString())).toEqual([
          '',
          '10',
          '10',
          '10',
          '20',
        ]);
      },
    ));

  test('an empty first page is not an empty directory', () =>
    withFakeSource(
      {
        ...paged,
        onSearch: (_, number) => (number === 1 ? { do: 'result', code: 0, cookie: Buffer.from('0') } : undefined),
      },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).objects.size).toBe(25);
      },
    ));

  test('takes what the server gives when its pages are smaller than asked for', () =>
    withFakeSource({ entries: people, maxPageSize: 4 }, async ({ connector, server }) => {
      expect((await importAll(connector, { user: [] })).objects.size).toBe(25);
      expect(pagesOf(server.requests)).toHaveLength(7);
      expect(pagesOf(server.requests)[0]!.page!.size).toBe(1000);
    }));

  test('never sends a limit of its own', () =>
    withFakeSource(paged, async ({ connector, server }) => {
      await importAll(connector, { user: ['mail'] });
      const searches = server.requests.filter((each): each is SearchQuestion => each.kind === 'search');
      expect(searches.length).toBeGreaterThan(3);
      for (const { sizeLimit, timeLimit } of searches)
        expect({ sizeLimit, timeLimit }).toEqual({ sizeLimit: 0, timeLimit: 0 });
    }));

  test('asks for the attributes that are wanted and no others', () =>
    withFakeSource(paged, async ({ connector, server }) => {
      await importAll(connector, { user: ['mail', 'dn', 'objectSid'], group: ['member', 'mail'] });
      const [first] = pagesOf(server.requests);
      expect([...first!.attributes].sort()).toEqual(
        ['isDeleted', 'mail', 'member;range=0-1499', 'objectClass', 'objectGUID', 'objectSid'].sort(),
      );
    }));

  test('a server that answers without a page proves nothing', () =>
    withFakeSource(
      { ...paged, onSearch: (_, number) => (number === 2 ? { do: 'result', code: 0 } : undefined) },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC009']);
      },
    ));

  test('empty pages without end come to an end', () =>
    withFakeSource(
      {
        ...paged,
        onSearch: (_, number) => (number > 1 ? { do: 'result', code: 0, cookie: Buffer.from('x') } : undefined),
      },
      async ({ connector, server }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC009']);
        expect(server.requests.length).toBeLessThan(1100);
      },
    ));
});

describe('a search that the server ends with anything but success', () => {
  const results: readonly (readonly [number, string])[] = [
    [1, 'SRC012'],
    [3, 'SRC008'],
    [4, 'SRC008'],
    [10, 'SRC008'],
    [11, 'SRC008'],
    [12, 'SRC008'],
    [32, 'SRC011'],
    [50, 'SRC012'],
    [51, 'SRC017'],
    [52, 'SRC017'],
    [53, 'SRC008'],
    [80, 'SRC008'],
  ];
  for (const [code, expected] of results) {
    test(`result ${code} is ${expected}, never a smaller population`, () =>
      withFakeSource(
        { ...paged, onSearch: (_, number) => (number === 2 ? { do: 'result', code, message: 'why\0' } : undefined) },
        async ({ connector }) => {
          const running = importAll(connector, { user: [] });
          await expect(running).rejects.toMatchObject({
            diagnostics: [{ code: expected, detail: expect.stringContaining(`${code}, "why"`) as string }],
          });
        },
      ));
  }

  test('even when entries came before it', () =>
    withFakeSource(
      {
        ...paged,
        onSearch: (_, number) => (number === 3 ? { do: 'result', code: 4, cookie: Buffer.from('') } : undefined),
      },
      async ({ connector }) => {
        expect(await codesOf(importAll(connector, { user: [] }))).toEqual(['SRC008']);
      },
    ));
});
