import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dnKey, escapeRdnValue, isAtOrBelow, parseDn } from '../../src/model/dn.ts';

test.each<[dn: string, rdns: readonly [type: string, value: string][]]>([
  ['', []],
  ['DC=com', [['DC', 'com']]],
  [
    'UID=jsmith,DC=example,DC=net',
    [
      ['UID', 'jsmith'],
      ['DC', 'example'],
      ['DC', 'net'],
    ],
  ],
  // RFC 4514 section 4.
  [
    'OU=Sales+CN=J.  Smith,DC=example',
    [
      ['OU', 'Sales'],
      ['DC', 'example'],
    ],
  ],
  [
    String.raw`CN=James \"Jim\" Smith\, III,DC=net`,
    [
      ['CN', 'James "Jim" Smith, III'],
      ['DC', 'net'],
    ],
  ],
  [
    String.raw`CN=Before\0dAfter,DC=net`,
    [
      ['CN', 'Before\rAfter'],
      ['DC', 'net'],
    ],
  ],
  [String.raw`CN=Lu\C4\8Di\C4\87`, [['CN', 'Lučić']]],
  // Active Directory's conflict objects.
  [
    String.raw`CN=ada\0ACNF:1b2c,DC=x`,
    [
      ['CN', 'ada\nCNF:1b2c'],
      ['DC', 'x'],
    ],
  ],
  [
    ' CN = a b , DC = x ',
    [
      ['CN', 'a b'],
      ['DC', 'x'],
    ],
  ],
  [
    String.raw`CN=\ a\ ,DC=x`,
    [
      ['CN', ' a '],
      ['DC', 'x'],
    ],
  ],
  [
    String.raw`CN=a\\ ,DC=x`,
    [
      ['CN', 'a\\'],
      ['DC', 'x'],
    ],
  ],
  [
    String.raw`CN=a\20  ,DC=x`,
    [
      ['CN', 'a '],
      ['DC', 'x'],
    ],
  ],
  [
    'CN="a,b;c";DC=x',
    [
      ['CN', 'a,b;c'],
      ['DC', 'x'],
    ],
  ],
  [
    String.raw`CN=\#a,DC=x`,
    [
      ['CN', '#a'],
      ['DC', 'x'],
    ],
  ],
  [
    'CN=a=b,DC=x',
    [
      ['CN', 'a=b'],
      ['DC', 'x'],
    ],
  ],
])('%s is parsed', (dn, rdns) => {
  expect(parseDn(dn)).toEqual(rdns.map(([type, value]) => ({ type, value })));
});

test.each<[spellings: readonly string[]]>([
  [['CN=Ada,DC=x', 'cn=ADA,dc=X', 'CN = Ada , DC = x', 'CN=\\41da,DC=x', 'CN="Ada",DC=x', 'CN=Ada;DC=x']],
  [['CN=a\\,b,DC=x', 'CN=a\\2Cb,DC=x', 'CN=a\\2cb,DC=x', 'CN="a,b",DC=x']],
  [['CN=a=b,DC=x', 'CN=a\\=b,DC=x', 'CN=a\\3Db,DC=x']],
  [['CN=a<b,DC=x', 'CN=a\\<b,DC=x', 'CN=a\\3Cb,DC=x']],
  [['CN=a\nCNF:1,DC=x', 'CN=a\\0ACNF:1,DC=x']],
  [['CN=a#b,DC=x', 'CN=a\\#b,DC=x', 'CN=a\\23b,DC=x']],
  [['CN=é,DC=x', 'CN=E\u0301,DC=x', 'CN=\\C3\\A9,DC=x']],
  [['CN=\u0338a,DC=x', 'CN=\\CC\\B8a,DC=x']],
  [['CN=a\u037eb,DC=x', 'CN=a\\;b,DC=x']],
  [['CN=a+OU=b,DC=x', 'ou=B+cn=A,DC=x']],
  [['CN=a\\\\,DC=x', 'CN=a\\5C,DC=x', 'CN=a\\\\ ,DC=x']],
])('%j are one', (spellings) => {
  const [first = ''] = spellings;
  for (const spelling of spellings) expect(dnKey(spelling), spelling).toBe(dnKey(first));
});

test.each([
  ['CN=a,DC=x', 'CN=a\\,DC=x'],
  ['CN=a,OU=b', 'CN=a\\,OU\\=b'],
  ['CN=a+OU=b', 'CN=a\\+OU=b'],
  ['CN=a', 'CN=a\\ '],
  ['CN=a b', 'CN=a  b'],
  ['CN=a', 'OU=a'],
  ['CN=\\EF\\BB\\BFa', 'CN=a'],
])('%s is not %s', (a, b) => {
  expect(dnKey(a)).not.toBe(dnKey(b));
});

