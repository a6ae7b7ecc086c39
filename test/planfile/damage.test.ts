import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/kernel/canonical-json.ts';
import { planLines, readPlanFile } from '../../src/planfile/index.ts';
import { renderPlanJson } from '../../src/render/index.ts';
import { refusalOf } from '../support/run/failure.ts';
import { temporaryFolder } from '../support/run/folder.ts';
import { samplePlan } from '../support/run/plans.ts';

const lines = [...planLines(samplePlan)];
const whole = Buffer.from(lines.join(''));
const damaged = 'PLN001 exit 5';

let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'p.plan');
});

function refusalOfBytes(bytes: string | Uint8Array): Promise<string> {
  writeFileSync(path, bytes);
  return refusalOf(() => readPlanFile(path));
}

test('the file itself is sound', async () => {
  expect(await refusalOfBytes(whole)).toBe('not refused');
});

describe('bytes', () => {
  test('any byte changed into any other is damage', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(whole);
        bytes[at] = bytes[at]! ^ by;
        expect(await refusalOfBytes(bytes)).toMatch(/^PLN00[12] exit 5$/);
      }),
      { numRuns: 1500 },
    );
  });

  test('any line end changed into another kind of line end is damage', async () => {
    for (let at = whole.indexOf('\n'); at !== -1; at = whole.indexOf('\n', at + 1)) {
      for (const other of ['\r', '\r\n', '\u2028', '\n\n']) {
        const bytes = Buffer.concat([whole.subarray(0, at), Buffer.from(other), whole.subarray(at + 1)]);
        expect(await refusalOfBytes(bytes)).toBe(damaged);
      }
    }
  });

  test('bytes that are no UTF-8 are not read as the sign that stands for them', async () => {
    const sign = whole.indexOf(Buffer.from('\ufffd'));
    expect(sign).toBeGreaterThan(0);
    const bytes = Buffer.concat([whole.subarray(0, sign), Buffer.from([0xff]), whole.subarray(sign + 3)]);
    expect(await refusalOfBytes(bytes)).toBe(damaged);
  });

  test('cut off at any byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        // Of a few bytes nobody can tell what they were.
        expect(await refusalOfBytes(whole.subarray(0, length))).toBe(length < 8 ? 'PLN011 exit 3' : damaged);
      }),
    );
  });
});

describe('lines', () => {
  const places = lines.map((_, index) => index);

  test.each(places)('cut off after line %i', async (index) => {
    expect(await refusalOfBytes(lines.slice(0, index).join(''))).toBe(index === 0 ? 'PLN011 exit 3' : damaged);
  });

  test.each(places)('line %i left out', async (index) => {
    expect(await refusalOfBytes(lines.toSpliced(index, 1).join(''))).toBe(damaged);
  });

  test.each(places)('line %i twice', async (index) => {
    expect(await refusalOfBytes(lines.toSpliced(index, 0, lines[index]!).join(''))).toBe(damaged);
  });

  test.each(places.slice(1))('line %i before the one before it', async (index) => {
    const swapped = lines.toSpliced(index - 1, 2, lines[index]!, lines[index - 1]!);
    expect(await refusalOfBytes(swapped.join(''))).toBe(damaged);
  });

  test.each([
    ['a byte order mark', `\ufeff${whole.toString()}`],
    ['something after the end', `${whole.toString()}{}\n`],
    ['an empty line after the end', `${whole.toString()}\n`],
    ['the file twice', whole.toString().repeat(2)],
    ['a line of five megabytes', `{"kind":"envelope","tool":"${'x'.repeat(5_000_000)}"}\n`],
    ['a plan whose first byte is gone', whole.subarray(1)],
  ])('%s', async (_, bytes) => {
    expect(await refusalOfBytes(bytes)).toBe(damaged);
  });
});

