import type { Instant } from '../../values.ts';
import { calendarTimeOf } from '../calendar.ts';

/** `M/d/yyyy h:mm:ss tt` in UTC: how the service writes dates. */
export function instantText(instant: Instant): string {
  const { year, month, day, hour, minute, second } = calendarTimeOf(instant);
  const time = [((hour + 11) % 12) + 1, two(minute), two(second)].join(':');
  return `${month}/${day}/${String(year).padStart(4, '0')} ${time} ${hour < 12 ? 'AM' : 'PM'}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
