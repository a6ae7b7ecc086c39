import type { Instant } from '../values.ts';
import { instantOf } from './calendar.ts';

const date = '(?<year>\\d{4})[-/](?<month>\\d{1,2})[-/](?<day>\\d{1,2})';
const time = '(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:\\.(?<fraction>\\d{1,7}))?)?';
const half = '(?: ?(?<half>[AaPp][Mm]))?';
const zone = '(?: ?(?:(?<utc>Z|UTC|GMT)|(?<sign>[+-])(?<zoneHour>\\d{1,2})(?::?(?<zoneMinute>\\d{2}))?))?';

/** Year first, as ISO 8601 and the examples of Connect have it. A day before the year could be a month. */
const written = new RegExp(`^${date}(?:[T ] ?${time}${half})?${zone}$`);

/** Generalized time of LDAP (RFC 4517 section 3.3.13) as AD writes it: `20140905081453.0Z`. */
const generalized =
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})(?:[.,](?<fraction>\d{1,7}))?(?<utc>Z)$/;

type Groups = Readonly<Record<string, string | undefined>>;

/** The point in time that a text names; without a time zone it is UTC. */
export function parseDate(value: string): Instant | undefined {
  const text = value.trim();
  if (text.length > 64) return undefined;
  const groups: Groups | undefined = (generalized.exec(text) ?? written.exec(text))?.groups;
  if (groups === undefined) return undefined;
  const hour = hourOf(groups);
  const offset = offsetOf(groups);
  if (hour === undefined || offset === undefined) return undefined;
  return instantOf(
    {
      year: numberOf(groups['year']),
      month: numberOf(groups['month']),
      day: numberOf(groups['day']),
      hour,
      minute: numberOf(groups['minute']),
      second: numberOf(groups['second']),
      tick: numberOf((groups['fraction'] ?? '').padEnd(7, '0')),
    },
    offset,
  );
}

function hourOf(groups: Groups): number | undefined {
  const hour = numberOf(groups['hour']);
  const part = groups['half']?.toLowerCase();
  if (part === undefined) return hour;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (part === 'pm' ? 12 : 0);
}

/** Minutes that the text is ahead of UTC; offsets end at 14 hours. */
function offsetOf(groups: Groups): number | undefined {
  const hours = numberOf(groups['zoneHour']);
  const minutes = numberOf(groups['zoneMinute']);
  if (hours > 14 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (groups['sign'] === '-' ? -1 : 1);
}

function numberOf(digits: string | undefined): number {
  return digits === undefined || digits === '' ? 0 : Number(digits);
}