test.each([
  ['OU=Staff,DC=x', 'OU=Staff,DC=x', true],
  ['CN=a,OU=Staff,DC=x', 'OU=Staff,DC=x', true],
  ['CN=a,OU=Deep,OU=Staff,DC=x', 'ou=staff,dc=X', true],
  ['CN=a,OU=NotStaff,DC=x', 'OU=Staff,DC=x', false],
  ['CN=a\\,OU=Staff,DC=x', 'OU=Staff,DC=x', false],
  ['CN=a\\,OU\\=Staff,DC=x', 'OU=Staff,DC=x', false],
  ['CN="a,OU=Staff",DC=x', 'OU=Staff,DC=x', false],
  ['CN=a\\\\,OU=Staff,DC=x', 'OU=Staff,DC=x', true],
  ['DC=x', 'OU=Staff,DC=x', false],
  ['CN=a,OU=R\\26D,DC=x', 'OU=R&D,DC=x', true],
  ['CN=a,OU=A\\=B,DC=x', 'OU=A=B,DC=x', true],
])('%s below %s: %s', (dn, container, below) => {
  expect(isAtOrBelow(dnKey(dn), dnKey(container))).toBe(below);
});

test.each([
  [' ', '\\ '],
  ['  ', '\\ \\ '],
  [' a ', '\\ a\\ '],
  ['#a#', '\\#a#'],
  ['a+b,c;d<e>f="g"\\', 'a\\+b\\,c\\;d\\<e\\>f\\=\\"g\\"\\\\'],
  ['\\ ', '\\\\\\ '],
  ['a\0b', 'a\\00b'],
  ['', ''],
])('%j is escaped as %j', (value, escaped) => {
  expect(escapeRdnValue(value)).toBe(escaped);
});

const character = fc.oneof(
  fc.constantFrom(...Array.from('\\,+"<>;=# \0\n\r\u0338\u037eaÄé')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
const value = fc.string({ unit: character, minLength: 1, maxLength: 12 });

test('what was escaped is read back, and stays one part of its DN', () => {
  fc.assert(
    fc.property(value, value, (name, unit) => {
      const dn = `CN=${escapeRdnValue(name)},OU=${escapeRdnValue(unit)},DC=x`;
      expect(parseDn(dn)).toEqual([
        { type: 'CN', value: name },
        { type: 'OU', value: unit },
        { type: 'DC', value: 'x' },
      ]);
      expect(isAtOrBelow(dnKey(dn), dnKey(`OU=${escapeRdnValue(unit)},DC=x`))).toBe(true);
      expect(isAtOrBelow(dnKey(dn), dnKey('DC=x'))).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('every spelling of a value has one key, and other values have others', () => {
  const spellings = fc.tuple(value, fc.infiniteStream(fc.boolean()));
  fc.assert(
    fc.property(spellings, value, ([name, hexadecimal], other) => {
      const spelt = Array.from(name, (one) => (hexadecimal.next().value === true ? hex(one) : escapeInside(one))).join(
        '',
      );
      const key = dnKey(`CN=${escapeRdnValue(name)},DC=x`);
      expect(dnKey(`cn=${spelt},dc=X`)).toBe(key);
      const same = fold(name) === fold(other);
      expect(dnKey(`CN=${escapeRdnValue(other)},DC=x`) === key).toBe(same);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['spaces', 'CN=a' + ' '.repeat(1_000_000) + 'b'],
  ['escaped pairs', 'CN=' + '\\C3\\A9'.repeat(170_000)],
  ['backslashes', '\\'.repeat(1_000_000)],
  ['backslashes and spaces', 'CN=' + '\\ '.repeat(500_000)],
  ['quotes', '"'.repeat(1_000_000)],
  ['commas', ','.repeat(1_000_000)],
  ['plus signs', 'CN=' + '+'.repeat(1_000_000)],
  ['equals signs', '='.repeat(1_000_000)],
  ['parts', 'OU=a,'.repeat(200_000)],
  ['lone surrogates', '\ud800'.repeat(1_000_000)],
])('a megabyte of %s takes no time and does not throw', (_name, hostile) => {
  const started = performance.now();
  dnKey(hostile);
  parseDn(hostile);
  escapeRdnValue(hostile);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.oneof(character, fc.constantFrom('\\', '"', '\ud800')), maxLength: 40 }),
      (text) => {
        expect(typeof dnKey(text)).toBe('string');
        expect(Array.isArray(parseDn(text))).toBe(true);
      },
    ),
    { numRuns: 1000 },
  );
});

function hex(text: string): string {
  return Buffer.from(text).toString('hex').replace(/../g, '\\$&');
}

/** A character escaped wherever it stands. */
function escapeInside(character: string): string {
  return '\\,+"<>;=# '.includes(character) ? `\\${character}` : character;
}

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}