describe('what never was a plan is not called damaged', () => {
  test.each([
    ['nothing', ''],
    ['only a line feed', '\n'],
    ['another JSON', '{"a":1}\n'],
    ['a list', '[]\n'],
    ['no JSON', 'lockstep\n'],
    ['five megabytes without a line end', Buffer.alloc(5_000_000, 'x')],
    ['deep nesting', `${'['.repeat(1_000_000)}\n`],
    ['zero bytes', Buffer.alloc(1000)],
    ['a compressed file', gzipSync(whole)],
    ['text in UTF-16', Buffer.from(whole.toString(), 'utf16le')],
    ['a plan as JSON for reading', renderPlanJson(samplePlan)],
    ['a source file', readFileSync('package.json')],
  ])('%s', async (_, bytes) => {
    expect(await refusalOfBytes(bytes)).toBe('PLN011 exit 3');
  });
});

describe('written again with right digests', () => {
  const resealed = (
    change: (line: Record<string, unknown>) => Record<string, unknown> | string | undefined,
  ): string => {
    const head = lines.slice(0, -1).flatMap((line) => {
      const changed = change(JSON.parse(line) as Record<string, unknown>);
      if (changed === undefined) return [];
      return [typeof changed === 'string' ? changed : JSON.stringify(changed)];
    });
    const ofBody = head.filter((line) => !/"kind":"(?:envelope|finding|hazard)"/.test(line)).map((line) => `${line}\n`);
    const withDigest = head.map((line) =>
      line.replace(/("bodyDigest":")[0-9a-f]{64}/, `$1${digestOf(ofBody.join(''))}`),
    );
    const text = withDigest.map((line) => `${line}\n`).join('');
    return `${text}${JSON.stringify({ digest: digestOf(text), kind: 'end' })}\n`;
  };
  const ofKind =
    (kind: string, change: (line: Record<string, unknown>) => Record<string, unknown> | string | undefined) =>
    (line: Record<string, unknown>) => (line['kind'] === kind ? change(line) : line);

  test('unchanged it is sound: the digests of this test are right', async () => {
    expect(await refusalOfBytes(resealed((line) => line))).toBe('not refused');
  });

  test.each([
    ['another version', ofKind('envelope', (line) => ({ ...line, version: 2 })), 'PLN002 exit 5'],
    ['another format', ofKind('envelope', (line) => ({ ...line, format: 'terraform' })), 'PLN002 exit 5'],
    ['a key that is not known', ofKind('delete', (line) => ({ ...line, force: true })), damaged],
    ['a kind that is not known', ofKind('delete', (line) => ({ ...line, kind: 'purge' })), damaged],
    [
      'a key __proto__',
      ofKind('delete', (line) => JSON.stringify(line).replace('{', '{"__proto__":{"licences":0},')),
      damaged,
    ],
    ['a run id that is a path', ofKind('envelope', (line) => ({ ...line, runId: '../../x' })), damaged],
    ['a time that is none', ofKind('envelope', (line) => ({ ...line, expiresAt: 'never' })), damaged],
    ['a flow that is not in the table', ofKind('flow', () => undefined), damaged],
    ['no census', ofKind('census', () => undefined), damaged],
    ['an operation after the census', ofKind('finding', () => lines[2]!.trim()), damaged],
    ['two operations of one name', ofKind('delete', (line) => ({ ...line, id: 'create:corp/a' })), damaged],
    ['a mark of 300 characters', ofKind('delete', (line) => ({ ...line, mark: 'x'.repeat(300) })), damaged],
    ['a negative count', ofKind('census', (line) => ({ ...line, inScope: -1 })), damaged],
  ] as const)('%s', async (_, change, refusal) => {
    expect(await refusalOfBytes(resealed(change))).toBe(refusal);
  });
});

test.each([
  ['', 'The file is empty.'],
  ['dn: DC=contoso\n', 'The file is of another kind.'],
  ['{"a":1}\n', 'The file is of another kind.'],
])('%j', async (bytes, detail) => {
  writeFileSync(path, bytes);
  await expect(readPlanFile(path)).rejects.toThrow(`PLN011: ${detail}`);
});

describe('what is no file', () => {
  test.each([
    ['a folder', () => mkdirSync(path, { recursive: true })],
    ['nothing at all', () => undefined],
  ])('%s', async (_, make) => {
    make();
    expect(await refusalOf(() => readPlanFile(path))).toBe('CLI002 exit 3');
  });
});
