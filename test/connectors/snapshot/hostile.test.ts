import { readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { inspectSnapshot } from '../../../src/connectors/snapshot/index.ts';
import type { SnapshotFile } from '../../../src/connectors/snapshot/index.ts';
import { silent } from '../../../src/kernel/ports.ts';
import type { Value } from '../../../src/model/value.ts';
import { contextOf } from '../../conformance/source.ts';
import { refusalOf } from '../../support/run/failure.ts';
import { temporaryFolder } from '../../support/run/folder.ts';
import { ourGroup, ourUser, tenantOf } from '../../support/world/tenant.ts';
import {
  fileIn,
  inspect,
  linesOf,
  openSource,
  openTenant,
  packed,
  reseal,
  signal,
  tenantRequest,
  writeSource,
  writeTenant,
} from './files.ts';
import { request } from './populations.ts';

const nowhere = { put: () => undefined, remove: () => undefined, restart: () => undefined };
const damaged = 'SNP001 exit 3';
const ANCHOR = '0b31469b-3ce0-4832-b450-29cb7c1e6cc6';

let file: SnapshotFile;
beforeEach(() => {
  file = fileIn(temporaryFolder());
});

const user = (attributes: Readonly<Record<string, Value>> = {}, anchor = ANCHOR) => ({
  type: 'user',
  anchor,
  dn: 'CN=a,DC=corp',
  attributes: new Map(Object.entries(attributes)),
});

type Change = (line: string) => string;

/** What reading is refused with when this line of a sound snapshot of one user is changed, and the digest with it. */
async function refusalOfSource(at: 0 | 1, change: Change): Promise<string> {
  await writeSource(file, [user({ displayName: 'x', proxyAddresses: ['y'], accountExpires: 2n ** 60n })]);
  const lines = linesOf(file).slice(0, -1);
  reseal(file, lines.with(at, change(lines[at]!)));
  return await refusalOf(async () => (await openSource(file)).import(request, nowhere, contextOf()));
}

const asAttribute =
  (name: string, json: string): Change =>
  (line) =>
    line.replace(/"attributes":\{.*?\},"dn"/, () => `"attributes":{"${name}":${json}},"dn"`);

describe('the parameters of several domains', () => {
  const two = '"partitionParameters":{"DC=a":{"Domain.FQDN":"a"},"DC=b":{"Domain.FQDN":"b"}}';
  const headed =
    (version: number, more: string): Change =>
    (line) =>
      line.replace('"version":1', `${more === '' ? '' : `${more},`}"version":${version}`);

  test.each<[string, number, string]>([
    ['are sound in version 2', 2, two],
    ['are not there in version 1', 1, ''],
  ])('%s', async (_, version, more) => {
    expect(await refusalOfSource(0, headed(version, more))).toBe('not refused');
  });

  test.each<[string, number, string]>([
    ['are not of version 1', 1, two],
    ['are what version 2 is for', 2, ''],
    ['are of more than one domain', 2, '"partitionParameters":{"DC=a":{"Domain.FQDN":"a"}}'],
    ['are maps', 2, '"partitionParameters":{"DC=a":"a","DC=b":"b"}'],
    ['are texts', 2, two.replace('"a"', '1')],
    ['have names', 2, two.replace('Domain.FQDN', '%Domain%')],
  ])('%s', async (_, version, more) => {
    expect(await refusalOfSource(0, headed(version, more))).toBe(damaged);
  });
});

describe('an object of a source', () => {
  test.each<[string, Change]>([
    ['unchanged', (line) => line],
    ['with an attribute of its own kind', asAttribute('accountExpires', '5')],
  ])('%s is sound', async (_, change) => {
    expect(await refusalOfSource(1, change)).toBe('not refused');
  });

  test.each<[string, Change]>([
    ['a text where octets belong', asAttribute('objectGUID', '"x"')],
    ['octets where a text belongs', asAttribute('displayName', '{"b":"AA=="}')],
    ['an empty text', asAttribute('displayName', '""')],
    ['half a surrogate pair', asAttribute('displayName', String.raw`"\ud800"`)],
    ['null', asAttribute('displayName', 'null')],
    ['a list where one value belongs', asAttribute('displayName', '["x"]')],
    ['one value where a list belongs', asAttribute('proxyAddresses', '"x"')],
    ['an empty list', asAttribute('proxyAddresses', '[]')],
    ['a list in a list', asAttribute('proxyAddresses', '[["x"]]')],
    ['a fraction', asAttribute('accountExpires', '1.5')],
    ['a number that is not safe', asAttribute('accountExpires', '9007199254740993')],
    ['minus zero', asAttribute('accountExpires', '-0')],
    ['a small integer as a large one', asAttribute('accountExpires', '{"n":"5"}')],
    ['a large integer with zeros before it', asAttribute('accountExpires', '{"n":"09223372036854775807"}')],
    ['an integer of a million digits', asAttribute('accountExpires', `{"n":"${'9'.repeat(1_000_000)}"}`)],
    ['base64 that is none', asAttribute('objectGUID', '{"b":"A*=="}')],
    ['base64 of the other alphabet', asAttribute('objectGUID', '{"b":"-_-_"}')],
    ['a value with two tags', asAttribute('objectGUID', '{"b":"AA==","r":"CN=x"}')],
    ['a value with an unknown tag', asAttribute('objectGUID', '{"x":"AA=="}')],
    ['a tag by inheritance', asAttribute('objectGUID', '{"__proto__":{"b":"AA=="}}')],
    ['a reference that is no DN', asAttribute('manager', '{"r":"x"}')],
    ['an attribute that the head does not name', asAttribute('department', '"x"')],
    ['an attribute __proto__', asAttribute('__proto__', '{"displayName":"x"}')],
    ['an attribute constructor', asAttribute('constructor', '"x"')],
    ['a key __proto__', (line) => line.replace('{', '{"__proto__":{"id":"x"},')],
    ['a key that is not known', (line) => line.replace('{', '{"admin":true,')],
    ['an anchor that is none', (line) => line.replace(ANCHOR, '../../x')],
    ['a DN that is none', (line) => line.replace('CN=a,DC=corp', 'root')],
    ['deep nesting', asAttribute('displayName', '['.repeat(100_000) + ']'.repeat(100_000))],
  ])('%s', async (_, change) => {
    expect(await refusalOfSource(1, change)).toBe(damaged);
  });

  test.each(['__proto__', 'constructor', 'computer', 'end '])('of a kind %s', async (kind) => {
    expect(await refusalOfSource(1, (line) => line.replace('"kind":"user"', `"kind":"${kind}"`))).toMatch(
      /^SNP00[13] exit 3$/,
    );
  });

  test('that is there in two types would be one object fewer', async () => {
    await writeSource(file, [user(), { ...user(), type: 'group' }]);
    expect(await refusalOf(async () => (await openSource(file)).import(request, nowhere, contextOf()))).toBe(damaged);
  });
});

describe('a head', () => {
  test.each<[string, Change]>([
    ['a key that is not known', (line) => line.replace('{', '{"admin":true,')],
    ['a key __proto__', (line) => line.replace('{', '{"__proto__":{"workspace":"x"},')],
    ['a type __proto__', (line) => line.replace('"attributes":{', '"attributes":{"__proto__":["x"],')],
    ['an attribute that is no name', (line) => line.replace('"displayName"', '"display name"')],
    ['a count that is none', (line) => line.replace('"user":1', '"user":-1')],
    ['a count beyond all bounds', (line) => line.replace('"user":1', '"user":1e300')],
    ['fewer lines than announced', (line) => line.replace('"user":1', '"user":2')],
    ['an instant that is none', (line) => line.replace(/"readAt":"[^"]*"/, '"readAt":"2026-99-99T00:00:00.000Z"')],
    ['of another kind', (line) => line.replace('"kind":"source"', '"kind":"plan"')],
    ['of a tenant', (line) => line.replace('"kind":"source"', '"kind":"tenant"')],
  ])('%s', async (_, change) => {
    expect(await refusalOfSource(0, change)).toBe(damaged);
  });

  test('more lines than announced', async () => {
    expect(await refusalOfSource(0, (line) => line.replace('"user":1', '"user":0'))).toBe('SNP003 exit 3');
  });
});

describe('a tenant', () => {
  async function refusalOfTenant(change: Change): Promise<string> {
    const facts = { privilegedUsers: new Map([['id-ada', 'Global Administrator']]) };
    await writeTenant(file, tenantOf({ facts, objects: [ourUser('ada'), ourGroup('staff')] }));
    const text = linesOf(file).slice(0, -1).join('\n');
    reseal(file, change(text).split('\n'));
    return await refusalOf(async () => (await openTenant(file)).read(tenantRequest, () => true, contextOf()));
  }

  test('unchanged it is sound', async () => {
    expect(await refusalOfTenant((text) => text)).toBe('not refused');
  });

  test.each<[string, Change]>([
    ['a mark that is none', (text) => text.replace('"mark":"v1;', '"mark":"v2;')],
    ['a flag that is no flag', (text) => text.replace('"kind":"user"', '"guest":"no","kind":"user"')],
    ['an attribute that is a structure', (text) => text.replace('"displayName":"ada"', '"displayName":{"a":1}')],
    ['an attribute __proto__', (text) => text.replace('"displayName":"ada"', '"__proto__":"x"')],
    ['a key __proto__', (text) => text.replace('"kind":"user"', '"__proto__":{"sid":"x"},"kind":"user"')],
    ['members that are none', (text) => text.replace('"members":[]', '"members":[5]')],
    ['no facts', (text) => text.replace('"facts":1,', '').replace(/\n[^\n]*"kind":"facts"[^\n]*/, '')],
    ['a mastery that is not known', (text) => text.replace('"kind":"user"', '"kind":"user","mastery":"ours"')],
    ['facts of another tenant', (text) => text.replace(/"tenantId":"[^"]*"/, '"tenantId":"other"')],
  ])('%s', async (_, change) => {
    expect(await refusalOfTenant(change)).toBe(damaged);
  });
});

describe('a file that unpacks without end', () => {
  const refusalOfBytes = (bytes: Uint8Array, limits?: Parameters<typeof inspectSnapshot>[1]['limits']) => {
    writeFileSync(file.path, bytes);
    const more = limits === undefined ? {} : { limits };
    return refusalOf(() => inspectSnapshot(file, { signal, progress: silent, ...more }));
  };

  test('one line of zeros', async () => {
    expect(await refusalOfBytes(packed(Buffer.alloc(150_000_000)))).toBe('SNP003 exit 3');
  });

  test('a line, and lines in all, within bounds', async () => {
    await writeSource(
      file,
      Array.from({ length: 500 }, (_, index) => user({}, `${String(index).padStart(8, '0')}${ANCHOR.slice(8)}`)),
    );
    const bytes = packed(Buffer.from(`${linesOf(file).join('\n')}\n`));
    expect(await refusalOfBytes(bytes, { line: 2000, slack: 0, ratio: 100 })).toBe('not refused');
    expect(await refusalOfBytes(bytes, { line: 100, slack: 0, ratio: 100 })).toBe('SNP003 exit 3');
    expect(await refusalOfBytes(bytes, { line: 2000, slack: 0, ratio: 2 })).toBe('SNP003 exit 3');
  });
});

describe('what cannot be held is not written', () => {
  test.each([
    ['an anchor that is none', user({}, 'x')],
    ['a DN that is none', { ...user(), dn: 'x' }],
  ])('%s', async (_, object) => {
    expect(await refusalOf(() => writeSource(file, [object]))).toBe('SNP007 exit 3');
    expect(readdirSync(dirname(file.path))).toEqual([]);
  });

  test('and leaves what was there before', async () => {
    const { digest } = await writeSource(file, [user()]);
    expect(await refusalOf(() => writeSource(file, [user({}, 'x')]))).toBe('SNP007 exit 3');
    expect((await inspect(file)).digest).toBe(digest);
  });

  test('a folder that is not there', async () => {
    const nowhereFile = { path: `${file.path}/none/x`, shownAs: 'none/x' };
    expect(await refusalOf(() => writeSource(nowhereFile, []))).toBe('CLI002 exit 3');
  });
});
