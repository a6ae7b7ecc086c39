import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { guidFromBytes, guidToBytes } from '../../kernel/guid.ts';
import { integer } from '../../model/value.ts';
import { plain } from '../function.ts';
import { any, bytes, count, number, option, optional, text, textOrBytes } from '../parameter.ts';
import type { Span } from '../syntax.ts';
import { describeValue, isBytesValue, isReferenceValue, refuse } from '../values.ts';
import { decoded } from './encoding.ts';
import { parseNumber } from './number-text.ts';
import { sidOfBytes } from './sid.ts';

export const conversionFunctions = [
  plain({
    name: 'CStr',
    parameters: [any('value')],
    result: ['str'],
    summary: 'The text of a number, a boolean or a reference (its DN); a text stays as it is.',
    examples: [
      { text: 'CStr(42)', result: '42' },
      { text: 'CStr(True)', result: 'True' },
      {
        text: 'CStr([manager])',
        given: { manager: { dn: 'cn=Joe,dc=contoso,dc=com' } },
        result: 'cn=Joe,dc=contoso,dc=com',
      },
      { text: 'CStr([missing])', result: null },
    ],
    evaluate: (at, value) => {
      if (typeof value === 'string') return value;
      if (typeof value === 'boolean') return value ? 'True' : 'False';
      if (typeof value === 'number' || typeof value === 'bigint') return String(value);
      if (isReferenceValue(value)) return value.dn;
      return refuse(`CStr has no text for ${describeValue(value)}.`, at);
    },
  }),
  plain({
    name: 'CNum',
    parameters: [any('value', ['str', 'num', 'bin'])],
    result: ['num'],
    summary:
      'The whole number that a text names, or that up to 8 bytes hold (lowest byte first). IsNumeric tells beforehand.',
    examples: [
      { text: 'CNum("42")', result: 42 },
      { text: 'CNum([length])', given: { length: Uint8Array.of(0x20, 0x01) }, result: 288 },
    ],
    evaluate: (at, value) => {
      if (typeof value === 'number' || typeof value === 'bigint') return value;
      if (isBytesValue(value)) return numberOfBytes(value, at);
      const parsed = parseNumber(value);
      return parsed === undefined ? refuse('CNum takes a whole number of at most 64 bits.', at) : integer(parsed);
    },
  }),
  plain({
    name: 'CBool',
    parameters: [any('value', ['bool', 'num', 'str'])],
    result: ['bool'],
    summary:
      'True for True, for a number other than 0 and for the text "True"; False for False, 0, "False" and nothing.',
    whenNull: false,
    examples: [
      { text: 'CBool(1 = 1)', result: true },
      { text: 'CBool(BitAnd([groupType], -2147483648))', given: { groupType: 2 }, result: false },
      { text: 'CBool(NULL)', result: false },
    ],
    evaluate: (at, value) => {
      if (typeof value === 'boolean') return value;
      if (typeof value === 'number' || typeof value === 'bigint') return BigInt(value) !== 0n;
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      if (word === 'true' || word === 'false') return word === 'true';
      return refuse(`CBool cannot tell whether ${describeValue(value)} like this is true.`, at);
    },
  }),
  plain({
    name: 'CGuid',
    parameters: [text('value')],
    result: ['bin'],
    summary: 'The 16 bytes of a GUID text. IsGuid tells beforehand whether it is one.',
    examples: [
      {
        text: 'CGuid("{00112233-4455-6677-8899-aabbccddeeff}")',
        result: Uint8Array.from([
          0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
        ]),
      },
    ],
    evaluate: (at, value) => Uint8Array.from(guidToBytes(value) ?? refuse('CGuid takes a GUID.', at)),
  }),
  plain({
    name: 'CBin',
    parameters: [number('value'), count('length')],
    result: ['bin'],
    summary: 'A number as that many bytes (1 to 8), lowest byte first.',
    examples: [
      { text: 'CBin(32, 2)', result: Uint8Array.of(32, 0) },
      { text: 'CBin(258, 2)', result: Uint8Array.of(2, 1) },
    ],
    evaluate: (at, value, length) => bytesOfNumber(BigInt(value), length, at),
  }),
  plain({
    name: 'StringFromGuid',
    parameters: [bytes('value')],
    result: ['str'],
    summary: 'The text of the 16 bytes of a GUID, in lower case and without braces.',
    examples: [
      {
        text: 'StringFromGuid(CGuid("{00112233-4455-6677-8899-AABBCCDDEEFF}"))',
        result: '00112233-4455-6677-8899-aabbccddeeff',
      },
    ],
    evaluate: (at, value) => guidFromBytes(value) ?? refuse(`A GUID has 16 bytes, not ${value.length}.`, at),
  }),
  plain({
    name: 'StringFromSid',
    parameters: [bytes('value')],
    result: ['str'],
    summary: 'The text of the bytes of a security identifier.',
    examples: [
      {
        text: 'StringFromSid([objectSid])',
        given: { objectSid: Uint8Array.from([1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0]) },
        result: 'S-1-5-32-544',
      },
    ],
    evaluate: (at, value) => sidOfBytes(value) ?? refuse('These bytes are no security identifier.', at),
  }),
  plain({
    name: 'ConvertToBase64',
    parameters: [textOrBytes('value')],
    result: ['str'],
    summary: 'Base64 of bytes, or of the UTF-16 (little-endian) bytes of a text.',
    examples: [
      { text: 'ConvertToBase64("Hello world!")', result: 'SABlAGwAbABvACAAdwBvAHIAbABkACEA' },
      { text: 'ConvertToBase64([objectGUID])', given: { objectGUID: Uint8Array.of(1, 2, 3) }, result: 'AQID' },
    ],
    evaluate: (_, value) =>
      (typeof value === 'string' ? Buffer.from(value, 'utf16le') : bufferOf(value)).toString('base64'),
  }),
  plain({
    name: 'ConvertFromBase64',
    parameters: [text('value'), optional(option('encoding', ['Unicode', 'ASCII', 'UTF8']))],
    result: ['str'],
    summary: 'The text of Base64; the bytes are UTF-16 (little-endian) unless another encoding is named.',
    examples: [
      { text: 'ConvertFromBase64("SABlAGwAbABvACAAdwBvAHIAbABkACEA")', result: 'Hello world!' },
      { text: 'ConvertFromBase64("SGVsbG8gd29ybGQh", UTF8)', result: 'Hello world!' },
    ],
    evaluate: (at, value, encoding = 'Unicode') => {
      const compact = value.replace(/\s+/g, '');
      if (!isBase64(compact)) refuse('ConvertFromBase64 takes Base64.', at);
      return decoded(Buffer.from(compact, 'base64'), encoding) ?? refuse(`The bytes are not ${encoding}.`, at);
    },
  }),
  plain({
    name: 'ConvertToUTF8Hex',
    parameters: [text('value')],
    result: ['str'],
    summary: 'The UTF-8 bytes of a text as upper-case hexadecimal digits.',
    examples: [{ text: 'ConvertToUTF8Hex("Hello world!")', result: '48656C6C6F20776F726C6421' }],
    evaluate: (_, value) => Buffer.from(value, 'utf8').toString('hex').toUpperCase(),
  }),
  plain({
    name: 'ConvertFromUTF8Hex',
    parameters: [text('value')],
    result: ['str'],
    summary: 'The text whose UTF-8 bytes are written as hexadecimal digits.',
    examples: [{ text: 'ConvertFromUTF8Hex("48656C6C6F20776F726C6421")', result: 'Hello world!' }],
    evaluate: (at, value) => {
      if (!/^(?:[0-9A-Fa-f]{2})*$/.test(value)) refuse('ConvertFromUTF8Hex takes pairs of hexadecimal digits.', at);
      return decoded(Buffer.from(value, 'hex'), 'UTF8') ?? refuse('The bytes are not UTF-8.', at);
    },
  }),
  plain({
    name: 'Thumbprint',
    parameters: [bytes('value')],
    result: ['bin'],
    summary: 'SHA-256 of bytes: the key hash of a device key (MS-ADTS 2.2.20.6).',
    examples: [
      {
        text: 'ConvertToBase64(Thumbprint([key]))',
        given: { key: Uint8Array.of(0x61, 0x62, 0x63) },
        result: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
      },
    ],
    evaluate: (_, value) => new Uint8Array(hash('sha256', value, 'buffer')),
  }),
];

function bufferOf(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/**
 * Lowest byte first: Microsoft's rule for device keys reads and writes the lengths of KEYCREDENTIALLINK_ENTRY so
 * (MS-ADTS 2.2.20.3).
 */
function numberOfBytes(value: Uint8Array, at: Span): number | bigint {
  if (value.length === 0 || value.length > 8) return refuse(`CNum takes 1 to 8 bytes, not ${value.length}.`, at);
  const digits = Buffer.from(value).reverse().toString('hex');
  const wide = BigInt(`0x${digits}`);
  return integer(value.length === 8 ? BigInt.asIntN(64, wide) : wide);
}

function bytesOfNumber(value: bigint, length: number, at: Span): Uint8Array {
  if (length < 1 || length > 8) return refuse(`CBin makes 1 to 8 bytes, not ${length}.`, at);
  const bits = length * 8;
  if (value !== BigInt.asIntN(bits, value) && value !== BigInt.asUintN(bits, value)) {
    return refuse(`The number does not fit in ${length} bytes.`, at);
  }
  const digits = BigInt.asUintN(bits, value)
    .toString(16)
    .padStart(length * 2, '0');
  return new Uint8Array(Buffer.from(digits, 'hex').reverse());
}

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}
