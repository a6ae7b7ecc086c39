import { describe, expect, it } from 'vitest';
import { asOf, stopsAt, valueOf, issuesOf } from './support.ts';

describe('CDate reads', () => {
  it.each<[string, string]>([
    ['2013-01-10 4:00 PM -8', '2013-01-11T00:00:00'],
    ['2013-01-10', '2013-01-10T00:00:00'],
    ['2013/1/9', '2013-01-09T00:00:00'],
    ['2013-01-10T16:00:00Z', '2013-01-10T16:00:00'],
    ['2013-01-10T16:00:00+02:00', '2013-01-10T14:00:00'],
    ['2013-01-10 16:00:00 +0530', '2013-01-10T10:30:00'],
    ['2013-01-10 00:30 +1', '2013-01-09T23:30:00'],
    ['2021-06-30+08:00', '2021-06-29T16:00:00'],
    ['2013-01-10 12:05 AM', '2013-01-10T00:05:00'],
    ['2013-01-10 12:05 pm', '2013-01-10T12:05:00'],
    ['2013-01-10 16:00 UTC', '2013-01-10T16:00:00'],
    ['2012-02-29 23:59:59.9999999', '2012-02-29T23:59:59'],
    [' 2012-02-29 ', '2012-02-29T00:00:00'],
    ['20140905081453.0Z', '2014-09-05T08:14:53'],
    ['20140905081453Z', '2014-09-05T08:14:53'],
    ['0001-01-01', '0001-01-01T00:00:00'],
    ['9999-12-31 23:59:59.9999999', '9999-12-31T23:59:59'],
  ])('%s', (written, result) => {
    expect(valueOf('FormatDateTime(CDate([cn]), "s")', { cn: written })).toBe(result);
    expect(valueOf('IsDate([cn])', { cn: written })).toBe(true);
  });

  it.each([
    '',
    'x',
    '2013-02-29',
    '2013-13-01',
    '2013-00-01',
    '2013-04-31',
    '2013-1',
    '2013-01-10 24:00',
    '2013-01-10 13:00 PM',
    '2013-01-10 0:30 AM',
    '2013-01-10 12:60',
    '2013-01-10 12:00:60',
    '2013-01-10 12:00 +15',
    '2013-01-10 12:00 +1:60',
    '01/02/2013',
    '1.2.2013',
    '20140905',
    '20140905081453+0100',
    '0000-01-01',
    '0001-01-01 00:00 +1',
    '9999-12-31 23:59 -1',
    `2013-01-10${' '.repeat(100_000)}x`,
  ])('nothing else: %s', (written) => {
    expect(valueOf('IsDate([cn])', { cn: written })).toBe(false);
    expect(stopsAt('NumFromDate(CDate([cn]))', { cn: written })).toBe('CDate([cn])');
  });
});

describe('FILETIME', () => {
  it.each<[string, number | bigint]>([
    ['1601-01-01', 0],
    ['1970-01-01', 116444736000000000n],
    ['2012-01-01 23:00:00', 129699324000000000n],
    ['2012-01-01 23:00:00.0000001', 129699324000000001n],
    ['1600-12-31 23:59:59', -10000000],
  ])('of %s there and back', (written, filetime) => {
    expect(valueOf(`NumFromDate(CDate("${written}"))`)).toBe(filetime);
    expect(valueOf('NumFromDate(DateFromNum([groupType]))', { groupType: filetime })).toBe(filetime);
  });

  it('has no date for never', () => {
    expect(stopsAt('NumFromDate(DateFromNum([groupType]))', { groupType: 9223372036854775807n })).toBe(
      'DateFromNum([groupType])',
    );
    expect(valueOf('DateFromNum([groupType]) = NULL')).toBe(true);
  });
});

