import { describe, expect, test } from 'vitest';
import { BASE, anchor, codesOf, entryOf, importAll } from '../../conformance/source.ts';
import type { SourceEntry } from '../../conformance/source.ts';
import type { FakeDirectory } from '../../support/fake-ldap/directory.ts';
import { withFakeSource } from './fixture.ts';
import type { FakeSource, FakeSourceOptions } from './fixture.ts';

const OLD = `OU=Old,${BASE}`;
const NEW = `OU=New,${BASE}`;

const entries: readonly SourceEntry[] = [
  entryOf('organizationalUnit', 100, { ou: 'Old' }, OLD),
  ...Array.from({ length: 30 }, (_, index) =>
    entryOf('user', index, { mail: `p${index}@contoso.com` }, `CN=Object ${index},${OLD}`),
  ),
];

/** Changes the directory when the second of three pages has been asked for. */
async function during(
  change: (directory: FakeDirectory) => void,
  check: (source: FakeSource) => Promise<void>,
  options: FakeSourceOptions = {},
): Promise<void> {
  let held: FakeDirectory | undefined;
  await withFakeSource(
    {
      entries,
      settings: { pageSize: 11 },
      onSearch: (_, number) => {
        if (number === 2) change(held!);
        return undefined;
      },
      ...options,
    },
    (source) => {
      held = source.directory;
      return check(source);
    },
  );
}

function indexOf(number: number): number {
  return number + 1;
}

function without(entry: SourceEntry, name: string): SourceEntry {
  return { ...entry, attributes: entry.attributes.filter(([known]) => known !== name) };
}

function withValue(entry: SourceEntry, name: string, value: string): SourceEntry {
  return { ...entry, attributes: [...without(entry, name).attributes, [name, [value]]] };
}

function deleted(entry: SourceEntry): SourceEntry {
  return withValue(
    without({ ...entry, dn: `CN=gone\\0ADEL:x,CN=Deleted Objects,${BASE}` }, 'mail'),
    'isDeleted',
    'TRUE',
  );
}

describe('what happens while the pages are read', () => {
  test('an attribute that changes on a page that has passed has its new value', () =>
    during(
      (directory) => {
        directory.write(indexOf(0), (entry) => withValue(entry, 'mail', 'new@contoso.com'));
      },
      async ({ connector }) => {
        const { objects } = await importAll(connector, { user: ['mail'] });
        expect(objects.get(anchor(0))!.attributes.get('mail')).toBe('new@contoso.com');
        expect(objects.size).toBe(30);
      },
    ));

  test('an attribute that is cleared is absent, not what it was', () =>
    during(
      (directory) => {
        directory.write(indexOf(0), (entry) => without(entry, 'mail'));
      },
      async ({ connector }) => {
        const { objects } = await importAll(connector, { user: ['mail'] });
        expect(objects.get(anchor(0))!.attributes.has('mail')).toBe(false);
      },
    ));

  test('an object that is added is there', () =>
    during(
      (directory) => {
        directory.entries.unshift(entryOf('user', 55));
        directory.write(0, (entry) => entry);
      },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).objects.has(anchor(55))).toBe(true);
      },
    ));

  test('an object that is moved has its new name, once', () =>
    during(
      (directory) => {
        directory.write(indexOf(0), (entry) => ({ ...entry, dn: `CN=Moved,${NEW}` }));
      },
      async ({ connector }) => {
        const { objects } = await importAll(connector, { user: [] });
        expect(objects.get(anchor(0))!.dn).toBe(`CN=Moved,${NEW}`);
        expect(objects.size).toBe(30);
      },
    ));

  test('an object that is deleted is not there', () =>
    during(
      (directory) => {
        directory.write(indexOf(0), deleted);
        directory.write(indexOf(29), deleted);
      },
      async ({ connector }) => {
        const { objects, summary } = await importAll(connector, { user: [] });
        expect(objects.has(anchor(0))).toBe(false);
        expect(objects.has(anchor(29))).toBe(false);
        expect(objects.size).toBe(28);
        expect(summary.diagnostics).toEqual([]);
      },
    ));

  test('an object that is deleted and brought back is there', () =>
    during(
      (directory) => {
        directory.write(indexOf(0), deleted);
        directory.write(indexOf(0), () => entries[indexOf(0)]!);
      },
      async ({ connector }) => {
        expect((await importAll(connector, { user: [] })).objects.size).toBe(30);
      },
    ));

  test('a container that is renamed renames what lies below it, though nothing there was written', () =>
    during(
      (directory) => {
        directory.entries.forEach((entry, index) => {
          directory.entries[index] = { ...entry, dn: entry.dn.replace(OLD, NEW) };
        });
        directory.write(0, (entry) => entry);
      },
      async ({ connector }) => {
        const { objects } = await importAll(connector, { user: [] });
        expect([...objects.values()].filter(({ dn }) => !dn.endsWith(NEW))).toEqual([]);
        expect(objects.size).toBe(30);
      },
    ));

  test('when deleted objects cannot be seen, that is a warning', () =>
    during(
      (directory) => {
        directory.write(indexOf(29), deleted);
      },
      async ({ connector }) => {
        const { summary } = await importAll(connector, { user: [] });
        expect(summary.diagnostics).toMatchObject([{ code: 'SRC031', severity: 'warning' }]);
      },
      { showsDeleted: false },
    ));

  test('when nothing was written meanwhile, nothing is read twice and nothing is warned of', () =>
    during(
      () => undefined,
      async ({ connector, server }) => {
        const { summary } = await importAll(connector, { user: [] });
        expect(summary.diagnostics).toEqual([]);
        expect(server.requests.filter((each) => each.kind === 'search' && each.page !== undefined)).toHaveLength(3);
      },
      { showsDeleted: false },
    ));

  test('a tombstone is none of the objects, even when a server shows it unasked', () =>
    withFakeSource(
      { entries: [deleted(entryOf('user', 1)), entryOf('user', 2)], showsTombstones: true },
      async ({ connector }) => {
        expect([...(await importAll(connector, { user: [] })).objects.keys()]).toEqual([anchor(2)]);
      },
    ));

  test('another server at the end than at the beginning is an error', () =>
    withFakeSource({ entries }, async ({ connector, directory }) => {
      const rootDse: Record<string, readonly string[]> = { dsServiceName: ['CN=NTDS Settings,CN=DC1'] };
      Object.assign(directory.options, { rootDse });
      const running = connector.import(
        { attributes: new Map([['user', []]]) },
        {
          put: () => {
            rootDse['dsServiceName'] = ['CN=NTDS Settings,CN=DC2'];
          },
          remove: () => undefined,
          restart: () => undefined,
        },
        (await import('../../conformance/source.ts')).contextOf(),
      );
      expect(await codesOf(running)).toEqual(['SRC009']);
    }));
});
