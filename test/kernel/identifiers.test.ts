import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64Of } from '../../src/kernel/base64.ts';
import { guidFromBytes, guidToBytes, immutableIdOfGuid } from '../../src/kernel/guid.ts';
import { sidFromBytes, sidToBytes } from '../../src/kernel/sid.ts';

const GUID = '00112233-4455-6677-8899-aabbccddeeff';
const BYTES = Uint8Array.from(Buffer.from('33221100554477668899aabbccddeeff', 'hex'));

test('the first three fields of a GUID are little-endian', () => {
  expect(guidFromBytes(BYTES)).toBe(GUID);
  expect(Uint8Array.from(guidToBytes(GUID)!)).toEqual(BYTES);
  expect(Uint8Array.from(guidToBytes(`{${GUID.toUpperCase()}}`)!)).toEqual(BYTES);
  expect(immutableIdOfGuid(GUID)).toBe(Buffer.from(BYTES).toString('base64'));
});

test.each(['', GUID.slice(1), `${GUID}0`, GUID.replace('a', 'g'), GUID.replaceAll('-', ''), `${GUID}\n`])(
  '%j is no GUID',
  (text) => {
    expect([guidToBytes(text), immutableIdOfGuid(text)]).toEqual([undefined, undefined]);
  },
);

test('bytes, text and back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
      expect(Uint8Array.from(guidToBytes(guidFromBytes(bytes)!)!)).toEqual(bytes);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(guidFromBytes(bytes) === undefined).toBe(bytes.length !== 16);
    }),
  );
});

test.each([
  ['0101000000000005 12000000', 'S-1-5-18'],
  ['0105000000000005 15000000 01000000 02000000 ffffffff f4010000', 'S-1-5-21-1-2-4294967295-500'],
  ['0100ffffffffffff', 'S-1-281474976710655'],
  ['0201000000000005 12000000', undefined],
  ['0102000000000005 12000000', undefined],
  ['0101000000000005 12000000 00', undefined],
  ['01', undefined],
  ['', undefined],
])('the SID %s reads %s', (hex, text) => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  expect(sidFromBytes(bytes)).toBe(text);
  // A view into a larger buffer reads the same.
  const shifted = Buffer.concat([Buffer.from([9, 9, 9]), bytes, Buffer.from([9])]);
  expect(sidFromBytes(shifted.subarray(3, 3 + bytes.length))).toBe(text);
});

test('a SID in text, bytes and back', () => {
  const part = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 48 - 1 }),
      fc.array(part, { minLength: 1, maxLength: 15 }),
      (authority, parts) => {
        const text = ['S-1', authority, ...parts].join('-');
        expect(sidFromBytes(sidToBytes(text)!)).toBe(text);
      },
    ),
  );
});

test.each([
  '',
  'S-1',
  'S-1-5',
  'S-2-5-18',
  'S-1-5-4294967296',
  `S-1-${2 ** 48}-1`,
  'S-1-5-x',
  `S-1-5${'-1'.repeat(16)}`,
])('“%s” is no SID', (text) => {
  expect(sidToBytes(text)).toBe(undefined);
});

test('Base64 of a view is that of its own bytes', () => {
  const large = Uint8Array.from([1, 2, 3, 4, 5]);
  expect(base64Of(large.subarray(1, 4))).toBe(Buffer.from([2, 3, 4]).toString('base64'));
  expect(base64Of(new Uint8Array())).toBe('');
});
