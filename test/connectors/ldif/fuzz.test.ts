import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../../src/kernel/diagnostic.ts';
import { guidFromBytes } from '../../../src/kernel/guid.ts';
import { escapeRdnValue } from '../../../src/model/dn.ts';
import { importAll } from '../../conformance/source.ts';
import { connectorOver } from './fixture.ts';

const asked = { user: ['displayName', 'proxyAddresses', 'thumbnailPhoto'], group: ['member'] };

/** Resolves, or fails as the contract says. */
async function survives(content: Uint8Array, piece: number): Promise<void> {
  try {
    await importAll(connectorOver(content, { piece, limits: { line: 4096, record: 16384 } }), asked);
  } catch (error) {
    expect(error).toBeInstanceOf(DiagnosticError);
    expect((error as DiagnosticError).diagnostics.length).toBeGreaterThan(0);
  }
}

describe('bytes that nobody wrote on purpose', () => {
  test('are refused or read, and never crash the reader', async () => {
    const content = fc.uint8Array({ maxLength: 300 });
    await fc.assert(fc.asyncProperty(content, fc.integer({ min: 1, max: 50 }), survives), { numRuns: 1000 });
  });

  test('nor does what looks nearly like LDIF', async () => {
    const words = [
      'dn: CN=a,DC=b\n',
      'dn:',
      'dn:: ',
      'objectClass: user\n',
      'objectClass: group\n',
      'objectGUID:: AAECAwQFBgcICQoLDA0ODw==\n',
      'displayName: ',
      'displayName:: ',
      'member: ',
      'member;range=0-1: ',
      ';',
      ':',
      '::',
      ':<',
      ' ',
      '\n',
      '\r\n',
      '\r',
      '\n ',
      '#',
      'version: 1\n',
      'changetype: add\n',
      '\u0000',
      '\ufeff',
      'ä',
      'AAEC',
      '=',
      'thumbnailPhoto:: ',
      '-\n',
      'isDeleted: TRUE\n',
    ];
    const content = fc.array(fc.constantFrom(...words), { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')));
    await fc.assert(fc.asyncProperty(content, fc.integer({ min: 1, max: 50 }), survives), { numRuns: 2000 });
  });

  test('how the file is cut into pieces changes nothing', async () => {
    const line = fc.constantFrom('displayName: a', ' b', 'proxyAddresses: c', '# d', 'thumbnailPhoto:: AAEC', 'x', '');
    const content = fc.array(line, { maxLength: 12 }).map((lines) => {
      return `dn: CN=a,DC=b\nobjectClass: user\nobjectGUID:: AAECAwQFBgcICQoLDA0ODw==\n${lines.join('\n')}\n\n`;
    });
    const outcome = async (text: string, piece: number): Promise<string> =>
      importAll(connectorOver(text, { piece }), asked).then(
        ({ objects }) => JSON.stringify([...objects.values()].map(({ attributes }) => [...attributes])),
        String,
      );
    await fc.assert(
      fc.asyncProperty(content, fc.integer({ min: 1, max: 60 }), async (text, piece) => {
        expect(await outcome(text, piece)).toBe(await outcome(text, 1 << 20));
      }),
      { numRuns: 500 },
    );
  });

  test('take time in step with their length', async () => {
    const shapes = [
      (size: number) => `dn: CN=a\n${'x: y\n'.repeat(size / 5)}`,
      (size: number) => `dn: ${'x\n '.repeat(size / 3)}`,
      (size: number) => `#${'x'.repeat(size)}`,
      (size: number) => '\n'.repeat(size),
      (size: number) => `dn: ${',DC=a'.repeat(size / 5)},x\n\n`,
      (size: number) => `dn: CN=a\nobjectClass: user\ndisplayName: ${'\\,'.repeat(size / 2)}\n\n`,
    ];
    const limits = { line: 1 << 26, record: 1 << 26 };
    for (const shape of shapes) {
      const began = performance.now();
      await importAll(connectorOver(shape(4_000_000), { piece: 1000, limits }), asked).catch(() => undefined);
      // A copy of everything for each of the 4,000 pieces would take far longer.
      expect(performance.now() - began).toBeLessThan(5000);
    }
  });
});

describe('what a writer of LDIF writes', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((value) => value.isWellFormed());
  const entry = fc.record({
    name: text,
    displayName: fc.option(text, { nil: undefined }),
    proxyAddresses: fc.array(text, { maxLength: 4 }),
    thumbnailPhoto: fc.option(fc.uint8Array({ minLength: 1, maxLength: 200 }), { nil: undefined }),
  });
  const layout = fc.record({
    lineEnd: fc.constantFrom('\n', '\r\n'),
    width: fc.integer({ min: 8, max: 90 }),
    base64: fc.boolean(),
    comments: fc.boolean(),
    piece: fc.integer({ min: 1, max: 200 }),
  });

  test('is read back as it was, in every layout that the format allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 6 }), layout, async (entries, how) => {
        const { lineEnd, width, base64, comments, piece } = how;
        const fold = (line: string): string => {
          const bytes = Buffer.from(line);
          const parts: Buffer[] = [bytes.subarray(0, width)];
          for (let at = width; at < bytes.length; at += width - 1) {
            parts.push(Buffer.from(`${lineEnd} `), bytes.subarray(at, at + width - 1));
          }
          return Buffer.concat(parts).toString('latin1');
        };
        const line = (key: string, value: string | Uint8Array): string => {
          const plain = typeof value === 'string' && !base64 && /^[^\s:<\u0000][^\u0000\r\n]*$/u.test(value);
          return fold(plain ? `${key}: ${value}` : `${key}:: ${Buffer.from(value as string).toString('base64')}`);
        };
        const records = entries.map(({ name, displayName, proxyAddresses, thumbnailPhoto }, index) => {
          const lines = [
            line('dn', `CN=${escapeRdnValue(name)},DC=contoso,DC=com`),
            line('objectClass', 'user'),
            line('objectGUID', new Uint8Array(16).fill(index)),
            ...(displayName === undefined ? [] : [line('displayName', displayName)]),
            ...proxyAddresses.map((value) => line('proxyAddresses', value)),
            ...(thumbnailPhoto === undefined ? [] : [line('thumbnailPhoto', thumbnailPhoto)]),
          ];
          return lines.join(comments ? `${lineEnd}# comment${lineEnd}` : lineEnd) + lineEnd + lineEnd;
        });
        const content = Buffer.from(records.join(''), 'latin1');
        const { objects } = await importAll(connectorOver(content, { piece }), asked);
        const expected = entries.map(({ name, displayName, proxyAddresses, thumbnailPhoto }, index) => ({
          anchor: guidFromBytes(new Uint8Array(16).fill(index)),
          dn: `CN=${escapeRdnValue(name)},DC=contoso,DC=com`,
          displayName,
          proxyAddresses: proxyAddresses.length === 0 ? undefined : proxyAddresses,
          thumbnailPhoto: thumbnailPhoto === undefined ? undefined : Buffer.from(thumbnailPhoto),
        }));
        const found = [...objects.values()].map(({ anchor, dn, attributes }) => ({
          anchor,
          dn,
          displayName: attributes.get('displayName'),
          proxyAddresses: attributes.get('proxyAddresses'),
          thumbnailPhoto: attributes.get('thumbnailPhoto'),
        }));
        expect(found).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });
});