describe('DateAdd', () => {
  it.each<[string, number, string, string]>([
    ['yyyy', 1, '2024-02-29', '2025-02-28T00:00:00'],
    ['yyyy', -4, '2024-02-29 10:00', '2020-02-29T10:00:00'],
    ['q', 1, '2025-11-30', '2026-02-28T00:00:00'],
    ['m', 1, '2026-12-31', '2027-01-31T00:00:00'],
    ['m', -1, '2026-03-31', '2026-02-28T00:00:00'],
    ['m', -13, '2026-01-15', '2024-12-15T00:00:00'],
    ['y', 1, '2026-12-31', '2027-01-01T00:00:00'],
    ['d', 1, '2026-12-31', '2027-01-01T00:00:00'],
    ['w', 1, '2026-12-31', '2027-01-01T00:00:00'],
    ['ww', -1, '2026-01-05', '2025-12-29T00:00:00'],
    ['h', 25, '2026-01-01', '2026-01-02T01:00:00'],
    ['n', -1, '2026-01-01', '2025-12-31T23:59:00'],
    ['s', 86400, '2026-01-01', '2026-01-02T00:00:00'],
    ['d', 0, '0001-01-01', '0001-01-01T00:00:00'],
  ])('%s %i to %s', (interval, number, written, result) => {
    expect(valueOf(`FormatDateTime(DateAdd("${interval}", ${number}, CDate("${written}")), "s")`)).toBe(result);
  });

  it.each([
    'DateAdd("x", 1, CDate([cn]))',
    'DateAdd("D", 1, CDate([cn]))',
    'DateAdd("yyyy", 9999, CDate([cn]))',
    'DateAdd("m", -999999, CDate([cn]))',
    'DateAdd("m", 9223372036854775807, CDate([cn]))',
    'DateAdd("d", 9223372036854775807, CDate([cn]))',
  ])('%s is refused', (text) => {
    expect(stopsAt(`NumFromDate(${text})`, { cn: '2026-01-01' })).toBe(text);
  });
});

describe('FormatDateTime', () => {
  const written = '2009-06-05 01:07:09.0450010';

  it.each<[string, string]>([
    ['yyyyMMddHHmmss.0Z', '20090605010709.0Z'],
    ['y yy yyy yyyy yyyyy', '9 09 2009 2009 02009'],
    ['M MM MMM MMMM', '6 06 Jun June'],
    ['d dd ddd dddd', '5 05 Fri Friday'],
    ['H HH h hh', '1 01 1 01'],
    ['m mm s ss', '7 07 9 09'],
    ['f ff fff ffff fffff ffffff fffffff', '0 04 045 0450 04500 045001 0450010'],
    ['F.FF.FFF.FFFF.FFFFFFF', '.04.045.045.045001'],
    ['t tt', 'A AM'],
    ['z zz zzz K', '+0 +00 +00:00 Z'],
    ['g gg', 'A.D. A.D.'],
    ['%d', '5'],
    ['%d\\d', '5d'],
    ['\'day\' d "month" M', 'day 5 month 6'],
    ['\\y\\\\yy', 'y\\09'],
    ['dd/MM/yyyy', '05/06/2009'],
    ['HHmm é😀 abc', '0107 é😀 abc'],
    ['o', '2009-06-05T01:07:09.0450010Z'],
    ['r', 'Fri, 05 Jun 2009 01:07:09 GMT'],
    ['s', '2009-06-05T01:07:09'],
    ['u', '2009-06-05 01:07:09Z'],
  ])('%s', (format, result) => {
    expect(valueOf('FormatDateTime(CDate([cn]), [sn])', { cn: written, sn: format })).toBe(result);
  });

  it.each<[string, string]>([
    ['00:00', '12 AM'],
    ['11:59', '11 AM'],
    ['12:00', '12 PM'],
    ['23:59', '11 PM'],
  ])('tells %s as %s', (time, result) => {
    expect(valueOf('FormatDateTime(CDate([cn]), "h tt")', { cn: `2026-01-01 ${time}` })).toBe(result);
  });

  it.each(['', 'd', 'D', 'x', 'ffffffff', "'open", '"open', 'open\\'])('refuses the format %s', (format) => {
    const text = 'FormatDateTime(CDate([cn]), [sn])';
    expect(stopsAt(text, { cn: written, sn: format })).toBe(text);
  });

  it('finds a bad format before the first object when the date is constant too', () => {
    expect(issuesOf('FormatDateTime(CDate("2026-01-01"), "d")')).toEqual([
      'EXP015 FormatDateTime(CDate("2026-01-01"), "d")',
    ]);
  });

  it('does not tire of new formats', () => {
    for (let index = 0; index < 200; index++) {
      expect(valueOf('FormatDateTime(CDate([cn]), [sn])', { cn: written, sn: `yyyy'${index}'` })).toBe(`2009${index}`);
    }
  });
});

describe('the time zone of the machine', () => {
  it('does not matter', () => {
    const before = process.env['TZ'];
    const offsets = new Set<number>();
    try {
      for (const zone of ['UTC', 'America/Los_Angeles', 'Pacific/Apia', 'Europe/Oslo']) {
        process.env['TZ'] = zone;
        offsets.add(new Date(asOf).getTimezoneOffset());
        expect(valueOf('FormatDateTime(CDate("2026-03-29 02:30"), "s")')).toBe('2026-03-29T02:30:00');
        expect(valueOf('FormatDateTime(DateAdd("m", 1, CDate("2026-02-28 23:30")), "dddd yyyy-MM-dd HH:mm zzz")')).toBe(
          'Saturday 2026-03-28 23:30 +00:00',
        );
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
    expect(offsets.size).toBe(4);
  });
});
