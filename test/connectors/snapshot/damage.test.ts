import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SnapshotFile } from '../../../src/connectors/snapshot/index.ts';
import { contextOf } from '../../conformance/source.ts';
import { refusalOf } from '../../support/run/failure.ts';
import { temporaryFolder } from '../../support/run/folder.ts';
import { fileIn, inspect, linesOf, openSource, openTenant, packed, reseal, tenantRequest } from './files.ts';
import { writeSource, writeTenant } from './files.ts';
import { populations, request, sourceObjects } from './populations.ts';

const nowhere = { put: () => undefined, remove: () => undefined, restart: () => undefined };
const damaged = 'SNP001 exit 3';
let file: SnapshotFile;

/** All of what a plan does with a snapshot. */
async function readAll(): Promise<unknown> {
  if (file.shownAs === 'tenant') return (await openTenant(file)).read(tenantRequest, () => true, contextOf());
  return (await openSource(file)).import(request, nowhere, contextOf());
}

describe.each(['source', 'tenant'])('of a %s', (kind) => {
  let whole: Buffer;
  let lines: readonly string[];
  let made = false;

  beforeEach(async () => {
    file = fileIn(temporaryFolder(), kind);
    if (made) return;
    made = true;
    const objects = fc.sample(sourceObjects, { numRuns: 50, seed: 7 }).find(({ length }) => length > 8);
    const population = fc.sample(populations, { numRuns: 50, seed: 7 }).find(({ members }) => members.size > 4);
    await (kind === 'source' ? writeSource(file, objects!) : writeTenant(file, population!));
    whole = readFileSync(file.path);
    lines = linesOf(file);
  });

  const refusalOfBytes = (bytes: Uint8Array): Promise<string> => {
    writeFileSync(file.path, bytes);
    return refusalOf(readAll);
  };

  const refusalOfLines = (changed: readonly string[]): Promise<string> => {
    reseal(file, changed);
    return refusalOf(readAll);
  };

  test('the file itself is sound, and packed as the tests pack', async () => {
    expect(lines.length).toBeGreaterThan(8);
    expect(await refusalOfBytes(whole)).toBe('not refused');
    expect(await refusalOfLines(lines.slice(0, -1))).toBe('not refused');
  });

  // Some bits of deflate say nothing (the last ones), and some changes unpack to the same: those are no damage.
  test('any byte changed into any other is found, unless it unpacks to the very same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(whole);
        bytes[at] = bytes[at]! ^ by;
        const refusal = await refusalOfBytes(bytes);
        if (refusal === 'not refused') expect(linesOf(file)).toEqual(lines);
        else expect(refusal).toMatch(/^SNP00[123] exit 3$/);
      }),
      { numRuns: 400 },
    );
  });

  test('any unpacked byte changed into any other is found', async () => {
    const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(text);
        bytes[at] = bytes[at]! ^ by;
        expect(await refusalOfBytes(packed(bytes))).toMatch(/^SNP00[1-6] exit 3$/);
      }),
      { numRuns: 300 },
    );
  });

  test('cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(await refusalOfBytes(whole.subarray(0, length))).toBe(damaged);
      }),
    );
  });

  test.each([
    ['zero bytes after it', Buffer.alloc(20)],
    ['text after it', Buffer.from('more')],
    ['a second file after it', packed(Buffer.from('{"kind":"end"}\n'))],
    ['an empty second file after it', packed(Buffer.alloc(0))],
  ])('%s', async (_, more) => {
    expect(await refusalOfBytes(Buffer.concat([whole, more]))).toBe(damaged);
  });

  test('a line left out, there twice, or in another place, with a right digest', async () => {
    const body = lines.slice(0, -1);
    for (let at = 1; at < body.length; at++) {
      expect(await refusalOfLines(body.toSpliced(at, 1))).toBe(damaged);
      expect(await refusalOfLines(body.toSpliced(at, 0, body[at]!))).toMatch(/^SNP00[13] exit 3$/);
      if (at > 1) expect(await refusalOfLines(body.toSpliced(at - 1, 2, body[at]!, body[at - 1]!))).toBe(damaged);
    }
  });
});

describe('what is no snapshot', () => {
  beforeEach(() => {
    file = fileIn(temporaryFolder(), 'x');
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['LDIF', Buffer.from('version: 1\n\ndn: DC=corp\n')],
    ['packed nothing', packed(Buffer.alloc(0))],
    ['packed text', packed(Buffer.from('version: 1\n'))],
    ['packed list', packed(Buffer.from('[]\n'))],
    ['deep nesting', packed(Buffer.from(`${'['.repeat(1_000_000)}\n`))],
    ['a byte order mark', packed(Buffer.from('\ufeff{"format":"lockstep-snapshot","version":1}\n'))],
  ])('%s', async (_, bytes) => {
    writeFileSync(file.path, bytes);
    expect(await refusalOf(() => inspect(file))).toBe(damaged);
  });

  test.each([
    ['another version', '{"format":"lockstep-snapshot","version":3,"kind":"source"}\n'],
    ['another version of a tenant', '{"format":"lockstep-snapshot","version":3,"kind":"tenant"}\n'],
    ['a version of nothing', '{"format":"lockstep-snapshot","version":2}\n'],
    ['another format', '{"format":"lockstep-plan","version":1}\n'],
    ['an object', '{}\n'],
  ])('%s', async (_, text) => {
    writeFileSync(file.path, packed(Buffer.from(text)));
    expect(await refusalOf(() => inspect(file))).toBe('SNP002 exit 3');
  });

  test('a folder, or nothing at all', async () => {
    expect(await refusalOf(() => inspect(file))).toBe('CLI002 exit 3');
    mkdirSync(file.path);
    expect(await refusalOf(() => inspect(file))).toBe('CLI002 exit 3');
  });
});
